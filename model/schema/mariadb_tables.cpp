// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/mariadb_catalog.h"
#include "model/sql/quoting.h"

#include <QRegularExpression>

namespace whimbrel {

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

/// Takes the words out of the list of EXTRA if they are in it.
bool take(QString& extra, const char* words)
{
    const qsizetype at = extra.indexOf(QLatin1String(words), 0, Qt::CaseInsensitive);
    if (at < 0) {
        return false;
    }
    extra.remove(at, static_cast<qsizetype>(qstrlen(words)));
    return true;
}

/// MariaDB tells a default as SQL, and NULL for none; MySQL tells the value of a literal.
QString defaultForm(const MariadbReading& reading, const QString& value, bool isThere, bool isSql)
{
    if (!isThere) {
        return {};
    }
    if (reading.isMariadb) {
        return value == QLatin1String("NULL") ? QString() : value;
    }
    return isSql ? value : QString::fromUtf8(quotedLiteral(value, Dialect::Mysql));
}

QString action(const QString& rule)
{
    // The server does the same for both.
    return rule == QLatin1String("RESTRICT") || rule == QLatin1String("NO ACTION") ? QString()
                                                                                   : rule;
}

} // namespace

Result<> readMariadbTables(MariadbReading& reading)
{
    const QString sql
        = S("SELECT TABLE_NAME, ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS,"
            " TABLE_COMMENT, CASE TABLE_TYPE WHEN 'SYSTEM VERSIONED' THEN 'SYSTEM' END FROM"
            " information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN"
            " ('BASE TABLE', 'SYSTEM VERSIONED') AND ")
        + mariadbNotOurs(reading.connection);
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        Table table;
        table.name = row.text();
        for (const char* words :
            {"engine", "row format", "collation", "list of options", "comment", "versioning"}) {
            row.attribute(table.attributes, S(words));
        }
        reading.tables.insert(table.name, reading.schema.tables.size());
        reading.schema.tables.append(table);
    });
}

Result<> readMariadbColumns(MariadbReading& reading)
{
    const QString sql
        = S("SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE = 'NO', COLUMN_DEFAULT,"
            " COLUMN_DEFAULT IS NOT NULL, COLLATION_NAME, EXTRA, GENERATION_EXPRESSION,"
            " COLUMN_COMMENT FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
            " ORDER BY TABLE_NAME, ORDINAL_POSITION");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        Table* table = reading.table(row.text());
        if (table == nullptr) {
            return;
        }
        Column column;
        column.name = row.text();
        column.type = row.text();
        column.notNull = row.flag();
        const QString value = row.text();
        const bool hasValue = row.flag();
        column.collation = row.text();
        QString extra = row.text();
        const bool isSql = take(extra, "DEFAULT_GENERATED");
        column.defaultValue = defaultForm(reading, value, hasValue, isSql);
        column.generated = take(extra, "STORED GENERATED") ? Generated::Stored
            : take(extra, "VIRTUAL GENERATED")             ? Generated::Virtual
                                                           : Generated::No;
        column.identity = take(extra, "auto_increment") ? S("AUTO_INCREMENT") : QString();
        extra.remove(QRegularExpression(S("^[ ,]+|[ ,]+$")));
        if (!extra.isEmpty()) {
            column.attributes.insert(S("behavior"), extra);
        }
        column.expression = row.text();
        row.attribute(column.attributes, S("comment"));
        table->columns.append(column);
    });
}

Result<> readMariadbIndexes(MariadbReading& reading)
{
    const QString state = !reading.isMariadb ? S("CASE IS_VISIBLE WHEN 'NO' THEN 'INVISIBLE' END")
        : reading.version >= 100600          ? S("CASE IGNORED WHEN 'YES' THEN 'IGNORED' END")
                                             : S("NULL");
    const QString expression = reading.isMariadb ? S("NULL") : S("EXPRESSION");
    const QString sql = S("SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE = 0, INDEX_TYPE, ") + state
        + S(", INDEX_COMMENT, COLUMN_NAME, ") + expression
        + S(", COALESCE(COLLATION, 'A') = 'D', SUB_PART FROM information_schema.STATISTICS WHERE"
            " TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        Table* table = reading.table(row.text());
        if (table == nullptr) {
            return;
        }
        Index index;
        index.name = row.text();
        index.unique = row.flag();
        index.origin = index.name == QLatin1String("PRIMARY") ? IndexOrigin::PrimaryKey
                                                              : IndexOrigin::Created;
        const QString method = row.text();
        index.method = method == QLatin1String("BTREE") ? QString() : method;
        row.attribute(index.attributes, S("state"));
        row.attribute(index.attributes, S("comment"));
        if (table->indexes.isEmpty() || table->indexes.last().name != index.name) {
            table->indexes.append(index);
        }
        IndexColumn column;
        const QString name = row.text();
        const QString text = row.text();
        column.isExpression = name.isEmpty();
        column.name = column.isExpression ? text : name;
        column.descending = row.flag();
        column.prefix = static_cast<int>(row.number());
        table->indexes.last().columns.append(column);
    });
}

