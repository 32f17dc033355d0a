// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/inspector/section.h"

#include <QHash>
#include <QWidget>

class QVBoxLayout;

namespace whimbrel {

/// Which sections the person folded or unfolded, by their keys; outlives the forms.
using Folds = QHash<QString, bool>;

/// The sections for one selection, one above the other.
class Form final : public QWidget {
    Q_OBJECT

public:
    Form(PlanSession& session, Folds& folds, QWidget* parent = nullptr);

    /// A section under a title. `key` names it in Folds; `folded` is how it starts the first time.
    Section& section(const QString& title, const QString& key, bool folded = false);
    /// Ends the form: what is above keeps to the top.
    void finish();

    void refresh();
    [[nodiscard]] const QList<Section*>& sections() const { return m_sections; }
    [[nodiscard]] PlanSession& session() const { return m_session; }

private:
    PlanSession& m_session;
    Folds& m_folds;
    QVBoxLayout* m_layout = nullptr;
    QList<Section*> m_sections{};
};

/// What a selection shows: each adds the sections for its type of element.
void buildNodeForm(Form& form, const QList<NodeId>& nodes);
void buildEdgeForm(Form& form, const QList<EdgeId>& edges);
void buildGroupForm(Form& form, const QList<GroupId>& groups);
void buildPlanForm(Form& form);
void buildSequenceForm(Form& form, const QList<SequenceId>& sequences);
/// Parts and ranges; of several types, the fields of each.
void buildSequencePartForm(Form& form, const QList<ElementRef>& parts);
void buildParticipantForm(Form& form, const QList<ParticipantId>& participants);

} // namespace whimbrel
