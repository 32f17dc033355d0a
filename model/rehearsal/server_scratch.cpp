// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/server_scratch.h"

#include "model/database/open_connection.h"
#include "model/rehearsal/client_programs.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QUrl>
#include <QUuid>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

const QString prefix = QStringLiteral("whimbrel_rehearsal_");

QString quotedName(const QString& name, Dialect dialect)
{
    return QString::fromUtf8(quotedIdentifier(name, dialect));
}

/// Where databases are made and dropped from: one that is always there and that nobody copies.
QString maintenanceUrl(const QString& url, Dialect dialect)
{
    return withDatabase(url,
        dialect == Dialect::Postgresql ? QStringLiteral("postgres")
                                       : QStringLiteral("information_schema"));
}

Result<> execute(const QString& url, const QStringList& statements)
{
    const auto connection = openConnection(url, Connection::Access::ReadWrite);
    if (!connection) {
        return fail(connection.error());
    }
    for (const QString& sql : statements) {
        if (const Result<StatementResult> done = (*connection)->exec(sql); !done) {
            return fail(done.error());
        }
    }
    return {};
}

/// What the marker of a database says; empty if it has none or is not there.
Result<QString> markerOf(const QString& server, Dialect dialect, const QString& name)
{
    const auto connection = openConnection(server, Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    const bool postgres = dialect == Dialect::Postgresql;
    const Result<QVariant> exists
        = (*connection)
              ->value(postgres
                      ? QStringLiteral(
                          "SELECT pg_catalog.shobj_description(oid, 'pg_database') FROM "
                          "pg_catalog.pg_database WHERE datname = '%1'")
                            .arg(name)
                      : QStringLiteral("SELECT table_comment FROM information_schema.tables WHERE "
                                       "table_schema = '%1' AND table_name = 'whimbrel_rehearsal'")
                            .arg(name));
    return exists ? Result<QString>(exists->toString()) : fail(exists.error());
}

/// Who keeps a template from being copied.
QString sessionsOn(const QString& server, const QString& database)
{
    const auto connection = openConnection(server, Connection::Access::Read);
    if (!connection) {
        return {};
    }
    QStringList names;
    const Result<QList<Row>> rows
        = (*connection)
              ->rows(QStringLiteral("SELECT usename, application_name, pid FROM "
                                    "pg_catalog.pg_stat_activity WHERE datname = "
                                    "'%1'")
                         .arg(QString(database).replace(QLatin1Char('\''), QLatin1String("''"))));
    if (rows) {
        for (const Row& row : *rows) {
            names.append(QStringLiteral("%1 (%2, process %3)")
                             .arg(row.value(0).toString(), row.value(1).toString(),
                                 row.value(2).toString()));
        }
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

QString textWithPassword(const ConnectionUrl& url)
{
    if (url.password.isEmpty()) {
        return url.shown;
    }
    const QString scheme = url.shown.section(QLatin1String("://"), 0, 0);
    QString rest = url.shown.section(QLatin1String("://"), 1);
    const auto encoded
        = [](const QString& part) { return QString::fromLatin1(QUrl::toPercentEncoding(part)); };
    if (!url.user.isEmpty()) {
        rest = rest.section(QLatin1Char('@'), 1);
    }
    return QStringLiteral("%1://%2:%3@")
               .arg(scheme, encoded(url.user), encoded(url.password.revealed()))
        + rest;
}

QString withDatabase(const QString& url, const QString& name)
{
    const qsizetype query = url.indexOf(QLatin1Char('?'));
    const QString front = query < 0 ? url : url.left(query);
    const qsizetype authority = front.indexOf(QLatin1String("://")) + 3;
    const qsizetype slash
        = front.indexOf(QLatin1Char('/'), qMax(front.lastIndexOf(QLatin1Char('@')), authority));
    return (slash < 0 ? front : front.left(slash)) + QLatin1Char('/') + name
        + (query < 0 ? QString() : url.mid(query));
}

ServerScratch::ServerScratch(ScratchSource source, ScratchRegistry& registry)
    : m_source(std::move(source))
    , m_registry(registry)
{
    const QString random = QUuid::createUuid().toString(QUuid::Id128).left(12);
    m_name = prefix + random;
    const bool postgres = m_source.dialect == Dialect::Postgresql;
    m_origin = postgres ? m_name + QStringLiteral("_origin") : QString();
    m_server = maintenanceUrl(m_source.url, m_source.dialect);
}

QString ServerScratch::urlOf(const QString& name) const
{
    return withDatabase(m_source.url, name);
}

QString ServerScratch::url() const
{
    return urlOf(m_name);
}

Result<std::unique_ptr<ServerScratch>> ServerScratch::make(const ScratchSource& source,
    ScratchRegistry& registry, const std::function<bool()>& isCancelled)
{
    std::unique_ptr<ServerScratch> made(new ServerScratch(source, registry));
    made->m_isCancelled = isCancelled;
    Result<> done = made->readScript();
    if (done && !made->m_origin.isEmpty()) {
        done = made->create(made->m_origin, source.templateName);
        if (done) {
            done = made->fill(made->m_origin);
        }
    }
    if (done) {
        done = made->dropAndCreate();
    }
    if (!done) {
        return fail(done.error());
    }
    return made;
}

/// What the database is made of: a script, if it is not a template.
Result<> ServerScratch::readScript()
{
    const Result<ConnectionUrl> url = parseConnectionUrl(m_source.url);
    if (!url) {
        return fail(url.error());
    }
    switch (m_source.content) {
    case ScratchSource::Content::Empty:
        m_from = tr("empty");
        return {};
    case ScratchSource::Content::Baseline:
        m_from = tr("made by %1").arg(m_source.baselineName);
        m_sampled.tables = m_source.baseline;
        return {};
    case ScratchSource::Content::Template:
        m_from = tr("copy of the template %1").arg(m_source.templateName);
        if (url->dialect != Dialect::Postgresql) {
            return fail({ErrorCode::Usage, tr("Only PostgreSQL copies a database as a template."),
                {}, tr("Use --baseline, or the schema of the database that --on names.")});
        }
        return {};
    case ScratchSource::Content::Copy:
    case ScratchSource::Content::Schema:
        break;
    }
    if (url->database.isEmpty()) {
        return fail({ErrorCode::Usage,
            tr("\"%1\" names no database whose schema could be used.").arg(url->shown), {},
            tr("Name one, or say --empty.")});
    }
    m_from = m_source.sampleRows > 0
        ? tr("schema of %1 with up to %2 rows a table").arg(url->database).arg(m_source.sampleRows)
        : tr("schema of %1").arg(url->database);
    if (m_source.sampleRows > 0) {
        Result<SampledSchema> sampled
            = readSampledSchema(m_source.url, m_source.sampleRows, m_isCancelled);
        if (!sampled) {
            return fail(sampled.error());
        }
        m_sampled = *std::move(sampled);
        return {};
    }
    Result<QByteArray> schema = programs::dumpSchema(*url, programs::Part::Whole, m_isCancelled);
    if (!schema) {
        return fail(schema.error());
    }
    m_sampled.tables = *std::move(schema);
    return {};
}

/// Makes an empty database, or a copy of a template, with our marker on it.
Result<> ServerScratch::create(const QString& name, const QString& templateName)
{
    const Result<ConnectionUrl> parsed = parseConnectionUrl(m_source.url);
    if (!parsed) {
        return fail(parsed.error());
    }
    const ScratchOnServer entry{parsed->shown, name, m_registry.token()};
    if (Result<> known = m_registry.add(entry); !known) {
        return known;
    }
    m_made.append(entry);
    const Result<QString> words
        = templateName.isEmpty() ? properties() : Result<QString>(QString());
    if (!words) {
        return fail(words.error());
    }
    const QString quoted = quotedName(name, m_source.dialect);
    if (m_source.dialect == Dialect::Postgresql) {
        const QString copied = templateName.isEmpty() ? QStringLiteral("template0") : templateName;
        const Result<> done = execute(m_server,
            {QStringLiteral("CREATE DATABASE %1 TEMPLATE %2 %3")
                    .arg(quoted, quotedName(copied, m_source.dialect), *words),
                QStringLiteral("COMMENT ON DATABASE %1 IS '%2'").arg(quoted, entry.token)});
        if (!done && !templateName.isEmpty() && templateName == m_source.templateName) {
            Error error = done.error();
            const QString sessions = sessionsOn(m_server, templateName);
            if (!sessions.isEmpty()) {
                error.advice = tr("PostgreSQL copies a database only while nobody is connected to "
                                  "it; now these are: %1. Wait for them, or rehearse on the schema "
                                  "with --sample-rows.")
                                   .arg(sessions);
            }
            return fail(error);
        }
        return done;
    }
    return execute(m_server,
        {QStringLiteral("CREATE DATABASE %1 %2").arg(quoted, *words),
            QStringLiteral("CREATE TABLE %1.whimbrel_rehearsal (id INT PRIMARY KEY) COMMENT '%2'")
                .arg(quoted, entry.token)});
}

Result<> ServerScratch::fill(const QString& name)
{
    const Result<ConnectionUrl> url = parseConnectionUrl(urlOf(name));
    if (!url) {
        return fail(url.error());
    }
    QByteArray script = m_sampled.tables;
    if (m_source.dialect == Dialect::Postgresql
        && m_source.content == ScratchSource::Content::Schema) {
        // The dump makes it where it is missing, and template0 has it.
        script.replace("\nCREATE SCHEMA public;", "\nCREATE SCHEMA IF NOT EXISTS public;");
    }
    Result<> done;
    if (!script.isEmpty()) {
        done = programs::load(*url, script, m_isCancelled);
    }
    if (done) {
        done = deleteOrphans(urlOf(name), m_sampled.orphans);
    }
    if (done && !m_sampled.rest.isEmpty()) {
        done = programs::load(*url, m_sampled.rest, m_isCancelled);
    }
    return done ? dropJournal(name) : done;
}

/// The journal tells of runs on the original: here none has begun.
Result<> ServerScratch::dropJournal(const QString& name)
{
    if (m_source.dialect == Dialect::Postgresql) {
        QStringList drops{QStringLiteral("DROP SCHEMA IF EXISTS whimbrel CASCADE")};
        if (const auto source = parseConnectionUrl(m_source.url)) {
            drops.append(QStringLiteral("DROP SCHEMA IF EXISTS %1 CASCADE")
                             .arg(quotedName(source->journal, m_source.dialect)));
        }
        return execute(urlOf(name), drops);
    }
    const auto connection = openConnection(urlOf(name), Connection::Access::ReadWrite);
    if (!connection) {
        return fail(connection.error());
    }
    const QString own = (*connection)->journalName() + QLatin1Char('_');
    const Result<QList<Row>> ours
        = (*connection)
              ->rows(QStringLiteral("SELECT table_name FROM information_schema.tables WHERE "
                                    "table_schema = database() AND (LEFT(table_name, 9) = "
                                    "'whimbrel_' OR LEFT(table_name, %1) = '%2') AND table_name "
                                    "<> 'whimbrel_rehearsal'")
                         .arg(own.size())
                         .arg(own));
    if (!ours) {
        return fail(ours.error());
    }
    QStringList drops{QStringLiteral("SET foreign_key_checks = 0")};
    for (const Row& row : *ours) {
        drops.append(QStringLiteral("DROP TABLE %1")
                         .arg(quotedName(row.value(0).toString(), m_source.dialect)));
    }
    return execute(urlOf(name), drops);
}

/// Encoding and collation of the database whose schema is copied, as CREATE DATABASE takes them;
/// empty where there is none.
Result<QString> ServerScratch::properties() const
{
    if (m_source.content != ScratchSource::Content::Schema) {
        return QString();
    }
    const auto connection = openConnection(m_source.url, Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    const Result<QVariant> words
        = (*connection)
              ->value(m_source.dialect == Dialect::Postgresql
                      ? QStringLiteral(
                          "SELECT pg_catalog.format('ENCODING %L LC_COLLATE %L LC_CTYPE %L', "
                          "pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype) FROM "
                          "pg_catalog.pg_database WHERE datname = "
                          "pg_catalog.current_database()")
                      : QStringLiteral(
                          "SELECT concat('CHARACTER SET ', default_character_set_name, ' "
                          "COLLATE ', default_collation_name) FROM information_schema.schemata "
                          "WHERE schema_name = database()"));
    return words ? Result<QString>(words->toString()) : fail(words.error());
}

Result<> ServerScratch::dropAndCreate()
{
    const bool postgres = !m_origin.isEmpty();
    const bool there = std::any_of(m_made.cbegin(), m_made.cend(),
        [this](const ScratchOnServer& each) { return each.name == m_name; });
    if (there) {
        const QString sql
            = QStringLiteral("DROP DATABASE IF EXISTS %1").arg(quotedName(m_name, m_source.dialect))
            + (postgres ? QStringLiteral(" WITH (FORCE)") : QString());
        if (Result<> dropped = execute(m_server, {sql}); !dropped) {
            return dropped;
        }
        const ScratchOnServer gone = m_made.takeLast();
        m_registry.remove(gone);
    }
    if (Result<> created = create(m_name, m_origin); !created) {
        return created;
    }
    if (!postgres) {
        if (Result<> filled = fill(m_name); !filled) {
            return filled;
        }
    }
    const auto connection = openConnection(url(), Connection::Access::Read);
    if (!connection) {
        return fail(connection.error());
    }
    const Result<QVariant> size
        = (*connection)
              ->value(postgres ? QStringLiteral("SELECT pg_catalog.pg_database_size("
                                                "pg_catalog.current_database())")
                               : QStringLiteral("SELECT sum(data_length + index_length) FROM "
                                                "information_schema.tables WHERE table_schema = "
                                                "database()"));
    m_bytes = size && size->isValid() ? size->toLongLong() : -1;
    return {};
}

Result<> ServerScratch::reset()
{
    return dropAndCreate();
}

ServerScratch::~ServerScratch()
{
    for (const ScratchOnServer& each : std::as_const(m_made)) {
        const bool postgres = m_source.dialect == Dialect::Postgresql;
        const QString sql = QStringLiteral("DROP DATABASE IF EXISTS %1")
                                .arg(quotedName(each.name, m_source.dialect))
            + (postgres ? QStringLiteral(" WITH (FORCE)") : QString());
        if (execute(m_server, {sql})) {
            m_registry.remove(each);
        }
    }
}

Result<> dropLeftBehind(const ScratchOnServer& database, const QStringList& urls)
{
    QString url = database.url;
    for (const QString& given : urls) {
        const Result<ConnectionUrl> named = parseConnectionUrl(given);
        url = named && named->shown == database.url ? given : url;
    }
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    if (!parsed) {
        return fail(parsed.error());
    }
    const bool postgres = parsed->dialect == Dialect::Postgresql;
    const QString server = maintenanceUrl(url, parsed->dialect);
    const Result<QString> marker = markerOf(server, parsed->dialect, database.name);
    if (!marker) {
        return fail(marker.error());
    }
    const bool ours = database.name.startsWith(prefix) && *marker == database.token;
    if (!ours) {
        // A database that was never made, or dropped already, has no marker.
        const auto connection = openConnection(server, Connection::Access::Read);
        const auto there = connection
            ? (*connection)
                  ->value(postgres ? QStringLiteral("SELECT count(*) FROM pg_catalog.pg_database "
                                                    "WHERE datname = '%1'")
                                         .arg(database.name)
                                   : QStringLiteral("SELECT count(*) FROM "
                                                    "information_schema.schemata WHERE schema_name "
                                                    "= '%1'")
                                         .arg(database.name))
            : fail(connection.error());
        if (there && there->toInt() == 0) {
            return {};
        }
        return fail({ErrorCode::Impossible,
            tr("It does not bear the mark of that rehearsal, so it is left alone."), {},
            tr("If you know it is one, drop it yourself.")});
    }
    return execute(server,
        {QStringLiteral("DROP DATABASE IF EXISTS %1")
                .arg(quotedName(database.name, parsed->dialect))
            + (postgres ? QStringLiteral(" WITH (FORCE)") : QString())});
}

} // namespace whimbrel