Result<> readMariadbForeignKeys(MariadbReading& reading)
{
    const QString columns
        = S("SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA,"
            " REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME FROM"
            " information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND"
            " REFERENCED_TABLE_NAME IS NOT NULL ORDER BY TABLE_NAME, CONSTRAINT_NAME,"
            " ORDINAL_POSITION");
    auto done = eachCatalogRow(reading.connection, columns, [&](CatalogRow& row) {
        Table* table = reading.table(row.text());
        if (table == nullptr) {
            return;
        }
        const QString name = row.text();
        if (table->foreignKeys.isEmpty() || table->foreignKeys.last().name != name) {
            table->foreignKeys.append(ForeignKey());
        }
        ForeignKey& key = table->foreignKeys.last();
        key.name = name;
        key.columns.append(row.text());
        const QString database = row.text();
        key.table = qualifiedName(database == reading.database ? QString() : database, row.text());
        key.references.append(row.text());
    });
    if (!done) {
        return done;
    }
    const QString rules
        = S("SELECT TABLE_NAME, CONSTRAINT_NAME, UPDATE_RULE, DELETE_RULE FROM"
            " information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()");
    return eachCatalogRow(reading.connection, rules, [&](CatalogRow& row) {
        Table* table = reading.table(row.text());
        const QString name = row.text();
        const QString onUpdate = action(row.text());
        const QString onDelete = action(row.text());
        if (table == nullptr) {
            return;
        }
        for (ForeignKey& key : table->foreignKeys) {
            if (key.name == name) {
                key.onUpdate = onUpdate;
                key.onDelete = onDelete;
            }
        }
    });
}

Result<> readMariadbChecks(MariadbReading& reading)
{
    // MySQL does not say which table a check is in, but for all constraints; it has indexes there.
    const QString sql = reading.isMariadb
        ? S("SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, NULL FROM"
            " information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()")
        : S("SELECT t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE, CASE t.ENFORCED WHEN 'NO' THEN"
            " 'NOT ENFORCED' END FROM information_schema.TABLE_CONSTRAINTS t JOIN"
            " information_schema.CHECK_CONSTRAINTS c ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA"
            " AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME WHERE t.CONSTRAINT_TYPE = 'CHECK' AND"
            " t.TABLE_SCHEMA = DATABASE()");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        if (Table* table = reading.table(row.text())) {
            CheckConstraint check;
            check.name = row.text();
            check.expression = row.text();
            row.attribute(check.attributes, S("state"));
            table->checks.append(check);
        }
    });
}

Result<> readMariadbPartitions(MariadbReading& reading)
{
    const QString sql
        = S("SELECT TABLE_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, PARTITION_NAME,"
            " PARTITION_DESCRIPTION, SUBPARTITION_METHOD, SUBPARTITION_EXPRESSION,"
            " SUBPARTITION_NAME FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE()"
            " AND PARTITION_NAME IS NOT NULL ORDER BY TABLE_NAME, PARTITION_ORDINAL_POSITION,"
            " SUBPARTITION_ORDINAL_POSITION");
    return eachCatalogRow(reading.connection, sql, [&](CatalogRow& row) {
        Table* table = reading.table(row.text());
        if (table == nullptr) {
            return;
        }
        QString& text = table->attributes[S("list of partitions")];
        QStringList parts;
        for (int i = 0; i < 7; ++i) {
            parts.append(row.text());
        }
        parts.removeAll(QString());
        text += (text.isEmpty() ? QString() : S("; ")) + parts.join(u' ');
    });
}

} // namespace whimbrel
