// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/password_question.h"

#include "ui/connections/connections.h"
#include "ui/style/environment.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

PasswordQuestion::PasswordQuestion(
    const QString& given, const QString& complaint, Connections& connections, QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Password"));
    setObjectName(QStringLiteral("passwordQuestion"));
    const std::optional<ConnectionProfile> profile = connections.named(given);
    const Result<ConnectionUrl> url = connections.known(given);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::large);
    column->setSpacing(space::small);

    auto* head = new QHBoxLayout;
    head->setSpacing(space::small);
    const QString environment = profile ? profile->environment : QString();
    if (!environment.isEmpty()) {
        auto* dot = new QLabel(this);
        constexpr int dotSize = 16;
        dot->setPixmap(environmentIcon(environment, palette()).pixmap(dotSize, dotSize));
        dot->setToolTip(environmentName(environment));
        head->addWidget(dot);
    }
    auto* title = new QLabel(profile ? (environment.isEmpty() ? profile->name
                                                              : tr("%1, %2").arg(profile->name,
                                                                  environmentName(environment)))
                                     : tr("A password is wanted"),
        this);
    title->setProperty("role", QStringLiteral("heading"));
    title->setTextFormat(Qt::PlainText);
    head->addWidget(title, 1);
    column->addLayout(head);
    auto* where = new QLabel(url ? url->shown : redactedUrl(given), this);
    where->setTextFormat(Qt::PlainText);
    where->setProperty("role", QStringLiteral("caption"));
    where->setWordWrap(true);
    column->addWidget(where);
    auto* why = new QLabel(complaint, this);
    why->setTextFormat(Qt::PlainText);
    why->setWordWrap(true);
    why->setProperty("role", QStringLiteral("error"));
    why->setVisible(!complaint.isEmpty());
    column->addSpacing(space::tight);
    column->addWidget(why);
    column->addSpacing(space::tight);

    auto* label = new QLabel(tr("&Password"), this);
    m_editor = new QLineEdit(this);
    m_editor->setEchoMode(QLineEdit::Password);
    label->setBuddy(m_editor);
    column->addWidget(label);
    column->addWidget(m_editor);
    auto* shown = new QCheckBox(tr("&Show it while typing"), this);
    connect(shown, &QCheckBox::toggled, this,
        [this](bool on) { m_editor->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
    column->addWidget(shown);
    m_keep = new QCheckBox(tr("&Keep it in the desktop's keychain"), this);
    m_keep->setVisible(profile.has_value());
    m_keep->setChecked(profile && profile->keychain);
    column->addWidget(m_keep);
    m_why = new QLabel(this);
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_why->setProperty("role", QStringLiteral("caption"));
    m_why->setText(profile
            ? tr("Otherwise it is forgotten when Whimbrel is closed.")
            : tr("It is forgotten when Whimbrel is closed. The passwords of named connections can "
                 "be kept in the keychain."));
    column->addWidget(m_why);
    column->addSpacing(space::small);
    column->addStretch(1);

    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_confirm = buttons->addButton(tr("&Connect"), QDialogButtonBox::AcceptRole);
    m_confirm->setDefault(true);
    m_confirm->setEnabled(false);
    connect(m_editor, &QLineEdit::textChanged, this,
        [this](const QString& text) { m_confirm->setEnabled(!text.isEmpty()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(this, &QDialog::accepted, this,
        [this] { emit this->given(Secret(m_editor->text()), m_keep->isChecked()); });
    column->addWidget(buttons);
    constexpr int width = 440;
    setMinimumWidth(width);
    m_editor->setFocus();

    if (profile) {
        connections.lookAtKeychain([self = QPointer<PasswordQuestion>(this)](const Result<>& has) {
            if (self && !has) {
                self->m_keep->setChecked(false);
                self->m_keep->setEnabled(false);
                self->m_why->setText(
                    tr("It cannot be kept: %1 It is asked for each time.").arg(has.error().text()));
            }
        });
    }
}

} // namespace whimbrel
