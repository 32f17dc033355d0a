// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/lock_rows.h"
#include "model/sql/table_changes.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Sql", text);
}

using enum LockMode;

struct FormRow {
    const char* form;
    LockMode mode;
    bool more; ///< locks others too, which the words do not name
};

/// Forms of ALTER TABLE that take less than ACCESS EXCLUSIVE, or more than one table.
constexpr FormRow forms[] = {
    {"ADD FOREIGN KEY", ShareRowExclusive, false},
    {"VALIDATE CONSTRAINT", ShareUpdateExclusive, true},
    {"DROP CONSTRAINT", AccessExclusive, true},
    {"DROP COLUMN", AccessExclusive, true},
    {"ALTER COLUMN SET STATISTICS", ShareUpdateExclusive, false},
    {"ALTER COLUMN SET", ShareUpdateExclusive, false},
    {"ALTER COLUMN RESET", ShareUpdateExclusive, false},
    {"ENABLE TRIGGER", ShareRowExclusive, false},
    {"DISABLE TRIGGER", ShareRowExclusive, false},
    {"ENABLE REPLICA TRIGGER", ShareRowExclusive, false},
    {"ENABLE ALWAYS TRIGGER", ShareRowExclusive, false},
    {"CLUSTER ON", ShareUpdateExclusive, false},
    {"SET WITHOUT CLUSTER", ShareUpdateExclusive, false},
    {"SET", ShareUpdateExclusive, false}, // (fillfactor = …), (autovacuum_… = …)
    {"RESET", ShareUpdateExclusive, false},
    {"ATTACH PARTITION", ShareUpdateExclusive, true}, // a default partition
    {"DETACH PARTITION CONCURRENTLY", ShareUpdateExclusive, false},
    {"DETACH PARTITION FINALIZE", ShareUpdateExclusive, false},
};

struct VerbRow {
    const char* verb;
    LockMode mode;
    bool onTable; ///< on Statement::table; otherwise on the object itself
    bool more;
};

/// Statements with one lock each. What is in no row locks no table of the plan's.
constexpr VerbRow verbs[] = {
    {"SELECT", AccessShare, true, true},
    {"INSERT", RowExclusive, true, true},
    {"UPDATE", RowExclusive, true, true},
    {"DELETE", RowExclusive, true, true},
    {"MERGE", RowExclusive, true, true},
    {"COPY", RowExclusive, true, false},
    {"TRUNCATE", AccessExclusive, true, true},
    {"DROP TABLE", AccessExclusive, true, true},
    {"DROP VIEW", AccessExclusive, false, true},
    {"DROP SEQUENCE", AccessExclusive, false, true},
    {"CREATE TRIGGER", ShareRowExclusive, true, false},
    {"DROP TRIGGER", AccessExclusive, true, false},
    {"CREATE RULE", AccessExclusive, true, false},
    {"DROP RULE", AccessExclusive, true, false},
    {"CREATE POLICY", AccessExclusive, true, false},
    {"ALTER POLICY", AccessExclusive, true, false},
    {"DROP POLICY", AccessExclusive, true, false},
    {"CREATE STATISTICS", ShareUpdateExclusive, true, false},
    {"ANALYZE", ShareUpdateExclusive, false, false},
    {"ALTER VIEW", AccessExclusive, false, false},
    {"ALTER VIEW RENAME TO", AccessExclusive, false, false},
    {"ALTER SEQUENCE", ShareRowExclusive, false, false},
    {"ALTER SEQUENCE RENAME TO", AccessExclusive, false, false},
    {"CREATE TABLE", AccessExclusive, true, false},
    {"SELECT INTO", AccessExclusive, true, true},
};

/// Builds and waits long, and lets others read and write meanwhile.
bool letsOthersWork(LockMode mode)
{
    return mode <= ShareUpdateExclusive;
}

class Reader final {
public:
    Reader(const Statement& statement, TokenCursor cursor)
        : m_statement(statement)
        , m_cursor(cursor)
    { }

    [[nodiscard]] LockFacts run();

private:
    void add(LockMode mode, const QualifiedName& name, const QString& what = {});
    void alterTable();
    void index();
    void reindex();
    void wholeTable();
    void references();
    bool verbs();
    void lockTable();

