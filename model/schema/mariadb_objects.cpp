// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/mariadb_catalog.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

/// Definitions name this database in front of every table; another one may be called otherwise.
QString withoutDatabase(const MariadbReading& reading, QString text)
{
    return text.remove(
        QString::fromUtf8(quotedIdentifier(reading.database, Dialect::Mysql)) + u'.');
}

/// 'reader'@'%' as reader@%.
QString accountForm(const QString& grantee)
{
    QString account = grantee;
    account.replace(S("'@'"), S("@"));
    return account.startsWith(u'\'') ? account.mid(1, account.size() - 2) : account;
}

QString grantForm(const QString& privilege, const QString& grantee, bool withGrantOption)
{
    return privilege + S(" to ") + accountForm(grantee)
        + (withGrantOption ? S(" with grant option") : QString());
}

} // namespace

Result<> readMariadbViews(MariadbReading& reading)
{
    const QString sql = S("SELECT TABLE_NAME, VIEW_DEFINITION, NULLIF(CHECK_OPTION, 'NONE'),"
                          " NULLIF(SECURITY_TYPE, 'DEFINER'), ")
        + (reading.isMariadb ? S("NULLIF(ALGORITHM, 'UNDEFINED')") : S("NULL"))
        + S(" FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND ")
        + mariadbNotOurs(reading.connection);
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        View view;
        view.name = row.text();
        view.definition = withoutDatabase(reading, row.text());
        if (view.definition.isEmpty()) {
            reading.schema.notRead.append(tr("the definition of view %1").arg(view.name));
        }
        for (const char* words : {"check option", "security", "algorithm"}) {
            row.attribute(view.attributes, S(words));
        }
        reading.views.insert(view.name, reading.schema.views.size());
        reading.schema.views.append(view);
    });
}

Result<> readMariadbTriggers(MariadbReading& reading)
{
    const QString sql
        = S("SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION,"
            " ACTION_STATEMENT, NULLIF(ACTION_ORDER, 1), SQL_MODE FROM information_schema.TRIGGERS"
            " WHERE TRIGGER_SCHEMA = DATABASE()");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        Trigger trigger;
        trigger.name = row.text();
        trigger.table = row.text();
        trigger.timing = row.text();
        trigger.event = row.text();
        trigger.body = row.text();
        row.attribute(trigger.attributes, S("order"));
        row.attribute(trigger.attributes, S("SQL mode"));
        if (reading.table(trigger.table) != nullptr) {
            reading.schema.triggers.append(trigger);
        }
    });
}

Result<> readMariadbRoutines(MariadbReading& reading)
{
    QHash<QString, QStringList> parameters; // by kind and name
    const QString signatures
        = S("SELECT ROUTINE_TYPE, SPECIFIC_NAME, ORDINAL_POSITION, CONCAT_WS(' ', PARAMETER_MODE,"
            " PARAMETER_NAME, DTD_IDENTIFIER, COLLATION_NAME) FROM information_schema.PARAMETERS"
            " WHERE SPECIFIC_SCHEMA = DATABASE() ORDER BY SPECIFIC_NAME, ORDINAL_POSITION");
    QHash<QString, QString> returns;
    auto done = eachCatalogRow(reading.connection, signatures, [&](CatalogRow& row) {
        const QString type = row.text();
        const QString routine = type + u' ' + row.text();
        const bool isResult = row.number() == 0;
        const QString text = row.text();
        if (isResult) {
            returns.insert(routine, text);
        } else {
            parameters[routine].append(text);
        }
    });
    if (!done) {
        return done;
    }
    const QString sql
        = S("SELECT ROUTINE_TYPE, ROUTINE_NAME, ROUTINE_DEFINITION, NULLIF(IS_DETERMINISTIC,"
            " 'NO'), NULLIF(SQL_DATA_ACCESS, 'CONTAINS SQL'), NULLIF(SECURITY_TYPE, 'DEFINER'),"
            " SQL_MODE, ROUTINE_COMMENT FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ="
            " DATABASE()");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        SchemaObject routine;
        routine.kind = ObjectKind::Routine;
        const QString type = row.text();
        const QString name = row.text();
        const QString key = type + u' ' + name;
        // A function and a procedure may have the same name.
        routine.name
            = type == QLatin1String("FUNCTION") ? name : S("%1 (%2)").arg(name, type.toLower());
        row.attribute(routine.attributes, S("body"));
        if (routine.attributes.isEmpty()) {
            reading.schema.notRead.append(tr("the body of routine %1").arg(name));
        }
        for (const char* words :
            {"determinism", "data access", "security", "SQL mode", "comment"}) {
            row.attribute(routine.attributes, S(words));
        }
        routine.attributes.insert(
            S("list of parameters"), u'(' + parameters.value(key).join(S(", ")) + u')');
        if (returns.contains(key)) {
            routine.attributes.insert(S("result"), returns.value(key));
        }
        reading.schema.objects.append(routine);
    });
}

Result<> readMariadbEvents(MariadbReading& reading)
{
    const QString sql
        = S("SELECT EVENT_NAME, EVENT_DEFINITION, CONCAT_WS(' ', EXECUTE_AT, INTERVAL_VALUE,"
            " INTERVAL_FIELD), STARTS, ENDS, TIME_ZONE, NULLIF(STATUS, 'ENABLED'), ON_COMPLETION,"
            " SQL_MODE, EVENT_COMMENT FROM information_schema.EVENTS WHERE EVENT_SCHEMA ="
            " DATABASE()");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        SchemaObject event;
        event.kind = ObjectKind::Event;
        event.name = row.text();
        for (const char* words : {"body", "time", "start", "end", "time zone", "state",
                 "completion", "SQL mode", "comment"}) {
            row.attribute(event.attributes, S(words));
        }
        reading.schema.objects.append(event);
    });
}

