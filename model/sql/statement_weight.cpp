// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/statement_weight.h"

#include "model/sql/locks.h"
#include "model/sql/table_changes.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

using enum StatementWeight;

struct FormRow {
    const char* form;
    StatementWeight weight;
};

/// Parts of ALTER TABLE that do more than change the catalog.
constexpr FormRow postgresqlForms[] = {
    {"ALTER COLUMN TYPE", MayRewrite},
    {"ALTER COLUMN SET NOT NULL", ReadsTable},
    {"ADD CHECK", ReadsTable},
    {"ADD FOREIGN KEY", ReadsTable},
    {"ADD PRIMARY KEY", BuildsIndex},
    {"ADD UNIQUE", BuildsIndex},
    {"ADD EXCLUDE", BuildsIndex},
    {"VALIDATE CONSTRAINT", ReadsTable},
    {"ATTACH PARTITION", ReadsTable},
    {"SET LOGGED", Rewrites},
    {"SET UNLOGGED", Rewrites},
    {"SET TABLESPACE", Rewrites},
    {"SET ACCESS METHOD", Rewrites},
};

/// On MariaDB and MySQL, unless ALGORITHM says which way it goes.
constexpr FormRow mysqlForms[] = {
    {"ADD COLUMN", MayRewrite},
    {"DROP COLUMN", MayRewrite},
    {"MODIFY COLUMN", MayRewrite},
    {"CHANGE COLUMN", MayRewrite},
    {"ADD PRIMARY KEY", Rewrites},
    {"DROP PRIMARY KEY", Rewrites},
    {"ADD INDEX", BuildsIndex},
    {"ADD UNIQUE", BuildsIndex},
    {"ADD FOREIGN KEY", MayRewrite},
    {"ADD CHECK", MayRewrite},
};

constexpr FormRow sqliteForms[] = {{"DROP COLUMN", Rewrites}};

/// Words that begin whole statements of weight.
constexpr FormRow verbs[] = {
    {"CREATE INDEX", BuildsIndex},
    {"REINDEX", BuildsIndex},
    {"CLUSTER", Rewrites},
    {"OPTIMIZE", Rewrites},
    {"REFRESH", Rewrites},
    {"REPAIR", Rewrites},
    {"CHECK", ReadsTable},
    {"CHECKSUM", ReadsTable},
    {"ANALYZE", Reads},
    {"SELECT INTO", Writes},
    {"COPY", Writes},
    {"LOAD", Writes},
    {"CALL", Unknown},
    {"DO", Unknown},
    {"EXECUTE", Unknown},
};

bool holds(TokenCursor cursor, std::initializer_list<const char*> words)
{
    for (; !cursor.atEnd(); cursor.skip()) {
        if (cursor.isOneOf(words)) {
            return true;
        }
    }
    return false;
}

/// A default that is worked out anew for each row makes PostgreSQL write them all.
StatementWeight weightOfDefault(const QString& text)
{
    static constexpr const char* perRow[]
        = {"random", "nextval", "clock_timestamp", "gen_random_uuid", "uuid_generate", "timeofday"};
    static constexpr const char* onePerStatement[]
        = {"now", "current_timestamp", "transaction_timestamp", "statement_timestamp", "localtime"};
    const auto names = [&text](const char* name) {
        return text.contains(QLatin1String(name), Qt::CaseInsensitive);
    };
    if (std::any_of(std::begin(perRow), std::end(perRow), names)) {
        return Rewrites;
    }
    const bool callsOther = text.contains(QLatin1Char('('))
        && std::none_of(std::begin(onePerStatement), std::end(onePerStatement), names);
    return callsOther ? MayRewrite : Metadata; // a function of one's own is volatile unless it says
}

StatementWeight weightOfAdded(const TableChange& change)
{
    if (change.type.contains(QLatin1String("serial"), Qt::CaseInsensitive)) {
        return Rewrites;
    }
    if (change.hasMore) {
        return MayRewrite; // GENERATED, IDENTITY, CHECK …
    }
    const StatementWeight filled
        = change.hasDefault ? weightOfDefault(change.defaultText) : Metadata;
    const StatementWeight checked = change.unique ? BuildsIndex
        : change.references && change.hasDefault  ? ReadsTable
                                                  : Metadata;
    return std::max(filled, checked);
}

