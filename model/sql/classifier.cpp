// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/classifier.h"

#include "model/sql/implicit_commit.h"
#include "model/sql/table_changes.h"
#include "model/sql/token_cursor.h"
#include "model/sql/transaction_refusal.h"

#include <array>

namespace whimbrel {

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

/// Reads one statement; its members share the cursor and what is being filled in.
class Classifier final {
public:
    Classifier(Statement& statement, TokenCursor cursor, Dialect dialect)
        : m_statement(statement)
        , m_cursor(cursor)
        , m_dialect(dialect)
    { }

    void run();
    void readTransaction();

private:
    void set(StatementClass kind, const char* verb)
    {
        m_statement.kind = kind;
        m_statement.verb = S(verb);
    }
    void about(const QualifiedName& name)
    {
        m_statement.schema = name.schema;
        m_statement.object = name.name;
    }
    void aboutTable(const QualifiedName& name)
    {
        about(name);
        m_statement.table = name.name;
    }
    void takeConditions()
    {
        m_statement.conditional |= m_cursor.take({"IF", "NOT", "EXISTS"});
        m_statement.conditional |= m_cursor.take({"IF", "EXISTS"});
    }
    [[nodiscard]] bool hasAhead(std::initializer_list<const char*> words) const;
    [[nodiscard]] bool touchesEveryRow() const;

    void with();
    void explain();
    void select();
    void insert(const char* verb);
    void update();
    void erase();
    void create();
    void createIndex();
    void createTrigger();
    void drop();
    void alter();
    void alterTable();
    void reindex();
    void pragma();
    bool transaction();
    [[nodiscard]] bool rulesTransactions() const;
    bool postgresqlOnly();
    bool mysqlOnly();

