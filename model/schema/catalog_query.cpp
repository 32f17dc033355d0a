// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/catalog_query.h"

#include <algorithm>

namespace whimbrel {

namespace {

template <class T>
void sortByName(QList<T>& list)
{
    std::stable_sort(
        list.begin(), list.end(), [](const T& a, const T& b) { return a.name < b.name; });
}

template <class T>
void sortByQualifiedName(QList<T>& list)
{
    std::stable_sort(list.begin(), list.end(),
        [](const T& a, const T& b) { return a.qualifiedName() < b.qualifiedName(); });
}

} // namespace

QStringList CatalogRow::list()
{
    const QString all = text();
    return all.isEmpty() ? QStringList() : all.split(QChar(31));
}

void CatalogRow::attribute(Attributes& attributes, const QString& words)
{
    const QString value = text();
    if (!value.isEmpty()) {
        attributes.insert(words, value);
    }
}

Result<> eachCatalogRow(
    Connection& connection, const QString& sql, const std::function<void(CatalogRow&)>& take)
{
    return connection.eachRow(sql, {}, [&](const Row& row) {
        CatalogRow catalogRow(row);
        take(catalogRow);
        return true;
    });
}

void sortSchema(Schema& schema)
{
    sortByQualifiedName(schema.tables);
    sortByQualifiedName(schema.views);
    for (Table& table : schema.tables) {
        sortByName(table.indexes);
        sortByName(table.foreignKeys);
        sortByName(table.checks);
    }
    for (View& view : schema.views) {
        sortByName(view.indexes);
    }
    std::sort(
        schema.triggers.begin(), schema.triggers.end(), [](const Trigger& a, const Trigger& b) {
            return std::tie(a.name, a.table) < std::tie(b.name, b.table);
        });
    std::sort(schema.objects.begin(), schema.objects.end(),
        [](const SchemaObject& a, const SchemaObject& b) {
            return std::tuple(a.kind, a.qualifiedName(), a.table)
                < std::tuple(b.kind, b.qualifiedName(), b.table);
        });
    schema.notRead.sort();
}

} // namespace whimbrel
