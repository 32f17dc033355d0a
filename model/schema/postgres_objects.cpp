// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/postgres_catalog.h"

namespace whimbrel {

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

/// Objects of one kind from rows of schema, name, grants, then attributes by their words.
Result<> readObjects(PostgresReading& reading, ObjectKind kind, const QString& sql,
    std::initializer_list<const char*> words)
{
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        SchemaObject object;
        object.kind = kind;
        object.schema = row.text();
        object.name = row.text();
        object.grants = row.list();
        for (const char* each : words) {
            row.attribute(object.attributes, S(each));
        }
        reading.schema.objects.append(object);
    });
}

} // namespace

Result<> readPostgresTypes(PostgresReading& reading)
{
    const QString sql = S("SELECT n.nspname::text, t.typname::text, ")
        + grantsOf("t.typacl", "t.typowner", 'T') + S(", pg_get_userbyid(t.typowner)::text, ")
        + commentOn("pg_type", "t.oid")
        + S(", CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range'"
            "  WHEN 'c' THEN 'composite' ELSE 'base' END,"
            " (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)"
            "  FROM pg_enum e WHERE e.enumtypid = t.oid),"
            " CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END,"
            " CASE WHEN t.typtype = 'd' AND t.typnotnull THEN 'refused' END,"
            " pg_get_expr(t.typdefaultbin, 0),"
            " CASE WHEN t.typtype = 'd' AND t.typcollation <> (SELECT b.typcollation FROM pg_type b"
            "  WHERE b.oid = t.typbasetype) THEN ")
        + collationName("t.typcollation")
        + S(" END,"
            " (SELECT string_agg(o.conname || ' ' || pg_get_constraintdef(o.oid), ', ' ORDER BY"
            "  o.conname COLLATE \"C\") FROM pg_constraint o WHERE o.contypid = t.oid),"
            " (SELECT format_type(r.rngsubtype, NULL) || coalesce(' COLLATE ' || ")
        + collationName("r.rngcollation")
        + S(", '') FROM pg_range r WHERE r.rngtypid ="
            "  t.oid), CASE t.typtype WHEN 'c' THEN (SELECT string_agg(quote_ident(a.attname) ||"
            "  ' ' || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) FROM"
            "  pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT"
            "  a.attisdropped) END"
            " FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON"
            " c.oid = t.typrelid WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND"
            " c.relkind = 'c' OR t.typtype = 'b' AND t.typelem = 0) AND ")
        + isUsers("pg_type", "t.oid");
    return readObjects(reading, ObjectKind::Type, sql,
        {"owner", "comment", "kind", "list of labels", "base type", "NULL", "default", "collation",
            "list of checks", "range", "list of fields"});
}

Result<> readPostgresRoutines(PostgresReading& reading)
{
    const QString sql = S("SELECT n.nspname::text, p.proname || '(' ||"
                          " pg_get_function_identity_arguments(p.oid) || ')', ")
        + grantsOf("p.proacl", "p.proowner", 'f') + S(", pg_get_userbyid(p.proowner)::text, ")
        + commentOn("pg_proc", "p.oid")
        + S(", CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'p' THEN 'procedure' WHEN 'w' THEN"
            "  'window function' END, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid)"
            "  ELSE (SELECT concat_ws(', ', format_type(p.prorettype, NULL), a.aggkind,"
            "   a.aggtransfn, format_type(a.aggtranstype, NULL), a.aggfinalfn, a.aggcombinefn,"
            "   a.aggsortop, a.agginitval, a.aggmtransfn, a.aggmfinalfn, a.aggminitval,"
            "   p.proparallel) FROM pg_aggregate a WHERE a.aggfnoid = p.oid) END"
            " FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE NOT EXISTS (SELECT"
            // The server makes those that build ranges.
            " FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND"
            " d.deptype = 'i') AND ")
        + isUsers("pg_proc", "p.oid");
    return readObjects(
        reading, ObjectKind::Routine, sql, {"owner", "comment", "kind", "definition"});
}

Result<> readPostgresSequences(PostgresReading& reading)
{
    const QString sql = S("SELECT n.nspname::text, c.relname::text, ")
        + grantsOf("c.relacl", "c.relowner", 's') + S(", pg_get_userbyid(c.relowner)::text, ")
        + commentOn("pg_class", "c.oid")
        + S(", format_type(s.seqtypid, NULL), s.seqstart::text, s.seqincrement::text,"
            " s.seqmin::text, s.seqmax::text, s.seqcache::text, CASE WHEN s.seqcycle THEN 'CYCLE'"
            " END, CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED' END,"
            " (SELECT tn.nspname || '.' || t.relname || '.' || a.attname || CASE d.deptype WHEN"
            "  'i' THEN ' (identity)' ELSE '' END FROM pg_depend d JOIN pg_class t ON t.oid ="
            "  d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace JOIN pg_attribute a ON"
            "  a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE d.classid ="
            "  'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass"
            "  AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i'))"
            " FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON"
            " n.oid = c.relnamespace WHERE ")
        + isUsers("pg_class", "c.oid");
    return readObjects(reading, ObjectKind::Sequence, sql,
        {"owner", "comment", "type", "start", "increment", "smallest number", "greatest number",
            "cache", "end", "persistence", "owning column"});
}

