// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/schema.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

QString orNone(const QString& text)
{
    return text.isEmpty() ? tr("none") : text;
}

QString indexText(const Index& index)
{
    QStringList columns;
    for (const IndexColumn& column : index.columns) {
        QString text = column.name;
        if (!column.collation.isEmpty() && column.collation != QLatin1String("BINARY")) {
            text += QStringLiteral(" COLLATE ") + column.collation;
        }
        columns.append(column.descending ? text + QStringLiteral(" DESC") : text);
    }
    QString text = (index.unique ? QStringLiteral("UNIQUE (") : QStringLiteral("("))
        + columns.join(QStringLiteral(", ")) + u')';
    if (!index.where.isEmpty()) {
        text += QStringLiteral(" WHERE ") + index.where;
    }
    return text;
}

QString keyText(const ForeignKey& key)
{
    QString text = QStringLiteral("(%1) REFERENCES %2 (%3)")
                       .arg(key.columns.join(QStringLiteral(", ")), key.table,
                           key.references.join(QStringLiteral(", ")));
    if (!key.onUpdate.isEmpty()) {
        text += QStringLiteral(" ON UPDATE ") + key.onUpdate;
    }
    if (!key.onDelete.isEmpty()) {
        text += QStringLiteral(" ON DELETE ") + key.onDelete;
    }
    return key.deferred ? text + QStringLiteral(" DEFERRABLE INITIALLY DEFERRED") : text;
}

/// Gathers the sentences; those about one table begin with its name.
class Differences final {
public:
    void compare(const Schema& expected, const Schema& found);
    [[nodiscard]] const QStringList& lines() const { return m_lines; }

private:
    void compareTables(const Table& expected, const Table& found);
    void compareColumns(const Table& expected, const Table& found);
    void compareColumn(const Column& expected, const Column& found);
    void compareIndexes(const Table& expected, const Table& found);
    void compareLists(const QStringList& expected, const QStringList& found, const QString& noun);
    void compareViews(const Schema& expected, const Schema& found);
    void compareTriggers(const Schema& expected, const Schema& found);
    void say(const QString& text) { m_lines.append(m_prefix + text); }
    void sayInstead(const QString& what, const QString& found, const QString& expected)
    {
        say(tr("%1 is %2 instead of %3").arg(what, orNone(found), orNone(expected)));
    }
    /// What only one of two lists has, by name.
    template <class T>
    void compareNames(const QList<T>& expected, const QList<T>& found, const QString& noun);

    QString m_prefix{};
    QStringList m_lines{};
};

template <class T>
void Differences::compareNames(const QList<T>& expected, const QList<T>& found, const QString& noun)
{
    const auto lacks = [](const QList<T>& list, const QString& name) {
        return std::none_of(list.begin(), list.end(),
            [&](const T& each) { return sameName(each.name, name, Dialect::Sqlite); });
    };
    for (const T& each : expected) {
        if (lacks(found, each.name)) {
            say(tr("%1 %2 is missing").arg(noun, each.name));
        }
    }
    for (const T& each : found) {
        if (lacks(expected, each.name)) {
            say(tr("%1 %2 is there, but was not expected").arg(noun, each.name));
        }
    }
}

void Differences::compareColumn(const Column& expected, const Column& found)
{
    const QString column = tr("column %1").arg(found.name);
    if (expected.name != found.name) {
        say(tr("column %1 is spelled %2").arg(expected.name, found.name));
    }
    if (expected.type != found.type) {
        sayInstead(tr("the type of %1").arg(column), found.type, expected.type);
    }
    if (expected.notNull != found.notNull) {
        say((found.notNull ? tr("%1 refuses NULL") : tr("%1 allows NULL")).arg(column));
    }
    if (expected.defaultValue != found.defaultValue) {
        sayInstead(tr("the default of %1").arg(column), found.defaultValue, expected.defaultValue);
    }
    if (expected.collation != found.collation) {
        sayInstead(tr("the collation of %1").arg(column), found.collation, expected.collation);
    }
    if (expected.primaryKey != found.primaryKey) {
        sayInstead(tr("the place of %1 in the primary key").arg(column),
            found.primaryKey == 0 ? QString() : QString::number(found.primaryKey),
            expected.primaryKey == 0 ? QString() : QString::number(expected.primaryKey));
    }
    if (expected.generated != found.generated || expected.expression != found.expression) {
        say(tr("%1 is generated otherwise").arg(column));
    }
}

void Differences::compareColumns(const Table& expected, const Table& found)
{
    compareNames(expected.columns, found.columns, tr("column"));
    QStringList order;
    QStringList orderFound;
    for (const Column& each : expected.columns) {
        if (const Column* other = found.column(each.name)) {
            compareColumn(each, *other);
            order.append(other->name);
        }
    }
    for (const Column& each : found.columns) {
        if (expected.column(each.name) != nullptr) {
            orderFound.append(each.name);
        }
    }
    if (order != orderFound) {
        sayInstead(tr("the order of the columns"), orderFound.join(QStringLiteral(", ")),
            order.join(QStringLiteral(", ")));
    }
}

