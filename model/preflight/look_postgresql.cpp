// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/postgres_connection.h"
#include "model/preflight/snapshot.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QFile>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

/// A name for to_regclass() and the like.
QString named(const QString& schema, const QString& name)
{
    QByteArray quoted = quotedIdentifier(name, Dialect::Postgresql);
    if (!schema.isEmpty()) {
        quoted.prepend(quotedIdentifier(schema, Dialect::Postgresql) + '.');
    }
    return QString::fromUtf8(quoted);
}

/// Looks at one server; what a query does not give is noted as unseen.
class Looking final {
public:
    Looking(Connection& connection, const PlanNeeds& needs, TargetSnapshot& seen)
        : m_connection(connection)
        , m_needs(needs)
        , m_seen(seen)
    { }

    void look();

private:
    QList<Row> rows(const char* sql, const QString& what, const QMap<QString, QVariant>& = {});
    void who();
    void room();
    void rights();
    [[nodiscard]] RightAnswer answer(const RightNeed& need);
    void tables();
    void table(const QString& schema, const QString& name);
    void sessions();
    void locks();
    void replication();
    void limits();

    Connection& m_connection;
    const PlanNeeds& m_needs;
    TargetSnapshot& m_seen;
};

QList<Row> Looking::rows(
    const char* sql, const QString& what, const QMap<QString, QVariant>& values)
{
    const Result<QList<Row>> found = m_connection.rows(QString::fromLatin1(sql), values, 10000);
    if (!found) {
        m_seen.unseen.append(tr("%1: %2").arg(what, found.error().message));
        return {};
    }
    return *found;
}

void Looking::who()
{
    for (const Row& row : rows("SELECT session_user, current_user, "
                               "current_setting('server_version'), pg_is_in_recovery()::int, "
                               "(SELECT reset_val FROM pg_settings WHERE name = "
                               "'default_transaction_read_only'), "
                               "pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')::int",
             tr("user and version"))) {
        m_seen.product = QStringLiteral("PostgreSQL");
        m_seen.user = row[0].toString();
        m_seen.owner = row[1].toString();
        m_seen.version = row[2].toString().section(QLatin1Char(' '), 0, 0);
        m_seen.readOnly = row[3].toInt() != 0 ? tr("the server is a replica")
            : row[4].toString() == QLatin1String("on")
            ? tr("default_transaction_read_only is on for %1").arg(m_seen.user)
            : QString();
        if (row[5].toInt() == 0) {
            m_seen.unseen.append(tr("what sessions of other users do: grant pg_read_all_stats to "
                                    "%1 to see it")
                                     .arg(m_seen.owner));
        }
    }
    if (const auto* postgres = dynamic_cast<const PostgresConnection*>(&m_connection)) {
        m_seen.pooled = postgres->pooling() != Pooling::None;
    }
}

/// The server's folder is one of this machine if the process that answers us is.
void Looking::room()
{
    for (const Row& row : rows("SELECT pg_database_size(current_database()), pg_backend_pid(), "
                               "(SELECT setting FROM pg_settings WHERE name = 'data_directory')",
             tr("size of the database"))) {
        m_seen.databaseBytes = row[0].toLongLong();
        m_seen.dataFolder = row[2].toString();
        QFile name(QStringLiteral("/proc/%1/comm").arg(row[1].toLongLong()));
        const bool here = name.open(QIODevice::ReadOnly) && name.readAll().startsWith("postgres");
        m_seen.freeBytes = here ? freeBytesIn(m_seen.dataFolder) : -1;
    }
}

