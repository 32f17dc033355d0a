// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/rehearsal/source_row.h"

#include "model/database/connection_url.h"
#include "ui/connections/connection_menu.h"
#include "ui/connections/connection_test.h"
#include "ui/connections/connections.h"
#include "ui/connections/unlock.h"
#include "ui/prompts/files.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"
#include "ui/style/wheel_guard.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

SourceRow::SourceRow(
    const Target& target, const QString& folder, Connections& connections, QWidget* parent)
    : QWidget(parent)
    , m_connections(connections)
    , m_unlock(new Unlock(connections, this))
    , m_running(new ConnectionTest(this))
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
    m_named = new QPushButton(tr("Choose"), this);
    m_named->setProperty("opensMenu", true);
    m_choices = new QMenu(m_named);
    m_named->setMenu(m_choices);
    m_test = new QPushButton(icon(QStringLiteral("database")), tr("Test"), this);
    m_test->setToolTip(tr("Connects for reading, and looks at server and rights."));
    row->addWidget(m_named);
    row->addWidget(m_test);
    layout->addLayout(row);
    m_status = new QLabel(this);
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    m_status->hide();
    layout->addWidget(m_status);
    m_note = new QLabel(this);
    m_note->setWordWrap(true);
    m_note->setTextFormat(Qt::PlainText);
    layout->addWidget(m_note);
    connect(m_choices, &QMenu::aboutToShow, this, &SourceRow::fillChoices);
    connect(m_test, &QPushButton::clicked, this, [this] {
        showStatus(tr("Connecting…"), false);
        m_unlock->start({value()});
    });
    connect(m_unlock, &Unlock::done, this, &SourceRow::test);
    connect(m_unlock, &Unlock::gaveUp, this, [this](const QString& why) {
        showStatus(why.isEmpty() ? tr("Not tested: no password was given.") : why, true);
    });
    connect(m_running, &ConnectionTest::succeeded, this, [this](const ConnectionReport& report) {
        showStatus(tr("%1 · %2 · %3").arg(report.product, report.name, report.user), false);
    });
    connect(m_running, &ConnectionTest::failed, this,
        [this](const Error& error) { showStatus(error.text(), true); });
    connect(m_value, &QLineEdit::textChanged, m_status, &QLabel::hide);
    connect(m_value, &QLineEdit::textChanged, this, &SourceRow::showNote);
    guardWheel(*this);
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
    m_named->setVisible(kind() == Kind::Server);
    m_test->setVisible(kind() == Kind::Server);
    m_status->hide();
    m_value->setPlaceholderText(kind() == Kind::Copy ? tr("database file; it is read, not changed")
            : kind() == Kind::Baseline               ? tr("file with SQL that makes the tables")
            : m_target.dialect == Dialect::Mysql
            ? tr("@name of a connection, or mysql://user@host/database")
            : tr("@name of a connection, or postgresql://user@host/database"));
    m_value->setAccessibleName(m_value->placeholderText());
    showNote();
    emit changed();
}

/// What happens on a server, and that it is production where it is.
void SourceRow::showNote()
{
    m_note->setVisible(kind() == Kind::Server);
    const auto profile = m_connections.named(value());
    const bool production = profile && profile->environment == QLatin1String("production");
    m_note->setText(production
            ? tr("%1 is production: the scratch database is made on that server beside the one it "
                 "names, which is only read, and dropped afterwards.")
                  .arg(value())
            : tr("A new database is made on that server, like the one that is named, and dropped "
                 "afterwards. The one that is named is only read."));
    QPalette colors;
    colors.setColor(QPalette::WindowText,
        production ? uiColors(palette()).warning : uiColors(palette()).secondary);
    m_note->setPalette(colors);
}

void SourceRow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_note) {
        showNote();
    }
}

QMenu* SourceRow::choices()
{
    fillChoices();
    return m_choices;
}

void SourceRow::fillChoices()
{
    m_choices->clear();
    // A plan for SQLite may be rehearsed on a server of any kind that the plan's SQL fits.
    for (const Dialect dialect : {Dialect::Postgresql, Dialect::Mysql}) {
        if (m_target.dialect == dialect || m_target.dialect == Dialect::Sqlite) {
            addConnections(*m_choices, m_connections, dialect,
                [this](const QString& given) { m_value->setText(given); });
        }
    }
    m_choices->addSeparator();
    m_choices->addAction(icon(QStringLiteral("database")), tr("Connections…"), this,
        &SourceRow::connectionsRequested);
}

void SourceRow::test()
{
    if (const Result<ConnectionUrl> url = m_connections.known(value())) {
        m_running->start(*url);
    }
}

QString SourceRow::statusText() const
{
    return m_status->isHidden() ? QString() : m_status->text();
}

void SourceRow::showStatus(const QString& text, bool wrong)
{
    m_status->setText(text);
    QPalette colors;
    colors.setColor(
        QPalette::WindowText, wrong ? uiColors(palette()).error : uiColors(palette()).secondary);
    m_status->setPalette(colors);
    m_status->show();
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
        : tr("A password does not belong into the address: leave it out. It is asked for, or kept "
             "with a connection (Choose, Connections…).");
}

} // namespace whimbrel