    const Statement& m_statement;
    TokenCursor m_cursor;
    LockFacts m_facts{};
};

/// One entry a table: the stronger lock stays.
void Reader::add(LockMode mode, const QualifiedName& name, const QString& what)
{
    for (TableLock& each : m_facts.locks) {
        if (each.name == name.name && each.schema == name.schema && each.what == what) {
            each.mode = std::max(each.mode, mode);
            return;
        }
    }
    m_facts.locks.append({mode, name.schema, name.name, what});
}

void Reader::alterTable()
{
    const QualifiedName table = takeAlteredTable(m_cursor);
    for (const TableChange& change : readTableChanges(m_cursor)) {
        const auto row = std::find_if(std::begin(forms), std::end(forms),
            [&](const FormRow& each) { return change.form == QLatin1String(each.form); });
        add(row == std::end(forms) ? AccessExclusive : row->mode, table);
        m_facts.more = m_facts.more || (row != std::end(forms) && row->more);
        if (change.references) {
            add(ShareRowExclusive, change.other);
        } else if (change.form == QLatin1String("INHERIT")) {
            add(ShareUpdateExclusive, change.other);
        } else if (change.form == QLatin1String("NO INHERIT")) {
            add(AccessShare, change.other);
        } else if (change.form.startsWith(QLatin1String("ATTACH"))
            || change.form.startsWith(QLatin1String("DETACH"))) {
            add(AccessExclusive, change.other);
        }
    }
}

/// CREATE and DROP INDEX, and ALTER INDEX.
void Reader::index()
{
    TokenCursor ahead = m_cursor;
    ahead.skip();
    ahead.take("UNIQUE");
    const bool concurrently = ahead.isWord("CONCURRENTLY", 1);
    const QualifiedName object{m_statement.schema, m_statement.object};
    if (m_cursor.isWord("CREATE")) {
        while (!ahead.atEnd() && !ahead.isWord("ON")) {
            ahead.skipItem();
        }
        ahead.take("ON");
        ahead.take("ONLY");
        add(concurrently ? ShareUpdateExclusive : Share, ahead.takeQualifiedName());
    } else if (m_cursor.isWord("DROP")) {
        add(concurrently ? ShareUpdateExclusive : AccessExclusive, object);
        add(concurrently ? ShareUpdateExclusive : AccessExclusive, {},
            tr("the table that the index belongs to"));
    } else {
        add(m_statement.verb.endsWith(QLatin1String("RENAME TO")) ? ShareUpdateExclusive
                                                                  : AccessExclusive,
            object);
    }
}

void Reader::reindex()
{
    const bool concurrently = !m_statement.inTransaction;
    const QualifiedName object{m_statement.schema, m_statement.object};
    const LockMode tables = concurrently ? ShareUpdateExclusive : Share;
    if (!m_statement.table.isEmpty()) {
        add(tables, object);
    } else {
        add(tables, {}, tr("the table that the index belongs to"));
    }
    if (!concurrently) {
        add(AccessExclusive, {}, tr("each index that is built anew"));
    }
}

/// VACUUM, CLUSTER, REFRESH MATERIALIZED VIEW.
void Reader::wholeTable()
{
    bool full = false;
    bool concurrently = false;
    QualifiedName name;
    const bool vacuum = m_cursor.take("VACUUM");
    if (vacuum && m_cursor.isSign("(")) {
        for (TokenCursor inside = m_cursor; !inside.atEnd() && !inside.isSign(")"); inside.skip()) {
            full = full || inside.isWord("FULL");
        }
        m_cursor.skipParentheses();
    }
    while (vacuum && m_cursor.isOneOf({"FULL", "FREEZE", "VERBOSE", "ANALYZE"})) {
        full = full || m_cursor.isWord("FULL");
        m_cursor.skip();
    }
    const bool view = m_cursor.take({"REFRESH", "MATERIALIZED", "VIEW"});
    concurrently = view && m_cursor.take("CONCURRENTLY");
    if (m_cursor.take("CLUSTER")) {
        name = {m_statement.schema, m_statement.object};
    } else {
        name = m_cursor.takeQualifiedName();
    }
    const LockMode mode = vacuum && !full ? ShareUpdateExclusive
        : concurrently                    ? Exclusive
                                          : AccessExclusive;
    add(mode, name, name.name.isEmpty() ? tr("every table, one after another") : QString());
    m_facts.more = view;
}

