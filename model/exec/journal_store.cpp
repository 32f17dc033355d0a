// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_store.h"

#include "model/plan/names.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QLoggingCategory>
#include <QUuid>

#include <sys/stat.h>

namespace whimbrel {

namespace {

Q_LOGGING_CATEGORY(journalLog, "whimbrel.journal")

QString tr(const char* text)
{
    return QCoreApplication::translate("Journal", text);
}

QString nowText()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
}

/// An empty text and not NULL, whatever the QString was made from.
QString notNull(const QString& text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

Result<> done(const Result<StatementResult>& result)
{
    return result ? Result<>() : fail(result.error());
}

RunSummary summaryOf(const Row& row)
{
    RunSummary summary;
    summary.run = row[0].toString();
    summary.title = row[1].toString();
    summary.planId = row[2].toString();
    summary.planHash = row[3].isNull() ? summary.planId : row[3].toString();
    summary.home = row[4].toString();
    summary.target = row[5].toString();
    summary.by = row[6].toString();
    summary.environment = row[7].toString();
    summary.started = QDateTime::fromString(row[8].toString(), Qt::ISODateWithMs).toUTC();
    summary.lastEvent = QDateTime::fromString(row[9].toString(), Qt::ISODateWithMs).toUTC();
    if (row[10].toString() == keyOf(EventType::RunEnded)) {
        const QJsonObject data = QJsonDocument::fromJson(row[11].toString().toUtf8()).object();
        summary.ended = valueOf<Outcome>(data.value(QStringLiteral("outcome")).toString());
    }
    return summary;
}

} // namespace

QJsonObject DatabaseIdentity::toJson() const
{
    return {{QStringLiteral("id"), id}, {QStringLiteral("device"), device},
        {QStringLiteral("inode"), inode}, {QStringLiteral("path"), path}};
}

DatabaseIdentity DatabaseIdentity::fromJson(const QJsonObject& json)
{
    return {json.value(QStringLiteral("id")).toString(),
        json.value(QStringLiteral("device")).toInteger(),
        json.value(QStringLiteral("inode")).toInteger(),
        json.value(QStringLiteral("path")).toString()};
}

namespace journal {

const QStringList& tables()
{
    static const QStringList names{QStringLiteral("whimbrel_journal"),
        QStringLiteral("whimbrel_run"), QStringLiteral("whimbrel_plan"),
        QStringLiteral("whimbrel_event")};
    return names;
}

const QStringList& statements()
{
    static const QStringList all{
        QStringLiteral("CREATE TABLE IF NOT EXISTS whimbrel_journal ("
                       "version INTEGER NOT NULL, identity TEXT NOT NULL, created TEXT NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS whimbrel_run ("
                       "run TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, "
                       "plan_hash TEXT NOT NULL, home TEXT NOT NULL, target TEXT NOT NULL, "
                       "started_by TEXT NOT NULL, environment TEXT NOT NULL, "
                       "started_at TEXT NOT NULL)"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS whimbrel_plan ("
                       "run TEXT NOT NULL, plan_hash TEXT NOT NULL, plan BLOB NOT NULL, "
                       "PRIMARY KEY (run, plan_hash))"),
        QStringLiteral("CREATE TABLE IF NOT EXISTS whimbrel_event ("
                       "run TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, "
                       "type TEXT NOT NULL, node TEXT, edge TEXT, target TEXT, data TEXT, "
                       "PRIMARY KEY (run, number)) WITHOUT ROWID"),
        QStringLiteral("CREATE TRIGGER IF NOT EXISTS whimbrel_event_no_update "
                       "BEFORE UPDATE ON whimbrel_event BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END"),
        QStringLiteral("CREATE TRIGGER IF NOT EXISTS whimbrel_event_no_delete "
                       "BEFORE DELETE ON whimbrel_event BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END"),
        QStringLiteral("CREATE TRIGGER IF NOT EXISTS whimbrel_run_no_update "
                       "BEFORE UPDATE ON whimbrel_run BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END"),
        QStringLiteral("CREATE TRIGGER IF NOT EXISTS whimbrel_run_no_delete "
                       "BEFORE DELETE ON whimbrel_run BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END"),
        QStringLiteral("CREATE TRIGGER IF NOT EXISTS whimbrel_plan_no_update "
                       "BEFORE UPDATE ON whimbrel_plan BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END"),
        QStringLiteral("CREATE TRIGGER IF NOT EXISTS whimbrel_plan_no_delete "
                       "BEFORE DELETE ON whimbrel_plan BEGIN "
                       "SELECT RAISE(ABORT, 'the journal is append-only'); END"),
    };
    return all;
}

Result<bool> exists(Connection& connection)
{
    const Result<QVariant> count = connection.value(QStringLiteral(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'whimbrel_event'"));
    if (!count) {
        return fail(count.error());
    }
    return count->toInt() > 0;
}

static Result<> checkVersion(Connection& connection)
{
    const Result<QVariant> version
        = connection.value(QStringLiteral("SELECT version FROM whimbrel_journal"));
    if (!version) {
        return fail(version.error());
    }
    if (version->toInt() != journalVersion) {
        return fail({ErrorCode::Unreadable,
            tr("The journal in \"%1\" has version %2; this program knows version %3.")
                .arg(connection.name())
                .arg(version->toInt())
                .arg(journalVersion),
            {}, tr("Use the newer version of Whimbrel that wrote it.")});
    }
    return {};
}

Result<> prepare(Connection& connection)
{
    const Result<bool> there = exists(connection);
    if (!there) {
        return fail(there.error());
    }
    if (*there) {
        return checkVersion(connection);
    }
    if (Result<> begun = connection.begin(); !begun) {
        return begun;
    }
    for (const QString& statement : statements()) {
        if (const Result<StatementResult> made = connection.exec(statement); !made) {
            connection.rollback();
            return fail(made.error());
        }
    }
    const Result<StatementResult> identified = connection.exec(
        QStringLiteral("INSERT INTO whimbrel_journal (version, identity, created) "
                       "SELECT :version, :identity, :created "
                       "WHERE NOT EXISTS (SELECT 1 FROM whimbrel_journal)"),
        {{QStringLiteral("version"), journalVersion},
            {QStringLiteral("identity"), QUuid::createUuid().toString(QUuid::WithoutBraces)},
            {QStringLiteral("created"), nowText()}});
    if (!identified) {
        connection.rollback();
        return fail(identified.error());
    }
    return connection.commit();
}

Result<DatabaseIdentity> identity(Connection& connection)
{
    const Result<QVariant> id
        = connection.value(QStringLiteral("SELECT identity FROM whimbrel_journal"));
    if (!id) {
        return fail(id.error());
    }
    DatabaseIdentity found;
    found.id = id->toString();
    found.path = connection.name();
    struct stat file { };
    if (::stat(QFile::encodeName(connection.name()).constData(), &file) == 0) {
        found.device = static_cast<qint64>(file.st_dev);
        found.inode = static_cast<qint64>(file.st_ino);
    }
    return found;
}

Result<> addRun(Connection& connection, const RunRow& row)
{
    const Result<> added = done(connection.exec(
        QStringLiteral("INSERT OR IGNORE INTO whimbrel_run VALUES (:run, :title, :planHash, :home, "
                       ":target, :by, :environment, :started)"),
        {{QStringLiteral("run"), row.run}, {QStringLiteral("title"), notNull(row.title)},
            {QStringLiteral("planHash"), row.planHash}, {QStringLiteral("home"), row.home},
            {QStringLiteral("target"), row.target}, {QStringLiteral("by"), notNull(row.by)},
            {QStringLiteral("environment"), notNull(row.environment)},
            {QStringLiteral("started"), row.started.toUTC().toString(Qt::ISODateWithMs)}}));
    return added ? addPlan(connection, row.run, row.planHash, row.plan) : added;
}

Result<> addPlan(
    Connection& connection, const QString& run, const QString& planHash, const QByteArray& packed)
{
    return done(connection.exec(
        QStringLiteral("INSERT OR IGNORE INTO whimbrel_plan VALUES (:run, :planHash, :plan)"),
        {{QStringLiteral("run"), run}, {QStringLiteral("planHash"), planHash},
            {QStringLiteral("plan"), packed}}));
}

Result<QList<RunSummary>> runs(Connection& connection)
{
    const Result<bool> there = exists(connection);
    if (!there) {
        return fail(there.error());
    }
    if (!*there) {
        return QList<RunSummary>();
    }
    if (Result<> version = checkVersion(connection); !version) {
        return fail(version.error());
    }
    const Result<QList<Row>> rows = connection.rows(QStringLiteral(
        "SELECT r.run, r.title, r.plan_hash, "
        "(SELECT json_extract(e.data, '$.planHash') FROM whimbrel_event e WHERE e.run = r.run "
        "AND e.type = 'plan-adopted' ORDER BY e.number DESC LIMIT 1), "
        "r.home, r.target, r.started_by, r.environment, r.started_at, "
        "(SELECT max(e.at) FROM whimbrel_event e WHERE e.run = r.run), "
        "(SELECT e.type FROM whimbrel_event e WHERE e.run = r.run AND e.type IN ('run-ended', "
        "'rollback-began') ORDER BY e.number DESC LIMIT 1), "
        "(SELECT e.data FROM whimbrel_event e WHERE e.run = r.run AND e.type = 'run-ended' "
        "ORDER BY e.number DESC LIMIT 1) "
        "FROM whimbrel_run r ORDER BY r.started_at DESC, r.rowid DESC"));
    if (!rows) {
        return fail(rows.error());
    }
    QList<RunSummary> found;
    for (const Row& row : *rows) {
        found.append(summaryOf(row));
    }
    return found;
}

Result<RunRow> run(Connection& connection, const QString& run)
{
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT run, title, plan_hash, home, target, started_by, environment, "
                       "started_at FROM whimbrel_run WHERE run = :run"),
        {{QStringLiteral("run"), run}});
    if (!rows) {
        return fail(rows.error());
    }
    if (rows->isEmpty()) {
        return fail({ErrorCode::Unreadable,
            tr("The journal in \"%1\" knows no run \"%2\".").arg(connection.name(), run), {},
            tr("See `status` for the runs that it knows.")});
    }
    const Row& row = rows->constFirst();
    RunRow found;
    found.run = run;
    found.title = row[1].toString();
    found.planHash = row[2].toString();
    found.home = row[3].toString();
    found.target = row[4].toString();
    found.by = row[5].toString();
    found.environment = row[6].toString();
    found.started = QDateTime::fromString(row[7].toString(), Qt::ISODateWithMs).toUTC();
    Result<QByteArray> packed = plan(connection, run, found.planHash);
    if (!packed) {
        return fail(packed.error());
    }
    found.plan = *std::move(packed);
    return found;
}

Result<QByteArray> plan(Connection& connection, const QString& run, const QString& planHash)
{
    const Result<QVariant> packed = connection.value(
        QStringLiteral("SELECT plan FROM whimbrel_plan WHERE run = :run AND plan_hash = :planHash"),
        {{QStringLiteral("run"), run}, {QStringLiteral("planHash"), planHash}});
    if (!packed) {
        return fail(packed.error());
    }
    if (!packed->isValid()) {
        return fail({ErrorCode::Unreadable,
            tr("The journal in \"%1\" has lost the plan of run \"%2\".")
                .arg(connection.name(), run),
            {}, tr("The journal was changed by hand; restore the database from a backup.")});
    }
    return packed->toByteArray();
}

Result<> addEvents(Connection& connection, const QList<Event>& events, Known known)
{
    const QString insert
        = (known == Known::Skip ? QStringLiteral("INSERT OR IGNORE") : QStringLiteral("INSERT"))
        + QStringLiteral(" INTO whimbrel_event VALUES (:run, :number, :at, :type, :node, :edge, "
                         ":target, :data)");
    for (const Event& event : events) {
        const QString data
            = QString::fromUtf8(QJsonDocument(event.data).toJson(QJsonDocument::Compact));
        const auto orNull = [](const QString& text) {
            return text.isEmpty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(text);
        };
        const Result<> added = done(connection.exec(insert,
            {{QStringLiteral("run"), event.run}, {QStringLiteral("number"), event.number},
                {QStringLiteral("at"), event.at.toString(Qt::ISODateWithMs)},
                {QStringLiteral("type"), keyOf(event.type)},
                {QStringLiteral("node"), orNull(event.node.text())},
                {QStringLiteral("edge"), orNull(event.edge.text())},
                {QStringLiteral("target"), orNull(event.target.text())},
                {QStringLiteral("data"), data}}));
        if (!added) {
            return added;
        }
    }
    return {};
}

Result<QList<Event>> events(Connection& connection, const QString& run)
{
    QList<Event> found;
    std::optional<Error> unknown;
    const Result<> read = connection.eachRow(
        QStringLiteral("SELECT number, at, type, node, edge, target, data FROM whimbrel_event "
                       "WHERE run = :run ORDER BY number"),
        {{QStringLiteral("run"), run}}, [&](const Row& row) {
            const std::optional<EventType> type = eventTypeOf(row[2].toString());
            if (!type) {
                unknown = Error{ErrorCode::Unreadable,
                    tr("Event %1 of run \"%2\" is of a kind \"%3\" that this version does not "
                       "know.")
                        .arg(row[0].toLongLong())
                        .arg(run, row[2].toString()),
                    {}, tr("Use the newer version of Whimbrel that wrote it.")};
                return false;
            }
            Event event;
            event.number = row[0].toLongLong();
            event.run = run;
            event.at = QDateTime::fromString(row[1].toString(), Qt::ISODateWithMs).toUTC();
            event.type = *type;
            event.node = NodeId(row[3].toString());
            event.edge = EdgeId(row[4].toString());
            event.target = TargetId(row[5].toString());
            event.data = QJsonDocument::fromJson(row[6].toString().toUtf8()).object();
            found.append(event);
            return true;
        });
    if (!read) {
        return fail(read.error());
    }
    if (unknown) {
        return fail(*unknown);
    }
    return found;
}

} // namespace journal

void JournalWriter::add(
    EventType type, const NodeId& node, const EdgeId& edge, const QJsonObject& data)
{
    Event event;
    event.number = m_next++;
    event.run = m_run;
    event.at = QDateTime::currentDateTimeUtc();
    event.type = type;
    event.node = node;
    event.edge = edge;
    event.target = m_target;
    event.data = data;
    m_pending.append(event);
}

void JournalWriter::drop()
{
    m_next -= m_pending.size();
    m_pending.clear();
}

Result<> JournalWriter::addTo(Connection& connection)
{
    return journal::addEvents(connection, m_pending);
}

void JournalWriter::settle()
{
    if (m_mirror) {
        if (const Result<> mirrored = m_mirror->append(m_pending); !mirrored) {
            qCWarning(journalLog).noquote() << mirrored.error().text();
            m_mirror.reset();
        }
    }
    if (m_told && !m_pending.isEmpty()) {
        m_told(m_pending);
    }
    m_committed += m_pending;
    m_pending.clear();
}

Result<> JournalWriter::commit(Connection& connection)
{
    if (Result<> added = addTo(connection); !added) {
        connection.rollback();
        drop();
        return added;
    }
    Result<> committed = connection.commit();
    if (!committed && !m_pending.isEmpty()) {
        // A failed COMMIT may have committed all the same (an error of the disk at the very end):
        // the journal knows, because these events are part of the transaction.
        connection.interrupter().reset();
        const Result<QVariant> there = connection.value(
            QStringLiteral("SELECT 1 FROM whimbrel_event WHERE run = :run AND number = :number"),
            {{QStringLiteral("run"), m_run},
                {QStringLiteral("number"), m_pending.constLast().number}});
        if (there && there->isValid()) {
            committed = {};
        }
    }
    if (!committed) {
        drop();
        return committed;
    }
    settle();
    return {};
}

Result<> JournalWriter::write(Connection& connection)
{
    if (Result<> begun = connection.begin(); !begun) {
        drop();
        return begun;
    }
    return commit(connection);
}

} // namespace whimbrel
