// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/signing_row.h"

#include "model/exec/ssh_signature.h"
#include "ui/prompts/files.h"
#include "ui/session/background.h"
#include "ui/session/settings.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

/// The key that people have who never chose another.
QString usualKey()
{
    const QString path = QDir::homePath() + QStringLiteral("/.ssh/id_ed25519");
    return QFileInfo::exists(path) ? path : QString();
}

} // namespace

SigningRow::SigningRow(QWidget* parent)
    : QWidget(parent)
    , m_store(std::make_unique<QSettings>())
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tight);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    m_check = new QCheckBox(tr("Sign with SSH key"), this);
    m_check->setToolTip(tr("Proves to whoever reads the journal that the answer is yours."));
    m_key = new QLineEdit(this);
    m_key->setPlaceholderText(tr("~/.ssh/id_ed25519, or its .pub file if ssh-agent holds the key"));
    m_key->setAccessibleName(tr("SSH key"));
    m_choose = new QPushButton(icon(QStringLiteral("folder")), {}, this);
    m_choose->setToolTip(tr("Choose the key"));
    m_choose->setAccessibleName(m_choose->toolTip());
    row->addWidget(m_check);
    row->addWidget(m_key, 1);
    row->addWidget(m_choose);
    layout->addLayout(row);
    m_problem = new QLabel(this);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_problem);
    const QString known = settings::sshKey.read(*m_store);
    m_key->setText(known.isEmpty() ? usualKey() : known);
    connect(m_check, &QCheckBox::toggled, this, &SigningRow::refresh);
    connect(m_key, &QLineEdit::textChanged, this, &SigningRow::refresh);
    connect(m_choose, &QPushButton::clicked, this, &SigningRow::choose);
    clear();
}

SigningRow::~SigningRow() = default;

void SigningRow::setDemanded(bool demanded)
{
    m_check->setEnabled(!demanded);
    m_check->setChecked(demanded);
    m_check->setText(demanded ? tr("Counts only signed with SSH key") : tr("Sign with SSH key"));
    refresh();
}

bool SigningRow::isWanted() const
{
    return m_check->isChecked();
}

QString SigningRow::problem() const
{
    return m_problem->text();
}

void SigningRow::clear()
{
    m_problem->clear();
    refresh();
}

void SigningRow::refresh()
{
    m_key->setVisible(isWanted());
    m_choose->setVisible(isWanted());
    m_key->setEnabled(!m_signing);
    m_problem->setVisible(!m_problem->text().isEmpty());
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, uiColors(palette()).error);
    m_problem->setPalette(colors);
    emit changed();
}

void SigningRow::choose()
{
    const QString chosen = prompts::openFile(this, tr("SSH key"),
        m_key->text().isEmpty() ? QDir::homePath() + QStringLiteral("/.ssh")
                                : QFileInfo(m_key->text()).absolutePath(),
        tr("All files (*)"));
    if (!chosen.isEmpty()) {
        m_key->setText(chosen);
    }
}

void SigningRow::sign(const QByteArray& text, const std::function<void(const QString&)>& then)
{
    QString path = m_key->text().trimmed();
    if (path.startsWith(QLatin1String("~/"))) {
        path = QDir::homePath() + path.mid(1);
    }
    m_signing = true;
    m_problem->clear();
    refresh();
    inBackground(
        this, [text, path] { return signWithSshKey(text, path, PassphraseFrom::Desktop); },
        [this, path, then](const Result<QString>& made) {
            m_signing = false;
            if (made) {
                settings::sshKey.write(*m_store, path);
            } else {
                m_problem->setText(made.error().text());
            }
            refresh();
            if (made) {
                then(*made);
            }
        });
}

} // namespace whimbrel
