// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_probe.h"

#include "model/sql/effect_rows.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Sql", text);
}

EffectRows rowsOf(Dialect dialect)
{
    switch (dialect) {
    case Dialect::Postgresql:
        return postgresqlEffectRows();
    case Dialect::Mysql:
        return mysqlEffectRows();
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return sqliteEffectRows();
}

} // namespace

EffectProbe effectOf(const Statement& statement, const QByteArray& sql, Dialect dialect)
{
    const SchemaChanges changes = schemaChanges(statement, sql, dialect);
    EffectProbe probe;
    probe.atomic = changes.atomic;
    const EffectRows rows = rowsOf(dialect);
    for (const SchemaChange& change : changes.list) {
        const auto row = std::find_if(rows.rows.begin(), rows.rows.end(),
            [&](const EffectRow& each) { return each.kind == change.kind; });
        if (row == rows.rows.end()) {
            continue;
        }
        if (const auto question = effectQuestion(*row, change, rows, dialect)) {
            probe.questions.append(*question);
        }
    }
    if (probe.questions.isEmpty()) {
        probe.unknowable = !changes.unreadable.isEmpty()
            ? changes.unreadable
            : tr("Whimbrel does not know where the catalog shows what it changes.");
    }
    return probe;
}

EffectOutcome outcomeOf(const EffectProbe& probe, const QStringList& answers)
{
    if (answers.isEmpty() || answers.size() != probe.questions.size()) {
        return EffectOutcome::Unknowable;
    }
    const auto count = [&](const char* word) { return answers.count(QLatin1String(word)); };
    const qsizetype applied = count("applied");
    const qsizetype notApplied = count("not applied");
    if (applied == answers.size()) {
        return EffectOutcome::Applied;
    }
    if (count("partial") > 0) {
        return EffectOutcome::Partial;
    }
    if (notApplied > 0 && (probe.atomic || applied == 0)) {
        return EffectOutcome::NotApplied;
    }
    return applied > 0 && notApplied > 0 ? EffectOutcome::Partial : EffectOutcome::Unknowable;
}

QString effectOutcomeName(EffectOutcome outcome)
{
    switch (outcome) {
    case EffectOutcome::Applied:
        return tr("applied");
    case EffectOutcome::NotApplied:
        return tr("not applied");
    case EffectOutcome::Partial:
        return tr("in part");
    case EffectOutcome::Unknowable:
        break;
    }
    return tr("cannot be told");
}

} // namespace whimbrel
