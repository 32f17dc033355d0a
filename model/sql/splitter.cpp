// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/body_scanner.h"
#include "model/sql/classifier.h"
#include "model/sql/client_commands.h"
#include "model/sql/lexer.h"
#include "model/sql/statement.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

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
        , m_body(traitsOf(dialect).bodies)
    {
        m_script.sql = sql;
    }

    [[nodiscard]] Script run();

private:
    void see(Lexer& lexer, const Token& token);
    void take(const Token& token);
    void takeMark(const Token& token);
    void dropSemicolons();
    void finish();
    void lookForCopy();
    void skipRows(Lexer& lexer, qsizetype from);
    [[nodiscard]] std::span<const Token> significant() const
    {
        return {m_tokens.constData(), static_cast<std::size_t>(m_tokens.size())};
    }
    void unterminated(const Token& token);
    void problem(qsizetype at, const QString& message);
    [[nodiscard]] int lineOf(qsizetype byte);
    [[nodiscard]] QByteArrayView textOf(const Token& token) const { return token.in(m_script.sql); }

    Script m_script{};
    Dialect m_dialect;
    BodyScanner m_body;
    QList<Token> m_tokens{}; ///< significant, of the statement in hand
    qsizetype m_begin = -1; ///< of the statement in hand, marks included; -1: none
    qsizetype m_end = 0;
    bool m_rowsFollow = false; ///< behind COPY … FROM STDIN
    qsizetype m_mark = -1; ///< the open /*! of the statement in hand
    int m_line = 1; ///< of the byte m_counted
    qsizetype m_counted = 0;
};

Script Splitter::run()
{
    Lexer lexer(m_script.sql, m_dialect);
    for (Token token; lexer.next(token);) {
        see(lexer, token);
    }
    if (m_body.isInside() && m_script.problems.isEmpty()) {
        problem(m_tokens.first().begin,
            tr("The body that begins with BEGIN never ends. Close it with END behind the semicolon "
               "of its last statement."));
    }
    finish();
    if (traitsOf(m_dialect).nullByteEnds) {
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

void Splitter::see(Lexer& lexer, const Token& token)
{
    switch (token.kind) {
    case TokenKind::Space:
    case TokenKind::Comment:
        return;
    case TokenKind::VersionMark:
        takeMark(token);
        return;
    case TokenKind::ClientCommand:
        if (const QString why = clientCommandProblem(textOf(token), m_dialect); !why.isEmpty()) {
            problem(token.begin, why);
        }
        finish();
        return;
    case TokenKind::Delimiter:
        dropSemicolons();
        finish();
        return;
    case TokenKind::Semicolon:
        if (m_body.isInside() || (lexer.hasDelimiter() && m_body.isProgram())) {
            take(token);
            return;
        }
        finish();
        skipRows(lexer, token.end);
        return;
    default:
        take(token);
    }
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
    m_begin = m_begin < 0 ? token.begin : m_begin;
    m_end = token.end;
}

void Splitter::takeMark(const Token& token)
{
    m_mark = textOf(token).startsWith('/') ? token.begin : -1;
    m_begin = m_begin < 0 ? token.begin : m_begin;
    m_end = token.end;
}

/// END; // in a script with a delimiter of its own: the semicolon belongs to nothing.
void Splitter::dropSemicolons()
{
    while (!m_tokens.isEmpty() && m_tokens.last().kind == TokenKind::Semicolon
        && m_end == m_tokens.last().end) {
        m_tokens.removeLast();
        m_end = m_tokens.isEmpty() ? m_begin : m_tokens.last().end;
    }
}

void Splitter::finish()
{
    if (m_mark >= 0) {
        problem(m_mark,
            tr("The executable comment that begins here does not end in its statement. Close it "
               "with */ before the statement's end."));
    }
    if (!m_tokens.isEmpty()) {
        if (const QString why = clientCommandProblem(textOf(m_tokens.first()), m_dialect);
            !why.isEmpty() && m_tokens.first().kind == TokenKind::Word) {
            problem(m_tokens.first().begin, why);
        }
        Statement statement;
        statement.begin = m_begin;
        statement.end = m_end;
        statement.line = lineOf(statement.begin);
        classify(statement, m_script.sql, significant(), m_dialect);
        if (m_dialect == Dialect::Postgresql) {
            lookForCopy();
        }
        m_script.statements.append(statement);
        m_tokens.clear();
    }
    m_body.reset();
    m_begin = -1;
    m_mark = -1;
}

/// COPY between the server and its client: a plan has no rows to give and nowhere to put any.
void Splitter::lookForCopy()
{
    const CopyEnd end = copyEnd(m_script.sql, significant());
    if (end == CopyEnd::OnServer) {
        return;
    }
    m_rowsFollow = end == CopyEnd::FromClient;
    problem(m_begin,
        m_rowsFollow
            ? tr("COPY … FROM STDIN reads its rows from the client, and a plan has none to "
                 "give. Write them with INSERT, or COPY from a file on the server.")
            : tr("COPY … TO STDOUT sends its rows to the client, where a plan has no use "
                 "for them. COPY to a file on the server, or use a step that runs a "
                 "command."));
}

/// The rows of COPY … FROM STDIN stand behind it, up to a line with \. alone. They are no SQL.
void Splitter::skipRows(Lexer& lexer, qsizetype from)
{
    if (!std::exchange(m_rowsFollow, false)) {
        return;
    }
    const QByteArray& sql = m_script.sql;
    for (qsizetype line = sql.indexOf('\n', from) + 1; line > 0;
         line = sql.indexOf('\n', line) + 1) {
        if (sql.mid(line, 2) == "\\."
            && (line + 2 == sql.size() || sql.at(line + 2) == '\n' || sql.at(line + 2) == '\r')) {
            lexer.skipTo(line + 2);
            return;
        }
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
