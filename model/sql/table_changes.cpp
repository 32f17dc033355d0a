// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/table_changes.h"

#include <utility>

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

bool takeConditions(TokenCursor& cursor)
{
    return cursor.take({"IF", "NOT", "EXISTS"}) || cursor.take({"IF", "EXISTS"});
}

/// Words that end a column's type or default.
bool atClause(const TokenCursor& cursor)
{
    return atPartEnd(cursor)
        || cursor.isOneOf({"NOT", "NULL", "DEFAULT", "UNIQUE", "REFERENCES", "CHECK", "PRIMARY",
            "CONSTRAINT", "GENERATED", "COLLATE", "USING", "COMMENT", "FIRST", "AFTER", "AS",
            "AUTO_INCREMENT", "STORAGE", "COMPRESSION", "KEY", "ON", "INVISIBLE", "VISIBLE"})
        || (cursor.isWord("CHARACTER") && cursor.isWord("SET", 1));
}

/// The text up to the next clause, token by token: "numeric(10,2)", "double precision".
QString takeText(TokenCursor& cursor)
{
    QString text;
    bool wordBefore = false;
    for (int depth = 0; !cursor.atEnd() && (depth > 0 || !atClause(cursor)); cursor.skip()) {
        depth += cursor.isSign("(") ? 1 : (cursor.isSign(")") ? -1 : 0);
        if (depth < 0) {
            break; // ADD (a int): the parenthesis is not the type's
        }
        const bool word = cursor.token()->kind != TokenKind::Operator;
        const bool apart = (wordBefore && word) || (word && text.endsWith(u')'));
        text += (apart ? S(" ") : QString()) + QString::fromUtf8(cursor.text());
        wordBefore = word;
    }
    return text;
}

/// Reads a column's definition behind its name, up to the part's end.
void readDefinition(TokenCursor& cursor, TableChange& change)
{
    change.type = takeText(cursor);
    while (!atPartEnd(cursor)) {
        if (cursor.take({"NOT", "NULL"})) {
            change.notNull = true;
        } else if (cursor.take("DEFAULT")) {
            change.hasDefault = !cursor.isWord("NULL");
            change.defaultText = cursor.take("NULL") ? S("NULL") : takeText(cursor);
        } else if (cursor.take("UNIQUE")) {
            change.unique = true;
        } else if (cursor.take("REFERENCES")) {
            change.references = true;
            change.other = cursor.takeQualifiedName();
        } else {
            change.hasMore = change.hasMore || !(cursor.isWord("NULL") || cursor.isSign(")"));
            cursor.skipItem();
        }
    }
}

/// The plain names in parentheses; none at all if one of them is an expression.
QStringList takeColumns(TokenCursor& cursor)
{
    QStringList names;
    TokenCursor ahead = cursor;
    cursor.skipParentheses();
    if (!ahead.takeSign("(")) {
        return {};
    }
    while (!ahead.atEnd()) {
        const auto name = ahead.takeName();
        if (!name || (!ahead.isSign(",") && !ahead.isSign(")"))) {
            return {};
        }
        names.append(*name);
        if (ahead.takeSign(")")) {
            return names;
        }
        ahead.skip();
    }
    return {};
}

