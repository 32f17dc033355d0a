// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/follow_strip.h"

#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace whimbrel {

FollowStrip::FollowStrip(RunController& controller, QWidget* parent)
    : QFrame(parent)
    , m_controller(controller)
{
    setAutoFillBackground(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::medium, space::small, space::medium, space::small);
    row->setSpacing(space::small);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_takeOver = new QPushButton(icon(QStringLiteral("run")), tr("Take it &over"), this);
    m_takeOver->setToolTip(tr("Resumes the run from here, as the one who leads it."));
    row->addWidget(m_text, 1);
    row->addWidget(m_takeOver, 0, Qt::AlignTop);
    connect(m_takeOver, &QPushButton::clicked, &m_controller, &RunController::takeOver);
    connect(&m_controller, &RunController::changed, this, &FollowStrip::refresh);
    refresh();
}

QString FollowStrip::text() const
{
    return m_text->text();
}

void FollowStrip::refresh()
{
    const bool following = m_controller.link() == RunController::Link::Following;
    setVisible(following);
    if (!following) {
        return;
    }
    const Presence& presence = m_controller.presence();
    const RunState& state = m_controller.state();
    QStringList lines{tr("You follow this run, read-only.")};
    if (state.isOpen()) {
        lines.first() += QLatin1Char(' ') + presenceText(presence);
        if (presence.handover) {
            lines.append(handoverText(*presence.handover));
        }
    }
    lines += presence.problems;
    m_text->setText(lines.join(QLatin1Char('\n')));
    // While the other one is there, the databases are theirs.
    m_takeOver->setVisible(state.isOpen());
    m_takeOver->setEnabled(presence.runner != Presence::Runner::Alive);
    const bool worrying
        = presence.runner == Presence::Runner::Silent || !presence.problems.isEmpty();
    const UiColors& colors = uiColors(palette());
    QPalette framed;
    framed.setColor(QPalette::Window, colors.surface);
    setPalette(framed);
    QPalette written;
    written.setColor(QPalette::WindowText, worrying ? colors.warning : colors.text);
    m_text->setPalette(written);
}

} // namespace whimbrel
