// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/rehearsal/source_row.h"

#include "model/database/connection_url.h"
#include "ui/prompts/files.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

SourceRow::SourceRow(const Target& target, const QString& folder, QWidget* parent)
    : QWidget(parent)
    , m_target(target)
    , m_folder(folder)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tight);
    const QString name = target.title.isEmpty()
        ? target.id.text()
        : QStringLiteral("%1: %2").arg(target.id.text(), target.title);
    auto* label = new QLabel(tr("Scratch database for %1").arg(name), this);
    layout->addWidget(label);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    m_kind = new QComboBox(this);
    m_kind->setAccessibleName(tr("What the scratch database is made of"));
    const auto add
        = [this](Kind kind, const QString& text) { m_kind->addItem(text, static_cast<int>(kind)); };
    if (target.dialect == Dialect::Sqlite) {
        add(Kind::Copy, tr("Copy of a SQLite file"));
        add(Kind::Baseline, tr("Made by an SQL script"));
        add(Kind::Server, tr("On a database server"));
        add(Kind::Empty, tr("Empty"));
    } else {
        add(Kind::Server, tr("On a database server"));
    }
    label->setBuddy(m_kind);
    m_value = new QLineEdit(this);
    m_choose = new QPushButton(icon(QStringLiteral("folder")), tr("Choose…"), this);
    row->addWidget(m_kind);
    row->addWidget(m_value, 1);
    row->addWidget(m_choose);
    layout->addLayout(row);
    connect(m_kind, &QComboBox::activated, this, &SourceRow::follow);
    connect(m_value, &QLineEdit::textChanged, this, &SourceRow::changed);
    connect(m_choose, &QPushButton::clicked, this, &SourceRow::choose);
    follow();
}

SourceRow::Kind SourceRow::kind() const
{
    return static_cast<Kind>(m_kind->currentData().toInt());
}

QString SourceRow::value() const
{
    return m_value->text().trimmed();
}

void SourceRow::set(Kind kind, const QString& value)
{
    const int at = m_kind->findData(static_cast<int>(kind));
    if (at >= 0) {
        m_kind->setCurrentIndex(at);
    }
    m_value->setText(value);
    follow();
}

void SourceRow::follow()
{
    const bool file = kind() == Kind::Copy || kind() == Kind::Baseline;
    m_value->setVisible(kind() != Kind::Empty);
    m_choose->setVisible(file);
    m_value->setPlaceholderText(kind() == Kind::Copy ? tr("database file; it is read, not changed")
            : kind() == Kind::Baseline
            ? tr("file with SQL that makes the tables")
            : tr("@NAME or postgresql://user@host/database: its schema goes into a new one"));
    m_value->setAccessibleName(m_value->placeholderText());
    emit changed();
}

void SourceRow::choose()
{
    const bool copy = kind() == Kind::Copy;
    const QString path
        = prompts::openFile(this, copy ? tr("Database to copy") : tr("SQL script"), m_folder,
            copy ? tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)")
                 : tr("SQL (*.sql);;All files (*)"));
    if (!path.isEmpty()) {
        m_value->setText(path);
    }
}

QStringList SourceRow::arguments() const
{
    const QString prefix = m_target.id.text() + QLatin1Char('=');
    switch (kind()) {
    case Kind::Copy:
        return {QStringLiteral("--on"),
            prefix
                + (value().startsWith(QLatin1String("sqlite:"))
                        ? value()
                        : QStringLiteral("sqlite:") + value())};
    case Kind::Baseline:
        return {QStringLiteral("--baseline"), prefix + value()};
    case Kind::Server:
        return {QStringLiteral("--on"), prefix + value()};
    case Kind::Empty:
        break;
    }
    return {};
}

QString SourceRow::whyNot() const
{
    if (kind() != Kind::Empty && value().isEmpty()) {
        return tr("Say what the scratch database for %1 is made of.").arg(m_target.id.text());
    }
    if (kind() != Kind::Server || value().startsWith(QLatin1Char('@'))) {
        return {};
    }
    const Result<ConnectionUrl> url = parseConnectionUrl(value());
    if (!url) {
        return url.error().text();
    }
    return url->password.isEmpty()
        ? QString()
        : tr("A password does not belong into the address: others on this machine could read it. "
             "Keep it in a password file.");
}

} // namespace whimbrel
