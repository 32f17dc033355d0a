// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/table_changes.h"

namespace whimbrel {

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

bool atPartEnd(const TokenCursor& cursor)
{
    return cursor.atEnd() || cursor.isSign(",");
}

void takeConditions(TokenCursor& cursor)
{
    if (!cursor.take({"IF", "NOT", "EXISTS"})) {
        cursor.take({"IF", "EXISTS"});
    }
}

/// Reads a column's definition behind its name, up to the part's end.
void readDefinition(TokenCursor& cursor, TableChange& change)
{
    while (!atPartEnd(cursor)) {
        if (cursor.take({"NOT", "NULL"})) {
            change.notNull = true;
        } else if (cursor.take("DEFAULT")) {
            change.hasDefault = !cursor.isWord("NULL");
        } else if (cursor.take("UNIQUE")) {
            change.unique = true;
        } else if (cursor.take("REFERENCES")) {
            change.references = true;
        } else {
            cursor.skipItem();
        }
    }
}

struct Noun {
    std::initializer_list<const char*> words;
    const char* text;
};

/// What ADD and DROP take beside columns.
const Noun* takeNoun(TokenCursor& cursor)
{
    static const Noun nouns[]
        = {{{"CONSTRAINT"}, "CONSTRAINT"}, {{"PRIMARY", "KEY"}, "PRIMARY KEY"},
            {{"FOREIGN", "KEY"}, "FOREIGN KEY"}, {{"UNIQUE", "INDEX"}, "INDEX"},
            {{"UNIQUE", "KEY"}, "INDEX"}, {{"UNIQUE"}, "UNIQUE"}, {{"CHECK"}, "CHECK"},
            {{"INDEX"}, "INDEX"}, {{"KEY"}, "INDEX"}, {{"FULLTEXT", "INDEX"}, "INDEX"},
            {{"SPATIAL", "INDEX"}, "INDEX"}, {{"PARTITION"}, "PARTITION"}};
    for (const Noun& noun : nouns) {
        // A plain word before a type is a column of that name: ADD key TEXT.
        if (cursor.take(noun.words)) {
            return &noun;
        }
    }
    return nullptr;
}

TableChange readAdd(TokenCursor& cursor)
{
    TableChange change;
    change.kind = StatementClass::Additive;
    const bool column = cursor.take("COLUMN");
    const Noun* noun = column ? nullptr : takeNoun(cursor);
    takeConditions(cursor);
    change.words = S("ADD ") + S(noun != nullptr ? noun->text : "COLUMN");
    if (noun == nullptr && cursor.isSign("(")) {
        cursor.skip(); // MySQL: ADD (a INT, b INT); the first speaks for all
    }
    if (!cursor.isSign("(")) {
        change.name = cursor.takeName().value_or(QString());
    }
    readDefinition(cursor, change);
    return change;
}

TableChange readDrop(TokenCursor& cursor)
{
    TableChange change;
    change.kind = StatementClass::Destructive;
    const bool column = cursor.take("COLUMN");
    const Noun* noun = column ? nullptr : takeNoun(cursor);
    takeConditions(cursor);
    change.words = S("DROP ") + S(noun != nullptr ? noun->text : "COLUMN");
    change.name = cursor.takeName().value_or(QString());
    return change;
}

TableChange readRename(TokenCursor& cursor)
{
    TableChange change;
    change.kind = StatementClass::Rename;
    if (cursor.take("TO") || cursor.take("AS")) {
        change.words = S("RENAME TO");
        change.newName = cursor.takeQualifiedName().name;
        return change;
    }
    change.words = S("RENAME COLUMN");
    if (cursor.take("CONSTRAINT")) {
        change.words = S("RENAME CONSTRAINT");
    } else if (cursor.take("INDEX") || cursor.take("KEY")) {
        change.words = S("RENAME INDEX");
    } else {
        cursor.take("COLUMN");
    }
    change.name = cursor.takeName().value_or(QString());
    cursor.take("TO");
    change.newName = cursor.takeName().value_or(QString());
    return change;
}

TableChange readOther(TokenCursor& cursor)
{
    TableChange change;
    if (cursor.take("ALTER")) {
        cursor.take("COLUMN");
        change.words = S("ALTER COLUMN");
        change.name = cursor.takeName().value_or(QString());
        if (cursor.take("SET")) {
            change.notNull = cursor.take({"NOT", "NULL"});
        }
    } else if (cursor.take("MODIFY")) {
        cursor.take("COLUMN");
        change.words = S("MODIFY COLUMN");
        change.name = cursor.takeName().value_or(QString());
        readDefinition(cursor, change);
    } else if (cursor.take("CHANGE")) {
        cursor.take("COLUMN");
        change.words = S("CHANGE COLUMN");
        change.name = cursor.takeName().value_or(QString());
        change.newName = cursor.takeName().value_or(QString());
        readDefinition(cursor, change);
    } else if (const Token* token = cursor.token();
               token != nullptr && token->kind == TokenKind::Word) {
        change.words = QString::fromUtf8(cursor.text()).toUpper();
        cursor.skip();
    }
    return change;
}

} // namespace

QList<TableChange> readTableChanges(TokenCursor& cursor)
{
    QList<TableChange> changes;
    while (!cursor.atEnd()) {
        if (cursor.take("ADD")) {
            changes.append(readAdd(cursor));
        } else if (cursor.take("DROP")) {
            changes.append(readDrop(cursor));
        } else if (cursor.take("RENAME")) {
            changes.append(readRename(cursor));
        } else {
            changes.append(readOther(cursor));
        }
        while (!atPartEnd(cursor)) {
            cursor.skipItem();
        }
        cursor.takeSign(",");
    }
    return changes;
}

} // namespace whimbrel
