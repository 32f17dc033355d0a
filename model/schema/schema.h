// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace whimbrel {

enum class Generated { No, Virtual, Stored };

/// A column of a table. Expressions are in normal form (normal_form.h).
struct Column {
    QString name{}; ///< as written: applications see it
    QString type{}; ///< upper case, single spaces
    bool notNull = false;
    QString defaultValue{}; ///< empty: none, which is the same as NULL
    QString collation{}; ///< upper case; empty: BINARY
    int primaryKey = 0; ///< place in the primary key, from 1; 0: not in it
    Generated generated = Generated::No;
    QString expression{}; ///< of a generated column
    bool operator==(const Column&) const = default;
};

/// What an index sorts by: a column, or an expression in normal form.
struct IndexColumn {
    QString name{};
    bool isExpression = false;
    QString collation{}; ///< upper case
    bool descending = false;
    bool operator==(const IndexColumn&) const = default;
};

/// Where an index comes from: CREATE INDEX, or a constraint of its table.
enum class IndexOrigin { Created, Unique, PrimaryKey };

struct Index {
    QString name{}; ///< empty for those of constraints, whose names mean nothing
    IndexOrigin origin = IndexOrigin::Created;
    bool unique = false;
    QList<IndexColumn> columns{};
    QString where{}; ///< of a partial index, in normal form
    bool operator==(const Index&) const = default;
};

struct ForeignKey {
    QStringList columns{};
    QString table{};
    QStringList references{}; ///< the columns there; the primary key where the SQL names none
    QString onUpdate{}; ///< "CASCADE", "SET NULL" …; empty: NO ACTION
    QString onDelete{};
    bool deferred = false; ///< DEFERRABLE INITIALLY DEFERRED
    bool operator==(const ForeignKey&) const = default;
};

struct Table {
    QString name{};
    bool isVirtual = false;
    QString module{}; ///< of a virtual table: what follows USING, in normal form
    bool withoutRowid = false;
    bool strict = false;
    bool autoincrement = false;
    QList<Column> columns{}; ///< in their order, which SELECT * and INSERT without a list show
    QList<Index> indexes{}; ///< sorted
    QList<ForeignKey> foreignKeys{}; ///< sorted
    QStringList checks{}; ///< in normal form, sorted; column and table constraints alike
    QStringList conflicts{}; ///< ON CONFLICT clauses: "UNIQUE ( email ) IGNORE", sorted

    [[nodiscard]] const Column* column(QStringView name) const;
    [[nodiscard]] const Index* index(QStringView name) const;
    /// The column that is another name of the rowid (INTEGER PRIMARY KEY), or null.
    [[nodiscard]] const Column* rowidAlias() const;
    bool operator==(const Table&) const = default;
};

struct Trigger {
    QString name{};
    QString table{}; ///< or view
    QString timing{}; ///< "BEFORE", "AFTER", "INSTEAD OF"
    QString event{}; ///< "INSERT", "DELETE", "UPDATE", "UPDATE OF a, b"
    QString when{}; ///< in normal form; may be empty
    QString body{}; ///< what stands between BEGIN and END, in normal form
    bool operator==(const Trigger&) const = default;
};

struct View {
    QString name{};
    QString definition{}; ///< column list and query, in normal form
    bool operator==(const View&) const = default;
};

/// What a database is made of, as values that are equal where the schemas mean the same however
/// they came about. Our own tables (whimbrel_…), SQLite's (sqlite_…) and the shadow tables of
/// virtual tables are left out, with their indexes and triggers. Sorted by name.
struct Schema {
    qint64 userVersion = 0;
    qint64 applicationId = 0;
    QList<Table> tables{};
    QList<View> views{};
    QList<Trigger> triggers{};

    /// By name in any case; null if there is none.
    [[nodiscard]] const Table* table(QStringView name) const;
    [[nodiscard]] const View* view(QStringView name) const;
    [[nodiscard]] const Trigger* trigger(QStringView name) const;
    /// The table that has this created index; null if none.
    [[nodiscard]] const Table* tableOfIndex(QStringView name) const;
    bool operator==(const Schema&) const = default;
};

/// Every part of a schema as text, one line a part, in a fixed order: equal for equal schemas.
[[nodiscard]] QByteArray describe(const Schema& schema);

/// What `found` has otherwise than `expected`, in words: "table customers: column full_name is
/// missing". Empty for equal schemas, and only for them.
[[nodiscard]] QStringList differences(const Schema& expected, const Schema& found);

} // namespace whimbrel
