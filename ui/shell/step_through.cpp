// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/step_through.h"

#include "model/plan/node_kind.h"
#include "ui/canvas/fading.h"
#include "ui/canvas/flow_view.h"
#include "ui/sequence/sequence_view.h"
#include "ui/session/linked_elements.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr int glideMs = 300;
constexpr double leastZoom = 0.8; ///< below it people who look on read nothing

QToolButton* makeButton(const QString& sign, const QString& tip, QWidget* parent)
{
    auto* button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setIcon(icon(sign));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    return button;
}

} // namespace

StepThrough::StepThrough(
    PlanSession& session, FlowView& flow, SequenceView& sequence, QWidget* parent)
    : QFrame(parent)
    , m_session(session)
    , m_flow(flow)
    , m_sequence(sequence)
    , m_count(new QLabel(this))
    , m_title(new QLabel(this))
    , m_notes(new QLabel(this))
    , m_back(makeButton(QStringLiteral("chevron-left"), tr("The step before (Left)"), this))
    , m_on(makeButton(QStringLiteral("chevron-right"), tr("The next step (Right or Space)"), this))
{
    setObjectName(QStringLiteral("stepThrough"));
    setAccessibleName(tr("Step through"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::medium, space::tight, space::small, space::tight);
    row->setSpacing(space::small);
    row->addWidget(m_back);
    row->addWidget(m_on);
    m_count->setObjectName(QStringLiteral("stepCount"));
    m_count->setProperty("role", QStringLiteral("caption"));
    row->addWidget(m_count);
    m_title->setObjectName(QStringLiteral("stepTitle"));
    m_title->setProperty("role", QStringLiteral("heading"));
    m_title->setTextFormat(Qt::PlainText);
    row->addWidget(m_title);
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setWordWrap(true);
    m_notes->setProperty("role", QStringLiteral("caption"));
    row->addWidget(m_notes, 1);
    QToolButton* close
        = makeButton(QStringLiteral("close"), tr("End stepping through (Esc)"), this);
    row->addWidget(close);
    connect(m_back, &QToolButton::clicked, this, &StepThrough::goBack);
    connect(m_on, &QToolButton::clicked, this, &StepThrough::goOn);
    connect(close, &QToolButton::clicked, this, &StepThrough::end);
    m_camera.setDuration(glideMs);
    m_camera.setEasingCurve(QEasingCurve::InOutCubic);
    m_camera.setStartValue(0.0);
    m_camera.setEndValue(1.0);
    connect(&m_camera, &QVariantAnimation::valueChanged, this, [this](const QVariant& done) {
        m_flow.centerOn(m_from + (m_to - m_from) * done.toDouble());
    });
    for (QWidget* watched : {static_cast<QWidget*>(&flow), static_cast<QWidget*>(&sequence),
             static_cast<QWidget*>(this)}) {
        watched->installEventFilter(this);
    }
    connect(&session, &PlanSession::changed, this, &StepThrough::follow);
    connect(&session, &PlanSession::runChanged, this, &StepThrough::end);
    connect(&flow.flowScene(), &CanvasScene::contentChanged, this, &StepThrough::fade);
    hide();
}

/// The steps that are shown, in the order of the flow.
QList<NodeId> StepThrough::steps() const
{
    QList<NodeId> steps = m_flow.walkOrder();
    steps.removeIf([this](const NodeId& id) {
        const Node* node = m_session.plan().nodes.find(id);
        return node == nullptr || !traits(node->kind).flows || m_flow.flowScene().isEnd(id);
    });
    return steps;
}

void StepThrough::begin()
{
    if (m_session.run()) {
        m_flow.notify(tr("A run is shown: the diagrams follow that."));
        return;
    }
    m_order = steps();
    if (!isOn()) {
        m_flow.notify(tr("The plan has no step yet: N adds one."));
        return;
    }
    const QList<NodeId> selected = m_flow.selectedNodes();
    const qsizetype at = selected.isEmpty() ? -1 : m_order.indexOf(selected.constLast());
    setVisible(true);
    if (!m_sequence.hasFocus()) {
        m_flow.setFocus();
    }
    if (m_flow.zoom() < leastZoom) {
        m_flow.setZoom(1);
    }
    show(std::max<qsizetype>(0, at));
}

void StepThrough::goOn()
{
    if (m_now + 1 < m_order.size()) {
        show(m_now + 1);
    }
}

void StepThrough::goBack()
{
    if (m_now > 0) {
        show(m_now - 1);
    }
}

void StepThrough::end()
{
    if (!isOn()) {
        return;
    }
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_order.clear();
    m_camera.stop();
    hide();
    fadeAllBut(m_flow, nullptr);
    if (hadFocus) {
        m_flow.setFocus();
    }
}

/// The plan was edited: the same step is told, as it is now.
void StepThrough::follow()
{
    if (!isOn()) {
        return;
    }
    const NodeId now = step();
    m_order = steps();
    if (!isOn()) {
        m_now = 0;
        hide();
        return;
    }
    const qsizetype at = m_order.indexOf(now);
    m_now = at >= 0 ? at : std::min(m_now, m_order.size() - 1);
    tell();
    fade();
}

void StepThrough::show(qsizetype index)
{
    m_now = index;
    const ElementRef now = ElementRef::of(step());
    m_session.select({now});
    tell();
    fade();
    moveCamera(m_flow, now);
    for (const ElementRef& ref : linkedElements(m_session.plan(), {now})) {
        if (!m_sequence.boundsOf(ref).isEmpty()) {
            m_sequence.follow(ref);
            break;
        }
    }
}

/// What the bar says of the step.
void StepThrough::tell()
{
    const Node* node = m_session.plan().nodes.find(step());
    if (node == nullptr) {
        return;
    }
    m_count->setText(tr("%1 of %2").arg(m_now + 1).arg(m_order.size()));
    QString title = titleOf(*node);
    m_title->setText(title.replace(QLatin1Char('\n'), QLatin1Char(' ')));
    QStringList about{displayName(node->kind)};
    if (!node->notes.isEmpty()) {
        about.append(QString(node->notes).replace(QLatin1Char('\n'), QLatin1Char(' ')));
    }
    m_notes->setText(m_notes->fontMetrics().elidedText(
        about.join(QStringLiteral(" · ")), Qt::ElideRight, 2 * std::max(240, width() / 2)));
    m_back->setEnabled(m_now > 0);
    m_on->setEnabled(m_now + 1 < m_order.size());
}

void StepThrough::fade()
{
    if (!isOn()) {
        return;
    }
    const QSet<NodeId> told(m_order.cbegin(), m_order.cbegin() + m_now + 1);
    fadeAllBut(m_flow, [&told](const Node& node) { return told.contains(node.id); });
}

void StepThrough::moveCamera(DiagramView& view, const ElementRef& element)
{
    const QRectF bounds = view.boundsOf(element);
    if (bounds.isEmpty()) {
        return;
    }
    m_camera.stop();
    m_from = view.mapToScene(view.viewport()->rect().center());
    m_to = bounds.center();
    if (m_reducedMotion || !view.isVisible()) {
        view.centerOn(m_to);
    } else {
        m_camera.start();
    }
}

bool StepThrough::take(int key)
{
    switch (key) {
    case Qt::Key_Right:
    case Qt::Key_Space:
    case Qt::Key_PageDown:
        goOn();
        return true;
    case Qt::Key_Left:
    case Qt::Key_PageUp:
        goBack();
        return true;
    case Qt::Key_Home:
        show(0);
        return true;
    case Qt::Key_End:
        show(m_order.size() - 1);
        return true;
    case Qt::Key_Escape:
        end();
        return true;
    default:
        return false;
    }
}

bool StepThrough::eventFilter(QObject* watched, QEvent* event)
{
    if (isOn() && event->type() == QEvent::KeyPress) {
        const auto* pressed = static_cast<QKeyEvent*>(event);
        const bool plain = (pressed->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
        if (plain && !m_flow.isBusy() && take(pressed->key())) {
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace whimbrel
