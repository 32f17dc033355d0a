// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/lexer.h"

#include "model/sql/characters.h"

#include <QString>

#include <algorithm>
#include <cstring>

namespace whimbrel {

namespace {

/// The longest name that {{ }} may hold; a bound keeps lone braces from costing quadratic time.
constexpr qsizetype longestPlaceholder = 200;

bool isOneOf(char c, std::string_view set)
{
    return set.find(c) != std::string_view::npos;
}

constexpr std::string_view runCharacters = "+-*/<>=~!@#%^&|`?";

} // namespace

Lexer::Lexer(QByteArrayView sql, Dialect dialect)
    : m_sql(sql)
    , m_traits(traitsOf(dialect))
{ }

bool Lexer::next(Token& token)
{
    if (m_at >= m_sql.size()) {
        return false;
    }
    token = read();
    if (hasDelimiter()
        && (token.kind == TokenKind::Word || token.kind == TokenKind::Number
            || token.kind == TokenKind::Variable)) {
        // END$$ is a word and what ends the statement.
        const qsizetype cut = token.in(m_sql).indexOf(m_delimiter);
        token.end = cut > 0 ? token.begin + cut : token.end;
    }
    m_at = token.end;
    switch (token.kind) {
    case TokenKind::Space:
    case TokenKind::Comment:
    case TokenKind::VersionMark:
        break;
    case TokenKind::ClientCommand:
        takeDelimiter(token);
        m_atStart = true;
        break;
    case TokenKind::Semicolon:
    case TokenKind::Delimiter:
        m_atStart = true;
        break;
    default:
        m_atStart = false;
    }
    return true;
}

bool Lexer::isFirstOnLine() const
{
    qsizetype place = m_at;
    while (place > 0 && isSpace(m_sql[place - 1]) && m_sql[place - 1] != '\n') {
        --place;
    }
    return place == 0 || m_sql[place - 1] == '\n';
}

/// Behind the command for the client program that begins here, or the present place.
qsizetype Lexer::clientCommandEnd() const
{
    const char c = m_sql[m_at];
    const auto end = [this] {
        const qsizetype line = m_sql.indexOf('\n', m_at);
        return line < 0 ? m_sql.size() : line;
    };
    const bool names = isWordStart(at(m_at + 1)) || isOneOf(at(m_at + 1), ".!?;\\");
    switch (m_traits.clientCommands) {
    case ClientCommands::Dots:
        return c == '.' && m_atStart && isFirstOnLine() && isWordStart(at(m_at + 1)) ? end() : m_at;
    case ClientCommands::Backslashes:
        return c == '\\' && names ? end() : m_at;
    case ClientCommands::Words: {
        if (c == '\\') {
            const char letter = at(m_at + 1);
            return m_atStart && names ? end() : (letter == 'G' || letter == 'g' ? m_at + 2 : m_at);
        }
        if (toUpper(c) != 'D' || !m_atStart || !isFirstOnLine()) {
            return m_at;
        }
        const QByteArrayView word = m_sql.sliced(m_at, skipWord(m_at) - m_at);
        return word.compare("DELIMITER", Qt::CaseInsensitive) == 0 ? end() : m_at;
    }
    }
    return m_at;
}

/// Reads DELIMITER //, as the mysql program does: up to the next blank, or in quotes.
void Lexer::takeDelimiter(const Token& command)
{
    const QByteArrayView text = command.in(m_sql);
    const qsizetype word = skipWord(command.begin) - command.begin;
    if (m_traits.clientCommands != ClientCommands::Words || word == 0) {
        return;
    }
    QByteArrayView wanted = text.sliced(word).trimmed();
    if (wanted.isEmpty()) {
        return;
    }
    const char quote = wanted.front();
    if (isOneOf(quote, "'\"`")) {
        const qsizetype close = wanted.indexOf(quote, 1);
        wanted = wanted.sliced(1, (close < 0 ? wanted.size() : close) - 1);
    } else {
        const auto blank = std::find_if(wanted.begin(), wanted.end(), isSpace);
        wanted = wanted.first(blank - wanted.begin());
    }
    m_delimiter = wanted == ";" ? QByteArrayView() : wanted;
}

/// The quote with which a string goes on behind blanks, comments and at least one line end, or -1.
qsizetype Lexer::goesOn(qsizetype place) const
{
    bool newLine = false;
    while (place < m_sql.size()) {
        const char c = m_sql[place];
        if (c == '-' && at(place + 1) == '-') {
            place = lineEnd(place);
        } else if (isSpace(c)) {
            newLine = newLine || c == '\n' || c == '\r';
            ++place;
        } else {
            return c == '\'' && newLine ? place : -1;
        }
    }
    return -1;
}

qsizetype Lexer::skipWord(qsizetype place) const
{
    while (place < m_sql.size() && isWordPart(m_sql[place])) {
        ++place;
    }
    return place;
}

qsizetype Lexer::lineEnd(qsizetype place) const
{
    while (place < m_sql.size() && m_sql[place] != '\n'
        && !(m_traits.carriageReturnEndsLine && m_sql[place] == '\r')) {
        ++place;
    }
    return place;
}

/// From the opening quote at `open` to behind the closing one. A doubled closing quote stands for
/// itself, but not in brackets.
Token Lexer::quoted(TokenKind kind, qsizetype open, char close, bool escapes) const
{
    for (qsizetype i = open + 1; i < m_sql.size(); ++i) {
        const char c = m_sql[i];
        if (c == '\\' && escapes) {
            ++i;
        } else if (c == close) {
            if (close == ']' || at(i + 1) != close || i + 1 >= m_sql.size()) {
                const qsizetype further
                    = m_traits.stringsGoOn && close == '\'' ? goesOn(i + 1) : -1;
                if (further < 0) {
                    return made(kind, i + 1);
                }
                i = further;
            } else {
                ++i;
            }
        }
    }
    return made(TokenKind::Unterminated, m_sql.size());
}

Token Lexer::blockComment()
{
    if (m_traits.executableComments) {
        const bool mariadb = at(m_at + 2) == 'M' && at(m_at + 3) == '!';
        if (at(m_at + 2) == '!' || mariadb) {
            qsizetype end = m_at + (mariadb ? 4 : 3);
            while (isDigit(at(end))) {
                ++end;
            }
            m_executable = true;
            return made(TokenKind::VersionMark, end);
        }
    }
    int depth = 1;
    for (qsizetype i = m_at + 2; i + 1 < m_sql.size(); ++i) {
        if (m_sql[i] == '*' && m_sql[i + 1] == '/') {
            if (--depth == 0) {
                return made(TokenKind::Comment, i + 2);
            }
            ++i;
        } else if (m_traits.nestedComments && m_sql[i] == '/' && m_sql[i + 1] == '*') {
            ++depth;
            ++i;
        }
    }
    return made(TokenKind::Unterminated, m_sql.size());
}

/// $tag$ … $tag$, or an empty token where none begins.
Token Lexer::dollarQuoted() const
{
    qsizetype i = m_at + 1;
    if (isWordStart(at(i))) {
        while (isWordPart(at(i)) && at(i) != '$') {
            ++i;
        }
    }
    if (at(i) != '$') {
        return made(TokenKind::Operator, m_at);
    }
    const QByteArrayView tag = m_sql.sliced(m_at, i + 1 - m_at);
    const qsizetype close = m_sql.indexOf(tag, i + 1);
    if (close < 0) {
        return made(TokenKind::Unterminated, m_sql.size());
    }
    return made(TokenKind::String, close + tag.size());
}

Token Lexer::number() const
{
    qsizetype i = m_at;
    if (at(i) == '0' && toLower(at(i + 1)) == 'x' && isHexDigit(at(i + 2))) {
        i += 2;
        while (isHexDigit(at(i))) {
            ++i;
        }
    } else {
        while (isDigit(at(i))) {
            ++i;
        }
        if (at(i) == '.') {
            ++i;
            while (isDigit(at(i))) {
                ++i;
            }
        }
        const bool sign = at(i + 1) == '+' || at(i + 1) == '-';
        if (toLower(at(i)) == 'e' && isDigit(at(i + (sign ? 2 : 1)))) {
            i += 2;
            while (isDigit(at(i))) {
                ++i;
            }
        }
    }
    // 12ab is one (wrong) number to the servers, not a number and a word.
    return made(TokenKind::Number, skipWord(i));
}

Token Lexer::word() const
{
    const qsizetype end = skipWord(m_at);
    if (end == m_at + 1 && at(end) == '\'') {
        const char prefix = toLower(m_sql[m_at]);
        if (isOneOf(prefix, m_traits.stringPrefixes)) {
            return quoted(TokenKind::String, end, '\'',
                m_traits.backslashEscapes || isOneOf(prefix, m_traits.escapePrefixes));
        }
    }
    if (m_traits.unicodePrefix && end == m_at + 1 && toLower(m_sql[m_at]) == 'u' && at(end) == '&'
        && (at(end + 1) == '\'' || at(end + 1) == '"')) {
        const bool text = at(end + 1) == '\'';
        return quoted(
            text ? TokenKind::String : TokenKind::QuotedIdentifier, end + 1, at(end + 1), false);
    }
    return made(TokenKind::Word, end);
}

/// :name, @name, $name …, or an empty token where none begins.
Token Lexer::variable() const
{
    const char mark = m_sql[m_at];
    qsizetype i = m_at + 1;
    if (m_traits.doubleAtVariables && mark == '@') {
        if (at(i) == '@') {
            ++i;
        } else if (at(i) == '\'' || at(i) == '"' || at(i) == '`') {
            return quoted(TokenKind::Variable, i, at(i), m_traits.backslashEscapes);
        }
    }
    const qsizetype name = i;
    if (!m_traits.tclVariables) {
        if (!isWordStart(at(i))) {
            return made(TokenKind::Operator, m_at);
        }
        return made(TokenKind::Variable, skipWord(i));
    }
    for (; i < m_sql.size(); ++i) {
        const char c = m_sql[i];
        if (c == ':' && at(i + 1) == ':') {
            ++i;
        } else if (c == '(' && i > name) {
            while (i < m_sql.size() && !isSpace(m_sql[i]) && m_sql[i] != ')') {
                ++i;
            }
            return made(TokenKind::Variable, at(i) == ')' ? i + 1 : i);
        } else if (!isWordPart(c)) {
            break;
        }
    }
    return i == name ? made(TokenKind::Operator, m_at) : made(TokenKind::Variable, i);
}

/// Behind {{ name }}, or the present place where none begins.
qsizetype Lexer::placeholderEnd() const
{
    const qsizetype limit = std::min(m_sql.size() - 1, m_at + longestPlaceholder);
    bool named = false;
    for (qsizetype i = m_at + 2; i < limit; ++i) {
        const char c = m_sql[i];
        if (c == '}') {
            return m_sql[i + 1] == '}' && named ? i + 2 : m_at;
        }
        if (c == '{' || c == '\n') {
            break;
        }
        named = named || !isSpace(c);
    }
    return m_at;
}

Token Lexer::punctuation() const
{
    if (m_traits.operatorRuns && isOneOf(m_sql[m_at], runCharacters)) {
        qsizetype i = m_at + 1;
        while (i < m_sql.size() && isOneOf(m_sql[i], runCharacters)
            && !(m_sql[i] == '-' && at(i + 1) == '-') && !(m_sql[i] == '/' && at(i + 1) == '*')) {
            ++i;
        }
        return made(TokenKind::Operator, i);
    }
    static constexpr std::string_view longer[]
        = {"->>", "<=>", "->", "<=", "<>", "<<", ">=", ">>", "==", "!=", "||", "&&", "::", ":="};
    const QByteArrayView rest = m_sql.sliced(m_at);
    for (const std::string_view each : longer) {
        if (rest.startsWith(QByteArrayView(each.data(), static_cast<qsizetype>(each.size())))) {
            return made(TokenKind::Operator, m_at + static_cast<qsizetype>(each.size()));
        }
    }
    return made(TokenKind::Operator, m_at + 1);
}

Token Lexer::read()
{
    const char c = m_sql[m_at];
    const char following = at(m_at + 1);
    if (hasDelimiter() && m_sql.sliced(m_at).startsWith(m_delimiter)) {
        return made(TokenKind::Delimiter, m_at + m_delimiter.size());
    }
    if (const qsizetype end = clientCommandEnd(); end > m_at) {
        return made(TokenKind::ClientCommand, end);
    }
    if (m_executable && c == '*' && following == '/') {
        m_executable = false;
        return made(TokenKind::VersionMark, m_at + 2);
    }
    if (isSpace(c)) {
        qsizetype i = m_at + 1;
        while (i < m_sql.size() && isSpace(m_sql[i])) {
            ++i;
        }
        return made(TokenKind::Space, i);
    }
    if (m_sql.size() - m_at >= 3 && std::memcmp(m_sql.data() + m_at, "\xEF\xBB\xBF", 3) == 0) {
        return made(TokenKind::Space, m_at + 3); // a byte order mark
    }
    if (isWordStart(c) || isOneOf(c, m_traits.wordMarks)) {
        return word();
    }
    if (isDigit(c) || (c == '.' && isDigit(following))) {
        return number();
    }
    switch (c) {
    case ';':
        return made(TokenKind::Semicolon, m_at + 1);
    case '\'':
        return quoted(TokenKind::String, m_at, '\'', m_traits.backslashEscapes);
    case '"':
        return m_traits.doubleQuotesAreStrings
            ? quoted(TokenKind::String, m_at, '"', m_traits.backslashEscapes)
            : quoted(TokenKind::QuotedIdentifier, m_at, '"', false);
    case '`':
        if (m_traits.backtickIdentifiers) {
            return quoted(TokenKind::QuotedIdentifier, m_at, '`', false);
        }
        break;
    case '[':
        if (m_traits.bracketIdentifiers) {
            return quoted(TokenKind::QuotedIdentifier, m_at, ']', false);
        }
        break;
    case '-':
        if (following == '-'
            && (!m_traits.dashesNeedSpace || m_at + 2 >= m_sql.size() || isSpace(at(m_at + 2)))) {
            return made(TokenKind::Comment, lineEnd(m_at + 2));
        }
        break;
    case '#':
        if (m_traits.hashComments) {
            return made(TokenKind::Comment, lineEnd(m_at + 1));
        }
        break;
    case '/':
        if (following == '*') {
            return blockComment();
        }
        break;
    case '{':
        if (following == '{') {
            if (const qsizetype end = placeholderEnd(); end > m_at) {
                return made(TokenKind::Placeholder, end);
            }
        }
        break;
    case '?':
        if (m_traits.questionVariables) {
            qsizetype i = m_at + 1;
            while (isDigit(at(i))) {
                ++i;
            }
            return made(TokenKind::Variable, i);
        }
        break;
    case '$':
        if (m_traits.numberedVariables && isDigit(following)) {
            return made(TokenKind::Variable, skipWord(m_at + 1));
        }
        if (m_traits.dollarQuotes) {
            if (const Token text = dollarQuoted(); text.end > m_at) {
                return text;
            }
        }
        break;
    default:
        break;
    }
    if (isOneOf(c, m_traits.variableMarks)
        && (m_traits.tclVariables || c != ':' || following != ':')) {
        if (const Token named = variable(); named.end > m_at) {
            return named;
        }
    }
    return punctuation();
}

QList<Token> tokenize(QByteArrayView sql, Dialect dialect)
{
    QList<Token> tokens;
    tokens.reserve(sql.size() / 4);
    Lexer lexer(sql, dialect);
    for (Token token; lexer.next(token);) {
        tokens.append(token);
    }
    return tokens;
}

QList<Token> tokenizeText(QStringView sql, Dialect dialect)
{
    const QByteArray bytes = sql.toUtf8();
    QList<Token> tokens = tokenize(bytes, dialect);
    qsizetype byte = 0;
    qsizetype unit = 0;
    const auto unitsUpTo = [&](qsizetype end) {
        for (; byte < end; ++byte) {
            const auto value = static_cast<unsigned char>(bytes[byte]);
            // One unit for each character's first byte, two for those outside the first plane.
            unit += (value & 0xC0U) == 0x80U ? 0 : (value >= 0xF0U ? 2 : 1);
        }
        return unit;
    };
    for (Token& token : tokens) {
        token.begin = unit;
        token.end = unitsUpTo(token.end);
    }
    return tokens;
}

namespace {

bool isListed(QByteArrayView word, std::span<const std::string_view> list)
{
    constexpr qsizetype longest = 32;
    if (word.size() > longest) {
        return false;
    }
    char upper[longest] = {};
    for (qsizetype i = 0; i < word.size(); ++i) {
        upper[i] = toUpper(word[i]);
    }
    return std::binary_search(
        list.begin(), list.end(), std::string_view(upper, static_cast<std::size_t>(word.size())));
}

} // namespace

bool isKeyword(QByteArrayView word, Dialect dialect)
{
    return isListed(word, traitsOf(dialect).keywords);
}

bool isReservedWord(QByteArrayView word, Dialect dialect)
{
    return isListed(word, traitsOf(dialect).reserved);
}

} // namespace whimbrel
