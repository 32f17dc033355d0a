// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_terms.h"
#include "model/sql/quoting.h"

#include <QStringList>

namespace whimbrel {

namespace {

/// A type as information_schema.COLUMNS spells it, but for the width of integers.
QString catalogType(const QString& type)
{
    static const std::pair<const char*, const char*> names[]
        = {{"integer", "int"}, {"bool", "tinyint(1)"}, {"boolean", "tinyint(1)"},
            {"dec", "decimal"}, {"numeric", "decimal"}, {"fixed", "decimal"},
            {"character varying", "varchar"}, {"character", "char"}, {"double precision", "double"},
            {"real", "double"}, {"int1", "tinyint"}, {"int2", "smallint"}, {"int3", "mediumint"},
            {"int4", "int"}, {"int8", "bigint"}, {"float4", "float"}, {"float8", "double"}};
    const qsizetype open = type.indexOf(u'(');
    QString head = (open < 0 ? type : type.left(open)).trimmed().toLower();
    QString rest = open < 0 ? QString() : type.mid(open);
    // The words behind the name (unsigned, zerofill) stand in `rest` or at the head's end.
    for (const char* word : {" zerofill", " unsigned", " signed"}) {
        if (head.endsWith(QLatin1String(word))) {
            head.chop(static_cast<qsizetype>(qstrlen(word)));
            rest += QString::fromLatin1(word).remove(QLatin1String(" signed"));
        }
    }
    for (const auto& [written, kept] : names) {
        if (head == QLatin1String(written)) {
            head = QString::fromLatin1(kept);
        }
    }
    if (rest.isEmpty() || !rest.startsWith(u'(')) {
        rest.prepend(head == QLatin1String("decimal") ? QStringLiteral("(10,0)")
                : head == QLatin1String("char") || head == QLatin1String("bit")
                ? QStringLiteral("(1)")
                : head == QLatin1String("year") ? QStringLiteral("(4)")
                                                : QString());
    } else if (head == QLatin1String("decimal") && !rest.contains(u',')) {
        rest.replace(u')', QLatin1String(",0)"));
    }
    return head
        + rest.replace(QLatin1String(" UNSIGNED"), QLatin1String(" unsigned"))
              .replace(QLatin1String(" ZEROFILL"), QLatin1String(" zerofill"));
}

/// All that the catalog may show for a type: MariaDB adds a width to integers, MySQL 8 takes it
/// away.
QStringList spellings(const QString& type)
{
    static const struct {
        const char* name;
        int width;
        int unsignedWidth;
    } integers[] = {{"tinyint", 4, 3}, {"smallint", 6, 5}, {"mediumint", 9, 8}, {"int", 11, 10},
        {"bigint", 20, 20}};
    const QString kept = catalogType(type);
    const QString head = kept.section(u'(', 0, 0).section(u' ', 0, 0);
    for (const auto& each : integers) {
        if (head != QLatin1String(each.name)) {
            continue;
        }
        const bool plain = kept.contains(QLatin1String("unsigned"));
        const QString sign = plain ? QStringLiteral(" unsigned") : QString();
        return {kept, head + sign,
            QStringLiteral("%1(%2)%3")
                .arg(head)
                .arg(plain ? each.unsignedWidth : each.width)
                .arg(sign)};
    }
    return {kept, kept, kept};
}

/// What the catalog may show for a default: MariaDB keeps it as SQL, MySQL without quotes.
QStringList defaults(const SchemaChange& change)
{
    const QString text = change.text;
    QString bare = unquoted(text.toUtf8());
    const QString call = text.toLower().remove(QLatin1String("()"));
    return {text, bare, call, call + QLatin1String("()")};
}

} // namespace

std::optional<QByteArray> mysqlTerm(QByteArrayView term, const SchemaChange& change)
{
    if (term == "types") {
        return "({type0}, {type1}, {type2})";
    }
    if (term == "nullable") {
        return change.notNull ? "'NO'" : "'YES'";
    }
    if (term == "sameDefault") {
        return change.text.isEmpty() || change.isNull
            ? "(COLUMN_DEFAULT IS NULL OR COLUMN_DEFAULT = 'NULL')"
            : "COALESCE(COLUMN_DEFAULT IN ({default0}, {default1}, {default2}, {default3}), 0)";
    }
    if (term == "noMore") {
        return change.hasMore ? "NULL" : "1";
    }
    if (term == "keyTable") {
        return change.foreign
            ? "k.REFERENCED_TABLE_NAME IS NOT NULL"
            : "k.REFERENCED_TABLE_NAME IS NULL AND k.CONSTRAINT_NAME <> 'PRIMARY'";
    }
    if (term == "routineType") {
        const bool function
            = change.kind == ChangeKind::CreateFunction || change.kind == ChangeKind::DropFunction;
        return function ? "'FUNCTION'" : "'PROCEDURE'";
    }
    return std::nullopt;
}

std::optional<QString> mysqlValue(QByteArrayView term, const SchemaChange& change)
{
    const auto numbered = [&](const char* name, const QStringList& values) {
        const QByteArrayView head(name);
        return term.startsWith(head) && term.size() == head.size() + 1
            ? std::optional(values.value(term.back() - '0'))
            : std::nullopt;
    };
    if (auto type = numbered("type", spellings(change.type))) {
        return type;
    }
    if (auto value = numbered("default", defaults(change))) {
        return value;
    }
    if (term == "grantee") {
        return change.text.startsWith(u'\'') ? change.text
                                             : QStringLiteral("'%1'@'%'").arg(change.text);
    }
    return std::nullopt;
}

} // namespace whimbrel