template <std::size_t size>
StatementWeight rowOf(const FormRow (&rows)[size], const QString& form, StatementWeight otherwise)
{
    for (const FormRow& row : rows) {
        if (form == QLatin1String(row.form)) {
            return row.weight;
        }
    }
    return otherwise;
}

StatementWeight weightOfChange(const TableChange& change, Dialect dialect)
{
    if (dialect == Dialect::Mysql) {
        return rowOf(mysqlForms, change.form, Metadata);
    }
    if (dialect == Dialect::Sqlite) {
        return rowOf(sqliteForms, change.form, Metadata);
    }
    if (change.form == QLatin1String("ADD COLUMN")) {
        return weightOfAdded(change);
    }
    return change.notValid || change.usingIndex ? Metadata
                                                : rowOf(postgresqlForms, change.form, Metadata);
}

StatementWeight weightOfAlter(
    const Statement& statement, const QByteArray& sql, TokenCursor cursor, Dialect dialect)
{
    if (dialect == Dialect::Mysql) {
        switch (lockFacts(statement, sql, dialect).algorithm) {
        case AlterAlgorithm::Instant:
            return Metadata;
        case AlterAlgorithm::Copy:
            return Rewrites;
        case AlterAlgorithm::NoCopy:
        case AlterAlgorithm::InPlace:
        case AlterAlgorithm::Unsaid:
        case AlterAlgorithm::Default:
            break;
        }
    }
    takeAlteredTable(cursor);
    StatementWeight heaviest = Metadata;
    for (const TableChange& change : readTableChanges(cursor)) {
        heaviest = std::max(heaviest, weightOfChange(change, dialect));
    }
    return heaviest;
}

/// VACUUM writes the table anew with FULL; on SQLite always.
StatementWeight weightOfVacuum(const TokenCursor& cursor, Dialect dialect)
{
    return dialect == Dialect::Sqlite || holds(cursor, {"FULL"}) ? Rewrites : ReadsTable;
}

} // namespace

StatementWeight weightOf(const Statement& statement, const QByteArray& sql, Dialect dialect)
{
    const QList<Token> tokens = significantTokens(sql, dialect);
    const TokenCursor cursor(
        sql, {tokens.constData(), static_cast<std::size_t>(tokens.size())}, dialect);
    const QString& verb = statement.verb;
    if (verb.startsWith(QLatin1String("ALTER TABLE"))) {
        return weightOfAlter(statement, sql, cursor, dialect);
    }
    if (verb == QLatin1String("VACUUM")) {
        return weightOfVacuum(cursor, dialect);
    }
    const StatementWeight named = rowOf(verbs, verb, Nothing);
    if (named != Nothing) {
        return named;
    }
    switch (statement.kind) {
    case StatementClass::Query:
        return Reads;
    case StatementClass::Dml:
        return Writes;
    case StatementClass::Destructive:
        return verb == QLatin1String("DELETE") ? Writes : Metadata;
    case StatementClass::Additive: {
        const bool mayCopy = verb == QLatin1String("CREATE TABLE")
            || verb == QLatin1String("CREATE MATERIALIZED VIEW");
        return mayCopy && holds(cursor, {"SELECT"}) ? Writes : Metadata;
    }
    case StatementClass::Rename:
    case StatementClass::OtherDdl:
        return Metadata;
    case StatementClass::Transaction:
    case StatementClass::Session:
    case StatementClass::Attachment:
        return Nothing;
    case StatementClass::Maintenance:
    case StatementClass::Unknown:
        break;
    }
    return Unknown;
}

QString weightName(StatementWeight weight)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("Sql", text); };
    switch (weight) {
    case Nothing:
        return tr("touches no table");
    case Metadata:
        return tr("metadata only");
    case Reads:
        return tr("reads rows");
    case Writes:
        return tr("writes rows");
    case ReadsTable:
        return tr("reads the whole table");
    case BuildsIndex:
        return tr("builds an index");
    case MayRewrite:
        return tr("may rewrite the table");
    case Rewrites:
        return tr("rewrites the table");
    case Unknown:
        break;
    }
    return tr("its words do not tell what it does");
}

bool growsWithRows(StatementWeight weight)
{
    return weight != Nothing && weight != Metadata;
}

} // namespace whimbrel
