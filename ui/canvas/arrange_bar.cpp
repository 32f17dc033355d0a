// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/arrange_bar.h"

#include "ui/canvas/flow_view.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>

namespace whimbrel {

namespace {

constexpr int fromBottom = 16;

} // namespace

ArrangeBar::ArrangeBar(FlowView& view)
    : QFrame(&view)
    , m_view(view)
    , m_text(new QLabel)
{
    setObjectName(QStringLiteral("arrange-bar"));
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 8, 8, 8);
    row->setSpacing(8);
    row->addWidget(m_text);
    const auto button = [&](const char* name, const QString& text, void (ArrangeBar::*slot)()) {
        auto* made = new QPushButton(text);
        made->setObjectName(QString::fromLatin1(name));
        row->addWidget(made);
        connect(made, &QPushButton::clicked, this, slot);
    };
    button("arrange-back", tr("&Go Back"), &ArrangeBar::goBack);
    button("arrange-keep", tr("&Keep"), &ArrangeBar::keep);
    hide();
    view.viewport()->installEventFilter(this);
    view.installEventFilter(this);
    connect(&view.session(), &PlanSession::changed, this, [this] {
        if (m_asks) {
            keep();
        }
    });
}

void ArrangeBar::ask(const QString& what)
{
    m_text->setText(what);
    m_view.notify(what + QLatin1Char(' ') + tr("Enter keeps it, Esc goes back."));
    m_asks = true;
    adjustSize();
    place();
    show();
    raise();
}

void ArrangeBar::keep()
{
    m_asks = false;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus) {
        m_view.setFocus();
    }
}

void ArrangeBar::goBack()
{
    const bool asked = m_asks;
    keep();
    if (asked) {
        m_view.flowScene().glideNext();
        m_view.session().undoStack().undo();
    }
}

bool ArrangeBar::eventFilter(QObject* watched, QEvent* event)
{
    // A view that is being destroyed sends events too: what kind it is, is asked before the view
    // is.
    if (m_asks && event->type() == QEvent::Resize && watched == m_view.viewport()) {
        place();
    }
    // Escape goes back, unless it gives up what the mouse does.
    if (m_asks && event->type() == QEvent::KeyPress && watched == &m_view && !m_view.isBusy()) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape || key == Qt::Key_Return || key == Qt::Key_Enter) {
            key == Qt::Key_Escape ? goBack() : keep();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void ArrangeBar::place()
{
    const QRect around = m_view.viewport()->geometry();
    move(around.center().x() - width() / 2, around.bottom() - height() - fromBottom);
}

} // namespace whimbrel
