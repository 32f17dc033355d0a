// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/binding_row.h"

#include "model/database/open_connection.h"
#include "model/plan/names.h"
#include "ui/connections/connection_menu.h"
#include "ui/connections/connections.h"
#include "ui/connections/unlock.h"
#include "ui/prompts/files.h"
#include "ui/session/background.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"
#include "ui/style/palette.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int maxOffers = 3;
constexpr auto fileProperty = "file"; // of an offer: what it is called beside the plan

QStringList databasesIn(const QString& folder)
{
    const QStringList patterns{
        QStringLiteral("*.db"), QStringLiteral("*.sqlite"), QStringLiteral("*.sqlite3")};
    return QDir(folder).entryList(patterns, QDir::Files, QDir::Name).mid(0, maxOffers);
}

QString placeholderFor(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return BindingRow::tr("@name of a connection, or postgresql://user@host/database");
    case Dialect::Mysql:
        return BindingRow::tr("@name of a connection, or mysql://user@host/database");
    default:
        return BindingRow::tr("database file, or a URL such as sqlite:customers.db");
    }
}

} // namespace

BindingRow::BindingRow(
    const Target& target, const QString& folder, Connections& connections, QWidget* parent)
    : QWidget(parent)
    , m_connections(connections)
    , m_unlock(new Unlock(connections, this))
    , m_target(target)
    , m_folder(folder)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    QString dialect;
    for (const auto& row : namedValues<Dialect>()) {
        if (row.value == target.dialect) {
            dialect = QCoreApplication::translate("Names", row.name);
        }
    }
    auto* label = new QLabel(target.title.isEmpty()
            ? tr("%1 (%2)").arg(target.id.text(), dialect)
            : tr("%1: %2 (%3)").arg(target.id.text(), target.title, dialect),
        this);
    layout->addWidget(label);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_path = new QLineEdit(this);
    m_path->setPlaceholderText(placeholderFor(target.dialect));
    m_path->setAccessibleName(tr("Database for %1").arg(target.id.text()));
    label->setBuddy(m_path);
    auto* chooseButton = new QPushButton(tr("Choose"), this);
    chooseButton->setProperty("opensMenu", true);
    m_choices = new QMenu(chooseButton);
    chooseButton->setMenu(m_choices);
    m_test = new QPushButton(icon(QStringLiteral("database")), tr("Test"), this);
    m_test->setToolTip(tr("Opens the database for reading and looks at it. Changes nothing."));
    row->addWidget(m_path, 1);
    row->addWidget(chooseButton);
    row->addWidget(m_test);
    layout->addLayout(row);
    m_status = new QLabel(this);
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    layout->addWidget(m_status);
    m_offers = new QWidget(this);
    auto* offers = new QHBoxLayout(m_offers);
    offers->setContentsMargins(0, 4, 0, 0);
    offers->setSpacing(8);
    offers->addStretch(1);
    m_offers->hide();
    layout->addWidget(m_offers);
    showStatus(tr("Not bound yet."), false);

    connect(m_path, &QLineEdit::textEdited, this, [this] {
        ++m_turn;
        m_probe.reset();
        showStatus(url().isEmpty() ? tr("Not bound yet.") : tr("Not tested yet."), false);
        refreshOffers();
        emit changed();
    });
    connect(m_path, &QLineEdit::editingFinished, this, [this] {
        if (!m_probe && !url().isEmpty()) {
            test();
        }
    });
    connect(m_choices, &QMenu::aboutToShow, this, &BindingRow::fillChoices);
    connect(m_test, &QPushButton::clicked, this, [this] { test(Asking::Asks); });
    connect(m_unlock, &Unlock::done, this, [this] { test(); });
    connect(m_unlock, &Unlock::gaveUp, this, [this](const QString& why) {
        m_test->setEnabled(true);
        showStatus(why.isEmpty() ? tr("Not tested: no password was given.") : why, true);
        emit tested();
    });
    connect(m_unlock, &Unlock::notKept, this, [this](const QString& why) {
        m_notice = tr("The password was not kept: %1").arg(why);
        if (m_probe) {
            showProbe();
        }
    });
    connect(&connections, &Connections::changed, this, [this] {
        if (url().startsWith(QLatin1Char('@')) && m_test->isEnabled()) {
            test(); // it may mean another database now
        }
    });
    if (target.dialect == Dialect::Sqlite && !folder.isEmpty()) {
        lookBesidePlan();
    }
}

QList<QPushButton*> BindingRow::offers() const
{
    QList<QPushButton*> shown;
    for (QPushButton* each : m_offers->findChildren<QPushButton*>()) {
        if (!m_offers->isHidden() && !each->isHidden()) {
            shown.append(each);
        }
    }
    return shown;
}

void BindingRow::setTaken(const QStringList& urls)
{
    m_taken = urls;
    refreshOffers();
}

QString BindingRow::urlOf(const QString& file) const
{
    return QStringLiteral("sqlite:") + m_folder + QLatin1Char('/') + file;
}

