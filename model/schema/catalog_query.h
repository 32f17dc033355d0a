// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/schema/schema.h"

namespace whimbrel {

/// A row of the catalog, whose values are asked for one after another, as the query lists them.
class CatalogRow final {
public:
    explicit CatalogRow(const Row& row)
        : m_row(row)
    { }

    [[nodiscard]] QString text() { return next().toString(); }
    [[nodiscard]] bool flag() { return next().toBool(); }
    [[nodiscard]] qint64 number() { return next().toLongLong(); }
    /// Of a text that joins its items with the character 31.
    [[nodiscard]] QStringList list();
    /// Enters the next value under the words, unless it is empty.
    void attribute(Attributes& attributes, const QString& words);

private:
    [[nodiscard]] QVariant next() { return m_row.value(m_next++); }

    const Row& m_row;
    qsizetype m_next = 0;
};

/// Hands each row of a query to `take`.
[[nodiscard]] Result<> eachCatalogRow(
    Connection& connection, const QString& sql, const std::function<void(CatalogRow&)>& take);

/// Puts what was read in the order that schemas promise.
void sortSchema(Schema& schema);

} // namespace whimbrel
