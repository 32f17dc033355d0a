// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_store.h"

#include "model/exec/journal_sql.h"
#include "model/plan/names.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QUuid>

namespace whimbrel {

namespace {

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
    const QJsonObject adopted = QJsonDocument::fromJson(row[3].toString().toUtf8()).object();
    summary.planHash = adopted.value(QStringLiteral("planHash")).toString(summary.planId);
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

namespace journal {

QStringList tables(const Connection& connection)
{
    const JournalSql& sql = journalSql(connection);
    return {sql.journal, sql.run, sql.plan, sql.event};
}

/// Of the journal that is there; 0: none, or one that was never finished.
static Result<int> versionOf(Connection& connection)
{
    const JournalSql& sql = journalSql(connection);
    const Result<QVariant> there = connection.value(sql.exists);
    if (!there || there->toInt() == 0) {
        return there ? Result<int>(0) : fail(there.error());
    }
    const Result<QVariant> version
        = connection.value(QStringLiteral("SELECT version FROM ") + sql.journal);
    if (!version) {
        return fail(version.error());
    }
    if (version->toInt() > journalVersion) {
        return fail({ErrorCode::Unreadable,
            tr("The journal in \"%1\" has version %2; this program knows version %3.")
                .arg(connection.name())
                .arg(version->toInt())
                .arg(journalVersion),
            {}, tr("Use the newer version of Whimbrel that wrote it.")});
    }
    return version->toInt();
}

Result<bool> exists(Connection& connection)
{
    const Result<int> version = versionOf(connection);
    return version ? Result<bool>(*version > 0) : fail(version.error());
}

/// Runs statements, in one transaction where the dialect has that for changes of the schema.
static Result<> runAll(Connection& connection, const QStringList& statements)
{
    const bool together = journalSql(connection).createsInTransaction;
    if (together) {
        if (Result<> begun = connection.begin(); !begun) {
            return begun;
        }
    }
    for (const QString& statement : statements) {
        if (const Result<StatementResult> made = connection.exec(statement); !made) {
            connection.rollback();
            return fail(made.error());
        }
    }
    return together ? connection.commit() : Result<>();
}

static QString insertIdentity(const JournalSql& sql)
{
    // Made of our own characters alone, so there is nothing to quote.
    return QStringLiteral("INSERT INTO %1 (version, identity, created) VALUES (%2, '%3', '%4')")
        .arg(sql.journal)
        .arg(journalVersion)
        .arg(QUuid::createUuid().toString(QUuid::WithoutBraces), nowText());
}

/// Makes what needs rights of its own; says so where that is missing.
static Result<QStringList> addGuards(Connection& connection)
{
    const JournalSql& sql = journalSql(connection);
    if (sql.guards.isEmpty()) {
        return QStringList();
    }
    const Result<QList<Row>> rows = connection.rows(sql.guardsThere);
    if (!rows) {
        return fail(rows.error());
    }
    QStringList there;
    for (const Row& row : *rows) {
        there.append(row.constFirst().toString());
    }
    for (auto each = sql.guards.cbegin(); each != sql.guards.cend(); ++each) {
        if (there.contains(each.key())) {
            continue;
        }
        if (const Result<StatementResult> made = connection.exec(each.value()); !made) {
            return QStringList{
                tr("Nothing but good manners keeps the journal in \"%1\" append-only, as its "
                   "triggers could not be made: %2 Grant TRIGGER and REFERENCES on its tables to "
                   "have them.")
                    .arg(connection.name(), made.error().message)};
        }
    }
    return QStringList();
}

static Error notMade(Connection& connection, Error error)
{
    if (connection.dialect() == Dialect::Postgresql) {
        error.advice = tr("The journal needs a schema of its own; whoever owns the database can "
                          "make it: CREATE SCHEMA %1 AUTHORIZATION (the user who migrates).")
                           .arg(connection.journalName());
    } else if (connection.dialect() == Dialect::Mysql) {
        error.advice = tr("The journal needs tables of its own; grant CREATE and TRIGGER on the "
                          "database to the user who migrates.");
    }
    error.message
        = tr("The journal could not be made in \"%1\": %2").arg(connection.name(), error.message);
    return error;
}

Result<QStringList> prepare(Connection& connection)
{
    const JournalSql& sql = journalSql(connection);
    const Result<int> version = versionOf(connection);
    if (!version) {
        return fail(version.error());
    }
    QStringList statements;
    if (*version == 0) {
        statements = sql.create;
        statements.append(insertIdentity(sql));
    }
    for (int from = *version; from > 0 && from < journalVersion; ++from) {
        statements += sql.upgrades.value(from);
    }
    if (!statements.isEmpty()) {
        if (Result<> made = runAll(connection, statements); !made) {
            const bool refused = made.error().code == ErrorCode::Sql;
            return fail(refused ? notMade(connection, made.error()) : made.error());
        }
    }
    return addGuards(connection);
}

Result<DatabaseIdentity> identity(Connection& connection)
{
    const Result<QVariant> id = connection.value(
        QStringLiteral("SELECT identity FROM ") + journalSql(connection).journal);
    return id ? identityOf(connection, id->toString()) : fail(id.error());
}

/// An INSERT that leaves rows alone that are there already.
static QString insertOnce(Connection& connection, const QString& table, const QString& values)
{
    const JournalSql& sql = journalSql(connection);
    return QStringLiteral("%1 INTO %2 VALUES %3%4")
        .arg(sql.insertOnce, table, values, sql.insertOnceEnd);
}

Result<> addRun(Connection& connection, const RunRow& row)
{
    const JournalSql& sql = journalSql(connection);
    const Result<> added = done(connection.exec(
        insertOnce(connection, sql.run,
            QStringLiteral("(:run, :title, :planHash, :home, :target, :by, :environment, "
                           ":started)")),
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
    return done(connection.exec(insertOnce(connection, journalSql(connection).plan,
                                    QStringLiteral("(:run, :planHash, :plan)")),
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
    const JournalSql& sql = journalSql(connection);
    const QString last = QStringLiteral("(SELECT e.%1 FROM %2 e WHERE e.run = r.run AND e.type IN "
                                        "(%3) ORDER BY e.number DESC LIMIT 1)");
    const Result<QList<Row>> rows = connection.rows(
        QStringLiteral("SELECT r.run, r.title, r.plan_hash, %1, r.home, r.target, r.started_by, "
                       "r.environment, r.started_at, "
                       "(SELECT max(e.at) FROM %2 e WHERE e.run = r.run), %3, %4 "
                       "FROM %5 r ORDER BY %6")
            .arg(last.arg(QStringLiteral("data"), sql.event, QStringLiteral("'plan-adopted'")),
                sql.event,
                last.arg(QStringLiteral("type"), sql.event,
                    QStringLiteral("'run-ended', 'rollback-began'")),
                last.arg(QStringLiteral("data"), sql.event, QStringLiteral("'run-ended'")), sql.run,
                sql.newestFirst));
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
                       "started_at FROM %1 WHERE run = :run")
            .arg(journalSql(connection).run),
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
        QStringLiteral("SELECT plan FROM %1 WHERE run = :run AND plan_hash = :planHash")
            .arg(journalSql(connection).plan),
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
    const QString table = journalSql(connection).event;
    const QString values
        = QStringLiteral("(:run, :number, :at, :type, :node, :edge, :target, :data)");
    const QString insert = known == Known::Skip
        ? insertOnce(connection, table, values)
        : QStringLiteral("INSERT INTO %1 VALUES %2").arg(table, values);
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

Result<QList<Event>> events(Connection& connection, const QString& run, qint64 after)
{
    QList<Event> found;
    std::optional<Error> unknown;
    const Result<> read = connection.eachRow(
        QStringLiteral("SELECT number, at, type, node, edge, target, data FROM %1 "
                       "WHERE run = :run AND number > :after ORDER BY number")
            .arg(journalSql(connection).event),
        {{QStringLiteral("run"), run}, {QStringLiteral("after"), after}}, [&](const Row& row) {
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

} // namespace whimbrel
