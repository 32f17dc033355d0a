// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/parts.h"

#include "model/sql/quoting.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

QString noun(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Database:
        return tr("database");
    case ObjectKind::Namespace:
        return tr("schema");
    case ObjectKind::Extension:
        return tr("extension");
    case ObjectKind::Type:
        return tr("type");
    case ObjectKind::Sequence:
    case ObjectKind::Position:
        return tr("sequence");
    case ObjectKind::Table:
    case ObjectKind::Rows:
        return tr("table");
    case ObjectKind::Column:
        return tr("column");
    case ObjectKind::Index:
        return tr("index");
    case ObjectKind::ForeignKey:
        return tr("foreign key");
    case ObjectKind::Check:
        return tr("check");
    case ObjectKind::ConflictRule:
        return tr("conflict rule");
    case ObjectKind::Policy:
        return tr("policy");
    case ObjectKind::Rule:
        return tr("rule");
    case ObjectKind::Trigger:
        return tr("trigger");
    case ObjectKind::View:
        return tr("view");
    case ObjectKind::Routine:
        return tr("routine");
    case ObjectKind::Event:
        return tr("event");
    case ObjectKind::Statistics:
        return tr("statistics");
    case ObjectKind::Publication:
        return tr("publication");
    case ObjectKind::DefaultPrivileges:
        return tr("default privileges");
    case ObjectKind::Grant:
        return tr("grant");
    }
    return {};
}

QString listed(const QStringList& names)
{
    return u'(' + names.join(QStringLiteral(", ")) + u')';
}

QString indexText(const Index& index)
{
    QStringList columns;
    for (const IndexColumn& column : index.columns) {
        QString text = column.name;
        if (column.prefix > 0) {
            text += u'(' + QString::number(column.prefix) + u')';
        }
        if (!column.collation.isEmpty() && column.collation != QLatin1String("BINARY")) {
            text += QStringLiteral(" COLLATE ") + column.collation;
        }
        if (!column.operatorClass.isEmpty()) {
            text += u' ' + column.operatorClass;
        }
        text += column.descending ? QStringLiteral(" DESC") : QString();
        text += column.nulls.isEmpty() ? QString() : QStringLiteral(" NULLS ") + column.nulls;
        columns.append(text);
    }
    QString text = index.origin == IndexOrigin::PrimaryKey ? QStringLiteral("PRIMARY KEY ")
        : index.origin == IndexOrigin::Exclusion           ? QStringLiteral("EXCLUDE ")
        : index.unique                                     ? QStringLiteral("UNIQUE ")
                                                           : QString();
    text += index.method.isEmpty() ? QString() : index.method + u' ';
    text += listed(columns);
    text += index.include.isEmpty() ? QString()
                                    : QStringLiteral(" INCLUDE ") + listed(index.include);
    text += index.where.isEmpty() ? QString() : QStringLiteral(" WHERE ") + index.where;
    return text;
}

QString keyText(const ForeignKey& key)
{
    QString text = QStringLiteral("%1 REFERENCES %2 %3")
                       .arg(listed(key.columns), key.table, listed(key.references));
    const auto add = [&](const char* words, const QString& value) {
        if (!value.isEmpty()) {
            text += QLatin1String(words) + value;
        }
    };
    add(" MATCH ", key.match);
    add(" ON UPDATE ", key.onUpdate);
    add(" ON DELETE ", key.onDelete);
    text += key.deferred ? QStringLiteral(" DEFERRABLE INITIALLY DEFERRED")
        : key.deferrable ? QStringLiteral(" DEFERRABLE")
                         : QString();
    return text;
}

/// Takes a schema apart. What is named in any case by the dialect has its name folded in the key
/// and its spelling as a fact.
class Dissection final {
public:
    explicit Dissection(const Schema& schema)
        : m_schema(schema)
    { }

    [[nodiscard]] QList<Part> run() const;

private:
    [[nodiscard]] Part named(ObjectKind kind, const QString& name) const;
    [[nodiscard]] Part database() const;
    [[nodiscard]] Part table(const Table& table) const;
    [[nodiscard]] Part column(const Column& column) const;
    [[nodiscard]] Part index(const Index& index) const;
    [[nodiscard]] Part foreignKey(const ForeignKey& key) const;
    [[nodiscard]] Part check(const CheckConstraint& check) const;
    [[nodiscard]] Part view(const View& view) const;
    [[nodiscard]] Part trigger(const Trigger& trigger) const;
    [[nodiscard]] Part object(const SchemaObject& object) const;
    [[nodiscard]] bool isPostgresql() const { return m_schema.dialect == Dialect::Postgresql; }

    const Schema& m_schema;
};

void add(Part& part, const QString& word, const QString& value)
{
    part.facts.append({word, value, Fact::How::Value, {}});
}

