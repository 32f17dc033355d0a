// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"
#include "model/sql/token_cursor.h"

#include <initializer_list>

namespace whimbrel {

/// Reads one statement; its members share the cursor and what is being filled in. Those for CREATE,
/// DROP, ALTER and REINDEX stand in classifier_ddl.cpp.
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
    [[nodiscard]] static QString S(const char* text) { return QString::fromLatin1(text); }
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

} // namespace whimbrel
