// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/definitions.h"
#include "model/schema/normal_form.h"
#include "model/schema/readers.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QHash>
#include <QMap>

#include <sqlite3.h>

#include <algorithm>

namespace whimbrel {

namespace {

/// The library's first version whose PRAGMA table_list tells what we need.
constexpr int oldestLibrary = 3037000;

QString key(const QString& name)
{
    return foldedName(name, Dialect::Sqlite);
}

/// VARCHAR(50) however it was spaced.
QString typeForm(const QString& type)
{
    QString form = normalForm(type.toUtf8()).toUpper();
    form.replace(QLatin1String(" ( "), QLatin1String("("));
    form.replace(QLatin1String(" )"), QLatin1String(")"));
    form.replace(QLatin1String(" , "), QLatin1String(", "));
    return form;
}

/// A row of sqlite_schema.
struct Entry {
    QString type{};
    QString name{};
    QString table{};
    QByteArray sql{};
};

/// A row of PRAGMA table_list.
struct Listed {
    QString type{};
    bool withoutRowid = false;
    bool strict = false;
};

class SchemaReader final {
public:
    explicit SchemaReader(const SqliteSession& session)
        : m_session(session)
    { }

    [[nodiscard]] Result<Schema> run();

private:
    Result<> readCatalog();
    Result<> readTable(const Entry& entry);
    Result<> readColumns(Table& table, const TableDefinition& definition);
    Result<> readIndexes(Table& table);
    Result<> readIndexColumns(Index& index, const QString& indexName);
    Result<> readForeignKeys(Table& table, const TableDefinition& definition);
    Result<> readNumber(const char* pragma, qint64& number);
    void resolveReferences();
    [[nodiscard]] bool isOurs(const Entry& entry) const;
    [[nodiscard]] QString spelled(const QString& table) const;

