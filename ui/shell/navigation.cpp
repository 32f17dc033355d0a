// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/navigation.h"

#include "ui/session/plan_session.h"

#include <QCoreApplication>
#include <QWidget>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Navigation", text);
}

/// The pane itself if it takes the keyboard, else the first in it that does; nullptr: none.
QWidget* focusable(QWidget* pane)
{
    if (pane->focusPolicy() != Qt::NoFocus) {
        return pane;
    }
    for (QWidget* inner = pane->nextInFocusChain(); pane->isAncestorOf(inner);
         inner = inner->nextInFocusChain()) {
        if (inner->focusPolicy() != Qt::NoFocus && inner->isVisible()) {
            return inner;
        }
    }
    return nullptr;
}

} // namespace

void focusNextPane(const QList<QWidget*>& panes, const QWidget* focused)
{
    qsizetype now = 0;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (panes.at(i) == focused || panes.at(i)->isAncestorOf(focused)) {
            now = i;
        }
    }
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        QWidget* next = panes.at((now + step) % panes.size());
        QWidget* target = next->isVisible() ? focusable(next) : nullptr;
        if (target != nullptr) {
            target->setFocus(Qt::ShortcutFocusReason);
            return;
        }
    }
}

QString revealProblem(PlanSession& session, bool forward)
{
    QList<ElementRef> elements;
    for (const Finding& finding : session.validation().findings) {
        if (!finding.accepted && finding.severity != Severity::Info
            && !elements.contains(finding.element)) {
            elements.append(finding.element);
        }
    }
    if (elements.isEmpty()) {
        return tr("No problems.");
    }
    const ElementRef now
        = session.selection().isEmpty() ? ElementRef() : session.selection().constLast();
    const qsizetype size = elements.size();
    const qsizetype index = elements.indexOf(now);
    const qsizetype next
        = index < 0 ? (forward ? 0 : size - 1) : (index + (forward ? 1 : size - 1)) % size;
    session.reveal(elements.at(next));
    return tr("Problem %1 of %2").arg(next + 1).arg(size);
}

} // namespace whimbrel
