// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/snapshot.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>
#include <QSysInfo>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
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
    void grants();
    void rights();
    [[nodiscard]] RightAnswer answer(const RightNeed& need) const;
    void tables();
    void sessions();
    [[nodiscard]] bool showsMetadataLocks();
    void metadataLocks();
    void limits();

    Connection& m_connection;
    const PlanNeeds& m_needs;
    TargetSnapshot& m_seen;
    QString m_database{};
    QSet<QString> m_everywhere{}; ///< privileges on all databases
    QHash<QString, QSet<QString>> m_onSchemas{}; ///< a name may hold the wildcards of GRANT
    QHash<QString, QSet<QString>> m_onTables{}; ///< "schema.table", in lower case
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
    for (const Row& row : rows("SELECT CURRENT_USER(), VERSION(), DATABASE(), @@read_only, "
                               "@@hostname, @@datadir, (SELECT SUM(data_length + index_length) "
                               "FROM information_schema.tables WHERE table_schema = DATABASE())",
             tr("user and version"))) {
        const QString version = row[1].toString();
        const bool maria = version.contains(QLatin1String("MariaDB"), Qt::CaseInsensitive);
        m_seen.product = maria ? QStringLiteral("MariaDB") : QStringLiteral("MySQL");
        m_seen.version = version.section(QLatin1Char('-'), 0, 0);
        m_seen.user = row[0].toString();
        m_database = row[2].toString();
        m_seen.readOnly
            = row[3].toInt() != 0 ? tr("the server is read-only, as replicas are") : QString();
        m_seen.databaseBytes = row[6].isNull() ? -1 : row[6].toLongLong();
        m_seen.dataFolder = row[5].toString();
        const bool here = row[4].toString() == QSysInfo::machineHostName();
        m_seen.freeBytes = here ? freeBytesIn(m_seen.dataFolder) : -1;
    }
}

/// The privileges of the user, and of the role that is on.
void Looking::grants()
{
    const QString grantee
        = QStringLiteral("WHERE REPLACE(grantee, '''', '') IN (CURRENT_USER(), COALESCE(%1, ''))")
              .arg(m_seen.product == QLatin1String("MariaDB") ? QStringLiteral("CURRENT_ROLE()")
                                                              : QStringLiteral("''"));
    const auto ask = [&](const char* from, const char* place) {
        return rows((QStringLiteral("SELECT %1, privilege_type FROM information_schema.%2 ")
                            .arg(QLatin1String(place), QLatin1String(from))
                        + grantee)
                        .toLatin1()
                        .constData(),
            tr("privileges"));
    };
    for (const Row& row : ask("user_privileges", "''")) {
        m_everywhere.insert(row[1].toString());
    }
    for (const Row& row : ask("schema_privileges", "table_schema")) {
        m_onSchemas[row[0].toString()].insert(row[1].toString());
    }
    for (const Row& row : ask("table_privileges", "CONCAT(table_schema, '.', table_name)")) {
        m_onTables[row[0].toString().toLower()].insert(row[1].toString());
    }
}

RightAnswer Looking::answer(const RightNeed& need) const
{
    if (m_everywhere.contains(need.right)) {
        return RightAnswer::Yes;
    }
    const QString schema = need.schema.isEmpty() ? m_database : need.schema;
    for (auto each = m_onSchemas.cbegin(); each != m_onSchemas.cend(); ++each) {
        QString pattern = QRegularExpression::escape(each.key());
        pattern.replace(QLatin1String("\\\\_"), QLatin1String("\x01"))
            .replace(QLatin1String("_"), QLatin1String("."))
            .replace(QLatin1String("\\%"), QLatin1String(".*"))
            .replace(QLatin1String("\x01"), QLatin1String("_"));
        const bool here = QRegularExpression(QRegularExpression::anchoredPattern(pattern))
                              .match(schema)
                              .hasMatch();
        if (here && each->contains(need.right)) {
            return RightAnswer::Yes;
        }
    }
    const QString table = (schema + QLatin1Char('.') + need.name).toLower();
    if (m_onTables.value(table).contains(need.right)) {
        return RightAnswer::Yes;
    }
    const bool there = need.name.isEmpty() || m_seen.tables.contains(need.name.toLower());
    return there ? RightAnswer::No : RightAnswer::Missing;
}

void Looking::rights()
{
    const RightNeed journal{QStringLiteral("CREATE"), {}, {}};
    m_seen.rights.insert({QStringLiteral("JOURNAL"), {}, {}}, answer(journal));
    for (const StatementNeed& statement : m_needs.statements) {
        if (statement.target != m_seen.target) {
            continue;
        }
        for (const RightNeed& need : statement.rights) {
            m_seen.rights.insert(need, answer(need));
        }
    }
}

void Looking::tables()
{
    for (const Row& row :
        rows("SELECT t.table_name, data_length + index_length, table_rows, "
             "(SELECT GROUP_CONCAT(trigger_name) FROM information_schema.triggers g WHERE "
             "g.event_object_schema = t.table_schema AND g.event_object_table = t.table_name) "
             "FROM information_schema.tables t WHERE t.table_schema = DATABASE()",
            tr("tables"))) {
        SeenTable table;
        table.name = row[0].toString().toLower();
        table.bytes = row[1].isNull() ? -1 : row[1].toLongLong();
        table.rows = row[2].isNull() ? -1 : row[2].toLongLong();
        table.triggers = row[3].toString().split(QLatin1Char(','), Qt::SkipEmptyParts);
        m_seen.tables.insert(table.name, table);
    }
}

