// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

namespace whimbrel {

/// A sequence diagram that people begin with.
struct SequenceTemplateInfo {
    QString name{}; ///< as on the command line: "rollback-drill"
    QString title{}; ///< for people
    QString description{};
};

[[nodiscard]] QList<SequenceTemplateInfo> sequenceTemplates();

/// The edit that puts the template into the plan as the diagram `id`, with the participants that it
/// needs. Those of the plan that have the same id and kind take part; where an id means something
/// else in the plan, the template's participant gets another. Fails if there is no such template
/// (ErrorCode::Usage) or the plan has a diagram of that id (ErrorCode::Impossible).
[[nodiscard]] Result<Edit> addSequenceTemplate(
    const Plan& plan, const QString& name, const SequenceId& id);

} // namespace whimbrel
