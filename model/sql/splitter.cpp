// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/body_scanner.h"
#include "model/sql/classifier.h"
#include "model/sql/lexer.h"
#include "model/sql/statement.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Sql", text);
}

/// Cuts one script; holds the statement in hand.
class Splitter final {
public:
    Splitter(const QByteArray& sql, Dialect dialect)
        : m_dialect(dialect)
        , m_traits(traitsOf(dialect))
        , m_body(m_traits.bodies)
    {
        m_script.sql = sql;
    }

    [[nodiscard]] Script run();

private:
    void take(const Token& token);
    void finish();
    void lookForClientCommand();
    void unterminated(const Token& token);
    void problem(qsizetype at, const QString& message);
    [[nodiscard]] int lineOf(qsizetype byte);
    [[nodiscard]] QByteArrayView textOf(const Token& token) const { return token.in(m_script.sql); }

    Script m_script{};
    Dialect m_dialect;
    const DialectTraits& m_traits;
    BodyScanner m_body;
    QList<Token> m_tokens{}; ///< significant, of the statement in hand
    int m_line = 1; ///< of the byte m_counted
    qsizetype m_counted = 0;
};

Script Splitter::run()
{
    Lexer lexer(m_script.sql, m_dialect);
    for (Token token; lexer.next(token);) {
        if (!isSignificant(token.kind)) {
            continue;
        }
        if (token.kind == TokenKind::Semicolon && !m_body.isInside()) {
            finish();
        } else {
            take(token);
        }
    }
    if (m_body.isInside() && m_script.problems.isEmpty()) {
        problem(m_tokens.first().begin,
            tr("The body that begins with BEGIN never ends. Close it with END behind the semicolon "
               "of its last statement."));
    }
    finish();
    if (m_traits.nullByteEnds) {
        if (const qsizetype zero = m_script.sql.indexOf('\0'); zero >= 0) {
            problem(zero,
                tr("The script has a zero byte here, and the database would not read what follows. "
                   "Remove it."));
        }
    }
    std::sort(m_script.problems.begin(), m_script.problems.end(),
        [](const SqlProblem& a, const SqlProblem& b) { return a.at < b.at; });
    return std::move(m_script);
}

void Splitter::take(const Token& token)
{
    if (token.kind == TokenKind::Unterminated) {
        unterminated(token);
        if (textOf(token).startsWith("/*")) {
            return;
        }
    }
    m_body.see(textOf(token), token.kind);
    m_tokens.append(token);
}

void Splitter::finish()
{
    if (!m_tokens.isEmpty()) {
        lookForClientCommand();
        Statement statement;
        statement.begin = m_tokens.first().begin;
        statement.end = m_tokens.last().end;
        statement.line = lineOf(statement.begin);
        classify(statement, m_script.sql,
            std::span(m_tokens.constData(), static_cast<std::size_t>(m_tokens.size())), m_dialect);
        m_script.statements.append(statement);
        m_tokens.clear();
    }
    m_body.reset();
}

/// Commands of sqlite3, psql and mysql look like SQL in their scripts, but no server knows them.
void Splitter::lookForClientCommand()
{
    const Token& first = m_tokens.first();
    const QByteArrayView word = textOf(first);
    const bool sign = first.kind == TokenKind::Operator && (word == "." || word == "\\");
    const bool delimiter = m_dialect == Dialect::Mysql && first.kind == TokenKind::Word
        && qstrnicmp(word.data(), word.size(), "DELIMITER", -1) == 0;
    if (sign || delimiter) {
        problem(first.begin,
            tr("This is a command of the database's command-line program, not SQL. Remove it, or "
               "write what it does in SQL."));
    }
}

void Splitter::unterminated(const Token& token)
{
    const QByteArrayView text = textOf(token);
    if (text.startsWith("/*")) {
        problem(token.begin,
            tr("The comment that begins here never ends, so all that follows would be skipped. "
               "Close it with */."));
        return;
    }
    const char open = text.front();
    if (open == '"' || open == '`' || open == '[') {
        const char close = open == '[' ? ']' : open;
        problem(token.begin,
            tr("The quoted name that begins here never ends. Close it with %1.")
                .arg(QLatin1Char(close)));
        return;
    }
    problem(token.begin, tr("The text that begins here never ends. Close it with its quote."));
}

void Splitter::problem(qsizetype at, const QString& message)
{
    const auto before = std::count(m_script.sql.cbegin(), m_script.sql.cbegin() + at, '\n');
    m_script.problems.append({at, static_cast<int>(before) + 1, message});
}

/// For places that only grow.
int Splitter::lineOf(qsizetype byte)
{
    m_line += static_cast<int>(
        std::count(m_script.sql.cbegin() + m_counted, m_script.sql.cbegin() + byte, '\n'));
    m_counted = byte;
    return m_line;
}

} // namespace

Script splitScript(const QByteArray& sql, Dialect dialect)
{
    return Splitter(sql, dialect).run();
}

} // namespace whimbrel
