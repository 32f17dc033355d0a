// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/schema_changes.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Sql", text);
}

/// The rights of ALL, for the kinds of object whose rights are looked at.
QStringList everyRight(const QString& kind)
{
    static const QStringList table{QStringLiteral("SELECT"), QStringLiteral("INSERT"),
        QStringLiteral("UPDATE"), QStringLiteral("DELETE")};
    static const QStringList sequence{QStringLiteral("USAGE"), QStringLiteral("SELECT")};
    static const QStringList schema{QStringLiteral("USAGE"), QStringLiteral("CREATE")};
    if (kind == QLatin1String("TABLE")) {
        return table;
    }
    return kind == QLatin1String("SEQUENCE") ? sequence : schema;
}

/// SELECT, INSERT or ALL PRIVILEGES; nothing where a right is for some columns only.
QStringList takeRights(TokenCursor& cursor)
{
    QStringList rights;
    while (!cursor.atEnd() && !cursor.isOneOf({"ON", "TO", "FROM"})) {
        QStringList words;
        while (!cursor.atEnd() && !cursor.isSign(",") && !cursor.isOneOf({"ON", "TO", "FROM"})) {
            if (cursor.isSign("(")) {
                return {};
            }
            words.append(QString::fromUtf8(cursor.text()).toUpper());
            cursor.skip();
        }
        rights.append(words.join(u' '));
        cursor.takeSign(",");
    }
    return rights;
}

/// A role as the catalog holds it; on MySQL 'user'@'host'. Empty where the statement does not name
/// it.
QString takeGrantee(TokenCursor& cursor, Dialect dialect)
{
    if (cursor.isOneOf({"CURRENT_USER", "SESSION_USER", "CURRENT_ROLE"})) {
        return {};
    }
    if (dialect == Dialect::Postgresql) {
        cursor.take("GROUP");
        return cursor.takeName().value_or(QString());
    }
    const QString user = cursor.takeName().value_or(QString());
    const Token* host = cursor.token();
    if (host == nullptr || host->kind != TokenKind::Variable) {
        return QStringLiteral("'%1'@'%'").arg(user);
    }
    QString name = QString::fromUtf8(cursor.text().sliced(1));
    cursor.skip();
    name.remove(u'\'').remove(u'`').remove(u'"');
    return QStringLiteral("'%1'@'%2'").arg(user, name);
}

} // namespace

SchemaChanges privilegeChanges(TokenCursor cursor, Dialect dialect)
{
    const bool grants = cursor.isWord("GRANT");
    cursor.skip();
    cursor.take({"GRANT", "OPTION", "FOR"});
    const SchemaChanges unknown{{}, tr("Whimbrel does not compare rights of this kind."), true};
    SchemaChange change;
    change.kind = grants ? ChangeKind::Grant : ChangeKind::Revoke;
    QStringList rights = takeRights(cursor);
    if (!cursor.take("ON") || rights.isEmpty()) {
        return unknown; // membership in a role, or rights on columns
    }
    change.type = QStringLiteral("TABLE");
    for (const char* kind : {"TABLE", "SEQUENCE", "SCHEMA"}) {
        if (cursor.isWord(kind) && !cursor.isOneOf({"TO", "FROM"}, 1)) {
            cursor.skip();
            change.type = QString::fromLatin1(kind);
            break;
        }
    }
    if (cursor.isOneOf({"ALL", "FUNCTION", "PROCEDURE", "ROUTINE", "DATABASE", "TYPE", "DOMAIN",
            "LANGUAGE", "FOREIGN", "TABLESPACE", "LARGE", "PARAMETER", "PACKAGE"})
        || cursor.isSign("*")) {
        return unknown;
    }
    QList<QualifiedName> objects;
    do {
        objects.append(cursor.takeQualifiedName());
        if (objects.last().name.isEmpty()) {
            return unknown; // MySQL: schema.*
        }
    } while (cursor.takeSign(","));
    if (!cursor.take("TO") && !cursor.take("FROM")) {
        return unknown;
    }
    if (rights.first().startsWith(QLatin1String("ALL"))) {
        rights = everyRight(change.type);
    }
    SchemaChanges changes;
    do {
        change.text = takeGrantee(cursor, dialect);
        if (change.text.isEmpty()) {
            return unknown;
        }
        for (const QualifiedName& object : objects) {
            for (const QString& right : rights) {
                change.object = object;
                change.arguments = right;
                changes.list.append(change);
            }
        }
    } while (cursor.takeSign(","));
    return changes;
}

} // namespace whimbrel