void addText(Part& part, const QString& word, const QString& value)
{
    part.facts.append({word, value, Fact::How::Text, {}});
}

void addFlag(Part& part, bool on, const QString& word, const QString& otherwise)
{
    part.facts.append({word, on ? QStringLiteral("yes") : QString(), Fact::How::Flag, otherwise});
}

void addAttributes(Part& part, const Attributes& attributes)
{
    constexpr qsizetype longest = 80;
    for (auto each = attributes.begin(); each != attributes.end(); ++each) {
        const bool isShort = each.value().size() <= longest && !each.value().contains(u'\n');
        isShort ? add(part, each.key(), each.value()) : addText(part, each.key(), each.value());
    }
}

void addGrants(Part& part, const QStringList& grants, const QString& column = {})
{
    for (const QString& grant : grants) {
        const QString text = column.isEmpty() ? grant : tr("%1 on column %2").arg(grant, column);
        part.parts.append({ObjectKind::Grant, text, tr("grant %1").arg(text), part.object, {}, {}});
    }
}

Part Dissection::named(ObjectKind kind, const QString& name) const
{
    Part part;
    part.kind = kind;
    part.name = noun(kind) + u' ' + name;
    part.object = name;
    // Names of files on MariaDB's side are told apart by case.
    const bool isFile = kind == ObjectKind::Table || kind == ObjectKind::View;
    if (isPostgresql() || (m_schema.dialect == Dialect::Mysql && isFile)) {
        part.key = name;
    } else {
        part.key = foldedName(name, m_schema.dialect);
        add(part, tr("spelling"), name);
    }
    return part;
}

Part Dissection::database() const
{
    Part part;
    part.kind = ObjectKind::Database;
    part.name = noun(part.kind);
    if (m_schema.dialect == Dialect::Sqlite) {
        add(part, QStringLiteral("user_version"), QString::number(m_schema.userVersion));
        add(part, QStringLiteral("application_id"), QString::number(m_schema.applicationId));
    }
    return part;
}

Part Dissection::column(const Column& column) const
{
    Part part = named(ObjectKind::Column, column.name);
    add(part, tr("type"), column.type);
    addFlag(part, column.notNull, tr("%1 refuses NULL"), tr("%1 allows NULL"));
    add(part, tr("default"), column.defaultValue);
    add(part, tr("collation"), column.collation);
    // Elsewhere the primary key has an index, whose columns say it.
    if (m_schema.dialect == Dialect::Sqlite) {
        add(part, tr("place in the primary key"),
            column.primaryKey == 0 ? QString() : QString::number(column.primaryKey));
    }
    add(part, tr("generated value"),
        column.generated == Generated::Virtual      ? QStringLiteral("VIRTUAL")
            : column.generated == Generated::Stored ? QStringLiteral("STORED")
                                                    : QString());
    add(part, tr("expression"), column.expression);
    add(part, tr("identity"), column.identity);
    addAttributes(part, column.attributes);
    return part;
}

Part Dissection::index(const Index& index) const
{
    const bool created = index.origin == IndexOrigin::Created;
    Part part;
    if (index.name.isEmpty()) {
        part = {ObjectKind::Index, indexText(index), tr("constraint %1").arg(indexText(index)), {},
            {}, {}};
    } else {
        part = named(ObjectKind::Index, index.name);
        part.name = created ? part.name : tr("constraint %1").arg(index.name);
        add(part, {}, indexText(index));
    }
    // Whether a constraint stands behind it or CREATE INDEX may not show in the text.
    addFlag(part, !created, tr("%1 is a constraint"), tr("%1 is an index without constraint"));
    QStringList expressions;
    for (const IndexColumn& each : index.columns) {
        expressions.append(each.isExpression ? QStringLiteral("e") : QStringLiteral("c"));
    }
    addText(part, tr("kind of columns"), expressions.join(QString()));
    addFlag(part, index.valid, tr("%1 is valid"), tr("%1 is INVALID"));
    addAttributes(part, index.attributes);
    return part;
}

Part Dissection::foreignKey(const ForeignKey& key) const
{
    Part part;
    if (key.name.isEmpty()) {
        part = {ObjectKind::ForeignKey, keyText(key), tr("foreign key %1").arg(keyText(key)), {},
            {}, {}};
    } else {
        part = named(ObjectKind::ForeignKey, key.name);
        add(part, {}, keyText(key));
    }
    addFlag(part, key.validated, tr("%1 is validated"), tr("%1 is NOT VALID"));
    return part;
}

