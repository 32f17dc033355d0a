// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

#include <QFrame>
#include <QVariantAnimation>

class QLabel;
class QToolButton;

namespace whimbrel {

class DiagramView;
class FlowView;
class SequenceView;

/// Tells the plan step by step, for people who look on: the step that is told is selected and
/// brought into sight in every diagram, those still to come are faint. Right, Space and Page Down
/// go on, Left and Page Up go back, Home and End to the first and the last, Esc ends it. Nothing is
/// run and nothing is changed.
class StepThrough final : public QFrame {
    Q_OBJECT

public:
    StepThrough(PlanSession& session, FlowView& flow, SequenceView& sequence, QWidget* parent);

    [[nodiscard]] bool isOn() const { return !m_order.isEmpty(); }
    [[nodiscard]] NodeId step() const { return m_order.value(m_now); }
    void setReducedMotion(bool reduced) { m_reducedMotion = reduced; }

public slots:
    /// Begins at the selected step, else at the first; says why not where there is none.
    void begin();
    void goOn();
    void goBack();
    void end();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] bool take(int key);
    [[nodiscard]] QList<NodeId> steps() const;
    void follow();
    void show(qsizetype index);
    void tell();
    void fade();
    void moveCamera(DiagramView& view, const ElementRef& element);

    PlanSession& m_session;
    FlowView& m_flow;
    SequenceView& m_sequence;
    QList<NodeId> m_order{};
    qsizetype m_now = 0;
    QLabel* m_count;
    QLabel* m_title;
    QLabel* m_notes;
    QToolButton* m_back;
    QToolButton* m_on;
    QVariantAnimation m_camera;
    QPointF m_from{}; ///< where the flow's camera was, and where it goes
    QPointF m_to{};
    bool m_reducedMotion = false;
};

} // namespace whimbrel
