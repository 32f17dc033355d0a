// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/lock_rows.h"
#include "model/sql/table_changes.h"

#include <algorithm>

namespace whimbrel {

namespace {

template <class T>
struct Word {
    const char* text;
    T value;
};

constexpr Word<AlterAlgorithm> algorithms[] = {{"DEFAULT", AlterAlgorithm::Default},
    {"INSTANT", AlterAlgorithm::Instant}, {"NOCOPY", AlterAlgorithm::NoCopy},
    {"INPLACE", AlterAlgorithm::InPlace}, {"COPY", AlterAlgorithm::Copy}};

constexpr Word<AlterLock> locks[] = {{"DEFAULT", AlterLock::Default}, {"NONE", AlterLock::None},
    {"SHARED", AlterLock::Shared}, {"EXCLUSIVE", AlterLock::Exclusive}};

/// Reads ALGORITHM = x and LOCK = x, wherever they stand outside of parentheses.
template <class T, std::size_t size>
T asked(TokenCursor cursor, const char* clause, const Word<T> (&words)[size])
{
    for (; !cursor.atEnd(); cursor.skipItem()) {
        if (!cursor.isWord(clause)) {
            continue;
        }
        const std::size_t value = cursor.isSign("=", 1) ? 2 : 1;
        for (const Word<T>& each : words) {
            if (cursor.isWord(each.text, value)) {
                return each.value;
            }
        }
    }
    return T::Unsaid;
}

void add(LockFacts& facts, LockMode mode, const QualifiedName& name)
{
    const bool known
        = std::any_of(facts.locks.begin(), facts.locks.end(), [&](const TableLock& each) {
              return each.name == name.name && each.schema == name.schema;
          });
    if (!name.name.isEmpty() && !known) {
        facts.locks.append({mode, name.schema, name.name, {}});
    }
}

/// The rows of a foreign key's table are read while the key is made.
void addReferenced(LockFacts& facts, TokenCursor cursor)
{
    for (; !cursor.atEnd(); cursor.skip()) {
        if (cursor.take("REFERENCES")) {
            add(facts, LockMode::MetadataRead, cursor.takeQualifiedName());
        }
    }
}

/// RENAME TABLE a TO b, c TO d; DROP TABLE a, b
void addList(LockFacts& facts, TokenCursor cursor)
{
    cursor.take("RENAME");
    cursor.take("DROP");
    if (!cursor.take("TABLE") && !cursor.take("TABLES") && !cursor.take("VIEW")) {
        return;
    }
    cursor.take({"IF", "EXISTS"});
    do {
        add(facts, LockMode::MetadataExclusive, cursor.takeQualifiedName());
        while (!cursor.atEnd() && !cursor.isSign(",")) {
            cursor.skip();
        }
    } while (cursor.takeSign(","));
}

} // namespace

LockFacts mysqlLocks(const Statement& statement, TokenCursor cursor)
{
    LockFacts facts;
    const QualifiedName table{
        statement.table == statement.object ? statement.schema : QString(), statement.table};
    switch (statement.kind) {
    case StatementClass::Query:
        add(facts, LockMode::MetadataRead, table);
        facts.more = !statement.table.isEmpty();
        return facts;
    case StatementClass::Dml:
        add(facts, LockMode::MetadataWrite, table);
        facts.more = true;
        return facts;
    case StatementClass::Session:
    case StatementClass::Transaction:
    case StatementClass::Attachment:
    case StatementClass::Unknown:
        return facts;
    default:
        break;
    }
    if (statement.verb == QLatin1String("DELETE")) {
        add(facts, LockMode::MetadataWrite, table);
        return facts;
    }
    facts.patience = LockPatience::TableLock;
    addList(facts, cursor);
    add(facts, LockMode::MetadataExclusive, table);
    if (statement.verb == QLatin1String("CREATE VIEW")
        || statement.verb == QLatin1String("DROP VIEW")) {
        add(facts, LockMode::MetadataExclusive, {statement.schema, statement.object});
    }
    addReferenced(facts, cursor);
    facts.algorithm = asked(cursor, "ALGORITHM", algorithms);
    facts.lock = asked(cursor, "LOCK", locks);
    return facts;
}

} // namespace whimbrel
