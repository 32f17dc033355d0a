// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QLabel;

namespace whimbrel {

class FlowView;

/// Asks, over the canvas, whether a layout that is seen is to stay. Keeping it is one click, going
/// back another, and so is going on with something else, which keeps it.
class ArrangeBar final : public QFrame {
    Q_OBJECT

public:
    explicit ArrangeBar(FlowView& view);

    /// A layout was just made, as the last step of the undo history.
    void ask(const QString& what);
    void keep();
    /// Everything as it stood before.
    void goBack();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();

    FlowView& m_view;
    QLabel* m_text;
    bool m_asks = false; ///< the plan is still as the layout left it
};

} // namespace whimbrel