    Statement& m_statement;
    TokenCursor m_cursor;
    Dialect m_dialect;
};

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

void Classifier::createIndex()
{
    m_statement.verb = S("CREATE INDEX");
    m_cursor.take("CONCURRENTLY");
    takeConditions();
    if (!m_cursor.isWord("ON")) {
        about(m_cursor.takeQualifiedName());
    }
    while (!m_cursor.atEnd() && !m_cursor.isWord("ON")) {
        m_cursor.skipItem();
    }
    if (m_cursor.take("ON")) {
        m_cursor.take("ONLY");
        m_statement.table = m_cursor.takeQualifiedName().name;
    }
}

void Classifier::createTrigger()
{
    m_statement.verb = S("CREATE TRIGGER");
    takeConditions();
    about(m_cursor.takeQualifiedName());
    // UPDATE OF a, b ON table: the table is behind the first ON.
    while (!m_cursor.atEnd() && !m_cursor.isOneOf({"ON", "BEGIN"})) {
        m_cursor.skipItem();
    }
    if (m_cursor.take("ON")) {
        m_statement.table = m_cursor.takeQualifiedName().name;
    }
}

void Classifier::create()
{
    set(StatementClass::Additive, "CREATE");
    m_cursor.take({"OR", "REPLACE"});
    for (bool more = true; more;) {
        more = false;
        if (m_cursor.isOneOf({"TEMP", "TEMPORARY"})) {
            m_statement.temporary = true;
            more = true;
        } else if (m_cursor.isWord("UNIQUE")) {
            m_statement.unique = true;
            more = true;
        } else if (m_cursor.isOneOf({"VIRTUAL", "UNLOGGED", "GLOBAL", "LOCAL", "FOREIGN",
                       "MATERIALIZED", "RECURSIVE", "CONSTRAINT", "FULLTEXT", "SPATIAL", "EVENT"})
            && !m_cursor.isSign(".", 1) && m_cursor.token(1) != nullptr
            && m_cursor.isOneOf(
                {"TABLE", "VIEW", "INDEX", "TRIGGER", "TEMP", "TEMPORARY", "RECURSIVE"}, 1)) {
            more = true;
        } else if (m_cursor.isWord("DEFINER") || m_cursor.isWord("ALGORITHM")
            || m_cursor.isWord("SQL")) {
            // MySQL: DEFINER = user@host, ALGORITHM = x, SQL SECURITY x, in front of the noun
            while (!m_cursor.atEnd()
                && !m_cursor.isOneOf({"VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"})) {
                m_cursor.skip();
            }
        }
        if (more) {
            m_cursor.skip();
        }
    }
    if (m_cursor.take("INDEX")) {
        createIndex();
    } else if (m_cursor.take("TRIGGER")) {
        createTrigger();
    } else if (m_cursor.take("TABLE")) {
        m_statement.verb = S("CREATE TABLE");
        takeConditions();
        aboutTable(m_cursor.takeQualifiedName());
    } else if (const Token* noun = m_cursor.token();
               noun != nullptr && noun->kind == TokenKind::Word) {
        m_statement.verb = S("CREATE ") + QString::fromUtf8(m_cursor.text()).toUpper();
        m_cursor.skip();
        takeConditions();
        about(m_cursor.takeQualifiedName());
    }
}

void Classifier::drop()
{
    set(StatementClass::Destructive, "DROP");
    m_cursor.isOneOf({"TEMPORARY", "MATERIALIZED", "FOREIGN"}) ? m_cursor.skip() : void();
    const Token* noun = m_cursor.token();
    if (noun == nullptr || noun->kind != TokenKind::Word) {
        return;
    }
    const bool table = m_cursor.isWord("TABLE");
    const bool onTable = m_cursor.isOneOf({"INDEX", "TRIGGER"});
    m_statement.verb = S("DROP ") + QString::fromUtf8(m_cursor.text()).toUpper();
    m_cursor.skip();
    m_cursor.take("CONCURRENTLY");
    takeConditions();
    about(m_cursor.takeQualifiedName());
    if (table) {
        m_statement.table = m_statement.object;
    } else if (onTable && m_cursor.take("ON")) {
        m_statement.table = m_cursor.takeQualifiedName().name;
    }
}

void Classifier::alterTable()
{
    m_statement.conditional = m_cursor.isWord("IF", 1) || m_cursor.isWord("IF", 2);
    aboutTable(takeAlteredTable(m_cursor));
    m_statement.verb = S("ALTER TABLE");
    m_statement.kind = StatementClass::OtherDdl;
    // Of several changes the most harmful stands for the statement.
    static constexpr std::array order{StatementClass::Destructive, StatementClass::Rename,
        StatementClass::OtherDdl, StatementClass::Additive};
    const QList<TableChange> changes = readTableChanges(m_cursor);
    for (const StatementClass kind : order) {
        for (const TableChange& change : changes) {
            if (change.kind == kind) {
                m_statement.kind = kind;
                m_statement.verb += change.words.isEmpty() ? QString() : u' ' + change.words;
                m_statement.column = change.name;
                m_statement.newName = change.newName;
                m_statement.unique = change.unique;
                return;
            }
        }
    }
}

void Classifier::alter()
{
    set(StatementClass::OtherDdl, "ALTER");
    if (m_cursor.isWord("TABLE")
        || (m_cursor.isOneOf({"FOREIGN", "ONLINE", "IGNORE"}) && m_cursor.isWord("TABLE", 1))) {
        alterTable();
        return;
    }
    m_cursor.take("MATERIALIZED");
    const Token* noun = m_cursor.token();
    if (noun == nullptr || noun->kind != TokenKind::Word) {
        return;
    }
    m_statement.verb = S("ALTER ") + QString::fromUtf8(m_cursor.text()).toUpper();
    if (m_cursor.isWord("SYSTEM")) {
        m_statement.kind = StatementClass::Session;
        return;
    }
    m_cursor.skip();
    takeConditions();
    about(m_cursor.takeQualifiedName());
    m_statement.alone = m_dialect == Dialect::Postgresql
        && m_statement.verb == QLatin1String("ALTER TYPE") && m_cursor.isWord("ADD")
        && m_cursor.isWord("VALUE", 1);
    if (m_cursor.take({"RENAME", "TO"})) {
        m_statement.kind = StatementClass::Rename;
        m_statement.verb += S(" RENAME TO");
        m_statement.newName = m_cursor.takeQualifiedName().name;
    } else if (m_cursor.isWord("ADD")) {
        m_statement.kind = StatementClass::Additive; // ALTER TYPE … ADD VALUE
    }
}

void Classifier::reindex()
{
    if (m_dialect == Dialect::Postgresql) {
        m_cursor.skipParentheses();
        const bool table = m_cursor.isWord("TABLE");
        m_cursor.skip();
        m_cursor.take("CONCURRENTLY");
        about(m_cursor.takeQualifiedName());
        m_statement.table = table ? m_statement.object : QString();
        return;
    }
    about(m_cursor.takeQualifiedName());
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

} // namespace

void classify(
    Statement& statement, QByteArrayView sql, std::span<const Token> tokens, Dialect dialect)
{
    Classifier classifier(statement, TokenCursor(sql, tokens, dialect), dialect);
    classifier.readTransaction();
    classifier.run();
}

} // namespace whimbrel
