// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/client_commands.h"

#include "model/sql/characters.h"
#include "model/sql/token_cursor.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Sql", text);
}

enum class Instead { Other, Include, Semicolon, Rows, Parameter, Binding };

struct Command {
    const char* name;
    Instead instead;
};

constexpr Command sqliteCommands[] = {{".read", Instead::Include}, {".import", Instead::Rows},
    {".parameter", Instead::Parameter}, {".open", Instead::Binding}};

constexpr Command psqlCommands[] = {{"\\i", Instead::Include}, {"\\ir", Instead::Include},
    {"\\include", Instead::Include}, {"\\include_relative", Instead::Include},
    {"\\copy", Instead::Rows}, {"\\.", Instead::Rows}, {"\\g", Instead::Semicolon},
    {"\\gx", Instead::Semicolon}, {"\\gset", Instead::Semicolon}, {"\\gexec", Instead::Semicolon},
    {"\\gdesc", Instead::Semicolon}, {"\\watch", Instead::Semicolon},
    {"\\crosstabview", Instead::Semicolon}, {"\\set", Instead::Parameter},
    {"\\unset", Instead::Parameter}, {"\\c", Instead::Binding}, {"\\connect", Instead::Binding}};

// No statement of the server begins with one of these words.
constexpr Command mysqlCommands[] = {{"SOURCE", Instead::Include}, {"\\.", Instead::Include},
    {"\\G", Instead::Semicolon}, {"\\g", Instead::Semicolon}, {"EGO", Instead::Semicolon},
    {"GO", Instead::Semicolon}, {"CONNECT", Instead::Binding}, {"SYSTEM", Instead::Other},
    {"TEE", Instead::Other}, {"NOTEE", Instead::Other}, {"PAGER", Instead::Other},
    {"NOPAGER", Instead::Other}, {"EDIT", Instead::Other}, {"REHASH", Instead::Other},
    {"PRINT", Instead::Other}, {"PROMPT", Instead::Other}, {"STATUS", Instead::Other},
    {"CHARSET", Instead::Other}, {"CLEAR", Instead::Other}, {"EXIT", Instead::Other},
    {"QUIT", Instead::Other}, {"WARNINGS", Instead::Other}, {"NOWARNING", Instead::Other},
    {"RESETCONNECTION", Instead::Other}};

struct Client {
    const char* program;
    std::span<const Command> commands;
};

Client clientOf(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return {"psql", psqlCommands};
    case Dialect::Mysql:
        return {"mysql", mysqlCommands};
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return {"sqlite3", sqliteCommands};
}

QString wordsFor(Instead instead)
{
    switch (instead) {
    case Instead::Include:
        return tr("Put the statements of that file here.");
    case Instead::Semicolon:
        return tr("End the statement with a semicolon.");
    case Instead::Rows:
        return tr("Write the rows with INSERT, or load them in a step that runs a command.");
    case Instead::Parameter:
        return tr("Use a parameter of the plan.");
    case Instead::Binding:
        return tr("Which database it is comes from the connection that the target is bound to.");
    case Instead::Other:
        break;
    }
    return tr("Remove it, or write what it does in SQL.");
}

/// The command's name: up to the first blank.
QByteArrayView nameIn(QByteArrayView text)
{
    return text.first(std::find_if(text.begin(), text.end(), isSpace) - text.begin());
}

} // namespace

QString clientCommandProblem(QByteArrayView text, Dialect dialect)
{
    const QByteArrayView name = nameIn(text);
    const Client client = clientOf(dialect);
    const bool marked = text.startsWith('.') || text.startsWith('\\');
    const auto found
        = std::find_if(client.commands.begin(), client.commands.end(), [&](const Command& each) {
              // Backslash commands tell case apart, words do not.
              return name.compare(QByteArrayView(each.name),
                         marked ? Qt::CaseSensitive : Qt::CaseInsensitive)
                  == 0;
          });
    if (dialect == Dialect::Mysql && name.compare("DELIMITER", Qt::CaseInsensitive) == 0) {
        return text.trimmed().size() > name.size()
            ? QString()
            : tr("DELIMITER does not say what is to end the statements. Write it behind the word: "
                 "DELIMITER //");
    }
    if (!marked && found == client.commands.end()) {
        return {};
    }
    return tr("%1 is a command of the command-line program %2, not SQL. %3")
        .arg(QString::fromUtf8(name), QLatin1String(client.program),
            wordsFor(found == client.commands.end() ? Instead::Other : found->instead));
}

CopyEnd copyEnd(QByteArrayView sql, std::span<const Token> tokens)
{
    TokenCursor cursor(sql, tokens);
    if (!cursor.take("COPY")) {
        return CopyEnd::OnServer;
    }
    for (; !cursor.atEnd(); cursor.skipItem()) {
        if (cursor.isWord("FROM") && cursor.isOneOf({"STDIN", "STDOUT"}, 1)) {
            return CopyEnd::FromClient;
        }
        if (cursor.isWord("TO") && cursor.isOneOf({"STDIN", "STDOUT"}, 1)) {
            return CopyEnd::ToClient; // PostgreSQL takes either word
        }
    }
    return CopyEnd::OnServer;
}

} // namespace whimbrel
