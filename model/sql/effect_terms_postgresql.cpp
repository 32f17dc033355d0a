// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_terms.h"
#include "model/sql/quoting.h"

namespace whimbrel {

namespace {

/// Names that only CREATE TABLE and ALTER TABLE know, and the types they stand for.
QString realType(const QString& type)
{
    static const std::pair<const char*, const char*> serials[]
        = {{"smallserial", "smallint"}, {"serial2", "smallint"}, {"serial", "integer"},
            {"serial4", "integer"}, {"bigserial", "bigint"}, {"serial8", "bigint"}};
    for (const auto& [serial, real] : serials) {
        if (type.compare(QLatin1String(serial), Qt::CaseInsensitive) == 0) {
            return QString::fromLatin1(real);
        }
    }
    return type;
}

/// What the catalog shows in the parentheses of a type.
QString digitsOf(const QString& type)
{
    const QString lower = type.toLower();
    const auto begins = [&](const char* name) {
        const QString word = QString::fromLatin1(name);
        return lower == word || lower.startsWith(word + u'(') || lower.startsWith(word + u'[')
            || lower.startsWith(word + u' ');
    };
    const qsizetype open = type.indexOf(u'(');
    const qsizetype close = type.indexOf(u')', open);
    QString digits = open < 0 ? QString() : type.mid(open + 1, close - open - 1).remove(u' ');
    const bool varying = lower.contains(QLatin1String(" varying"));
    if (begins("float")) {
        return {}; // float(24) is real
    }
    if ((begins("numeric") || begins("decimal") || begins("dec")) && open >= 0
        && !digits.contains(u',')) {
        return digits + QLatin1String(",0");
    }
    if (open < 0 && !varying && (begins("char") || begins("character") || begins("bit"))) {
        return QStringLiteral("1");
    }
    return digits;
}

/// The condition that the comment on an object is {text}; NULL for kinds that are not looked at.
QByteArray commentTerm(const QString& kind)
{
    struct Row {
        const char* kinds;
        const char* sql;
    };
    static constexpr Row rows[] = {
        {" TABLE VIEW INDEX SEQUENCE ",
            "(SELECT coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), '') = {text} FROM "
            "pg_catalog.pg_class c WHERE c.oid = pg_catalog.to_regclass({object.path}))"},
        {" TYPE DOMAIN ",
            "(SELECT coalesce(pg_catalog.obj_description(t.oid, 'pg_type'), '') = {text} FROM "
            "pg_catalog.pg_type t WHERE t.oid = pg_catalog.to_regtype({object.path}))"},
        {" SCHEMA ",
            "(SELECT coalesce(pg_catalog.obj_description(n.oid, 'pg_namespace'), '') = {text} "
            "FROM pg_catalog.pg_namespace n WHERE n.nspname = {object})"},
        {" CONSTRAINT ",
            "(SELECT coalesce(pg_catalog.obj_description(c.oid, 'pg_constraint'), '') = {text} "
            "FROM pg_catalog.pg_constraint c WHERE c.conrelid = "
            "pg_catalog.to_regclass({table.path}) AND c.conname = {object})"},
        {" TRIGGER ",
            "(SELECT coalesce(pg_catalog.obj_description(t.oid, 'pg_trigger'), '') = {text} FROM "
            "pg_catalog.pg_trigger t WHERE t.tgrelid = pg_catalog.to_regclass({table.path}) AND "
            "t.tgname = {object})"},
        {" EXTENSION ",
            "(SELECT coalesce(pg_catalog.obj_description(e.oid, 'pg_extension'), '') = {text} "
            "FROM pg_catalog.pg_extension e WHERE e.extname = {object})"},
    };
    for (const Row& row : rows) {
        if (QLatin1String(row.kinds).contains(u' ' + kind + u' ')) {
            return row.sql;
        }
    }
    return "NULL::boolean";
}

QByteArray rightTerm(const SchemaChange& change)
{
    const bool schema = change.type == QLatin1String("SCHEMA");
    QByteArray sql = schema
        ? QByteArray("EXISTS (SELECT 1 FROM pg_catalog.pg_namespace o CROSS JOIN LATERAL "
                     "pg_catalog.aclexplode(coalesce(o.nspacl, pg_catalog.acldefault('n', "
                     "o.nspowner))) x WHERE o.nspname = {object}")
        : QByteArray("EXISTS (SELECT 1 FROM pg_catalog.pg_class o CROSS JOIN LATERAL "
                     "pg_catalog.aclexplode(coalesce(o.relacl, pg_catalog.acldefault('")
            + (change.type == QLatin1String("SEQUENCE") ? "s" : "r")
            + "', o.relowner))) x WHERE o.oid = pg_catalog.to_regclass({object.path})";
    sql += " AND x.privilege_type = {arguments} AND x.grantee = ";
    sql += change.text == QLatin1String("public")
        ? "0"
        : "(SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = {text})";
    return sql + ")";
}

} // namespace

std::optional<QByteArray> postgresqlTerm(QByteArrayView term, const SchemaChange& change)
{
    if (term == "notValid") {
        return change.notValid ? "true" : "false";
    }
    if (term == "keyType") {
        return change.foreign ? "'f'" : "'u'";
    }
    if (term == "body") {
        return change.text.isEmpty() ? "" : " AND p.prosrc = {text}";
    }
    if (term == "noRoutine") {
        // Without arguments the name alone tells which one is meant.
        return change.isNull ? "NOT {=routine:{said:n.nspname = {object.schema}|"
                               "pg_catalog.pg_function_is_visible(p.oid)}}"
                             : "(pg_catalog.to_regprocedure({signature}) IS NULL)";
    }
    if (term == "schemaOrDatabase") {
        return change.type == QLatin1String("DATABASE") ? "{=named:pg_database|datname}"
                                                        : "{=named:pg_namespace|nspname}";
    }
    if (term == "comment") {
        return commentTerm(change.type);
    }
    return term == "right" ? std::optional(rightTerm(change)) : std::nullopt;
}

std::optional<QString> postgresqlValue(QByteArrayView term, const SchemaChange& change)
{
    if (term == "type") {
        return realType(change.type);
    }
    if (term == "digits") {
        return digitsOf(realType(change.type));
    }
    if (term == "signature") {
        const auto quoted = [](const QString& name) {
            return QString::fromUtf8(quotedIdentifier(name, Dialect::Postgresql));
        };
        const QString schema = change.object.schema;
        return (schema.isEmpty() ? QString() : quoted(schema) + u'.') + quoted(change.object.name)
            + change.arguments;
    }
    return std::nullopt;
}

} // namespace whimbrel
