// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/message_bar.h"

#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace whimbrel {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_row(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("messageBar"));
    m_row->setContentsMargins(space::large, space::small, space::small, space::small);
    m_row->setSpacing(space::small);
    m_text->setWordWrap(true);
    m_row->addWidget(m_icon);
    m_row->addWidget(m_text, 1);
    auto* close = new QToolButton(this);
    close->setAutoRaise(true);
    close->setIcon(icon(QStringLiteral("close")));
    close->setIconSize(QSize(14, 14));
    close->setToolTip(tr("Close"));
    m_row->addWidget(close);
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
    hide();
}

QString MessageBar::text() const
{
    return m_text->text();
}

void MessageBar::show(
    const QString& topic, Tone tone, const QString& text, const QList<Choice>& choices)
{
    m_topic = topic;
    m_tone = tone;
    m_text->setText(text);
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (const Choice& choice : choices) {
        auto* button = new QPushButton(choice.text, this);
        m_row->insertWidget(m_row->count() - 1, button);
        m_buttons.append(button);
        connect(button, &QPushButton::clicked, this, [this, act = choice.act] {
            dismiss();
            act();
        });
    }
    paintTone();
    setVisible(true);
}

void MessageBar::clear(const QString& topic)
{
    if (m_topic == topic) {
        dismiss();
    }
}

void MessageBar::dismiss()
{
    m_topic.clear();
    hide();
}

void MessageBar::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_painting) {
        paintTone();
    }
}

void MessageBar::paintTone()
{
    m_painting = true;
    const UiColors& colors = uiColors(palette());
    const bool warning = m_tone == Tone::Warning;
    m_icon->setPixmap(icon(warning ? QStringLiteral("warning") : QStringLiteral("info"),
        warning ? colors.warning : colors.accent)
                          .pixmap(QSize(20, 20), devicePixelRatioF()));
    const QColor tint
        = warning ? (isDark(palette()) ? QColor(0x38321d) : QColor(0xfdf3e3)) : colors.accentTint;
    setStyleSheet(QStringLiteral("#messageBar { background: %1; border-bottom: 1px solid %2; }")
                      .arg(tint.name(), colors.line.name()));
    m_painting = false;
}

} // namespace whimbrel
