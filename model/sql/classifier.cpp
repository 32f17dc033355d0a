// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/classifier.h"

#include "model/sql/classifier_parts.h"
#include "model/sql/implicit_commit.h"
#include "model/sql/token_cursor.h"
#include "model/sql/transaction_refusal.h"

#include <array>

namespace whimbrel {

/// Whether one of the words stands ahead, outside parentheses.
bool Classifier::hasAhead(std::initializer_list<const char*> words) const
{
    for (TokenCursor ahead = m_cursor; !ahead.atEnd(); ahead.skipItem()) {
        if (ahead.isOneOf(words)) {
            return true;
        }
    }
    return false;
}

/// Whether no WHERE stands ahead, or one that is always true.
bool Classifier::touchesEveryRow() const
{
    TokenCursor ahead = m_cursor;
    while (!ahead.atEnd() && !ahead.isWord("WHERE")) {
        ahead.skipItem();
    }
    if (!ahead.take("WHERE")) {
        return true;
    }
    const bool constant = ahead.isWord("TRUE") || ahead.text() == QByteArrayView("1");
    if (!constant) {
        return false;
    }
    const QByteArrayView first = ahead.text();
    ahead.skip();
    if (ahead.isSign("=") || ahead.isSign("==")) {
        if (ahead.text(1) != first) {
            return false;
        }
        ahead.skip();
        ahead.skip();
    }
    return ahead.atEnd() || ahead.isOneOf({"RETURNING", "ORDER", "OR"});
}

void Classifier::with()
{
    m_cursor.take("RECURSIVE");
    bool writes = false;
    while (!m_cursor.atEnd()) {
        if (m_cursor.isOneOf({"SELECT", "VALUES", "TABLE"})) {
            select();
            if (writes) {
                m_statement.kind = StatementClass::Dml;
            }
            return;
        }
        if (m_cursor.isOneOf({"INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE"})
            && !m_cursor.isWord("AS", 1) && !m_cursor.isSign("(", 1)) {
            run();
            return;
        }
        if (m_cursor.isSign("(") && m_cursor.isOneOf({"INSERT", "UPDATE", "DELETE", "MERGE"}, 1)) {
            writes = true; // PostgreSQL changes rows in WITH
        }
        m_cursor.skipItem();
    }
    set(StatementClass::Query, "SELECT");
}

void Classifier::explain()
{
    set(StatementClass::Query, "EXPLAIN");
    if (m_dialect == Dialect::Sqlite || m_dialect == Dialect::External) {
        return;
    }
    // EXPLAIN ANALYZE carries the statement out.
    TokenCursor ahead = m_cursor;
    bool runs = ahead.take("ANALYZE");
    if (ahead.isSign("(")) {
        for (; !ahead.atEnd() && !ahead.isSign(")"); ahead.skip()) {
            runs = runs || ahead.isWord("ANALYZE");
        }
        ahead.takeSign(")");
    }
    ahead.take("VERBOSE");
    if (runs && !ahead.isWord("EXPLAIN")) {
        m_cursor = ahead;
        run();
    }
}

void Classifier::select()
{
    set(StatementClass::Query, "SELECT");
    if (m_cursor.take("VALUES")) {
        m_statement.verb = S("VALUES");
        return;
    }
    for (TokenCursor ahead = m_cursor; !ahead.atEnd(); ahead.skipItem()) {
        if (m_dialect == Dialect::Postgresql && m_statement.table.isEmpty()
            && ahead.isWord("INTO")) {
            ahead.skip();
            ahead.take("TEMP");
            ahead.take("TABLE");
            set(StatementClass::Additive, "SELECT INTO");
            aboutTable(ahead.takeQualifiedName());
            return;
        }
        if (ahead.take("FROM")) {
            if (!ahead.isSign("(")) {
                aboutTable(ahead.takeQualifiedName());
            }
            return;
        }
    }
}

void Classifier::insert(const char* verb)
{
    set(StatementClass::Dml, verb);
    if (m_cursor.take("OR")) {
        m_cursor.skip();
    }
    while (m_cursor.isOneOf({"LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE"})) {
        m_cursor.skip();
    }
    m_cursor.take("INTO");
    aboutTable(m_cursor.takeQualifiedName());
}

void Classifier::update()
{
    set(StatementClass::Dml, "UPDATE");
    if (m_cursor.take("OR")) {
        m_cursor.skip();
    }
    while (m_cursor.isOneOf({"LOW_PRIORITY", "IGNORE", "ONLY"})) {
        m_cursor.skip();
    }
    aboutTable(m_cursor.takeQualifiedName());
    m_statement.everyRow = touchesEveryRow();
}

void Classifier::erase()
{
    set(StatementClass::Dml, "DELETE");
    while (m_cursor.isOneOf({"LOW_PRIORITY", "QUICK", "IGNORE"})) {
        m_cursor.skip();
    }
    m_cursor.take("FROM");
    m_cursor.take("ONLY");
    aboutTable(m_cursor.takeQualifiedName());
    m_statement.everyRow = touchesEveryRow();
    if (m_statement.everyRow) {
        m_statement.kind = StatementClass::Destructive;
    }
}

void Classifier::pragma()
{
    set(StatementClass::Session, "PRAGMA");
    about(m_cursor.takeQualifiedName());
    // Within a transaction these are refused or, worse, do nothing.
    static constexpr std::array outside{"foreign_keys", "journal_mode", "synchronous",
        "wal_checkpoint", "auto_vacuum", "incremental_vacuum"};
    for (const char* each : outside) {
        if (m_statement.object.compare(QLatin1String(each), Qt::CaseInsensitive) == 0) {
            m_statement.inTransaction = false;
        }
    }
}

bool Classifier::transaction()
{
    static constexpr std::array words{
        "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ABORT", "START", "XA"};
    for (const char* each : words) {
        const bool foreign = m_dialect == Dialect::Sqlite && QByteArrayView(each).size() > 1
            && (each == QByteArrayView("ABORT") || each == QByteArrayView("START")
                || each == QByteArrayView("XA"));
        const bool block = m_cursor.isWord("BEGIN") && m_cursor.isWord("NOT", 1);
        if (!foreign && !block && m_cursor.take(each)) {
            set(StatementClass::Transaction, each);
            m_statement.inTransaction
                = each == QByteArrayView("SAVEPOINT") || each == QByteArrayView("RELEASE");
            return true;
        }
    }
    return false;
}

/// MySQL: LOCK TABLES and UNLOCK TABLES commit, and so does SET autocommit = 1; a transaction that
/// begins releases the tables.
bool Classifier::rulesTransactions() const
{
    if (m_cursor.isOneOf({"LOCK", "UNLOCK"}) && m_cursor.isOneOf({"TABLE", "TABLES"}, 1)) {
        return true;
    }
    if (!m_cursor.isWord("SET")) {
        return false;
    }
    for (TokenCursor ahead = m_cursor; !ahead.atEnd(); ahead.skipItem()) {
        if (ahead.isWord("AUTOCOMMIT")
            || ahead.text().compare("@@autocommit", Qt::CaseInsensitive) == 0) {
            return true;
        }
    }
    return false;
}

bool Classifier::postgresqlOnly()
{
    if (m_cursor.take("COPY")) {
        set(hasAhead({"TO"}) ? StatementClass::Query : StatementClass::Dml, "COPY");
        if (!m_cursor.isSign("(")) {
            aboutTable(m_cursor.takeQualifiedName());
        }
    } else if (m_cursor.take("REFRESH")) {
        set(StatementClass::Maintenance, "REFRESH");
    } else if (m_cursor.take("CLUSTER")) {
        set(StatementClass::Maintenance, "CLUSTER");
        m_cursor.skipParentheses();
        m_cursor.take("VERBOSE");
        aboutTable(m_cursor.takeQualifiedName());
    } else if (m_cursor.isOneOf({"COMMENT", "SECURITY", "REASSIGN", "IMPORT"})) {
        m_statement.kind = StatementClass::OtherDdl;
        m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
    } else if (m_cursor.isOneOf({"LISTEN", "NOTIFY", "UNLISTEN", "RESET", "DISCARD", "LOAD",
                   "PREPARE", "DEALLOCATE"})) {
        m_statement.kind = m_cursor.isWord("PREPARE") && m_cursor.isWord("TRANSACTION", 1)
            ? StatementClass::Transaction
            : StatementClass::Session;
        m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
    } else if (m_cursor.take("CHECKPOINT")) {
        set(StatementClass::Maintenance, "CHECKPOINT");
    } else {
        return false;
    }
    return true;
}

bool Classifier::mysqlOnly()
{
    if (m_cursor.take({"RENAME", "TABLE"})) {
        set(StatementClass::Rename, "RENAME TABLE");
        aboutTable(m_cursor.takeQualifiedName());
        m_cursor.take("TO");
        m_statement.newName = m_cursor.takeQualifiedName().name;
    } else if (m_cursor.isOneOf({"OPTIMIZE", "CHECK", "REPAIR", "CHECKSUM", "FLUSH", "PURGE"})) {
        m_statement.kind = StatementClass::Maintenance;
        m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
    } else if (m_cursor.isOneOf({"USE", "UNLOCK", "KILL", "PREPARE", "DEALLOCATE"})) {
        m_statement.kind = StatementClass::Session;
        m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
    } else if (m_cursor.isOneOf({"DESCRIBE", "DESC"})) {
        set(StatementClass::Query, "DESCRIBE");
    } else if (m_cursor.take("LOAD")) {
        set(StatementClass::Dml, "LOAD");
    } else {
        return false;
    }
    return true;
}

void Classifier::run()
{
    // Parentheses around a query.
    while (m_cursor.isSign("(")) {
        m_cursor.skip();
    }
    if (m_cursor.take("WITH")) {
        with();
    } else if (m_cursor.take("EXPLAIN")) {
        explain();
    } else if (m_cursor.isOneOf({"SELECT", "VALUES"})) {
        select();
    } else if (m_cursor.take("INSERT")) {
        insert("INSERT");
    } else if (m_cursor.take("REPLACE")) {
        insert("REPLACE");
    } else if (m_cursor.take("MERGE")) {
        insert("MERGE");
    } else if (m_cursor.take("UPDATE")) {
        update();
    } else if (m_cursor.take("DELETE")) {
        erase();
    } else if (m_cursor.take("CREATE")) {
        create();
    } else if (m_cursor.take("DROP")) {
        drop();
    } else if (m_cursor.take("ALTER")) {
        alter();
    } else if (m_cursor.take("PRAGMA")) {
        pragma();
    } else if (m_cursor.take("ATTACH")) {
        set(StatementClass::Attachment, "ATTACH");
    } else if (m_cursor.take("DETACH")) {
        set(StatementClass::Attachment, "DETACH");
        m_cursor.take("DATABASE");
        about(m_cursor.takeQualifiedName());
        m_statement.inTransaction = false;
    } else if (m_cursor.take("VACUUM")) {
        set(StatementClass::Maintenance, "VACUUM");
        m_statement.inTransaction = m_dialect == Dialect::Mysql; // which has none
    } else if (m_cursor.take("ANALYZE")) {
        set(StatementClass::Maintenance, "ANALYZE");
        about(m_cursor.takeQualifiedName());
    } else if (m_cursor.take("REINDEX")) {
        set(StatementClass::Maintenance, "REINDEX");
        reindex();
    } else if (m_cursor.take("TRUNCATE")) {
        set(StatementClass::Destructive, "TRUNCATE");
        m_cursor.take("TABLE");
        aboutTable(m_cursor.takeQualifiedName());
        m_statement.everyRow = true;
    } else if (m_dialect == Dialect::Mysql && rulesTransactions()) {
        m_statement.kind = StatementClass::Transaction;
        m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
    } else if (m_cursor.isOneOf({"SET", "LOCK"})) {
        m_statement.kind = StatementClass::Session;
        m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
    } else if (m_cursor.take("SHOW")) {
        set(StatementClass::Query, "SHOW");
    } else if (m_cursor.isOneOf({"GRANT", "REVOKE"})) {
        m_statement.kind = StatementClass::OtherDdl;
        m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
    } else if (!transaction() && !(m_dialect == Dialect::Postgresql && postgresqlOnly())
        && !(m_dialect == Dialect::Mysql && mysqlOnly())) {
        const Token* first = m_cursor.token();
        if (first != nullptr && first->kind == TokenKind::Word) {
            m_statement.verb = QString::fromUtf8(m_cursor.text()).toUpper();
        }
    }
}

/// How the statement gets along with the transaction that is open when it comes.
void Classifier::readTransaction()
{
    if (m_dialect == Dialect::Postgresql && refusesTransaction(m_cursor)) {
        m_statement.inTransaction = false;
    } else if (m_dialect == Dialect::Mysql && commitsImplicitly(m_cursor)) {
        m_statement.commits = true;
        m_statement.inTransaction = false;
    }
}

void classify(
    Statement& statement, QByteArrayView sql, std::span<const Token> tokens, Dialect dialect)
{
    Classifier classifier(statement, TokenCursor(sql, tokens, dialect), dialect);
    classifier.readTransaction();
    classifier.run();
}

} // namespace whimbrel
