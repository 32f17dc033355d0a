// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"
#include "model/schema/table.h"

#include <QByteArray>

namespace whimbrel {

/// The kinds of things that schemas are made of and that differences are about.
enum class ObjectKind {
    Database,
    Namespace,
    Extension,
    Type,
    Sequence,
    Table,
    Column,
    Index, ///< also primary keys, unique and exclusion constraints
    ForeignKey,
    Check,
    ConflictRule,
    Policy,
    Rule,
    Trigger,
    View,
    Routine,
    Event,
    Statistics,
    Publication,
    DefaultPrivileges,
    Grant,
    Rows, ///< of a table
    Position, ///< of a sequence or of AUTO_INCREMENT: the next number
};

struct Trigger {
    QString name{};
    QString table{}; ///< or view; qualified as Table::qualifiedName()
    QString timing{}; ///< "BEFORE", "AFTER", "INSTEAD OF"
    QString event{}; ///< "INSERT", "DELETE", "UPDATE", "UPDATE OF a, b"
    QString when{}; ///< in normal form; may be empty
    QString body{}; ///< what stands between BEGIN and END, or the call of its function
    bool enabled = true;
    Attributes attributes{};
    bool operator==(const Trigger&) const = default;
};

struct View {
    QString schema{};
    QString name{};
    bool materialized = false;
    QString definition{}; ///< column list and query, in normal form
    QList<Column> columns{}; ///< what they are beyond the query; empty on SQLite and MariaDB
    QList<Index> indexes{}; ///< of a materialized view
    Attributes attributes{};
    QStringList grants{};
    [[nodiscard]] QString qualifiedName() const;
    bool operator==(const View&) const = default;
};

/// Any other object: what it is is in its attributes, in words.
struct SchemaObject {
    ObjectKind kind = ObjectKind::Type;
    QString schema{};
    QString name{}; ///< of routines with their argument types: "total(integer)"
    QString table{}; ///< that it belongs to, qualified (policies, rules); may be empty
    Attributes attributes{};
    QStringList grants{};
    [[nodiscard]] QString qualifiedName() const;
    bool operator==(const SchemaObject&) const = default;
};

/// What a database is made of, as values that are equal where the schemas mean the same however
/// they came about. Left out, with what belongs to them: our own tables (whimbrel_…, the schema
/// whimbrel on PostgreSQL), the server's (sqlite_…, pg_…, information_schema), what an extension
/// brought, the shadow tables of virtual tables. Sorted by name.
struct Schema {
    Dialect dialect = Dialect::Sqlite;
    qint64 userVersion = 0; ///< SQLite's
    qint64 applicationId = 0; ///< SQLite's
    QList<Table> tables{};
    QList<View> views{};
    QList<Trigger> triggers{};
    QList<SchemaObject> objects{}; ///< by kind, then name
    /// What the rights of this user did not let us see ("grants on routines"), so that equal need
    /// not mean equal there.
    QStringList notRead{};

    /// By name, qualified on PostgreSQL, in the dialect's case rules; null if there is none.
    [[nodiscard]] const Table* table(QStringView name) const;
    [[nodiscard]] const View* view(QStringView name) const;
    [[nodiscard]] const Trigger* trigger(QStringView name) const; ///< the first of this name
    [[nodiscard]] const SchemaObject* object(ObjectKind kind, QStringView name) const;
    /// The table that has this created index; null if none.
    [[nodiscard]] const Table* tableOfIndex(QStringView name) const;
    bool operator==(const Schema&) const = default;
};

/// Every part of a schema as text, one line a part, in a fixed order: equal for equal schemas.
[[nodiscard]] QByteArray describe(const Schema& schema);

} // namespace whimbrel