Part Dissection::check(const CheckConstraint& check) const
{
    Part part;
    if (check.name.isEmpty()) {
        part = {
            ObjectKind::Check, check.expression, tr("check %1").arg(check.expression), {}, {}, {}};
    } else {
        part = named(ObjectKind::Check, check.name);
        add(part, {}, check.expression);
    }
    addFlag(part, check.validated, tr("%1 is validated"), tr("%1 is NOT VALID"));
    addAttributes(part, check.attributes);
    return part;
}

Part Dissection::table(const Table& table) const
{
    Part part = named(ObjectKind::Table, table.qualifiedName());
    const auto flag = [&](bool on, const char* word) {
        addFlag(part, on, tr("%1 has %2").arg(QStringLiteral("%1"), QLatin1String(word)),
            tr("%1 lacks %2").arg(QStringLiteral("%1"), QLatin1String(word)));
    };
    if (m_schema.dialect == Dialect::Sqlite) {
        addFlag(part, table.isVirtual, tr("%1 is virtual"), tr("%1 is not virtual"));
        add(part, tr("virtual table module"), table.module);
        flag(table.withoutRowid, "WITHOUT ROWID");
        flag(table.strict, "STRICT");
        flag(table.autoincrement, "AUTOINCREMENT");
    }
    addFlag(part, table.isPartitioned, tr("%1 is partitioned"), tr("%1 is not partitioned"));
    addFlag(part, table.isForeign, tr("%1 is a foreign table"), tr("%1 is not a foreign table"));
    addAttributes(part, table.attributes);
    for (const Column& each : table.columns) {
        part.parts.append(column(each));
    }
    for (const Index& each : table.indexes) {
        part.parts.append(index(each));
    }
    for (const ForeignKey& each : table.foreignKeys) {
        part.parts.append(foreignKey(each));
    }
    for (const CheckConstraint& each : table.checks) {
        part.parts.append(check(each));
    }
    for (const QString& each : table.conflicts) {
        part.parts.append(
            {ObjectKind::ConflictRule, each, tr("conflict rule %1").arg(each), {}, {}, {}});
    }
    addGrants(part, table.grants);
    for (const Column& each : table.columns) {
        addGrants(part, each.grants, each.name);
    }
    return part;
}

Part Dissection::view(const View& view) const
{
    Part part = named(ObjectKind::View, view.qualifiedName());
    addFlag(part, view.materialized, tr("%1 is materialized"), tr("%1 is not materialized"));
    addText(part, tr("definition"), view.definition);
    addAttributes(part, view.attributes);
    for (const Column& each : view.columns) {
        part.parts.append(column(each));
    }
    for (const Index& each : view.indexes) {
        part.parts.append(index(each));
    }
    addGrants(part, view.grants);
    for (const Column& each : view.columns) {
        addGrants(part, each.grants, each.name);
    }
    return part;
}

Part Dissection::trigger(const Trigger& trigger) const
{
    Part part = named(ObjectKind::Trigger, trigger.name);
    if (isPostgresql()) { // where every table has triggers of its own
        part.key = trigger.table + u'\n' + trigger.name;
        part.name = tr("trigger %1 on %2").arg(trigger.name, trigger.table);
    }
    part.object = trigger.table;
    add(part, tr("table"), trigger.table);
    add(part, tr("time"), trigger.timing);
    add(part, tr("event"), trigger.event);
    addText(part, tr("condition"), trigger.when);
    addText(part, tr("body"), trigger.body);
    addFlag(part, trigger.enabled, tr("%1 is enabled"), tr("%1 is disabled"));
    addAttributes(part, trigger.attributes);
    return part;
}

Part Dissection::object(const SchemaObject& object) const
{
    Part part = named(object.kind, object.qualifiedName());
    if (object.kind == ObjectKind::Database) {
        part = database();
    } else if (!object.table.isEmpty()) {
        part.key = object.table + u'\n' + part.key;
        part.name = tr("%1 on %2").arg(part.name, object.table);
        part.object = object.table;
    }
    addAttributes(part, object.attributes);
    addGrants(part, object.grants);
    return part;
}

QList<Part> Dissection::run() const
{
    QList<Part> parts;
    if (m_schema.object(ObjectKind::Database, {}) == nullptr) {
        parts.append(database());
    }
    for (const Table& each : m_schema.tables) {
        parts.append(table(each));
    }
    for (const View& each : m_schema.views) {
        parts.append(view(each));
    }
    for (const Trigger& each : m_schema.triggers) {
        parts.append(trigger(each));
    }
    for (const SchemaObject& each : m_schema.objects) {
        parts.append(object(each));
    }
    for (Part& each : parts) {
        for (Part& inner : each.parts) {
            inner.object = each.object;
        }
    }
    return parts;
}

} // namespace

QList<Part> partsOf(const Schema& schema)
{
    return Dissection(schema).run();
}

} // namespace whimbrel
