// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/definitions.h"

#include "model/schema/normal_form.h"
#include "model/sql/quoting.h"
#include "model/sql/token_cursor.h"

#include <algorithm>

namespace whimbrel {

namespace {

/// A definition's text with its tokens, and the normal form of stretches of it.
class Definition final {
public:
    explicit Definition(const QByteArray& sql)
        : m_sql(sql)
        , m_tokens(significantTokens(sql, Dialect::Sqlite))
    { }

    [[nodiscard]] TokenCursor cursor() const { return TokenCursor(m_sql, all()); }
    [[nodiscard]] QString form(std::size_t begin, std::size_t end) const
    {
        return begin < end && end <= all().size()
            ? normalForm(m_sql, all().subspan(begin, end - begin))
            : QString();
    }
    [[nodiscard]] std::size_t size() const { return all().size(); }

private:
    [[nodiscard]] std::span<const Token> all() const
    {
        return {m_tokens.constData(), static_cast<std::size_t>(m_tokens.size())};
    }

    QByteArray m_sql;
    QList<Token> m_tokens;
};

/// A name as normalForm() writes it.
QString nameForm(const QString& name)
{
    return normalForm(quotedIdentifier(name, Dialect::Sqlite));
}

bool atItemEnd(const TokenCursor& cursor)
{
    return cursor.atEnd() || cursor.isSign(",") || cursor.isSign(")");
}

class TableReader final {
public:
    explicit TableReader(const QByteArray& sql)
        : m_definition(sql)
        , m_cursor(m_definition.cursor())
    { }

    [[nodiscard]] TableDefinition run();

private:
    void readConstraint(TableDefinition::Part* column);
    void readPrimaryKey(const TableDefinition::Part* column);
    void readReferences();
    void readConflict(const QString& what);
    [[nodiscard]] QString takeParentheses(bool inside);
    [[nodiscard]] bool atColumnConstraint() const
    {
        return m_cursor.isOneOf({"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK",
                   "DEFAULT", "COLLATE", "REFERENCES", "AS"})
            || (m_cursor.isWord("GENERATED") && m_cursor.isWord("ALWAYS", 1));
    }

