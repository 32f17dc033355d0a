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
    /// Where the locked table's name stands: behind this word; "" is Statement::table, "." is the
    /// object itself, and nullptr is nowhere.
    const char* behind;
    bool more;
};

/// Statements with one lock each. What is in no row locks no table that others know.
constexpr VerbRow verbs[] = {
    {"SELECT", AccessShare, "", true},
    {"INSERT", RowExclusive, "", true},
    {"UPDATE", RowExclusive, "", true},
    {"DELETE", RowExclusive, "", true},
    {"MERGE", RowExclusive, "", true},
    {"COPY", RowExclusive, "", false},
    {"TRUNCATE", AccessExclusive, "", true},
    {"DROP TABLE", AccessExclusive, "", true},
    {"DROP VIEW", AccessExclusive, ".", true},
    {"DROP SEQUENCE", AccessExclusive, ".", true},
    {"CREATE TRIGGER", ShareRowExclusive, "", false},
    {"ALTER TRIGGER", AccessExclusive, "ON", false},
    {"ALTER TRIGGER RENAME TO", AccessExclusive, "ON", false},
    {"DROP TRIGGER", AccessExclusive, "", false},
    {"CREATE RULE", AccessExclusive, "TO", true},
    {"DROP RULE", AccessExclusive, "ON", false},
    {"CREATE POLICY", AccessExclusive, "ON", false},
    {"ALTER POLICY", AccessExclusive, "ON", false},
    {"DROP POLICY", AccessExclusive, "ON", false},
    {"CREATE STATISTICS", ShareUpdateExclusive, "FROM", false},
    {"DROP STATISTICS", ShareUpdateExclusive, nullptr, true},
    {"CREATE PUBLICATION", ShareUpdateExclusive, "TABLE", true},
    {"ANALYZE", ShareUpdateExclusive, ".", false},
    {"ALTER VIEW", AccessExclusive, ".", false},
    {"ALTER VIEW RENAME TO", AccessExclusive, ".", false},
    {"ALTER SEQUENCE", ShareRowExclusive, ".", false},
    {"ALTER SEQUENCE RENAME TO", AccessExclusive, ".", false},
    {"SELECT INTO", AccessShare, nullptr, true},
    {"ALTER DOMAIN", Share, nullptr, true}, // on every table that uses it
    {"DO", RowExclusive, nullptr, true},
    {"CALL", RowExclusive, nullptr, true},
    {"EXECUTE", RowExclusive, nullptr, true},
    {"DROP FUNCTION", AccessExclusive, nullptr, true},
    {"DROP TYPE", AccessExclusive, nullptr, true},
    {"DROP SCHEMA", AccessExclusive, nullptr, true},
    {"DROP EXTENSION", AccessExclusive, nullptr, true},
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
    void verbs();
    void comment();
    void lockTable();
    [[nodiscard]] bool locksRows() const;

    const Statement& m_statement;
    TokenCursor m_cursor;
    LockFacts m_facts{};
};

/// One entry a table: the stronger lock stays.
void Reader::add(LockMode mode, const QualifiedName& name, const QString& what)
{
    if (name.name.isEmpty() && what.isEmpty()) {
        return; // the statement is not complete
    }
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

void Reader::verbs()
{
    const auto row = std::find_if(std::begin(whimbrel::verbs), std::end(whimbrel::verbs),
        [&](const VerbRow& each) { return m_statement.verb == QLatin1String(each.verb); });
    if (row == std::end(whimbrel::verbs)) {
        return;
    }
    m_facts.more = row->more;
    const QByteArrayView behind(row->behind);
    QualifiedName name;
    if (behind == ".") {
        name = {m_statement.schema, m_statement.object, {}};
    } else if (row->behind != nullptr && behind.isEmpty()) {
        // The schema before a trigger's name is not its table's.
        const bool own = m_statement.table == m_statement.object;
        name = {own ? m_statement.schema : QString(), m_statement.table, {}};
    } else if (row->behind != nullptr) {
        TokenCursor ahead = m_cursor;
        while (!ahead.atEnd() && !ahead.take(row->behind)) {
            ahead.skipItem();
        }
        name = ahead.takeQualifiedName();
    }
    if (!name.name.isEmpty()) {
        add(m_statement.verb == QLatin1String("SELECT") && locksRows() ? RowShare : row->mode,
            name);
    }
}

/// SELECT … FOR UPDATE, FOR NO KEY UPDATE, FOR SHARE, FOR KEY SHARE
bool Reader::locksRows() const
{
    for (TokenCursor ahead = m_cursor; !ahead.atEnd(); ahead.skipItem()) {
        if (ahead.isWord("FOR") && ahead.isOneOf({"UPDATE", "SHARE", "NO", "KEY"}, 1)) {
            return true;
        }
    }
    return false;
}

/// COMMENT ON TABLE t, COLUMN t.c, VIEW v, CONSTRAINT k ON t …
void Reader::comment()
{
    m_cursor.take({"COMMENT", "ON"});
    m_cursor.take("MATERIALIZED");
    m_cursor.take("FOREIGN");
    const bool table = m_cursor.isOneOf({"TABLE", "VIEW", "SEQUENCE"});
    const bool column = m_cursor.isWord("COLUMN");
    m_cursor.skip();
    const QualifiedName name = m_cursor.takeQualifiedName();
    if (table) {
        add(ShareUpdateExclusive, name);
    } else if (column) {
        add(ShareUpdateExclusive, {name.qualifier, name.schema, {}});
    } else {
        m_facts.more = true;
    }
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
    } else if (verb == QLatin1String("COMMENT")) {
        comment();
    } else if (verb == QLatin1String("CREATE TABLE")) {
        references();
    } else if (verb == QLatin1String("CREATE VIEW") && m_cursor.isWord("OR", 1)) {
        add(AccessExclusive, {m_statement.schema, m_statement.object, {}});
    } else {
        verbs();
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
