// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/implicit_commit.h"

#include <array>

namespace whimbrel {

namespace {

/// Statements that are told by how they begin; those of CREATE, ALTER and DROP aside.
constexpr std::array<std::array<const char*, 2>, 20> beginnings{{{"RENAME"}, {"TRUNCATE"},
    {"GRANT"}, {"REVOKE"}, {"FLUSH"}, {"RESET"}, {"LOCK"}, {"UNLOCK"}, {"OPTIMIZE"}, {"REPAIR"},
    {"CHECK"}, {"CACHE", "INDEX"}, {"LOAD", "INDEX"}, {"INSTALL"}, {"UNINSTALL"},
    {"CHANGE", "MASTER"}, {"CHANGE", "REPLICATION"}, {"SET", "PASSWORD"}, {"START"}, {"STOP"}}};

/// ANALYZE TABLE; ANALYZE SELECT only reads (MariaDB).
bool analyzesTable(TokenCursor cursor)
{
    if (!cursor.take("ANALYZE")) {
        return false;
    }
    if (cursor.isOneOf({"NO_WRITE_TO_BINLOG", "LOCAL"})) {
        cursor.skip();
    }
    return cursor.isOneOf({"TABLE", "TABLES"});
}

/// CREATE and DROP of a temporary table leave the transaction alone; nothing else temporary does.
bool changesTemporaryTable(TokenCursor cursor)
{
    if (cursor.take("CREATE")) {
        cursor.take({"OR", "REPLACE"});
    } else if (!cursor.take("DROP")) {
        return false;
    }
    return cursor.isWord("TEMPORARY") && cursor.isOneOf({"TABLE", "SEQUENCE"}, 1);
}

} // namespace

bool commitsImplicitly(TokenCursor cursor)
{
    if (cursor.isOneOf({"CREATE", "ALTER", "DROP"})) {
        return !changesTemporaryTable(cursor);
    }
    for (const auto& words : beginnings) {
        if (cursor.isWord(words[0]) && (words[1] == nullptr || cursor.isWord(words[1], 1))) {
            return true;
        }
    }
    // BEGIN NOT ATOMIC opens a block of commands, no transaction.
    return analyzesTable(cursor) || (cursor.isWord("BEGIN") && !cursor.isWord("NOT", 1));
}

} // namespace whimbrel