    Definition m_definition;
    TokenCursor m_cursor;
    TableDefinition m_result{};
};

/// The parenthesised text that comes next, with or without its parentheses.
QString TableReader::takeParentheses(bool inside)
{
    const std::size_t begin = m_cursor.place();
    m_cursor.skipParentheses();
    const std::size_t end = m_cursor.place();
    return inside ? m_definition.form(begin + 1, end - 1) : m_definition.form(begin, end);
}

void TableReader::readConflict(const QString& what)
{
    if (m_cursor.take({"ON", "CONFLICT"})) {
        const QString resolution = QString::fromUtf8(m_cursor.text()).toUpper();
        m_cursor.skip();
        if (resolution != QLatin1String("ABORT")) { // which is the default
            m_result.conflicts.append(what + u' ' + resolution);
        }
    }
}

void TableReader::readPrimaryKey(const TableDefinition::Part* column)
{
    QString columns = column == nullptr ? QString() : nameForm(column->name);
    if (m_cursor.isSign("(")) {
        TokenCursor ahead = m_cursor;
        for (ahead.skip(); !atItemEnd(ahead); ahead.skipItem()) {
            m_result.autoincrement = m_result.autoincrement || ahead.isWord("AUTOINCREMENT");
        }
        columns = takeParentheses(true);
    }
    if (m_cursor.isOneOf({"ASC", "DESC"})) {
        m_cursor.skip();
    }
    readConflict(QStringLiteral("PRIMARY KEY ( %1 )").arg(columns));
    m_result.autoincrement = m_cursor.take("AUTOINCREMENT") || m_result.autoincrement;
}

void TableReader::readReferences()
{
    (void)m_cursor.takeName();
    m_cursor.skipParentheses();
    bool deferred = false;
    while (!m_cursor.atEnd()) {
        if (m_cursor.isOneOf({"ON", "MATCH"})) {
            const bool action = m_cursor.isWord("ON");
            m_cursor.skip();
            if (action) {
                m_cursor.skip(); // DELETE or UPDATE
                m_cursor.isOneOf({"SET", "NO"}) ? m_cursor.skip() : void();
            }
            m_cursor.skip();
        } else if (m_cursor.take({"NOT", "DEFERRABLE"})) {
            m_cursor.take({"INITIALLY", "DEFERRED"});
            m_cursor.take({"INITIALLY", "IMMEDIATE"});
            deferred = false;
        } else if (m_cursor.take("DEFERRABLE")) {
            deferred = m_cursor.take({"INITIALLY", "DEFERRED"});
            m_cursor.take({"INITIALLY", "IMMEDIATE"});
        } else {
            break;
        }
    }
    m_result.deferred.append(deferred);
}

/// One constraint of a column, or of the table where `column` is null.
void TableReader::readConstraint(TableDefinition::Part* column)
{
    const QString name = column == nullptr ? QString() : nameForm(column->name);
    if (m_cursor.take("CONSTRAINT")) {
        (void)m_cursor.takeName();
    } else if (m_cursor.take({"PRIMARY", "KEY"})) {
        readPrimaryKey(column);
    } else if (m_cursor.take({"NOT", "NULL"})) {
        readConflict(QStringLiteral("NOT NULL ( %1 )").arg(name));
    } else if (m_cursor.take("UNIQUE")) {
        const QString columns = column == nullptr ? takeParentheses(true) : name;
        readConflict(QStringLiteral("UNIQUE ( %1 )").arg(columns));
    } else if (m_cursor.take("CHECK")) {
        m_result.checks.append(takeParentheses(true));
        m_cursor.take({"ON", "CONFLICT"}) ? m_cursor.skip() : void();
    } else if (m_cursor.take("DEFAULT")) {
        m_cursor.isSign("+") || m_cursor.isSign("-") ? m_cursor.skip() : void();
        m_cursor.skipItem();
    } else if (m_cursor.take("COLLATE")) {
        const QString collation = m_cursor.takeName().value_or(QString()).toUpper();
        if (column != nullptr && collation != QLatin1String("BINARY")) {
            column->collation = collation;
        }
    } else if (m_cursor.take({"FOREIGN", "KEY"})) {
        m_cursor.skipParentheses();
    } else if (m_cursor.take("REFERENCES")) {
        readReferences();
    } else if (m_cursor.take({"GENERATED", "ALWAYS", "AS"}) || m_cursor.take("AS")) {
        const QString expression = takeParentheses(true);
        if (column != nullptr) {
            column->expression = expression;
        }
    } else {
        m_cursor.skipItem();
    }
}

TableDefinition TableReader::run()
{
    m_cursor.take("CREATE");
    if (m_cursor.take({"VIRTUAL", "TABLE"})) {
        while (!m_cursor.atEnd() && !m_cursor.isWord("USING")) {
            m_cursor.skip();
        }
        m_result.module = m_definition.form(m_cursor.place() + 1, m_definition.size());
        return m_result;
    }
    m_cursor.take("TABLE");
    (void)m_cursor.takeQualifiedName();
    if (!m_cursor.takeSign("(")) {
        return m_result;
    }
    while (!m_cursor.atEnd() && !m_cursor.isSign(")")) {
        if (m_cursor.isOneOf({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})) {
            while (!atItemEnd(m_cursor)) {
                readConstraint(nullptr);
            }
        } else {
            TableDefinition::Part column;
            column.name = m_cursor.takeName().value_or(QString());
            while (!atItemEnd(m_cursor) && !atColumnConstraint()) {
                m_cursor.skipItem(); // its type
            }
            while (!atItemEnd(m_cursor)) {
                readConstraint(&column);
            }
            m_result.columns.append(column);
        }
        m_cursor.takeSign(",");
    }
    m_result.checks.sort();
    m_result.conflicts.sort();
    return m_result;
}

/// Where the words that order an index column begin, behind its column or expression.
std::size_t expressionEnd(TokenCursor cursor)
{
    std::size_t end = cursor.place();
    while (!atItemEnd(cursor)) {
        const bool order = cursor.isOneOf({"ASC", "DESC"});
        const bool collation = cursor.isWord("COLLATE");
        if (order || collation) {
            TokenCursor behind = cursor;
            behind.skip();
            collation ? behind.skip() : void();
            behind.isOneOf({"ASC", "DESC"}) ? behind.skip() : void();
            if (atItemEnd(behind)) {
                return end;
            }
        }
        cursor.skipItem();
        end = cursor.place();
    }
    return end;
}

bool beginsCommand(const TokenCursor& cursor, std::size_t ahead)
{
    return cursor.isOneOf(
        {"SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES"}, ahead);
}

} // namespace

TableDefinition readTableDefinition(const QByteArray& sql)
{
    return TableReader(sql).run();
}

IndexDefinition readIndexDefinition(const QByteArray& sql)
{
    const Definition definition(sql);
    TokenCursor cursor = definition.cursor();
    IndexDefinition result;
    while (!cursor.atEnd() && !cursor.isSign("(")) {
        cursor.skip();
    }
    cursor.takeSign("(");
    while (!cursor.atEnd() && !cursor.isSign(")")) {
        result.columns.append(definition.form(cursor.place(), expressionEnd(cursor)));
        while (!atItemEnd(cursor)) {
            cursor.skipItem();
        }
        cursor.takeSign(",");
    }
    cursor.takeSign(")");
    if (cursor.take("WHERE")) {
        result.where = definition.form(cursor.place(), definition.size());
    }
    return result;
}

Trigger readTriggerDefinition(const QByteArray& sql)
{
    const Definition definition(sql);
    TokenCursor cursor = definition.cursor();
    Trigger result;
    cursor.take("CREATE");
    cursor.take("TRIGGER");
    result.name = cursor.takeQualifiedName().name;
    result.timing = QStringLiteral("BEFORE");
    if (cursor.take("AFTER")) {
        result.timing = QStringLiteral("AFTER");
    } else if (cursor.take({"INSTEAD", "OF"})) {
        result.timing = QStringLiteral("INSTEAD OF");
    } else {
        cursor.take("BEFORE");
    }
    result.event = QString::fromUtf8(cursor.text()).toUpper();
    cursor.skip();
    if (cursor.take("OF")) {
        QStringList columns;
        while (!cursor.atEnd() && !cursor.isWord("ON")) {
            if (const auto name = cursor.takeName()) {
                columns.append(foldedName(*name, Dialect::Sqlite));
            } else {
                cursor.skip(); // the comma
            }
        }
        columns.sort();
        result.event += QStringLiteral(" OF ") + columns.join(QStringLiteral(", "));
    }
    cursor.take("ON");
    result.table = cursor.takeQualifiedName().name;
    cursor.take({"FOR", "EACH", "ROW"});
    const bool conditional = cursor.take("WHEN");
    const std::size_t when = cursor.place();
    while (!cursor.atEnd() && !(cursor.isWord("BEGIN") && beginsCommand(cursor, 1))) {
        cursor.skipItem();
    }
    if (conditional) {
        result.when = definition.form(when, cursor.place());
    }
    result.body = definition.form(cursor.place() + 1, definition.size() - 1);
    return result;
}

View readViewDefinition(const QByteArray& sql)
{
    const Definition definition(sql);
    TokenCursor cursor = definition.cursor();
    View result;
    cursor.take("CREATE");
    cursor.take("VIEW");
    result.name = cursor.takeQualifiedName().name;
    result.definition = definition.form(cursor.place(), definition.size());
    return result;
}

} // namespace whimbrel
