// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/foreign_keys.h"

#include "model/base/counted.h"
#include "model/database/sqlite_connection.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ForeignKeys", text);
}

} // namespace

ForeignKeysOff::ForeignKeysOff(Connection& connection)
    : m_connection(connection)
{ }

ForeignKeysOff::~ForeignKeysOff()
{
    m_connection.rollback();
    const bool cancelled = m_connection.interrupter().isCancelled();
    m_connection.interrupter().reset();
    (void)m_connection.exec(QStringLiteral("PRAGMA foreign_keys = ON"));
    if (cancelled) {
        m_connection.interrupter().cancel();
    }
}

Result<> ForeignKeysOff::begin()
{
    if (const auto off = m_connection.exec(QStringLiteral("PRAGMA foreign_keys = OFF")); !off) {
        return fail(off.error());
    }
    const Result<QVariant> now = m_connection.value(QStringLiteral("PRAGMA foreign_keys"));
    if (!now) {
        return fail(now.error());
    }
    if (now->toInt() != 0) {
        return fail({ErrorCode::Sql, tr("Foreign keys could not be switched off."), {}, {}});
    }
    return {};
}

Result<> ForeignKeysOff::countBefore()
{
    Result<QMap<QString, qint64>> rows = childRows();
    if (!rows) {
        return fail(rows.error());
    }
    m_rows = *std::move(rows);
    Result<QMap<QString, qint64>> broken = violations();
    if (!broken) {
        return fail(broken.error());
    }
    m_violations = *std::move(broken);
    return {};
}

Result<> ForeignKeysOff::compare(const QStringList& written)
{
    const Result<QMap<QString, qint64>> broken = violations();
    if (!broken) {
        return fail(broken.error());
    }
    for (auto each = broken->cbegin(); each != broken->cend(); ++each) {
        if (each.value() > m_violations.value(each.key())) {
            return fail({ErrorCode::Sql,
                counted(each.value() - m_violations.value(each.key()),
                    tr("After the rebuild 1 row breaks the foreign key %2; nothing was committed."),
                    tr("After the rebuild %1 rows break the foreign key %2; nothing was "
                       "committed."))
                    .replace(QStringLiteral("%2"), each.key()),
                {}, tr("Copy every row that others refer to, with its key.")});
        }
    }
    const Result<QMap<QString, qint64>> rows = childRows();
    if (!rows) {
        return fail(rows.error());
    }
    for (auto each = m_rows.cbegin(); each != m_rows.cend(); ++each) {
        const qint64 now = rows->value(each.key(), -1);
        if (now != each.value() && !written.contains(each.key(), Qt::CaseInsensitive)) {
            return fail({ErrorCode::Sql,
                tr("The table \"%1\" had %2 before the rebuild and has %3 after it, although no "
                   "statement names it; nothing was committed.")
                    .arg(each.key(), counted(each.value(), tr("1 row"), tr("%1 rows")),
                        numberText(qMax<qint64>(now, 0))),
                {}, tr("Look at the triggers and at the order of the statements.")});
        }
    }
    return {};
}

Result<QMap<QString, qint64>> ForeignKeysOff::childRows()
{
    const Result<QList<Row>> children = m_connection.rows(QStringLiteral(
        "SELECT DISTINCT t.name FROM sqlite_master t, pragma_foreign_key_list(t.name) "
        "WHERE t.type = 'table'"));
    if (!children) {
        return fail(children.error());
    }
    QMap<QString, qint64> counts;
    for (const Row& child : *children) {
        const QString table = child[0].toString();
        const Result<QVariant> count
            = m_connection.value(QStringLiteral("SELECT count(*) FROM ") + quoted(table));
        if (!count) {
            return fail(count.error());
        }
        counts.insert(table, count->toLongLong());
    }
    return counts;
}

Result<QMap<QString, qint64>> ForeignKeysOff::violations()
{
    const Result<QList<Row>> rows = m_connection.rows(
        QStringLiteral("SELECT \"table\", parent, count(*) FROM pragma_foreign_key_check "
                       "GROUP BY \"table\", parent"));
    if (!rows) {
        return fail(rows.error());
    }
    QMap<QString, qint64> counts;
    for (const Row& row : *rows) {
        counts.insert(tr("from \"%1\" to \"%2\"").arg(row[0].toString(), row[1].toString()),
            row[2].toLongLong());
    }
    return counts;
}

} // namespace whimbrel