Result<> readPostgresDatabase(PostgresReading& reading)
{
    const QString database = S("SELECT '', '', ") + grantsOf("d.datacl", "d.datdba", 'd')
        + S(", pg_get_userbyid(d.datdba)::text, (SELECT description FROM pg_shdescription WHERE"
            " classoid = 'pg_database'::regclass AND objoid = d.oid),"
            " pg_encoding_to_char(d.encoding)::text, d.datcollate::text, d.datctype::text,"
            " (SELECT string_agg(coalesce(pg_get_userbyid(nullif(s.setrole, 0)) || ': ', '') ||"
            "  array_to_string(s.setconfig, ', '), '; ' ORDER BY pg_get_userbyid(s.setrole)::text"
            "  COLLATE \"C\") FROM pg_db_role_setting s WHERE s.setdatabase = d.oid)"
            " FROM pg_database d WHERE d.datname = current_database()");
    const QString namespaces = S("SELECT '', n.nspname::text, ")
        + grantsOf("n.nspacl", "n.nspowner", 'n') + S(", pg_get_userbyid(n.nspowner)::text, ")
        + commentOn("pg_namespace", "n.oid") + S(" FROM pg_namespace n WHERE ")
        + isUsers("pg_namespace", "n.oid");
    const QString extensions
        = S("SELECT '', e.extname::text, '', pg_get_userbyid(e.extowner)::text, e.extversion,"
            " n.nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace");
    const QString statistics
        = S("SELECT n.nspname::text, s.stxname::text, '', pg_get_userbyid(s.stxowner)::text,"
            " pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid"
            " = s.stxnamespace WHERE ")
        + isUsers("pg_statistic_ext", "s.oid");
    const QString events
        = S("SELECT '', e.evtname::text, '', pg_get_userbyid(e.evtowner)::text, e.evtevent::text,"
            " e.evtfoid::regprocedure::text, CASE e.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R'"
            " THEN 'REPLICA' WHEN 'A' THEN 'ALWAYS' END, array_to_string(e.evttags, ', ')"
            " FROM pg_event_trigger e WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid ="
            " 'pg_event_trigger'::regclass AND d.objid = e.oid AND d.deptype = 'e')");
    const QString publications
        = S("SELECT '', p.pubname::text, '', pg_get_userbyid(p.pubowner)::text, concat_ws(', ',"
            " CASE WHEN p.puballtables THEN 'all tables' END, CASE WHEN p.pubinsert THEN 'insert'"
            " END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete'"
            " END, CASE WHEN p.pubtruncate THEN 'truncate' END), CASE WHEN NOT p.puballtables THEN"
            " (SELECT string_agg(t.schemaname || '.' || t.tablename, ', ' ORDER BY t.schemaname ||"
            " '.' || t.tablename COLLATE \"C\") FROM pg_publication_tables t WHERE t.pubname ="
            " p.pubname) END FROM pg_publication p");
    const QString privileges
        = S("SELECT '', 'of ' || pg_get_userbyid(a.defaclrole) || CASE WHEN n.nspname IS NULL THEN"
            " '' ELSE ' in ' || n.nspname END || ' on ' || CASE a.defaclobjtype WHEN 'r' THEN"
            " 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'routines' WHEN 'T' THEN 'types'"
            " ELSE 'schemas' END, ")
        + grantsOf("a.defaclacl", "a.defaclrole", 'r')
        + S(" FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace WHERE"
            " n.nspname IS DISTINCT FROM 'whimbrel' AND ")
        + isNoJournal();

    auto done = readObjects(reading, ObjectKind::Database, database,
        {"owner", "comment", "encoding", "collation", "character type", "list of settings"});
    if (done) {
        done = readObjects(reading, ObjectKind::Namespace, namespaces, {"owner", "comment"});
    }
    if (done) {
        done = readObjects(
            reading, ObjectKind::Extension, extensions, {"owner", "version", "schema"});
    }
    if (done) {
        done = readObjects(reading, ObjectKind::Statistics, statistics, {"owner", "definition"});
    }
    if (done) {
        done = readObjects(reading, ObjectKind::Event, events,
            {"owner", "event", "routine", "firing", "list of tags"});
    }
    if (done) {
        done = readObjects(reading, ObjectKind::Publication, publications,
            {"owner", "list of changes", "list of tables"});
    }
    if (done) {
        done = readObjects(reading, ObjectKind::DefaultPrivileges, privileges, {});
    }
    return done;
}

} // namespace whimbrel
