// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/read_snapshot.h"

#include "model/sql/quoting.h"

namespace whimbrel {

namespace {

struct Setting {
    const char* name;
    const char* value;
};

/// With an empty search path the server qualifies every name it prints. Without row_security a
/// policy that would hide rows is an error instead of a wrong count. Catalog queries look costly to
/// the planner; compiling them takes many times longer than running them.
constexpr Setting postgresqlSettings[] = {
    {"search_path", ""},
    {"datestyle", "ISO, YMD"},
    {"intervalstyle", "postgres"},
    {"timezone", "UTC"},
    {"extra_float_digits", "1"},
    {"bytea_output", "hex"},
    {"lc_monetary", "C"},
    {"xmlbinary", "base64"},
    {"quote_all_identifiers", "off"},
    {"row_security", "off"},
    {"jit", "off"},
};

/// Other modes read strings and quotes otherwise, or pad values.
constexpr Setting mysqlSettings[] = {
    {"time_zone", "+00:00"},
    {"sql_mode", ""},
};

QString literal(const QString& text)
{
    QString doubled = text;
    doubled.replace(u'\'', QLatin1String("''"));
    return u'\'' + doubled + u'\'';
}

} // namespace

ReadSnapshot::ReadSnapshot(Connection& connection)
    : m_connection(connection)
{
    if (!m_connection.inTransaction()) {
        m_begun = m_connection.beginRead();
        m_ownTransaction = m_begun.has_value();
    }
    if (m_begun) {
        m_begun = pinSettings();
    }
}

ReadSnapshot::~ReadSnapshot()
{
    if (m_ownTransaction) {
        m_connection.rollback();
    }
    for (const QString& statement : m_putBack) {
        if (!m_connection.exec(statement) && !m_connection.isLost()) {
            // Statements are refused once reading was cancelled; this is not.
            (void)m_connection.pinSession();
            break;
        }
    }
}

Result<> ReadSnapshot::pinSettings()
{
    if (m_connection.dialect() == Dialect::Postgresql) {
        for (const Setting& each : postgresqlSettings) {
            const QString name = QLatin1String(each.name);
            // Local ones go with the transaction.
            if (!m_ownTransaction) {
                const auto before = m_connection.value(
                    QStringLiteral("SELECT pg_catalog.current_setting('%1')").arg(name));
                if (!before) {
                    return fail(before.error());
                }
                m_putBack.append(QStringLiteral("SELECT pg_catalog.set_config('%1', %2, true)")
                                     .arg(name, literal(before->toString())));
            }
            const auto set = m_connection.value(
                QStringLiteral("SELECT pg_catalog.set_config('%1', '%2', true)")
                    .arg(name, QLatin1String(each.value)));
            if (!set) {
                return fail(set.error());
            }
        }
    }
    if (m_connection.dialect() == Dialect::Mysql) {
        for (const Setting& each : mysqlSettings) {
            const QString name = QLatin1String(each.name);
            const auto before = m_connection.value(QStringLiteral("SELECT @@SESSION.%1").arg(name));
            if (!before) {
                return fail(before.error());
            }
            const QString statement = QStringLiteral("SET SESSION %1 = %2");
            m_putBack.append(statement.arg(name, literal(before->toString())));
            const auto set
                = m_connection.exec(statement.arg(name, literal(QLatin1String(each.value))));
            if (!set) {
                return fail(set.error());
            }
        }
        // MySQL tells counters from a cache, unless it may not; MariaDB does not know the setting.
        const auto cached = m_connection.rows(
            QStringLiteral("SHOW SESSION VARIABLES LIKE 'information_schema_stats_expiry'"));
        if (cached && !cached->isEmpty()) {
            const QString statement
                = QStringLiteral("SET SESSION information_schema_stats_expiry = %1");
            m_putBack.append(statement.arg(cached->first().value(1).toString()));
            const auto set = m_connection.exec(statement.arg(0));
            if (!set) {
                return fail(set.error());
            }
        }
    }
    return {};
}

} // namespace whimbrel
