// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/style/search_popup.h"

class QUndoStack;

namespace whimbrel {

/// The steps of the undo history by name, latest first: taking one goes back (or forward) to it.
class HistoryPopup final : public SearchPopup {
    Q_OBJECT

public:
    HistoryPopup(QUndoStack& stack, QWidget* parent);

private:
    void filter(const QString& text) override;
    void take() override;

    QUndoStack& m_stack;
};

} // namespace whimbrel
