// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/postgres_catalog.h"

namespace whimbrel {

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

void readTable(PostgresReading& reading, qint64 oid, const QString& kind, CatalogRow& row)
{
    Table table;
    table.isPartitioned = kind == u'p';
    table.isForeign = kind == u'f';
    table.schema = row.text();
    table.name = row.text();
    table.grants = row.list();
    for (const char* words : {"owner", "comment", "list of options", "tablespace", "access method",
             "persistence", "row level security", "replica identity", "partition key",
             "partition bound", "list of parents", "row type", "foreign server"}) {
        row.attribute(table.attributes, S(words));
    }
    reading.tables.insert(oid, reading.schema.tables.size());
    reading.schema.tables.append(table);
}

void readView(PostgresReading& reading, qint64 oid, const QString& kind, CatalogRow& row)
{
    View view;
    view.materialized = kind == u'm';
    view.schema = row.text();
    view.name = row.text();
    view.grants = row.list();
    for (const char* words :
        {"owner", "comment", "list of options", "tablespace", "access method"}) {
        row.attribute(view.attributes, S(words));
    }
    for (int unused = 0; unused < 8; ++unused) { // what only tables have
        (void)row.text();
    }
    view.definition = row.text();
    row.attribute(view.attributes, S("state"));
    reading.views.insert(oid, reading.schema.views.size());
    reading.schema.views.append(view);
}

} // namespace

Result<> readPostgresRelations(PostgresReading& reading)
{
    const QString sql
        = S("SELECT c.oid::bigint, c.relkind::text, n.nspname::text, c.relname::text, ")
        + grantsOf("c.relacl", "c.relowner", 'r') + S(", pg_get_userbyid(c.relowner)::text, ")
        + commentOn("pg_class", "c.oid")
        + S(", (SELECT string_agg(o, ', ' ORDER BY o COLLATE \"C\") FROM unnest(c.reloptions) o),"
            " (SELECT spcname::text FROM pg_tablespace WHERE oid = c.reltablespace),"
            " (SELECT amname::text FROM pg_am WHERE oid = c.relam AND amname <> 'heap'),"
            " CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' END,"
            " CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'enabled and forced'"
            "  WHEN c.relforcerowsecurity THEN 'forced' WHEN c.relrowsecurity THEN 'enabled' END,"
            " CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' WHEN 'i' THEN"
            "  'INDEX' END,"
            " CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,"
            " pg_get_expr(c.relpartbound, c.oid),"
            " (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)"
            "  FROM pg_inherits i WHERE i.inhrelid = c.oid),"
            " CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,"
            " (SELECT s.srvname || coalesce(' ' || array_to_string(f.ftoptions, ', '), '')"
            "  FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver"
            "  WHERE f.ftrelid = c.oid),"
            " CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END,"
            " CASE WHEN NOT c.relispopulated THEN 'without rows' END"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ")
        + isUsers("pg_class", "c.oid");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        const qint64 oid = row.number();
        const QString kind = row.text();
        const bool isView = kind == u'v' || kind == u'm';
        isView ? readView(reading, oid, kind, row) : readTable(reading, oid, kind, row);
    });
}

Result<> readPostgresColumns(PostgresReading& reading)
{
    // Some servers stamp every new column with the option pg_attver: that says when, not what.
    const QString compression = reading.version >= 140000
        ? S("CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END")
        : S("NULL");
    const QString sql
        = S("SELECT a.attrelid::bigint, a.attname::text, format_type(a.atttypid, a.atttypmod),"
            " a.attnotnull, pg_get_expr(d.adbin, d.adrelid),"
            " CASE WHEN a.attcollation <> t.typcollation THEN ")
        + collationName("a.attcollation")
        + S(" END, a.attidentity::text, a.attgenerated::text,"
            " CASE WHEN a.attacl IS NOT NULL THEN ")
        + grantsOf("a.attacl", "c.relowner", 'c')
        + S(" END, CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN"
            "  'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END, ")
        + compression
        + S(", CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::text END,"
            " (SELECT string_agg(o, ', ' ORDER BY o COLLATE \"C\") FROM unnest(a.attoptions) o"
            "  WHERE o NOT LIKE 'pg\\_attver=%'), array_to_string(a.attfdwoptions, ', '),"
            " CASE WHEN a.attinhcount > 0 AND a.attislocal THEN 'also its own' WHEN"
            "  a.attinhcount > 0 THEN 'only' END, ")
        + commentOn("pg_class", "a.attrelid", "a.attnum")
        + S(" FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON"
            " n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d"
            " ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attnum > 0 AND NOT"
            " a.attisdropped AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname !~ '^pg_'"
            " ORDER BY a.attrelid, a.attnum");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        const qint64 relation = row.number();
        Column column;
        column.name = row.text();
        column.type = row.text();
        column.notNull = row.flag();
        const QString expression = row.text();
        column.collation = row.text();
        const QString identity = row.text();
        column.identity = identity == u'a' ? S("ALWAYS")
            : identity == u'd'             ? S("BY DEFAULT")
                                           : QString();
        const QString generated = row.text();
        column.generated = generated == u's' ? Generated::Stored
            : generated == u'v'              ? Generated::Virtual
                                             : Generated::No;
        (column.generated == Generated::No ? column.defaultValue : column.expression) = expression;
        column.grants = row.list();
        for (const char* words : {"storage", "compression", "statistics target", "list of options",
                 "list of foreign options", "inheritance", "comment"}) {
            row.attribute(column.attributes, S(words));
        }
        if (const auto table = reading.tables.constFind(relation); table != reading.tables.cend()) {
            reading.schema.tables[*table].columns.append(column);
        } else if (const auto view = reading.views.constFind(relation);
                   view != reading.views.cend()) {
            reading.schema.views[*view].columns.append(column);
        }
    });
}