/// Reads what a constraint or key is, and its clauses, up to the part's end.
void readConstraint(TokenCursor& cursor, TableChange& change)
{
    while (!atPartEnd(cursor)) {
        if (cursor.isSign("(") && change.columns.isEmpty() && !change.references) {
            change.columns = takeColumns(cursor);
        } else if (cursor.take("REFERENCES")) {
            change.references = true;
            change.other = cursor.takeQualifiedName();
        } else if (cursor.take({"NOT", "VALID"})) {
            change.notValid = true;
        } else if (cursor.take({"USING", "INDEX"})) {
            change.usingIndex = change.columns.isEmpty();
            if (change.usingIndex) {
                change.newName = cursor.takeName().value_or(QString());
            }
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
    static const Noun nouns[] = {{{"CONSTRAINT"}, "CONSTRAINT"},
        {{"PRIMARY", "KEY"}, "PRIMARY KEY"}, {{"FOREIGN", "KEY"}, "FOREIGN KEY"},
        {{"UNIQUE", "INDEX"}, "INDEX"}, {{"UNIQUE", "KEY"}, "INDEX"}, {{"UNIQUE"}, "UNIQUE"},
        {{"CHECK"}, "CHECK"}, {{"EXCLUDE"}, "EXCLUDE"}, {{"INDEX"}, "INDEX"}, {{"KEY"}, "INDEX"},
        {{"FULLTEXT", "INDEX"}, "INDEX"}, {{"SPATIAL", "INDEX"}, "INDEX"},
        {{"FULLTEXT", "KEY"}, "INDEX"}, {{"SPATIAL", "KEY"}, "INDEX"},
        {{"PARTITION"}, "PARTITION"}};
    for (const Noun& noun : nouns) {
        // A plain word before a type is a column of that name: ADD key TEXT.
        if (cursor.take(noun.words)) {
            return &noun;
        }
    }
    return nullptr;
}

bool isNoun(const Noun* noun, const char* text)
{
    return noun != nullptr && QByteArrayView(noun->text) == QByteArrayView(text);
}

TableChange readAdd(TokenCursor& cursor)
{
    TableChange change;
    change.kind = StatementClass::Additive;
    const bool column = cursor.take("COLUMN");
    change.unique = !column && cursor.isWord("UNIQUE");
    const Noun* noun = column ? nullptr : takeNoun(cursor);
    change.conditional = takeConditions(cursor);
    change.words = change.form = S("ADD ") + S(noun != nullptr ? noun->text : "COLUMN");
    if (noun == nullptr) {
        if (cursor.isSign("(")) {
            cursor.skip(); // MySQL: ADD (a INT, b INT); the first speaks for all
        }
        change.name = cursor.takeName().value_or(QString());
        readDefinition(cursor, change);
        return change;
    }
    if (isNoun(noun, "CONSTRAINT")) {
        const bool named
            = !cursor.isOneOf({"CHECK", "UNIQUE", "PRIMARY", "FOREIGN", "EXCLUDE", "NOT"});
        change.name = named ? cursor.takeName().value_or(QString()) : QString();
        change.unique = cursor.isWord("UNIQUE");
        if (const Noun* what = takeNoun(cursor); what != nullptr) {
            // MySQL's CONSTRAINT c UNIQUE KEY is an index of that name.
            change.form = S("ADD ") + S(isNoun(what, "INDEX") ? "UNIQUE" : what->text);
        }
    } else if (!cursor.isSign("(") && !isNoun(noun, "EXCLUDE") && !cursor.isWord("USING")) {
        change.name = cursor.takeName().value_or(QString());
    }
    readConstraint(cursor, change);
    return change;
}

TableChange readDrop(TokenCursor& cursor)
{
    TableChange change;
    change.kind = StatementClass::Destructive;
    const bool column = cursor.take("COLUMN");
    const Noun* noun = column ? nullptr : takeNoun(cursor);
    change.conditional = takeConditions(cursor);
    change.words = change.form = S("DROP ") + S(noun != nullptr ? noun->text : "COLUMN");
    change.name = cursor.takeName().value_or(QString());
    return change;
}

TableChange readRename(TokenCursor& cursor)
{
    TableChange change;
    change.kind = StatementClass::Rename;
    change.words = S("RENAME COLUMN");
    if (cursor.take("TO") || cursor.take("AS")) {
        change.words = change.form = S("RENAME TO");
        change.other = cursor.takeQualifiedName();
        change.newName = change.other.name;
        return change;
    }
    if (cursor.take("CONSTRAINT")) {
        change.words = S("RENAME CONSTRAINT");
    } else if ((cursor.isOneOf({"INDEX", "KEY"})) && !cursor.isWord("TO", 1)) {
        cursor.skip();
        change.words = S("RENAME INDEX");
    } else if (!cursor.isWord("COLUMN") || !cursor.isWord("TO", 1)) {
        cursor.take("COLUMN");
    }
    change.form = change.words;
    change.conditional = takeConditions(cursor);
    change.name = cursor.takeName().value_or(QString());
    if (!cursor.take("TO") && change.name.isEmpty()) {
        return change;
    }
    change.newName = cursor.takeName().value_or(QString());
    if (change.newName.isEmpty()) {
        change.other = {}; // MySQL: RENAME b, without TO
        change.words = change.form = S("RENAME TO");
        change.newName = std::exchange(change.name, QString());
        change.other.name = change.newName;
    }
    return change;
}

/// What ALTER COLUMN name takes, and what to call it.
void readColumnForm(TokenCursor& cursor, TableChange& change)
{
    struct Form {
        std::initializer_list<const char*> words;
        const char* text;
    };
    static const Form forms[] = {{{"SET", "DATA", "TYPE"}, "TYPE"}, {{"TYPE"}, "TYPE"},
        {{"SET", "NOT", "NULL"}, "SET NOT NULL"}, {{"DROP", "NOT", "NULL"}, "DROP NOT NULL"},
        {{"SET", "DEFAULT"}, "SET DEFAULT"}, {{"DROP", "DEFAULT"}, "DROP DEFAULT"},
        {{"SET", "STATISTICS"}, "SET STATISTICS"}, {{"SET", "STORAGE"}, "SET STORAGE"},
        {{"SET", "COMPRESSION"}, "SET COMPRESSION"}, {{"ADD", "GENERATED"}, "ADD GENERATED"},
        {{"DROP", "IDENTITY"}, "DROP IDENTITY"}, {{"DROP", "EXPRESSION"}, "DROP EXPRESSION"},
        {{"SET", "GENERATED"}, "SET GENERATED"}, {{"RESTART"}, "RESTART"}, {{"RESET"}, "RESET"},
        {{"SET"}, "SET"}};
    for (const Form& form : forms) {
        if (cursor.take(form.words)) {
            const QString text = S(form.text);
            change.form += u' ' + text;
            change.notNull = text == S("SET NOT NULL");
            if (text == S("TYPE")) {
                change.type = takeText(cursor);
            } else if (text == S("SET DEFAULT")) {
                change.hasDefault = !cursor.isWord("NULL");
                change.defaultText = cursor.take("NULL") ? S("NULL") : takeText(cursor);
            }
            return;
        }
    }
}

/// Everything else that PostgreSQL's and MySQL's ALTER TABLE take: its words, and what names stand
/// behind them.
struct OtherForm {
    std::initializer_list<const char*> words;
    enum class Then { Nothing, Name, Table } then;
};

const OtherForm* takeOtherForm(TokenCursor& cursor)
{
    using enum OtherForm::Then;
    static const OtherForm forms[] = {{{"VALIDATE", "CONSTRAINT"}, Name},
        {{"ALTER", "CONSTRAINT"}, Name}, {{"ALTER", "CHECK"}, Name}, {{"ALTER", "INDEX"}, Name},
        {{"ALTER", "KEY"}, Name}, {{"ATTACH", "PARTITION"}, Table},
        {{"DETACH", "PARTITION"}, Table}, {{"NO", "INHERIT"}, Table}, {{"INHERIT"}, Table},
        {{"NOT", "OF"}, Nothing}, {{"OF"}, Table}, {{"ENABLE", "REPLICA", "TRIGGER"}, Name},
        {{"ENABLE", "ALWAYS", "TRIGGER"}, Name}, {{"ENABLE", "TRIGGER"}, Name},
        {{"DISABLE", "TRIGGER"}, Name}, {{"ENABLE", "REPLICA", "RULE"}, Name},
        {{"ENABLE", "ALWAYS", "RULE"}, Name}, {{"ENABLE", "RULE"}, Name},
        {{"DISABLE", "RULE"}, Name}, {{"ENABLE", "ROW", "LEVEL", "SECURITY"}, Nothing},
        {{"DISABLE", "ROW", "LEVEL", "SECURITY"}, Nothing},
        {{"NO", "FORCE", "ROW", "LEVEL", "SECURITY"}, Nothing},
        {{"FORCE", "ROW", "LEVEL", "SECURITY"}, Nothing}, {{"CLUSTER", "ON"}, Name},
        {{"SET", "WITHOUT", "CLUSTER"}, Nothing}, {{"SET", "WITHOUT", "OIDS"}, Nothing},
        {{"SET", "SCHEMA"}, Table}, {{"SET", "TABLESPACE"}, Name}, {{"SET", "LOGGED"}, Nothing},
        {{"SET", "UNLOGGED"}, Nothing}, {{"SET", "ACCESS", "METHOD"}, Name},
        {{"OWNER", "TO"}, Name}, {{"REPLICA", "IDENTITY"}, Nothing}};
    for (const OtherForm& form : forms) {
        if (cursor.take(form.words)) {
            return &form;
        }
    }
    return nullptr;
}

void readOtherForm(TokenCursor& cursor, const OtherForm& form, TableChange& change)
{
    QStringList words;
    for (const char* word : form.words) {
        words.append(S(word));
    }
    change.words = words.first() == S("ALTER") ? words.join(u' ') : words.first();
    change.form = words.join(u' ');
    change.conditional = takeConditions(cursor);
    if (form.then == OtherForm::Then::Name) {
        change.name = cursor.takeName().value_or(QString());
    } else if (form.then == OtherForm::Then::Table) {
        change.other = cursor.takeQualifiedName();
    }
    if (change.form == S("DETACH PARTITION")) {
        change.form += cursor.take("CONCURRENTLY")
            ? S(" CONCURRENTLY")
            : (cursor.take("FINALIZE") ? S(" FINALIZE") : QString());
    }
}

TableChange readOther(TokenCursor& cursor)
{
    TableChange change;
    if (const OtherForm* form = takeOtherForm(cursor); form != nullptr) {
        readOtherForm(cursor, *form, change);
    } else if (cursor.take("ALTER")) {
        cursor.take("COLUMN");
        change.words = change.form = S("ALTER COLUMN");
        change.conditional = takeConditions(cursor);
        change.name = cursor.takeName().value_or(QString());
        readColumnForm(cursor, change);
    } else if (cursor.take("MODIFY")) {
        cursor.take("COLUMN");
        change.words = change.form = S("MODIFY COLUMN");
        change.conditional = takeConditions(cursor);
        change.name = cursor.takeName().value_or(QString());
        readDefinition(cursor, change);
    } else if (cursor.take("CHANGE")) {
        cursor.take("COLUMN");
        change.words = change.form = S("CHANGE COLUMN");
        change.conditional = takeConditions(cursor);
        change.name = cursor.takeName().value_or(QString());
        change.newName = cursor.takeName().value_or(QString());
        readDefinition(cursor, change);
    } else if (const Token* token = cursor.token();
               token != nullptr && token->kind == TokenKind::Word) {
        change.words = change.form = QString::fromUtf8(cursor.text()).toUpper();
        cursor.skip();
        cursor.takeSign("=");
        change.name = QString::fromUtf8(cursor.text()).toUpper(); // ALGORITHM = INPLACE
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

QualifiedName takeAlteredTable(TokenCursor& cursor)
{
    cursor.take("ALTER");
    while (cursor.isOneOf({"ONLINE", "IGNORE", "FOREIGN", "OFFLINE"})) {
        cursor.skip();
    }
    cursor.take("TABLE");
    takeConditions(cursor);
    cursor.take("ONLY");
    QualifiedName table = cursor.takeQualifiedName();
    cursor.takeSign("*"); // PostgreSQL: and its children
    while (cursor.isOneOf({"NOWAIT", "WAIT"})) { // MariaDB
        cursor.skip();
        if (const Token* token = cursor.token();
            token != nullptr && token->kind == TokenKind::Number) {
            cursor.skip();
        }
    }
    return table;
}

} // namespace whimbrel