/// CREATE TABLE … REFERENCES u, PARTITION OF parent, INHERITS (parent).
void Reader::references()
{
    for (; !m_cursor.atEnd(); m_cursor.skip()) {
        if (m_cursor.take("REFERENCES")) {
            add(ShareRowExclusive, m_cursor.takeQualifiedName());
        } else if (m_cursor.take({"PARTITION", "OF"})) {
            add(AccessExclusive, m_cursor.takeQualifiedName());
        } else if (m_cursor.isWord("INHERITS") && m_cursor.isSign("(", 1)) {
            m_cursor.skip();
            do {
                m_cursor.skip();
                add(ShareUpdateExclusive, m_cursor.takeQualifiedName());
            } while (m_cursor.isSign(","));
        }
    }
}

/// LOCK [TABLE] a, b [IN mode MODE]
void Reader::lockTable()
{
    m_cursor.take("LOCK");
    m_cursor.take("TABLE");
    m_cursor.take("ONLY");
    QList<QualifiedName> names;
    do {
        names.append(m_cursor.takeQualifiedName());
        m_cursor.takeSign("*");
    } while (m_cursor.takeSign(","));
    LockMode mode = AccessExclusive;
    if (m_cursor.take("IN")) {
        QStringList words;
        for (; !m_cursor.atEnd() && !m_cursor.isWord("MODE"); m_cursor.skip()) {
            words.append(QString::fromUtf8(m_cursor.text()).toUpper());
        }
        for (int i = 0; i <= static_cast<int>(AccessExclusive); ++i) {
            if (lockModeName(static_cast<LockMode>(i)) == words.join(u' ')) {
                mode = static_cast<LockMode>(i);
            }
        }
    }
    for (const QualifiedName& each : names) {
        add(mode, each);
    }
}

bool Reader::verbs()
{
    const auto row = std::find_if(std::begin(whimbrel::verbs), std::end(whimbrel::verbs),
        [&](const VerbRow& each) { return m_statement.verb == QLatin1String(each.verb); });
    if (row == std::end(whimbrel::verbs)) {
        return false;
    }
    const QString name = row->onTable ? m_statement.table : m_statement.object;
    if (!name.isEmpty()) {
        // The schema before a trigger's or policy's name is not its table's.
        add(row->mode, {name == m_statement.object ? m_statement.schema : QString(), name});
    }
    m_facts.more = row->more;
    return true;
}

LockFacts Reader::run()
{
    const QString& verb = m_statement.verb;
    if (verb.startsWith(QLatin1String("ALTER TABLE"))) {
        alterTable();
    } else if (verb.endsWith(QLatin1String(" INDEX"))
        || verb.startsWith(QLatin1String("ALTER INDEX"))) {
        index();
    } else if (verb == QLatin1String("REINDEX")) {
        reindex();
    } else if (verb == QLatin1String("VACUUM") || verb == QLatin1String("CLUSTER")
        || verb == QLatin1String("REFRESH")) {
        wholeTable();
    } else if (verb == QLatin1String("LOCK")) {
        lockTable();
    } else if (verbs() && verb == QLatin1String("CREATE TABLE")) {
        references();
    }
    const bool rows = m_statement.kind == StatementClass::Query
        || m_statement.kind == StatementClass::Dml || verb == QLatin1String("DELETE");
    const TableLock* strongest = m_facts.strongest();
    m_facts.patience = rows                                       ? LockPatience::Rows
        : strongest != nullptr && letsOthersWork(strongest->mode) ? LockPatience::Build
                                                                  : LockPatience::TableLock;
    return m_facts;
}

} // namespace

LockFacts postgresqlLocks(const Statement& statement, TokenCursor cursor)
{
    return Reader(statement, cursor).run();
}

} // namespace whimbrel
