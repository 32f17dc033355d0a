// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "ui/inspector/section.h"

namespace whimbrel {

/// The plan's elements as entries of a choice, "none" first under the given name.
[[nodiscard]] QList<ChoiceItem> targetChoices(const Plan& plan);
[[nodiscard]] QList<ChoiceItem> nodeChoices(const Plan& plan);
[[nodiscard]] QList<ChoiceItem> backupChoices(const Plan& plan);
[[nodiscard]] QList<ChoiceItem> groupChoices(const Plan& plan, const QList<GroupId>& without);

/// The dialect of the target that an action or check with this field runs on.
[[nodiscard]] Dialect dialectOf(const Plan& plan, const TargetId& target);

/// Adds rows for an action to a section: what it is, its fields, where it runs. `optional`: there
/// may be none. The SQL of several lines goes into a file named after `stem`.
void addActionRows(Section& section, const Property<std::optional<Action>>& property,
    const ElementRef& element, const QString& stem);

/// Adds the rows of an action that copies.
void addCopyRows(Section& section, const Property<CopyAction>& copied);

/// Adds rows for how an action is carried out: timeouts, tries, whether it may be repeated, and the
/// SQL of other dialects. Works for several elements at once, without the dialects.
void addActionLimitRows(Section& section, const Property<std::optional<Action>>& property,
    const ElementRef& element, const QString& stem, bool single);

/// Adds rows for what a way back leaves otherwise than it was, and why. They are shown for rollback
/// edges and rollback nodes.
void addLeftoverRows(Section& section, const Property<Action>& action, const ElementRef& element);

/// Adds a row that names one participant; a name that the plan does not know becomes a new one.
void addPersonRow(Section& section, const QString& label, const Property<ParticipantId>& property);
/// The same for several, separated by commas.
void addPeopleRow(
    Section& section, const QString& label, const Property<QList<ParticipantId>>& property);
/// Adds a row that names a group; a name that the plan does not know becomes a new phase.
void addGroupRow(Section& section, const QString& label, const Property<GroupId>& property);

/// Adds the rows of a window: days, from, to, zone.
void addWindowRows(Section& section, const Property<std::optional<Window>>& property);
/// Adds the list of an element's links.
void addLinkRows(Section& section, const Property<QList<Link>>& property);
/// Adds the list of an element's checks; `stem` as in addActionRows(), `name` for screen readers.
void addCheckRows(Section& section, const Property<QList<Check>>& property,
    const ElementRef& element, const QString& stem, const QString& emptyText,
    const QString& name = {});

/// Adds the checks that a backfill waits for between its batches, and shows the section for
/// backfills alone.
void addBatchLimitRows(Section& section, const Property<std::optional<Action>>& action,
    const ElementRef& element, const QString& stem);

/// What a check holds against what, in one line: "Row count of customers is 12".
[[nodiscard]] QString describeCheck(const Check& check);

/// A text that is a moment in ISO 8601, with what is wrong about it shown.
void addMomentRow(Section& section, const QString& label, const Property<QString>& property);

} // namespace whimbrel