Result<QStringList> mariadbSequences(Connection& connection)
{
    QStringList names;
    const auto done = eachCatalogRow(connection,
        S("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND"
          " TABLE_TYPE = 'SEQUENCE' AND ")
            + mariadbNotOurs(connection) + S(" ORDER BY TABLE_NAME"),
        [&](CatalogRow& row) { names.append(row.text()); });
    return done ? Result<QStringList>(names) : fail(done.error());
}

QString selectFromSequences(const QStringList& names, const QString& columns)
{
    QStringList selects;
    for (const QString& name : names) {
        selects.append(S("SELECT %1, %2 FROM %3")
                           .arg(QString::fromUtf8(quotedLiteral(name, Dialect::Mysql)), columns,
                               QString::fromUtf8(quotedIdentifier(name, Dialect::Mysql))));
    }
    return selects.join(S(" UNION ALL "));
}

Result<> readMariadbSequences(MariadbReading& reading)
{
    const auto names = mariadbSequences(reading.connection);
    if (!names) {
        return fail(names.error());
    }
    if (names->isEmpty()) {
        return {};
    }
    return eachCatalogRow(reading.connection,
        selectFromSequences(*names,
            S("start_value, increment, minimum_value, maximum_value, cache_size,"
              " CASE WHEN cycle_option THEN 'CYCLE' END")),
        [&](CatalogRow& row) {
            SchemaObject sequence;
            sequence.kind = ObjectKind::Sequence;
            sequence.name = row.text();
            for (const char* words :
                {"start", "increment", "smallest number", "greatest number", "cache", "end"}) {
                row.attribute(sequence.attributes, S(words));
            }
            reading.schema.objects.append(sequence);
        });
}

Result<> readMariadbDatabase(MariadbReading& reading)
{
    SchemaObject database;
    database.kind = ObjectKind::Database;
    auto done = eachCatalogRow(reading.connection,
        S("SELECT DEFAULT_COLLATION_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME ="
          " DATABASE()"),
        [&](CatalogRow& row) { row.attribute(database.attributes, S("collation")); });
    if (done) {
        // The names in grants may be patterns.
        done = eachCatalogRow(reading.connection,
            S("SELECT PRIVILEGE_TYPE, GRANTEE, IS_GRANTABLE = 'YES' FROM"
              " information_schema.SCHEMA_PRIVILEGES WHERE DATABASE() LIKE TABLE_SCHEMA"),
            [&](CatalogRow& row) {
                const QString privilege = row.text();
                const QString grantee = row.text();
                database.grants.append(grantForm(privilege, grantee, row.flag()));
            });
    }
    database.grants.sort();
    reading.schema.objects.append(database);
    return done;
}

Result<> readMariadbGrants(MariadbReading& reading)
{
    const auto grantsOf = [&](const QString& name) -> QStringList* {
        if (Table* table = reading.table(name)) {
            return &table->grants;
        }
        const auto view = reading.views.constFind(name);
        return view == reading.views.cend() ? nullptr : &reading.schema.views[*view].grants;
    };
    auto done = eachCatalogRow(reading.connection,
        S("SELECT TABLE_NAME, PRIVILEGE_TYPE, GRANTEE, IS_GRANTABLE = 'YES' FROM"
          " information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE()"),
        [&](CatalogRow& row) {
            QStringList* grants = grantsOf(row.text());
            const QString privilege = row.text();
            const QString grantee = row.text();
            if (grants != nullptr) {
                grants->append(grantForm(privilege, grantee, row.flag()));
                grants->sort();
            }
        });
    if (!done) {
        return done;
    }
    done = eachCatalogRow(reading.connection,
        S("SELECT TABLE_NAME, COLUMN_NAME, PRIVILEGE_TYPE, GRANTEE, IS_GRANTABLE = 'YES' FROM"
          " information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA = DATABASE()"),
        [&](CatalogRow& row) {
            Table* table = reading.table(row.text());
            const QString column = row.text();
            const QString privilege = row.text();
            const QString grantee = row.text();
            for (qsizetype i = 0; table != nullptr && i < table->columns.size(); ++i) {
                if (table->columns.at(i).name == column) {
                    table->columns[i].grants.append(grantForm(privilege, grantee, row.flag()));
                    table->columns[i].grants.sort();
                    break;
                }
            }
        });
    if (!done) {
        return done;
    }
    // Only the server's own tables tell of routines, and tell everything only to who may read them.
    const auto routines = eachCatalogRow(reading.connection,
        S("SELECT Routine_type, Routine_name, CONCAT(Proc_priv, ''), CONCAT(User, '@', Host) FROM"
          " mysql.procs_priv WHERE Db = DATABASE()"),
        [&](CatalogRow& row) {
            const QString type = row.text();
            const QString name = row.text();
            const QString privilege = row.text();
            const QString grant = grantForm(privilege, row.text(), false);
            for (SchemaObject& object : reading.schema.objects) {
                const bool isFunction = type == QLatin1String("FUNCTION");
                if (object.kind == ObjectKind::Routine
                    && object.name
                        == (isFunction ? name : S("%1 (%2)").arg(name, type.toLower()))) {
                    object.grants.append(grant);
                    object.grants.sort();
                }
            }
        });
    if (!routines) {
        if (routines.error().code != ErrorCode::Sql) {
            return routines;
        }
        reading.schema.notRead.append(tr("grants on routines, and grants to other users"));
    }
    return {};
}

} // namespace whimbrel
