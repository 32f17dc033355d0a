// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/schema.h"

#include "model/sql/quoting.h"

#include <algorithm>

namespace whimbrel {

namespace {

template <class T>
const T* findByName(const QList<T>& list, QStringView name)
{
    const auto found = std::find_if(list.begin(), list.end(),
        [name](const T& each) { return sameName(each.name, name, Dialect::Sqlite); });
    return found == list.end() ? nullptr : &*found;
}

/// Lines of tab-separated fields; tabs and line feeds of a field are escaped, so that no two
/// schemas write the same.
class Lines final {
public:
    void add(std::initializer_list<QString> fields)
    {
        QStringList escaped;
        for (QString field : fields) {
            field.replace(u'\\', QLatin1String("\\\\"));
            field.replace(u'\t', QLatin1String("\\t"));
            field.replace(u'\n', QLatin1String("\\n"));
            escaped.append(field);
        }
        m_text += escaped.join(u'\t').toUtf8() + '\n';
    }
    [[nodiscard]] const QByteArray& text() const { return m_text; }

private:
    QByteArray m_text{};
};

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

QString flag(bool on, const char* name)
{
    return on ? S(name) : QString();
}

void describeTable(Lines& lines, const Table& table)
{
    lines.add({S("table"), table.name, flag(table.isVirtual, "virtual"), table.module,
        flag(table.withoutRowid, "without rowid"), flag(table.strict, "strict"),
        flag(table.autoincrement, "autoincrement")});
    for (const Column& column : table.columns) {
        lines.add({S("column"), column.name, column.type, flag(column.notNull, "not null"),
            column.defaultValue, column.collation, QString::number(column.primaryKey),
            QString::number(static_cast<int>(column.generated)), column.expression});
    }
    for (const Index& index : table.indexes) {
        lines.add({S("index"), index.name, QString::number(static_cast<int>(index.origin)),
            flag(index.unique, "unique"), index.where});
        for (const IndexColumn& column : index.columns) {
            lines.add({S("by"), column.name, flag(column.isExpression, "expression"),
                column.collation, flag(column.descending, "descending")});
        }
    }
    for (const ForeignKey& key : table.foreignKeys) {
        lines.add({S("foreign key"), key.table, key.onUpdate, key.onDelete,
            flag(key.deferred, "deferred")});
        for (qsizetype i = 0; i < key.columns.size(); ++i) {
            lines.add({S("from"), key.columns.at(i), key.references.value(i)});
        }
    }
    for (const QString& check : table.checks) {
        lines.add({S("check"), check});
    }
    for (const QString& conflict : table.conflicts) {
        lines.add({S("conflict"), conflict});
    }
}

} // namespace

const Column* Table::column(QStringView columnName) const
{
    return findByName(columns, columnName);
}

const Index* Table::index(QStringView indexName) const
{
    return indexName.isEmpty() ? nullptr : findByName(indexes, indexName);
}

const Column* Table::rowidAlias() const
{
    if (withoutRowid || isVirtual) {
        return nullptr;
    }
    const Column* alias = nullptr;
    for (const Column& each : columns) {
        if (each.primaryKey > 1) {
            return nullptr;
        }
        alias = each.primaryKey == 1 ? &each : alias;
    }
    // INTEGER PRIMARY KEY DESC is an ordinary column with an index.
    const bool indexed = std::any_of(indexes.begin(), indexes.end(),
        [](const Index& each) { return each.origin == IndexOrigin::PrimaryKey; });
    return alias != nullptr && alias->type == QLatin1String("INTEGER") && !indexed ? alias
                                                                                   : nullptr;
}

const Table* Schema::table(QStringView name) const
{
    return findByName(tables, name);
}

const View* Schema::view(QStringView name) const
{
    return findByName(views, name);
}

const Trigger* Schema::trigger(QStringView name) const
{
    return findByName(triggers, name);
}

const Table* Schema::tableOfIndex(QStringView name) const
{
    for (const Table& each : tables) {
        if (each.index(name) != nullptr) {
            return &each;
        }
    }
    return nullptr;
}

QByteArray describe(const Schema& schema)
{
    Lines lines;
    lines.add({S("user version"), QString::number(schema.userVersion)});
    lines.add({S("application id"), QString::number(schema.applicationId)});
    for (const Table& table : schema.tables) {
        describeTable(lines, table);
    }
    for (const View& view : schema.views) {
        lines.add({S("view"), view.name, view.definition});
    }
    for (const Trigger& trigger : schema.triggers) {
        lines.add({S("trigger"), trigger.name, trigger.table, trigger.timing, trigger.event,
            trigger.when, trigger.body});
    }
    return lines.text();
}

} // namespace whimbrel
