// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/transaction_refusal.h"

#include <array>

namespace whimbrel {

namespace {

/// Statements that are told by how they begin.
constexpr std::array<std::array<const char*, 3>, 11> beginnings{{{"VACUUM"}, {"CREATE", "DATABASE"},
    {"DROP", "DATABASE"}, {"CREATE", "TABLESPACE"}, {"DROP", "TABLESPACE"}, {"ALTER", "SYSTEM"},
    {"DISCARD", "ALL"}, {"CREATE", "INDEX", "CONCURRENTLY"}, {"DROP", "INDEX", "CONCURRENTLY"},
    {"COMMIT", "PREPARED"}, {"ROLLBACK", "PREPARED"}}};

bool beginsWith(const TokenCursor& cursor, const std::array<const char*, 3>& words)
{
    for (std::size_t i = 0; i < words.size() && words[i] != nullptr; ++i) {
        if (!cursor.isWord(words[i], i)) {
            return false;
        }
    }
    return true;
}

/// Whether an option in the parentheses that come next is switched on: (CONCURRENTLY), (VERBOSE,
/// CONCURRENTLY true).
bool takeOption(TokenCursor& cursor, const char* option)
{
    TokenCursor inside = cursor;
    cursor.skipParentheses();
    if (!inside.takeSign("(")) {
        return false;
    }
    bool on = false;
    for (; !inside.atEnd() && !inside.isSign(")"); inside.skip()) {
        if (inside.isWord(option)) {
            const QByteArrayView value = inside.text(1);
            on = !inside.isOneOf({"FALSE", "OFF"}, 1) && value != QByteArrayView("0")
                && value != QByteArrayView("'false'") && value != QByteArrayView("'off'");
        }
    }
    return on;
}

/// REINDEX [(options)] INDEX | TABLE | SCHEMA | DATABASE | SYSTEM [CONCURRENTLY] name
bool reindexRefuses(TokenCursor cursor)
{
    if (!cursor.take("REINDEX")) {
        return false;
    }
    if (takeOption(cursor, "CONCURRENTLY") || cursor.isOneOf({"SCHEMA", "DATABASE", "SYSTEM"})) {
        return true;
    }
    cursor.skip();
    return cursor.isWord("CONCURRENTLY");
}

/// CLUSTER [VERBOSE | (options)] without a table: every table, each in a transaction of its own.
bool clusterRefuses(TokenCursor cursor)
{
    if (!cursor.take("CLUSTER")) {
        return false;
    }
    cursor.skipParentheses();
    cursor.take("VERBOSE");
    return cursor.atEnd();
}

bool alterRefuses(TokenCursor cursor)
{
    if (cursor.take({"ALTER", "DATABASE"})) {
        (void)cursor.takeName();
        return cursor.take({"SET", "TABLESPACE"});
    }
    if (!cursor.take({"ALTER", "TABLE"})) {
        return false;
    }
    for (; !cursor.atEnd(); cursor.skipItem()) {
        if (cursor.take({"DETACH", "PARTITION"})) {
            (void)cursor.takeQualifiedName();
            return cursor.isWord("CONCURRENTLY");
        }
    }
    return false;
}

/// The value of an option in WITH (option = value, …), in upper case; empty if it is not given.
QByteArray optionValue(TokenCursor cursor, const char* option)
{
    while (!cursor.atEnd() && !cursor.isWord(option)) {
        cursor.skip();
    }
    cursor.skip();
    const bool given = cursor.takeSign("=");
    return given ? cursor.text().toByteArray().replace('\'', QByteArrayView()).toUpper()
                 : QByteArray();
}

/// What makes, drops or asks for a replication slot on another server.
bool subscriptionRefuses(TokenCursor cursor)
{
    const auto isOff = [&](const char* option) {
        const QByteArray value = optionValue(cursor, option);
        return value == "FALSE" || value == "OFF" || value == "0" || value == "NONE";
    };
    if (cursor.take({"CREATE", "SUBSCRIPTION"})) {
        return !isOff("CONNECT") && !isOff("CREATE_SLOT") && !isOff("SLOT_NAME");
    }
    if (cursor.take({"DROP", "SUBSCRIPTION"})) {
        return true; // unless its slot was taken from it before
    }
    if (!cursor.take({"ALTER", "SUBSCRIPTION"})) {
        return false;
    }
    (void)cursor.takeName();
    if (cursor.isWord("REFRESH")) {
        return true;
    }
    return cursor.isOneOf({"SET", "ADD", "DROP"}) && cursor.isWord("PUBLICATION", 1)
        && !isOff("REFRESH");
}

/// DO with a body that commits: "invalid transaction termination" inside a transaction (2D000).
bool blockCommits(TokenCursor cursor)
{
    if (!cursor.take("DO")) {
        return false;
    }
    if (cursor.take("LANGUAGE")) {
        cursor.skip();
    }
    const QByteArrayView quoted = cursor.text();
    const qsizetype tag = quoted.startsWith('$') ? quoted.indexOf('$', 1) + 1 : 1;
    if (quoted.size() < 2 * tag) {
        return false;
    }
    const QByteArrayView body = quoted.sliced(tag, quoted.size() - 2 * tag);
    const QList<Token> tokens = significantTokens(body, Dialect::Postgresql);
    for (TokenCursor inside(body, {tokens.constData(), static_cast<std::size_t>(tokens.size())});
         !inside.atEnd(); inside.skip()) {
        if (inside.isOneOf({"COMMIT", "ROLLBACK"})
            && (inside.isSign(";", 1) || inside.isWord("AND", 1))) {
            return true;
        }
    }
    return false;
}

} // namespace

bool refusesTransaction(TokenCursor cursor)
{
    for (const auto& words : beginnings) {
        if (beginsWith(cursor, words)) {
            return true;
        }
    }
    TokenCursor unique = cursor;
    return unique.take({"CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"}) || reindexRefuses(cursor)
        || clusterRefuses(cursor) || alterRefuses(cursor) || subscriptionRefuses(cursor)
        || blockCommits(cursor);
}

} // namespace whimbrel