RightAnswer Looking::answer(const RightNeed& need)
{
    QString sql;
    QMap<QString, QVariant> values{{QStringLiteral("name"), named(need.schema, need.name)}};
    if (need.right == QLatin1String("OWNER")) {
        sql = QStringLiteral("SELECT pg_has_role(relowner, 'USAGE')::int FROM pg_class "
                             "WHERE oid = coalesce(to_regclass(:name), to_regclass(lower(:name)))");
    } else if (need.right == QLatin1String("MEMBER")) {
        sql = QStringLiteral("SELECT pg_has_role(oid, 'MEMBER')::int FROM pg_roles "
                             "WHERE oid = to_regrole(:name)");
    } else if (need.right == QLatin1String("JOURNAL")) {
        values.clear();
        sql = QStringLiteral("SELECT CASE WHEN to_regnamespace('%1') IS NULL "
                             "THEN has_database_privilege(current_database(), 'CREATE') "
                             "ELSE has_schema_privilege('%1', 'USAGE') END::int")
                  .arg(m_connection.journalName());
    } else if (need.name.isEmpty()) {
        sql = QStringLiteral("SELECT has_schema_privilege(oid, 'CREATE')::int FROM pg_namespace "
                             "WHERE nspname = coalesce(nullif(:name, ''), current_schema())");
        values = {{QStringLiteral("name"), need.schema}};
    } else {
        sql = QStringLiteral("SELECT (has_table_privilege(oid, '%1')%2)::int FROM pg_class "
                             "WHERE oid = coalesce(to_regclass(:name), to_regclass(lower(:name)))")
                  .arg(need.right,
                      need.right == QLatin1String("UPDATE") || need.right == QLatin1String("SELECT")
                              || need.right == QLatin1String("INSERT")
                          ? QStringLiteral(" OR has_any_column_privilege(oid, '%1')")
                                .arg(need.right)
                          : QString());
    }
    const Result<QVariant> found = m_connection.value(sql, values);
    return !found             ? RightAnswer::Unknown
        : !found->isValid()   ? RightAnswer::Missing
        : found->toInt() != 0 ? RightAnswer::Yes
                              : RightAnswer::No;
}

void Looking::rights()
{
    m_seen.rights.insert(
        {QStringLiteral("JOURNAL"), {}, {}}, answer({QStringLiteral("JOURNAL"), {}, {}}));
    for (const StatementNeed& statement : m_needs.statements) {
        if (statement.target != m_seen.target) {
            continue;
        }
        for (const RightNeed& need : statement.rights) {
            if (!m_seen.rights.contains(need)) {
                m_seen.rights.insert(need, answer(need));
            }
        }
    }
}

void Looking::table(const QString& schema, const QString& name)
{
    const QString key = name.toLower();
    if (name.isEmpty() || m_seen.tables.contains(key)) {
        return;
    }
    for (const Row& row :
        rows("SELECT pg_get_userbyid(c.relowner), pg_total_relation_size(c.oid), "
             "c.reltuples::bigint, coalesce((SELECT string_agg(t.tgname, ',' ORDER BY t.tgname) "
             "FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal "
             "AND t.tgenabled <> 'D'), ''), "
             "EXISTS (SELECT FROM pg_publication_tables p JOIN pg_publication b "
             "ON b.pubname = p.pubname WHERE p.schemaname = n.nspname AND p.tablename = c.relname "
             "AND (b.pubupdate OR b.pubdelete))::int, "
             "(c.relreplident IN ('f', 'i') OR (c.relreplident = 'd' AND EXISTS (SELECT FROM "
             "pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)))::int "
             "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
             "WHERE c.oid = coalesce(to_regclass(:name), to_regclass(lower(:name)))",
            tr("table %1").arg(name), {{QStringLiteral("name"), named(schema, name)}})) {
        SeenTable table;
        table.name = key;
        table.owner = row[0].toString();
        table.bytes = row[1].toLongLong();
        table.rows = row[2].toLongLong();
        table.triggers = row[3].toString().split(QLatin1Char(','), Qt::SkipEmptyParts);
        table.publishes = row[4].toInt() != 0;
        table.identifiable = row[5].toInt() != 0;
        m_seen.tables.insert(key, table);
    }
}

void Looking::tables()
{
    for (const StatementNeed& statement : m_needs.statements) {
        if (statement.target != m_seen.target) {
            continue;
        }
        table(statement.schema, statement.table);
        for (const TableLock& lock : statement.locks) {
            table(lock.schema, lock.name);
        }
    }
}

void Looking::sessions()
{
    for (const Row& row :
        rows("SELECT pid, coalesce(usename, ''), coalesce(application_name, ''), "
             "coalesce(state, ''), coalesce(query, ''), "
             "(extract(epoch FROM clock_timestamp() - xact_start) * 1000)::bigint "
             "FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() "
             "AND datname = current_database() AND backend_type = 'client backend' "
             "ORDER BY xact_start LIMIT 50",
            tr("sessions"))) {
        SeenSession session;
        session.who = {row[0].toLongLong(), row[1].toString(), row[2].toString(), row[4].toString(),
            row[3].toString(), row[5].toLongLong()};
        m_seen.sessions.append(session);
    }
    for (const Row& row : rows("SELECT gid, owner, (extract(epoch FROM clock_timestamp() - "
                               "prepared) * 1000)::bigint FROM pg_prepared_xacts "
                               "WHERE database = current_database() ORDER BY prepared",
             tr("prepared transactions"))) {
        SeenSession session;
        session.prepared = row[0].toString();
        session.who.user = row[1].toString();
        session.who.ageMs = row[2].toLongLong();
        m_seen.sessions.append(session);
    }
}

