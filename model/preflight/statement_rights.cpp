// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/needs.h"

#include <array>

namespace whimbrel {

namespace {

/// What a statement with this verb needs on its own object.
struct VerbRight {
    const char* verb; ///< the whole verb, or its beginning when it ends in a space
    const char* postgresql; ///< rights, separated by blanks; "" none that can be told
    const char* mysql;
    bool onSchema; ///< in the object's schema instead of on the object
    bool onObject; ///< on Statement::object instead of Statement::table
};

constexpr std::array verbs{
    VerbRight{"SELECT", "SELECT", "SELECT", false, false},
    VerbRight{"INSERT", "INSERT", "INSERT", false, false},
    VerbRight{"REPLACE", "", "INSERT DELETE", false, false},
    VerbRight{"UPDATE", "UPDATE SELECT", "UPDATE SELECT", false, false},
    VerbRight{"DELETE", "DELETE SELECT", "DELETE SELECT", false, false},
    VerbRight{"TRUNCATE", "TRUNCATE", "DROP", false, false},
    VerbRight{"CREATE TRIGGER", "TRIGGER", "TRIGGER", false, false},
    VerbRight{"DROP TRIGGER", "OWNER", "TRIGGER", false, false},
    VerbRight{"ALTER TRIGGER", "OWNER", "TRIGGER", false, false},
    VerbRight{"CREATE INDEX", "OWNER", "INDEX", false, false},
    VerbRight{"DROP INDEX", "OWNER", "INDEX", false, true},
    VerbRight{"ALTER INDEX", "OWNER", "", false, true},
    VerbRight{"REINDEX", "OWNER", "", false, true},
    VerbRight{"ALTER TABLE", "OWNER", "ALTER", false, false},
    VerbRight{"DROP TABLE", "OWNER", "DROP", false, false},
    VerbRight{"RENAME TABLE", "", "ALTER DROP", false, false},
    VerbRight{"DROP VIEW", "OWNER", "DROP", false, true},
    VerbRight{"ALTER VIEW", "OWNER", "ALTER", false, true},
    VerbRight{"DROP SEQUENCE", "OWNER", "DROP", false, true},
    VerbRight{"ALTER SEQUENCE", "OWNER", "ALTER", false, true},
    VerbRight{"CREATE TABLE", "CREATE", "CREATE", true, false},
    VerbRight{"CREATE VIEW", "CREATE", "CREATE VIEW", true, true},
    VerbRight{"CREATE SEQUENCE", "CREATE", "CREATE", true, true},
    VerbRight{"CREATE FUNCTION", "CREATE", "CREATE ROUTINE", true, true},
    VerbRight{"CREATE PROCEDURE", "CREATE", "CREATE ROUTINE", true, true},
    VerbRight{"CREATE TYPE", "CREATE", "", true, true},
    VerbRight{"VACUUM", "OWNER", "", false, true},
    VerbRight{"CLUSTER", "OWNER", "", false, true},
    VerbRight{"ANALYZE", "OWNER", "", false, true},
};

/// Whether `verb` is that of the row, or finer: "ALTER TABLE DROP COLUMN" is an ALTER TABLE.
bool fits(const VerbRight& row, const QString& verb)
{
    const QLatin1String known(row.verb);
    return verb == known
        || (verb.startsWith(known) && verb.size() > known.size()
            && verb[known.size()] == QLatin1Char(' '));
}

/// MariaDB's privileges of two words hold a blank.
QStringList words(const char* list)
{
    const QString text = QLatin1String(list);
    return text == QLatin1String("CREATE VIEW") || text == QLatin1String("CREATE ROUTINE")
        ? QStringList{text}
        : text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

/// Tables that foreign keys refer to.
QList<RightNeed> references(const PreparedStatement& statement, Dialect dialect)
{
    QList<RightNeed> needs;
    const LockFacts facts = lockFacts(statement.parsed, statement.sql.toUtf8(), dialect);
    const bool mayRefer = statement.verb.startsWith(QLatin1String("ALTER TABLE"))
        || statement.verb == QLatin1String("CREATE TABLE");
    for (const TableLock& lock : facts.locks) {
        const bool refers = dialect == Dialect::Postgresql
            ? lock.mode == LockMode::ShareRowExclusive
            : lock.mode == LockMode::MetadataRead;
        if (mayRefer && refers && !lock.name.isEmpty() && lock.name != statement.parsed.table) {
            needs.append({QStringLiteral("REFERENCES"), lock.schema, lock.name});
        }
    }
    return needs;
}

/// SET ROLE needs to be a member of the role.
QList<RightNeed> setRole(const PreparedStatement& statement)
{
    QStringList words = statement.sql.simplified().split(QLatin1Char(' '));
    words.removeAll(QString());
    if (words.value(1).compare(QLatin1String("LOCAL"), Qt::CaseInsensitive) == 0
        || words.value(1).compare(QLatin1String("SESSION"), Qt::CaseInsensitive) == 0) {
        words.removeAt(1);
    }
    if (words.size() < 3 || words[0].compare(QLatin1String("SET"), Qt::CaseInsensitive) != 0
        || words[1].compare(QLatin1String("ROLE"), Qt::CaseInsensitive) != 0
        || words[2].compare(QLatin1String("NONE"), Qt::CaseInsensitive) == 0) {
        return {};
    }
    QString role = words[2];
    if (role.startsWith(QLatin1Char('"')) || role.startsWith(QLatin1Char('\''))) {
        role = role.mid(1, role.size() - 2);
    } else {
        role = role.toLower();
    }
    return {{QStringLiteral("MEMBER"), {}, role}};
}

} // namespace

QList<RightNeed> rightsFor(const PreparedStatement& statement, Dialect dialect)
{
    if (dialect != Dialect::Postgresql && dialect != Dialect::Mysql) {
        return {};
    }
    const Statement& parsed = statement.parsed;
    QList<RightNeed> needs;
    if (dialect == Dialect::Postgresql && parsed.kind == StatementClass::Session) {
        return setRole(statement);
    }
    for (const VerbRight& row : verbs) {
        if (!fits(row, parsed.verb) || parsed.temporary) {
            continue;
        }
        const QString object = row.onObject ? parsed.object : parsed.table;
        const bool ownSchema = parsed.table == parsed.object || row.onObject;
        const QString schema = ownSchema ? parsed.schema : QString();
        const char* rights = dialect == Dialect::Postgresql ? row.postgresql : row.mysql;
        for (const QString& right : words(rights)) {
            if (row.onSchema) {
                needs.append({right, schema, {}});
            } else if (dialect == Dialect::Mysql && right == QLatin1String("INDEX")) {
                needs.append({right, schema, parsed.table}); // indexes have no rights of their own
            } else if (!object.isEmpty()) {
                needs.append({right, schema, object});
            }
        }
        break;
    }
    return needs + references(statement, dialect);
}

namespace {

struct VersionRow {
    Dialect dialect;
    const char* words; ///< in upper case, one blank between two
    const char* version;
};

constexpr std::array versions{
    VersionRow{Dialect::Postgresql, "NULLS NOT DISTINCT", "15"},
    VersionRow{Dialect::Postgresql, "MERGE INTO", "15"},
    VersionRow{Dialect::Postgresql, "CREATE OR REPLACE TRIGGER", "14"},
    VersionRow{Dialect::Postgresql, "SET COMPRESSION", "14"},
    VersionRow{Dialect::Postgresql, "MAINTAIN ON", "17"},
    VersionRow{Dialect::Postgresql, "SET EXPRESSION AS", "17"},
    VersionRow{Dialect::Postgresql, "UUIDV7(", "18"},
    VersionRow{Dialect::Sqlite, "DROP COLUMN", "3.35"},
    VersionRow{Dialect::Sqlite, "RENAME COLUMN", "3.25"},
    VersionRow{Dialect::Sqlite, ") STRICT", "3.37"},
    VersionRow{Dialect::Mysql, "RENAME COLUMN", "10.5.2"},
    VersionRow{Dialect::Mysql, "SKIP LOCKED", "10.6"},
    VersionRow{Dialect::Mysql, "ALTER TABLE IF EXISTS", "10.5.2"},
};

} // namespace

std::pair<QString, QString> versionFor(const PreparedStatement& statement, Dialect dialect)
{
    const QString text = statement.sql.simplified().toUpper();
    for (const VersionRow& row : versions) {
        const QString wanted = QLatin1String(row.words);
        if (row.dialect == dialect && text.contains(wanted)) {
            return {QLatin1String(row.version), wanted};
        }
    }
    const bool detaches = text.contains(QLatin1String("DETACH PARTITION"))
        && text.contains(QLatin1String("CONCURRENTLY"));
    if (dialect == Dialect::Postgresql && detaches) {
        return {QStringLiteral("14"), QStringLiteral("DETACH PARTITION … CONCURRENTLY")};
    }
    return {};
}

} // namespace whimbrel
