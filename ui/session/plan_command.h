// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan_document.h"

#include <QUndoCommand>

namespace whimbrel {

/// One step of the undo history: an edit, which applying turns into its inverse. The only command
/// class there is.
class PlanCommand final : public QUndoCommand {
public:
    /// `mergeKey` empty: the step stays apart from the one before it, but if it `joins` that.
    PlanCommand(
        PlanDocument& document, const Edit& edit, const QString& mergeKey, bool joins = false);

    void redo() override { swap(); }
    void undo() override { swap(); }
    [[nodiscard]] int id() const override { return 1; }
    bool mergeWith(const QUndoCommand* other) override;

private:
    void swap();

    PlanDocument& m_document;
    Edit m_edit;
    QString m_mergeKey;
    bool m_joins;
};

} // namespace whimbrel
