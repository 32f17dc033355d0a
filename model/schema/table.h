// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// What else the catalog says of a thing, by the words in which a difference tells it: "owner",
/// "engine", "replica identity". Only what differs from the usual; no empty values.
using Attributes = QMap<QString, QString>;

enum class Generated { No, Virtual, Stored };

/// A column of a table. Expressions are in normal form: on SQLite that of normal_form.h, elsewhere
/// as the server prints them with every name qualified.
struct Column {
    QString name{}; ///< as written: applications see it
    QString type{}; ///< with its modifiers: VARCHAR(50); numeric(10,2); int(11) unsigned
    bool notNull = false;
    QString defaultValue{}; ///< empty: none, which is the same as NULL
    QString collation{}; ///< empty: that of the type
    int primaryKey = 0; ///< place in the primary key, from 1; 0: not in it
    Generated generated = Generated::No;
    QString expression{}; ///< of a generated column
    QString identity{}; ///< "ALWAYS", "BY DEFAULT", "AUTO_INCREMENT"; empty: none
    Attributes attributes{};
    QStringList grants{}; ///< on this column alone, as Table::grants
    bool operator==(const Column&) const = default;
};

/// What an index sorts by: a column, or an expression in normal form.
struct IndexColumn {
    QString name{};
    bool isExpression = false;
    QString collation{}; ///< empty: the column's
    bool descending = false;
    QString nulls{}; ///< "FIRST" or "LAST" where that is not usual
    QString operatorClass{}; ///< empty: the usual one of the type
    int prefix = 0; ///< how many characters count; 0: all
    bool operator==(const IndexColumn&) const = default;
};

/// Where an index comes from: CREATE INDEX, or a constraint of its table.
enum class IndexOrigin { Created, Unique, PrimaryKey, Exclusion };

struct Index {
    QString name{}; ///< empty for those of SQLite's constraints, whose names mean nothing
    IndexOrigin origin = IndexOrigin::Created;
    bool unique = false;
    QList<IndexColumn> columns{};
    QStringList include{}; ///< columns carried along
    QString where{}; ///< of a partial index, in normal form
    QString method{}; ///< "hash", "gin", "FULLTEXT" …; empty: an ordinary tree
    bool valid = true; ///< false: CREATE INDEX CONCURRENTLY did not get to its end
    Attributes attributes{};
    bool operator==(const Index&) const = default;
};

struct ForeignKey {
    QString name{}; ///< empty on SQLite
    QStringList columns{};
    QString table{}; ///< qualified as Table::qualifiedName()
    QStringList references{}; ///< the columns there; the primary key where the SQL names none
    QString onUpdate{}; ///< "CASCADE", "SET NULL" …; empty: NO ACTION
    QString onDelete{};
    QString match{}; ///< "FULL"; empty: SIMPLE
    bool deferrable = false;
    bool deferred = false; ///< DEFERRABLE INITIALLY DEFERRED
    bool validated = true; ///< false: NOT VALID
    bool operator==(const ForeignKey&) const = default;
};

/// Not CheckConstraint, which is a check of a plan (model/plan/check.h).
struct CheckConstraint {
    QString name{}; ///< empty on SQLite
    QString expression{};
    bool validated = true; ///< false: NOT VALID
    Attributes attributes{};
    bool operator==(const CheckConstraint&) const = default;
};

/// A table of any sort: ordinary, partitioned, a partition, foreign, virtual.
struct Table {
    QString schema{}; ///< on PostgreSQL; empty elsewhere
    QString name{};
    bool isVirtual = false;
    QString module{}; ///< of a virtual table: what follows USING, in normal form
    bool withoutRowid = false;
    bool strict = false;
    bool autoincrement = false; ///< SQLite's word; elsewhere see Column::identity
    bool isPartitioned = false; ///< its rows are in its partitions
    bool isForeign = false; ///< its rows are somewhere else
    QList<Column> columns{}; ///< in their order, which SELECT * and INSERT without a list show
    QList<Index> indexes{}; ///< sorted
    QList<ForeignKey> foreignKeys{}; ///< sorted
    QList<CheckConstraint> checks{}; ///< sorted; column and table constraints alike
    QStringList conflicts{}; ///< ON CONFLICT clauses: "UNIQUE ( email ) IGNORE", sorted
    Attributes attributes{};
    QStringList grants{}; ///< "SELECT to reader", sorted

    [[nodiscard]] QString qualifiedName() const;
    [[nodiscard]] const Column* column(QStringView name) const;
    [[nodiscard]] const Index* index(QStringView name) const;
    /// The column that is another name of SQLite's rowid (INTEGER PRIMARY KEY), or null.
    [[nodiscard]] const Column* rowidAlias() const;
    bool operator==(const Table&) const = default;
};

/// "schema.name", or the name alone.
[[nodiscard]] QString qualifiedName(const QString& schema, const QString& name);

} // namespace whimbrel
