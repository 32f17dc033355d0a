// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/classifier_parts.h"
#include "model/sql/table_changes.h"

#include <array>

namespace whimbrel {

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

} // namespace whimbrel