Result<> readPostgresTriggers(PostgresReading& reading)
{
    const QString sql
        = S("SELECT n.nspname || '.' || c.relname, t.tgname::text, t.tgtype, t.tgenabled::text,"
            " (SELECT string_agg(a.attname::text, ', ' ORDER BY a.attname::text COLLATE \"C\")"
            "  FROM pg_attribute a WHERE a.attrelid = t.tgrelid AND a.attnum = ANY (t.tgattr)),"
            " regexp_replace(pg_get_triggerdef(t.oid), '^.*? ON (?=.* FOR EACH )', ''),"
            " CASE WHEN t.tgconstraint <> 0 THEN 'CONSTRAINT' END, ")
        + commentOn("pg_trigger", "t.oid")
        + S(" FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid ="
            " c.relnamespace WHERE NOT t.tgisinternal ")
        + (reading.version >= 130000 ? S("AND t.tgparentid = 0 AND ") : S("AND "))
        + isUsers("pg_trigger", "t.oid");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        Trigger trigger;
        trigger.table = row.text();
        trigger.name = row.text();
        const qint64 type = row.number(); // bits of pg_trigger.h
        trigger.timing = (type & 2) != 0 ? S("BEFORE")
            : (type & 64) != 0           ? S("INSTEAD OF")
                                         : S("AFTER");
        const QString enabled = row.text();
        trigger.enabled = enabled != u'D';
        const QString columns = row.text();
        QStringList events;
        (type & 4) != 0 ? events.append(S("INSERT")) : void();
        (type & 8) != 0 ? events.append(S("DELETE")) : void();
        (type & 16) != 0
            ? events.append(columns.isEmpty() ? S("UPDATE") : S("UPDATE OF ") + columns)
            : void();
        (type & 32) != 0 ? events.append(S("TRUNCATE")) : void();
        trigger.event = events.join(S(" OR "));
        trigger.body = row.text();
        row.attribute(trigger.attributes, S("kind"));
        row.attribute(trigger.attributes, S("comment"));
        if (enabled == u'R' || enabled == u'A') {
            trigger.attributes.insert(S("firing"), enabled == u'R' ? S("REPLICA") : S("ALWAYS"));
        }
        reading.schema.triggers.append(trigger);
    });
}

Result<> readPostgresPolicies(PostgresReading& reading)
{
    const QString policies
        = S("SELECT n.nspname || '.' || c.relname, p.polname::text, CASE p.polcmd WHEN 'r' THEN "
            "'SELECT'"
            " WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,"
            " CASE WHEN NOT p.polpermissive THEN 'RESTRICTIVE' END,"
            " (SELECT string_agg(r, ', ' ORDER BY r COLLATE \"C\") FROM (SELECT CASE WHEN o = 0"
            "  THEN 'PUBLIC' ELSE pg_get_userbyid(o)::text END AS r FROM unnest(p.polroles) o) x),"
            " pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)"
            " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid ="
            " c.relnamespace WHERE ")
        + isUsers("pg_class", "c.oid");
    auto done = eachCatalogRow(reading.connection, policies, [&](CatalogRow& row) {
        SchemaObject policy;
        policy.kind = ObjectKind::Policy;
        policy.table = row.text();
        policy.name = row.text();
        for (const char* words : {"command", "kind", "list of roles", "condition", "check"}) {
            row.attribute(policy.attributes, S(words));
        }
        reading.schema.objects.append(policy);
    });
    if (!done) {
        return done;
    }
    const QString rules
        = S("SELECT n.nspname || '.' || c.relname, r.rulename::text, pg_get_ruledef(r.oid),"
            " CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'REPLICA' WHEN 'A' THEN"
            " 'ALWAYS' END FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN"
            " pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND ")
        + isUsers("pg_class", "c.oid");
    return eachCatalogRow(reading.connection, rules, [&](CatalogRow& row) {
        SchemaObject rule;
        rule.kind = ObjectKind::Rule;
        rule.table = row.text();
        rule.name = row.text();
        row.attribute(rule.attributes, S("definition"));
        row.attribute(rule.attributes, S("firing"));
        reading.schema.objects.append(rule);
    });
}

} // namespace whimbrel
