// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/schema.h"

#include "model/schema/parts.h"
#include "model/sql/quoting.h"

#include <algorithm>

namespace whimbrel {

namespace {

template <class T>
const T* findByName(const QList<T>& list, QStringView name, Dialect dialect)
{
    const auto found = std::find_if(list.begin(), list.end(),
        [&](const T& each) { return sameName(each.name, name, dialect); });
    return found == list.end() ? nullptr : &*found;
}

/// As it is spelled first: MariaDB tells tables apart by case on most systems.
template <class T>
const T* findQualified(const QList<T>& list, QStringView name, Dialect dialect)
{
    auto found = std::find_if(
        list.begin(), list.end(), [&](const T& each) { return each.qualifiedName() == name; });
    if (found == list.end()) {
        found = std::find_if(list.begin(), list.end(),
            [&](const T& each) { return sameName(each.qualifiedName(), name, dialect); });
    }
    return found == list.end() ? nullptr : &*found;
}

/// A table with a schema is PostgreSQL's, where case counts in names.
Dialect dialectOf(const Table& table)
{
    return table.schema.isEmpty() ? Dialect::Sqlite : Dialect::Postgresql;
}

/// Tabs and line feeds of a field are escaped, so that no two schemas write the same.
QByteArray escaped(QString field)
{
    field.replace(u'\\', QLatin1String("\\\\"));
    field.replace(u'\t', QLatin1String("\\t"));
    field.replace(u'\n', QLatin1String("\\n"));
    return field.toUtf8();
}

void describePart(QByteArray& text, const Part& part, const QByteArray& indent)
{
    text += indent + QByteArray::number(static_cast<int>(part.kind)) + '\t' + escaped(part.key);
    for (const Fact& fact : part.facts) {
        if (!fact.value.isEmpty()) {
            text += '\t' + escaped(fact.word) + '\t' + escaped(fact.value);
        }
    }
    text += '\n';
    for (const Part& each : part.parts) {
        describePart(text, each, indent + '\t');
    }
}

} // namespace

QString qualifiedName(const QString& schema, const QString& name)
{
    return schema.isEmpty() ? name : schema + u'.' + name;
}

QString Table::qualifiedName() const
{
    return whimbrel::qualifiedName(schema, name);
}

QString View::qualifiedName() const
{
    return whimbrel::qualifiedName(schema, name);
}

QString SchemaObject::qualifiedName() const
{
    return whimbrel::qualifiedName(schema, name);
}

const Column* Table::column(QStringView columnName) const
{
    return findByName(columns, columnName, dialectOf(*this));
}

const Index* Table::index(QStringView indexName) const
{
    return indexName.isEmpty() ? nullptr : findByName(indexes, indexName, dialectOf(*this));
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

const Table* Schema::table(QStringView tableName) const
{
    return findQualified(tables, tableName, dialect);
}

const View* Schema::view(QStringView viewName) const
{
    return findQualified(views, viewName, dialect);
}

const Trigger* Schema::trigger(QStringView triggerName) const
{
    return findByName(triggers, triggerName, dialect);
}

const SchemaObject* Schema::object(ObjectKind kind, QStringView objectName) const
{
    const auto found = std::find_if(objects.begin(), objects.end(), [&](const SchemaObject& each) {
        return each.kind == kind && sameName(each.qualifiedName(), objectName, dialect);
    });
    return found == objects.end() ? nullptr : &*found;
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
    QByteArray text;
    for (const Part& each : partsOf(schema)) {
        describePart(text, each, {});
    }
    return text;
}

} // namespace whimbrel
