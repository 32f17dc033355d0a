// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/pending_command.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int personWidth = 160;

} // namespace

PendingCommand::PendingCommand(QWidget* parent)
    : QFrame(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 4);
    layout->setSpacing(4);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    layout->addWidget(m_text);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_person = new QLineEdit(this);
    m_person->setPlaceholderText(tr("To whom"));
    m_person->setAccessibleName(tr("To whom"));
    m_person->setMaximumWidth(personWidth);
    m_reason = new QLineEdit(this);
    m_reason->setAccessibleName(tr("Reason"));
    m_confirm = new QPushButton(this);
    auto* no = new QPushButton(tr("Never mind"), this);
    row->addWidget(m_person);
    row->addWidget(m_reason, 1);
    row->addWidget(m_confirm);
    row->addWidget(no);
    layout->addLayout(row);
    for (QLineEdit* field : {m_person, m_reason}) {
        connect(field, &QLineEdit::textChanged, this, &PendingCommand::enable);
        connect(field, &QLineEdit::returnPressed, m_confirm, &QPushButton::click);
    }
    auto* escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, &PendingCommand::dropped);
    connect(m_confirm, &QPushButton::clicked, this, &PendingCommand::confirm);
    connect(no, &QPushButton::clicked, this, &PendingCommand::dropped);
}

void PendingCommand::ask(
    const Command& command, const QString& text, const QString& confirm, bool needsReason)
{
    const bool handsOver = command.type == Command::Type::HandOver;
    m_command = command;
    m_needsReason = needsReason;
    m_text->setText(text);
    m_confirm->setText(confirm);
    m_person->clear();
    m_person->setVisible(handsOver);
    m_reason->clear();
    m_reason->setPlaceholderText(handsOver            ? tr("Note: what they should know")
            : command.type == Command::Type::MarkDone ? tr("Evidence")
            : needsReason                             ? tr("Reason")
                                                      : tr("Reason, if there is one"));
    enable();
    show();
    (handsOver ? m_person : m_reason)->setFocus();
}

void PendingCommand::enable()
{
    const auto blank = [](const QLineEdit* field) { return field->text().trimmed().isEmpty(); };
    m_confirm->setEnabled((!m_needsReason || !blank(m_reason))
        && (m_command.type != Command::Type::HandOver || !blank(m_person)));
}

void PendingCommand::confirm()
{
    Command command = m_command;
    command.because = m_reason->text().trimmed();
    if (command.type == Command::Type::HandOver) {
        command.outcome = m_person->text().trimmed();
    }
    emit confirmed(command);
}

} // namespace whimbrel
