// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

class QHBoxLayout;

namespace whimbrel {

class FlowView;

/// The way from the whole flow to the group that is shown alone, over the canvas's upper left
/// corner: each part of it leads back there. Hidden while the whole is shown.
class Breadcrumb final : public QFrame {
    Q_OBJECT

public:
    explicit Breadcrumb(FlowView& view);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void addStep(const QString& text, const QString& group, bool last);

    FlowView& m_view;
    QHBoxLayout* m_row;
};

} // namespace whimbrel