void Differences::compareLists(
    const QStringList& expected, const QStringList& found, const QString& noun)
{
    QStringList extra = found;
    for (const QString& each : expected) {
        if (!extra.removeOne(each)) {
            say(tr("%1 %2 is missing").arg(noun, each));
        }
    }
    for (const QString& each : extra) {
        say(tr("%1 %2 is there, but was not expected").arg(noun, each));
    }
}

void Differences::compareIndexes(const Table& expected, const Table& found)
{
    QList<Index> named;
    QList<Index> namedFound;
    QStringList constraints;
    QStringList constraintsFound;
    const auto sort = [](const Table& table, QList<Index>& created, QStringList& others) {
        for (const Index& each : table.indexes) {
            if (each.origin == IndexOrigin::Created) {
                created.append(each);
            } else {
                others.append(
                    (each.origin == IndexOrigin::PrimaryKey ? QStringLiteral("PRIMARY KEY ")
                                                            : QString())
                    + indexText(each));
            }
        }
    };
    sort(expected, named, constraints);
    sort(found, namedFound, constraintsFound);
    compareNames(named, namedFound, tr("index"));
    for (const Index& each : named) {
        const Index* other = found.index(each.name);
        if (other == nullptr || *other == each) {
            continue;
        }
        if (each.name != other->name) {
            say(tr("index %1 is spelled %2").arg(each.name, other->name));
        }
        if (indexText(each) != indexText(*other)) {
            sayInstead(tr("index %1").arg(each.name), indexText(*other), indexText(each));
        }
    }
    compareLists(constraints, constraintsFound, tr("constraint"));
}

void Differences::compareTables(const Table& expected, const Table& found)
{
    if (expected == found) {
        return;
    }
    m_prefix = tr("table %1: ").arg(expected.name);
    if (expected.name != found.name) {
        say(tr("it is spelled %1").arg(found.name));
    }
    if (expected.isVirtual != found.isVirtual || expected.module != found.module) {
        sayInstead(tr("its virtual table module"), found.module, expected.module);
    }
    const auto compareFlag = [this](bool before, bool now, const char* name) {
        if (before != now) {
            say((now ? tr("it has %1") : tr("it lacks %1")).arg(QLatin1String(name)));
        }
    };
    compareFlag(expected.withoutRowid, found.withoutRowid, "WITHOUT ROWID");
    compareFlag(expected.strict, found.strict, "STRICT");
    compareFlag(expected.autoincrement, found.autoincrement, "AUTOINCREMENT");
    compareColumns(expected, found);
    compareIndexes(expected, found);
    QStringList keys;
    QStringList keysFound;
    for (const ForeignKey& key : expected.foreignKeys) {
        keys.append(keyText(key));
    }
    for (const ForeignKey& key : found.foreignKeys) {
        keysFound.append(keyText(key));
    }
    compareLists(keys, keysFound, tr("foreign key"));
    compareLists(expected.checks, found.checks, tr("check"));
    compareLists(expected.conflicts, found.conflicts, tr("conflict rule"));
    m_prefix.clear();
}

void Differences::compareViews(const Schema& expected, const Schema& found)
{
    compareNames(expected.views, found.views, tr("view"));
    for (const View& each : expected.views) {
        const View* other = found.view(each.name);
        if (other != nullptr && *other != each) {
            say(each.definition != other->definition
                    ? tr("view %1 is defined otherwise").arg(each.name)
                    : tr("view %1 is spelled %2").arg(each.name, other->name));
        }
    }
}

void Differences::compareTriggers(const Schema& expected, const Schema& found)
{
    compareNames(expected.triggers, found.triggers, tr("trigger"));
    for (const Trigger& each : expected.triggers) {
        const Trigger* other = found.trigger(each.name);
        if (other == nullptr || *other == each) {
            continue;
        }
        const QString trigger = tr("trigger %1").arg(each.name);
        if (each.name != other->name) {
            say(tr("%1 is spelled %2").arg(trigger, other->name));
        }
        if (each.table != other->table) {
            sayInstead(tr("the table of %1").arg(trigger), other->table, each.table);
        }
        if (each.timing != other->timing || each.event != other->event) {
            sayInstead(tr("the event of %1").arg(trigger), other->timing + u' ' + other->event,
                each.timing + u' ' + each.event);
        }
        if (each.when != other->when) {
            say(tr("the condition of %1 differs").arg(trigger));
        }
        if (each.body != other->body) {
            say(tr("the body of %1 differs").arg(trigger));
        }
    }
}

void Differences::compare(const Schema& expected, const Schema& found)
{
    compareNames(expected.tables, found.tables, tr("table"));
    for (const Table& each : expected.tables) {
        if (const Table* other = found.table(each.name)) {
            compareTables(each, *other);
        }
    }
    compareViews(expected, found);
    compareTriggers(expected, found);
    if (expected.userVersion != found.userVersion) {
        sayInstead(QStringLiteral("user_version"), QString::number(found.userVersion),
            QString::number(expected.userVersion));
    }
    if (expected.applicationId != found.applicationId) {
        sayInstead(QStringLiteral("application_id"), QString::number(found.applicationId),
            QString::number(expected.applicationId));
    }
}

} // namespace

QStringList differences(const Schema& expected, const Schema& found)
{
    if (expected == found) {
        return {};
    }
    Differences all;
    all.compare(expected, found);
    return all.lines();
}

} // namespace whimbrel