void Looking::locks()
{
    for (const Row& row :
        rows("SELECT coalesce(l.pid, 0), lower(c.relname), l.mode, coalesce(a.usename, ''), "
             "coalesce(a.application_name, ''), coalesce(a.state, ''), coalesce(a.query, ''), "
             "(extract(epoch FROM clock_timestamp() - a.xact_start) * 1000)::bigint "
             "FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
             "LEFT JOIN pg_stat_activity a ON a.pid = l.pid "
             "WHERE l.granted AND l.locktype = 'relation' AND l.pid IS DISTINCT FROM "
             "pg_backend_pid() AND l.database = (SELECT oid FROM pg_database "
             "WHERE datname = current_database()) AND c.relkind IN ('r', 'p', 'm') LIMIT 5000",
            tr("locks"))) {
        const QString table = row[1].toString();
        if (!m_seen.tables.contains(table)) {
            continue;
        }
        SeenSession session;
        session.who = {row[0].toLongLong(), row[3].toString(), row[4].toString(), row[6].toString(),
            row[5].toString(), row[7].isNull() ? -1 : row[7].toLongLong()};
        session.table = table;
        session.lock = row[2].toString();
        m_seen.sessions.append(session);
    }
}

void Looking::replication()
{
    for (const Row& row : rows("SELECT slot_name, CASE WHEN pg_is_in_recovery() THEN -1 ELSE "
                               "coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), -1) "
                               "END::bigint, (current_setting('max_slot_wal_keep_size', true) "
                               "NOT IN ('-1', ''))::int FROM pg_replication_slots WHERE NOT active",
             tr("replication slots"))) {
        m_seen.idleSlots.append({row[0].toString(), row[1].toLongLong(), row[2].toInt() != 0});
    }
    for (const Row& row : rows("SELECT current_setting('synchronous_standby_names') WHERE "
                               "current_setting('synchronous_standby_names') <> '' AND "
                               "current_setting('synchronous_commit') NOT IN ('off', 'local') "
                               "AND NOT EXISTS (SELECT FROM pg_stat_replication WHERE "
                               "sync_state IN ('sync', 'quorum'))",
             tr("synchronous replicas"))) {
        m_seen.syncStandbyMissing = row[0].toString();
    }
}

void Looking::limits()
{
    for (const Row& row :
        rows("SELECT least(current_setting('max_connections')::int "
             "- CASE WHEN r.rolsuper THEN 0 ELSE "
             "current_setting('superuser_reserved_connections')::int END "
             "- (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), "
             "CASE WHEN r.rolconnlimit >= 0 THEN r.rolconnlimit - (SELECT count(*) FROM "
             "pg_stat_activity a WHERE a.usename = r.rolname) END, "
             "CASE WHEN d.datconnlimit >= 0 THEN d.datconnlimit - (SELECT count(*) FROM "
             "pg_stat_activity a WHERE a.datname = d.datname) END) "
             "FROM pg_roles r, pg_database d WHERE r.rolname = session_user "
             "AND d.datname = current_database()",
            tr("connections"))) {
        m_seen.connectionsLeft = row[0].toInt() + 1; // ours is not needed in the run
    }
    for (const Row& row : rows("SELECT name || ' = ' || reset_val || coalesce(' ' || unit, '') "
                               "FROM pg_settings WHERE name IN ('statement_timeout', "
                               "'lock_timeout', 'idle_in_transaction_session_timeout', "
                               "'idle_session_timeout', 'transaction_timeout') "
                               "AND reset_val <> '0' ORDER BY name",
             tr("timeouts"))) {
        m_seen.limits.append(row[0].toString());
    }
}

void Looking::look()
{
    who();
    room();
    rights();
    tables();
    sessions();
    locks();
    replication();
    limits();
}

} // namespace

void lookAtPostgresql(Connection& connection, const PlanNeeds& needs, TargetSnapshot& seen)
{
    Looking(connection, needs, seen).look();
}

} // namespace whimbrel
