// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

namespace whimbrel {

/// What a stretch of SQL is. Every byte of a script belongs to exactly one token.
enum class TokenKind {
    Space,
    Comment,
    Word, ///< keyword or plain identifier
    QuotedIdentifier, ///< "x", `x`, [x] by dialect
    String, ///< 'x', x'00', and the dialect's other forms
    Number,
    Variable, ///< ?, ?1, :name, @name, $name
    Placeholder, ///< {{name}}: a parameter of the plan
    Operator, ///< operators and punctuation but the semicolon
    Semicolon,
    Unterminated, ///< a string, quoted identifier or comment that does not end
};

/// A stretch of bytes, end exclusive.
struct Token {
    TokenKind kind = TokenKind::Space;
    qsizetype begin = 0;
    qsizetype end = 0;
    bool operator==(const Token&) const = default;
};

/// Cuts UTF-8 SQL into tokens without losing a byte: the tokens' stretches follow each other from 0
/// to the end. Never fails; what does not end is an Unterminated token to the end of the text.
[[nodiscard]] QList<Token> tokenize(QByteArrayView sql, Dialect dialect);

/// Whether a word means something to the dialect: what the editor highlights.
[[nodiscard]] bool isKeyword(QByteArrayView word, Dialect dialect);

/// What a statement does, as far as its words tell.
enum class StatementClass {
    Query, ///< reads: SELECT, VALUES, EXPLAIN, WITH … SELECT
    Dml, ///< changes rows: INSERT, UPDATE, DELETE, REPLACE, WITH … INSERT
    Additive, ///< adds to the schema: CREATE …, ALTER TABLE … ADD
    Destructive, ///< takes away: DROP …, TRUNCATE, ALTER TABLE … DROP, DELETE without WHERE
    Rename, ///< ALTER TABLE … RENAME
    OtherDdl, ///< another change of the schema
    Transaction, ///< BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE …
    Session, ///< PRAGMA, SET
    Maintenance, ///< ANALYZE, REINDEX, VACUUM
    Attachment, ///< ATTACH, DETACH
    Unknown,
};

/// One statement of a script.
struct Statement {
    qsizetype begin = 0; ///< first byte, without leading space and comments
    qsizetype end = 0; ///< behind the last byte, without the semicolon
    int line = 1; ///< of `begin`, counted from 1
    StatementClass kind = StatementClass::Unknown;
    bool inTransaction = true; ///< may run inside a transaction (VACUUM may not)
    QString verb{}; ///< upper-cased leading words: "CREATE TABLE", "ALTER TABLE DROP COLUMN"
    QString object{}; ///< the table, index, trigger, view … it is about, unquoted; may be empty
    QString table{}; ///< the table it touches, unquoted (that of an index or trigger too)
    bool operator==(const Statement&) const = default;
};

/// Something in a script that keeps it from being run.
struct SqlProblem {
    qsizetype at = 0; ///< byte
    int line = 1;
    QString message{};
    bool operator==(const SqlProblem&) const = default;
};

/// A script cut into its statements. Space, comments and semicolons between them belong to none.
struct Script {
    QByteArray sql{};
    QList<Statement> statements{};
    QList<SqlProblem> problems{};

    [[nodiscard]] QByteArray text(const Statement& statement) const
    {
        return sql.mid(statement.begin, statement.end - statement.begin);
    }
    bool operator==(const Script&) const = default;
};

/// Splits and classifies. Bodies of triggers (BEGIN … END, with CASE … END inside) stay whole.
[[nodiscard]] Script splitScript(const QByteArray& sql, Dialect dialect);

/// Whether the SQL stands for SQL that nobody has written yet: empty, comments only, TODO, or
/// <angle-bracket> stand-ins.
[[nodiscard]] bool isPlaceholderSql(const QByteArray& sql, Dialect dialect);

} // namespace whimbrel
