// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/token.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace whimbrel {

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
    /// May run inside a transaction that it shares with others (VACUUM may not). Never together
    /// with `commits`.
    bool inTransaction = true;
    /// The server commits the open transaction before it runs the statement, also if the statement
    /// then fails (schema changes on MySQL).
    bool commits = false;
    /// What it adds cannot be used before its transaction commits (ALTER TYPE … ADD VALUE on
    /// PostgreSQL), so it shares its transaction with no other statement.
    bool alone = false;
    /// What it does in upper-case words, the words that only say how left out: "CREATE TABLE" (also
    /// of a temporary or virtual one), "CREATE INDEX" (also of a unique one), "INSERT" (also
    /// INSERT OR IGNORE), "DELETE" (also after WITH), "ALTER TABLE DROP COLUMN",
    /// "ALTER TABLE RENAME TO", "ALTER TABLE RENAME COLUMN". Of an ALTER TABLE that does several
    /// things: the one that does most harm.
    QString verb{};
    QString schema{}; ///< what stands before the object's name: main, temp …; may be empty
    QString object{}; ///< the table, index, trigger, view … it is about, unquoted; may be empty
    QString table{}; ///< the table it touches, unquoted (that of an index or trigger too)
    QString column{}; ///< that ALTER TABLE adds, drops, renames or alters
    QString newName{}; ///< that ALTER … RENAME gives to the table or column
    bool everyRow = false; ///< UPDATE or DELETE without WHERE, or with one that is always true
    bool unique = false; ///< CREATE UNIQUE INDEX
    bool temporary = false; ///< CREATE TEMP …
    bool conditional = false; ///< IF EXISTS or IF NOT EXISTS: done or not, it reports success
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

/// Splits and classifies, in linear time. Bodies of triggers (BEGIN … END, with CASE … END inside)
/// and of stored programs stay whole; DELIMITER is obeyed and belongs to no statement. Problems
/// are: strings, quoted identifiers, comments and bodies that never end; zero bytes; COPY to or
/// from the client; and commands of a database's client program (.read, \i, source), also where
/// the server would silently skip what follows.
[[nodiscard]] Script splitScript(const QByteArray& sql, Dialect dialect);

/// Whether the SQL stands for SQL that nobody has written yet: empty, comments only, TODO, "…", or
/// <angle-bracket> stand-ins.
[[nodiscard]] bool isPlaceholderSql(const QByteArray& sql, Dialect dialect);

/// Whether the class changes the schema.
[[nodiscard]] constexpr bool isDdl(StatementClass kind)
{
    return kind == StatementClass::Additive || kind == StatementClass::Destructive
        || kind == StatementClass::Rename || kind == StatementClass::OtherDdl;
}

} // namespace whimbrel