/// Which tables an open transaction has touched the server tells only with a plugin; without it any
/// may be one of ours.
void Looking::sessions()
{
    const bool shown = showsMetadataLocks();
    for (const Row& row :
        rows("SELECT x.trx_mysql_thread_id, COALESCE(p.user, ''), COALESCE(p.command, ''), "
             "COALESCE(x.trx_query, p.info, ''), "
             "TIMESTAMPDIFF(MICROSECOND, x.trx_started, NOW(6)) DIV 1000, "
             "COALESCE(p.db = DATABASE(), 0) "
             "FROM information_schema.innodb_trx x LEFT JOIN information_schema.processlist p "
             "ON p.id = x.trx_mysql_thread_id WHERE x.trx_mysql_thread_id <> CONNECTION_ID() "
             "ORDER BY x.trx_started LIMIT 50",
            tr("open transactions (grant PROCESS to see them)"))) {
        SeenSession session;
        session.who = {row[0].toLongLong(), row[1].toString(), {}, row[3].toString(),
            row[2].toString(), row[4].toLongLong()};
        session.who.inferred = !shown && row[5].toInt() != 0;
        m_seen.sessions.append(session);
    }
    if (shown) {
        metadataLocks();
        return;
    }
    for (const Row& row :
        rows("SELECT id, user, info, time * 1000, state FROM "
             "information_schema.processlist WHERE db = DATABASE() AND state "
             "LIKE 'Waiting for table metadata lock%' ORDER BY time DESC LIMIT 50",
            tr("who waits for metadata locks"))) {
        SeenSession session;
        session.who = {row[0].toLongLong(), row[1].toString(), {}, row[2].toString(),
            row[4].toString(), row[3].toLongLong()};
        session.who.inferred = true;
        session.waits = true;
        m_seen.sessions.append(session);
    }
}

bool Looking::showsMetadataLocks()
{
    const Result<QVariant> plugin = m_connection.value(
        QStringLiteral("SELECT count(*) FROM information_schema.plugins WHERE plugin_name = "
                       "'METADATA_LOCK_INFO' AND plugin_status = 'ACTIVE'"));
    return plugin && plugin->toInt() > 0;
}

/// Who holds which, where MariaDB has the plugin that shows it.
void Looking::metadataLocks()
{
    for (const Row& row :
        rows("SELECT m.thread_id, m.table_name, m.lock_mode, COALESCE(p.user, ''), "
             "COALESCE(p.command, ''), COALESCE(p.info, ''), "
             "TIMESTAMPDIFF(MICROSECOND, x.trx_started, NOW(6)) DIV 1000 "
             "FROM information_schema.metadata_lock_info m "
             "LEFT JOIN information_schema.processlist p ON p.id = m.thread_id "
             "LEFT JOIN information_schema.innodb_trx x ON x.trx_mysql_thread_id = m.thread_id "
             "WHERE m.table_schema = DATABASE() AND m.thread_id <> CONNECTION_ID() LIMIT 5000",
            tr("metadata locks"))) {
        SeenSession session;
        session.who = {row[0].toLongLong(), row[3].toString(), {}, row[5].toString(),
            row[4].toString(), row[6].isNull() ? -1 : row[6].toLongLong()};
        session.table = row[1].toString().toLower();
        session.lock = row[2].toString();
        m_seen.sessions.append(session);
    }
}

void Looking::limits()
{
    for (const Row& row : rows("SELECT @@max_connections, (SELECT variable_value FROM "
                               "information_schema.global_status WHERE variable_name = "
                               "'THREADS_CONNECTED'), @@max_user_connections",
             tr("connections"))) {
        m_seen.connectionsLeft = row[0].toInt() - row[1].toInt() + 1;
        if (row[2].toInt() > 0) {
            m_seen.connectionsLeft = qMin(m_seen.connectionsLeft, row[2].toInt());
        }
    }
    for (const Row& row : rows("SELECT CONCAT(variable_name, ' = ', variable_value) FROM "
                               "information_schema.global_variables WHERE (variable_name IN "
                               "('MAX_STATEMENT_TIME', 'IDLE_TRANSACTION_TIMEOUT', "
                               "'IDLE_WRITE_TRANSACTION_TIMEOUT') AND variable_value + 0 > 0) OR "
                               "(variable_name = 'WAIT_TIMEOUT' AND variable_value + 0 < 600)",
             tr("timeouts"))) {
        m_seen.limits.append(row[0].toString().toLower());
    }
}

void Looking::look()
{
    who();
    tables();
    grants();
    rights();
    sessions();
    limits();
}

} // namespace

void lookAtMysql(Connection& connection, const PlanNeeds& needs, TargetSnapshot& seen)
{
    Looking(connection, needs, seen).look();
}

} // namespace whimbrel
