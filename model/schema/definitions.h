// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/schema/schema.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// What the catalog of SQLite tells of a table only in the words of its CREATE TABLE.
struct TableDefinition {
    struct Part {
        QString name{}; ///< of the column
        QString collation{};
        QString expression{}; ///< of a generated column
    };
    QList<Part> columns{};
    QStringList checks{};
    QStringList conflicts{};
    QList<bool> deferred{}; ///< one for each foreign key, in the order of the text
    bool autoincrement = false;
    QString module{}; ///< of a virtual table
};

/// What it tells of an index only in the words of its CREATE INDEX.
struct IndexDefinition {
    QStringList columns{}; ///< columns and expressions in normal form, without COLLATE and DESC
    QString where{};
};

// These read what SQLite itself accepted and stored; from other text they take what they can.
[[nodiscard]] TableDefinition readTableDefinition(const QByteArray& sql);
[[nodiscard]] IndexDefinition readIndexDefinition(const QByteArray& sql);
[[nodiscard]] Trigger readTriggerDefinition(const QByteArray& sql);
[[nodiscard]] View readViewDefinition(const QByteArray& sql);

} // namespace whimbrel
