// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/breadcrumb.h"

#include "render/layout/flow_scene.h"
#include "ui/canvas/flow_view.h"
#include "ui/style/menu_text.h"
#include "ui/style/palette.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <ranges>

namespace whimbrel {

namespace {

constexpr int longest = 200; ///< pixels of a name

} // namespace

Breadcrumb::Breadcrumb(FlowView& view)
    : QFrame(&view)
    , m_view(view)
    , m_row(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("breadcrumb"));
    setAccessibleName(tr("Where this phase lies"));
    setAutoFillBackground(true);
    setFrameShape(QFrame::StyledPanel);
    setCursor(Qt::ArrowCursor);
    m_row->setContentsMargins(space::tight, 2, space::tight, 2);
    m_row->setSpacing(2);
    move(space::medium, space::medium);
    connect(&view.flowScene().layouter(), &FlowLayouter::pageChanged, this, &Breadcrumb::fill);
    connect(&view.session(), &PlanSession::changed, this, [this] {
        if (!m_view.page().isEmpty()) {
            fill();
        }
    });
    hide();
}

void Breadcrumb::fill()
{
    hide(); // what is added to something that is seen is measured too late
    while (const QLayoutItem* item = m_row->takeAt(0)) {
        item->widget()->deleteLater(); // it may be what was clicked
        delete item;
    }
    const Plan& plan = m_view.session().plan();
    const GroupId page = m_view.page();
    addStep(tr("Flow"), {}, false);
    const QList<int> around = groupsAround(plan, page);
    for (const int index : std::ranges::reverse_view(around)) {
        const Group& group = plan.groups.at(index);
        addStep(group.title.isEmpty() ? group.id.text() : group.title, group.id.text(),
            group.id == page);
    }
    adjustSize();
    setVisible(!page.isEmpty());
    raise();
}

void Breadcrumb::addStep(const QString& text, const QString& group, bool last)
{
    if (m_row->count() > 0) {
        auto* between = new QLabel(QStringLiteral("›"), this);
        between->setProperty("role", QStringLiteral("caption"));
        m_row->addWidget(between);
    }
    const QString name = fontMetrics().elidedText(text, Qt::ElideRight, longest);
    if (last) {
        auto* here = new QLabel(name, this);
        here->setTextFormat(Qt::PlainText);
        here->setProperty("role", QStringLiteral("heading"));
        here->setContentsMargins(space::tight, 0, space::tight, 0);
        m_row->addWidget(here);
        return;
    }
    auto* button = new QToolButton(this);
    button->setText(menuText(name));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setToolTip(tr("Back to “%1” (Ctrl+Shift+Home leaves one phase)").arg(text));
    button->setAccessibleName(text);
    connect(
        button, &QToolButton::clicked, this, [this, group] { m_view.showPage(GroupId(group)); });
    m_row->addWidget(button);
}

void Breadcrumb::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        adjustSize();
    }
}

} // namespace whimbrel