    const SqliteSession& m_session;
    QList<Entry> m_entries{};
    QHash<QString, Listed> m_listed{};
    QHash<QString, QByteArray> m_indexSql{};
    Schema m_schema{};
};

Result<> SchemaReader::readNumber(const char* pragma, qint64& number)
{
    return m_session.query(QByteArray("PRAGMA main.") + pragma, {}, [&](sqlite3_stmt* row) {
        number = numberAt(row, 0);
        return true;
    });
}

Result<> SchemaReader::readCatalog()
{
    auto done = m_session.query(
        "SELECT type, name, tbl_name, sql FROM main.sqlite_schema", {}, [this](sqlite3_stmt* row) {
            m_entries.append(
                {textAt(row, 0), textAt(row, 1), textAt(row, 2), textAt(row, 3).toUtf8()});
            return true;
        });
    if (!done) {
        return done;
    }
    for (const Entry& entry : m_entries) {
        if (entry.type == QLatin1String("index")) {
            m_indexSql.insert(key(entry.name), entry.sql);
        }
    }
    return m_session.query("PRAGMA main.table_list", {}, [this](sqlite3_stmt* row) {
        if (textAt(row, 0) == QLatin1String("main")) {
            m_listed.insert(key(textAt(row, 1)),
                {textAt(row, 2), numberAt(row, 4) != 0, numberAt(row, 5) != 0});
        }
        return true;
    });
}

/// Whether the entry belongs to SQLite, to us, or to the inside of a virtual table.
bool SchemaReader::isOurs(const Entry& entry) const
{
    const QString table = key(entry.table);
    return table.startsWith(QLatin1String("sqlite_"))
        || table.startsWith(QLatin1String("whimbrel_")) || table.startsWith(m_session.ours())
        || m_listed.value(table).type == QLatin1String("shadow");
}

/// A table's name as its own CREATE TABLE spells it.
QString SchemaReader::spelled(const QString& table) const
{
    for (const Entry& entry : m_entries) {
        if ((entry.type == QLatin1String("table") || entry.type == QLatin1String("view"))
            && sameName(entry.name, table, Dialect::Sqlite)) {
            return entry.name;
        }
    }
    return table;
}

Result<> SchemaReader::readColumns(Table& table, const TableDefinition& definition)
{
    QHash<QString, TableDefinition::Part> parts;
    for (const TableDefinition::Part& part : definition.columns) {
        parts.insert(key(part.name), part);
    }
    // hidden: 1 a virtual table's hidden column, 2 virtual generated, 3 stored generated
    return m_session.query("SELECT name, type, \"notnull\", dflt_value, pk, hidden "
                           "FROM pragma_table_xinfo(?1, 'main') ORDER BY cid",
        {table.name}, [&](sqlite3_stmt* row) {
            const qint64 hidden = numberAt(row, 5);
            if (hidden == 1) {
                return true;
            }
            Column column;
            column.name = textAt(row, 0);
            column.type = typeForm(textAt(row, 1));
            column.notNull = numberAt(row, 2) != 0;
            column.defaultValue = normalDefault(textAt(row, 3).toUtf8());
            column.primaryKey = static_cast<int>(numberAt(row, 4));
            column.generated = hidden == 2 ? Generated::Virtual
                : hidden == 3              ? Generated::Stored
                                           : Generated::No;
            const TableDefinition::Part part = parts.value(key(column.name));
            column.collation = part.collation;
            column.expression = part.expression;
            table.columns.append(column);
            return true;
        });
}

Result<> SchemaReader::readIndexColumns(Index& index, const QString& indexName)
{
    const bool created = index.origin == IndexOrigin::Created;
    const IndexDefinition definition
        = created ? readIndexDefinition(m_indexSql.value(key(indexName))) : IndexDefinition();
    index.where = definition.where;
    return m_session.query("SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo(?1, 'main') "
                           "WHERE key ORDER BY seqno",
        {indexName}, [&](sqlite3_stmt* row) {
            constexpr qint64 expression = -2;
            IndexColumn column;
            column.isExpression = numberAt(row, 0) == expression;
            column.name = column.isExpression ? definition.columns.value(index.columns.size())
                                              : textAt(row, 1);
            column.descending = numberAt(row, 2) != 0;
            column.collation = textAt(row, 3).toUpper();
            index.columns.append(column);
            return true;
        });
}

Result<> SchemaReader::readIndexes(Table& table)
{
    QStringList names;
    auto done
        = m_session.query("SELECT name, \"unique\", origin FROM pragma_index_list(?1, 'main')",
            {table.name}, [&](sqlite3_stmt* row) {
                const QString origin = textAt(row, 2);
                Index index;
                index.unique = numberAt(row, 1) != 0;
                index.origin = origin == QLatin1String("pk") ? IndexOrigin::PrimaryKey
                    : origin == QLatin1String("u")           ? IndexOrigin::Unique
                                                             : IndexOrigin::Created;
                names.append(textAt(row, 0));
                index.name = index.origin == IndexOrigin::Created ? names.last() : QString();
                table.indexes.append(index);
                return true;
            });
    for (qsizetype i = 0; done && i < names.size(); ++i) {
        done = readIndexColumns(table.indexes[i], names.at(i));
    }
    const auto text = [](const Index& index) {
        QString all = key(index.name) + u'\n';
        for (const IndexColumn& column : index.columns) {
            all += key(column.name) + u'\n' + column.collation + (column.descending ? u'-' : u'+');
        }
        return all;
    };
    std::sort(table.indexes.begin(), table.indexes.end(), [&](const Index& a, const Index& b) {
        return a.origin != b.origin ? a.origin < b.origin : text(a) < text(b);
    });
    return done;
}

Result<> SchemaReader::readForeignKeys(Table& table, const TableDefinition& definition)
{
    QMap<qint64, ForeignKey> keys; // by SQLite's number: the last one of the text is 0
    auto done = m_session.query("SELECT id, \"table\", \"from\", \"to\", on_update, on_delete "
                                "FROM pragma_foreign_key_list(?1, 'main') ORDER BY id, seq",
        {table.name}, [&](sqlite3_stmt* row) {
            const auto action = [&](int column) {
                const QString text = textAt(row, column);
                return text == QLatin1String("NO ACTION") ? QString() : text;
            };
            ForeignKey& foreign = keys[numberAt(row, 0)];
            foreign.table = spelled(textAt(row, 1));
            foreign.columns.append(textAt(row, 2));
            foreign.references.append(textAt(row, 3));
            foreign.onUpdate = action(4);
            foreign.onDelete = action(5);
            return true;
        });
    const qsizetype count = keys.size();
    for (auto each = keys.begin(); each != keys.end(); ++each) {
        each->deferred = count == definition.deferred.size()
            && definition.deferred.value(count - 1 - each.key());
        each->deferrable = each->deferred;
        for (QString& column : each->columns) {
            const Column* own = table.column(column);
            column = own != nullptr ? own->name : column;
        }
        table.foreignKeys.append(*each);
    }
    return done;
}

Result<> SchemaReader::readTable(const Entry& entry)
{
    const Listed listed = m_listed.value(key(entry.name));
    const TableDefinition definition = readTableDefinition(entry.sql);
    Table table;
    table.name = entry.name;
    table.isVirtual = listed.type == QLatin1String("virtual");
    table.module = definition.module;
    table.withoutRowid = listed.withoutRowid;
    table.strict = listed.strict;
    table.autoincrement = definition.autoincrement;
    for (const QString& expression : definition.checks) {
        CheckConstraint check;
        check.expression = expression;
        table.checks.append(check);
    }
    table.conflicts = definition.conflicts;
    auto done = readColumns(table, definition);
    if (done && !table.isVirtual) {
        done = readIndexes(table);
        if (done) {
            done = readForeignKeys(table, definition);
        }
    }
    if (done) {
        m_schema.tables.append(table);
    }
    return done;
}

/// Names the columns of foreign keys that only name a table, and spells those that do as the table.
void SchemaReader::resolveReferences()
{
    const Schema all = m_schema;
    for (Table& table : m_schema.tables) {
        for (ForeignKey& foreign : table.foreignKeys) {
            const Table* parent = all.table(foreign.table);
            if (parent == nullptr) {
                continue;
            }
            for (qsizetype i = 0; i < foreign.references.size(); ++i) {
                QString& name = foreign.references[i];
                for (const Column& column : parent->columns) {
                    const bool meant = name.isEmpty()
                        ? column.primaryKey == static_cast<int>(i) + 1
                        : sameName(column.name, name, Dialect::Sqlite);
                    if (meant) {
                        name = column.name;
                        break;
                    }
                }
            }
        }
        std::sort(table.foreignKeys.begin(), table.foreignKeys.end(),
            [](const ForeignKey& a, const ForeignKey& b) {
                const auto text = [](const ForeignKey& each) {
                    return each.columns.join(u'\n') + u'\t' + each.table + u'\t'
                        + each.references.join(u'\n') + u'\t' + each.onUpdate + u'\t'
                        + each.onDelete + (each.deferred ? u'd' : u'i');
                };
                return text(a) < text(b);
            });
    }
}

Result<Schema> SchemaReader::run()
{
    if (sqlite3_libversion_number() < oldestLibrary) {
        return fail({ErrorCode::Usage,
            QCoreApplication::translate("Schema", "SQLite %1 is too old to be read.")
                .arg(QLatin1String(sqlite3_libversion())),
            {}, QCoreApplication::translate("Schema", "Install SQLite 3.37 or newer.")});
    }
    auto done = readCatalog();
    if (done) {
        done = readNumber("user_version", m_schema.userVersion);
    }
    if (done) {
        done = readNumber("application_id", m_schema.applicationId);
    }
    for (const Entry& entry : m_entries) {
        if (!done) {
            break;
        }
        if (isOurs(entry)) {
            continue;
        }
        if (entry.type == QLatin1String("table")) {
            done = readTable(entry);
        } else if (entry.type == QLatin1String("view")) {
            View view = readViewDefinition(entry.sql);
            view.name = entry.name;
            m_schema.views.append(view);
        } else if (entry.type == QLatin1String("trigger")) {
            Trigger trigger = readTriggerDefinition(entry.sql);
            trigger.name = entry.name;
            trigger.table = spelled(entry.table);
            m_schema.triggers.append(trigger);
        }
    }
    if (!done) {
        return fail(std::move(done).error());
    }
    resolveReferences();
    const auto byName = [](const auto& a, const auto& b) { return key(a.name) < key(b.name); };
    std::sort(m_schema.tables.begin(), m_schema.tables.end(), byName);
    std::sort(m_schema.views.begin(), m_schema.views.end(), byName);
    std::sort(m_schema.triggers.begin(), m_schema.triggers.end(), byName);
    return std::move(m_schema);
}

} // namespace

Result<Schema> readSqliteSchema(const SqliteSession& session)
{
    return SchemaReader(session).run();
}

} // namespace whimbrel