void BindingRow::refreshOffers()
{
    bool any = false;
    for (QPushButton* each : m_offers->findChildren<QPushButton*>()) {
        const bool isFree = !m_taken.contains(urlOf(each->property(fileProperty).toString()));
        each->setVisible(isFree);
        any = any || isFree;
    }
    m_offers->setVisible(any && url().isEmpty());
}

void BindingRow::lookBesidePlan()
{
    inBackground(
        this, [folder = m_folder] { return databasesIn(folder); },
        [this](const QStringList& files) { offer(files); });
}

void BindingRow::offer(const QStringList& files)
{
    auto* row = static_cast<QHBoxLayout*>(m_offers->layout());
    for (const QString& file : files) {
        auto* button = new QPushButton(
            icon(QStringLiteral("database")), tr("Use %1").arg(menuText(file)), m_offers);
        button->setToolTip(tr("It lies beside the plan."));
        button->setProperty(fileProperty, file);
        row->insertWidget(row->count() - 1, button);
        connect(button, &QPushButton::clicked, this, [this, file] {
            setUrl(urlOf(file));
            m_path->setFocus(); // the offer is gone
        });
    }
    refreshOffers();
    emit offered();
}

QString BindingRow::url() const
{
    const QString text = m_path->text().trimmed();
    if (text.isEmpty() || text.contains(QLatin1String("://")) || text.startsWith(QLatin1Char('@'))
        || text.startsWith(QLatin1String("sqlite:"))) {
        return text;
    }
    const QString path = QFileInfo(text).isAbsolute() || m_folder.isEmpty()
        ? text
        : m_folder + QLatin1Char('/') + text;
    return QStringLiteral("sqlite:") + path;
}

void BindingRow::setUrl(const QString& url)
{
    const QString scheme = QStringLiteral("sqlite:");
    const QString path = url.startsWith(scheme) ? url.mid(scheme.size()) : url;
    const QString beside = m_folder + QLatin1Char('/');
    m_path->setText( // what lies beside the plan is called by its name
        !m_folder.isEmpty() && path.startsWith(beside) ? path.mid(beside.size()) : path);
    m_probe.reset();
    showStatus(url.isEmpty() ? tr("Not bound yet.") : tr("Not tested yet."), false);
    refreshOffers();
    emit changed();
    if (!url.isEmpty()) {
        test();
    }
}

QMenu* BindingRow::choices()
{
    fillChoices();
    return m_choices;
}

void BindingRow::fillChoices()
{
    m_choices->clear();
    addConnections(*m_choices, m_connections, m_target.dialect,
        [this](const QString& given) { setUrl(given); });
    m_choices->addSeparator();
    if (m_target.dialect == Dialect::Sqlite) {
        m_choices->addAction(
            icon(QStringLiteral("folder")), tr("Database file…"), this, &BindingRow::chooseFile);
    }
    m_choices->addAction(icon(QStringLiteral("database")), tr("Connections…"), this,
        &BindingRow::connectionsRequested);
}

void BindingRow::chooseFile()
{
    const QString chosen = prompts::openFile(this, tr("Database for %1").arg(m_target.id.text()),
        m_folder, tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)"));
    if (!chosen.isEmpty()) {
        setUrl(QStringLiteral("sqlite:") + chosen);
    }
}

void BindingRow::test(Asking asking)
{
    const QString tested = url();
    if (tested.isEmpty()) {
        showStatus(tr("Choose a database first."), true);
        return;
    }
    showStatus(tr("Looking…"), false);
    m_test->setEnabled(false);
    const quint64 turn = ++m_turn;
    m_connections.find(tested,
        [self = QPointer<BindingRow>(this), turn, asking](const Result<ConnectionUrl>& found) {
            if (!self) {
                return;
            }
            if (!found) {
                self->showResult(turn, asking, fail(found.error()));
                return;
            }
            inBackground(
                self, [url = *found] { return probeDatabase(url); },
                [row = self.data(), turn, asking](const Result<DatabaseProbe>& result) {
                    row->showResult(turn, asking, result);
                });
        });
}

void BindingRow::showResult(quint64 turn, Asking asking, const Result<DatabaseProbe>& result)
{
    if (turn != m_turn) {
        m_test->setEnabled(true);
        return; // something else was typed meanwhile
    }
    if (!result && wantsPassword(result.error()) && asking == Asking::Asks) {
        m_unlock->start({url()});
        return;
    }
    m_test->setEnabled(true);
    if (result) {
        m_probe = *result;
        showProbe();
    } else {
        m_probe.reset();
        const bool isLocked = wantsPassword(result.error());
        showStatus(isLocked ? tr("%1 Test asks for it.").arg(result.error().message)
                            : result.error().text(),
            true);
    }
    emit tested();
}

void BindingRow::showProbe()
{
    const QString text = probeText(*m_probe);
    showStatus(m_notice.isEmpty() ? text : text + QLatin1Char('\n') + m_notice, !m_probe->writable);
}

void BindingRow::showStatus(const QString& text, bool wrong)
{
    m_status->setText(text);
    QPalette colors;
    colors.setColor(
        QPalette::WindowText, wrong ? uiColors(palette()).error : uiColors(palette()).secondary);
    m_status->setPalette(colors);
}

} // namespace whimbrel
