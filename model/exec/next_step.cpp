// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/next_step.h"

#include "model/base/counted.h"
#include "model/exec/position.h"
#include "model/exec/prepare_sql.h"
#include "model/exec/run_context.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("NextStep", text);
}

QString rowsText(qint64 rows)
{
    return counted(rows, tr("1 row"), tr("%1 rows"));
}

/// What an action without SQL does.
QString wordsFor(const Action& action)
{
    if (const auto* command = std::get_if<CommandAction>(&action.body)) {
        return tr("Starts %1")
            .arg((QStringList{command->program} + command->arguments).join(QLatin1Char(' ')));
    }
    if (const auto* manual = std::get_if<ManualAction>(&action.body)) {
        return manual->instructions.trimmed();
    }
    if (const auto* copied = std::get_if<CopyAction>(&action.body)) {
        return tr("Copies the rows of %1 from \"%2\" into %3, in batches along %4.")
            .arg(copied->table, copied->from.text(), copied->destination(), copied->key);
    }
    if (const auto* none = std::get_if<NoAction>(&action.body)) {
        return none->because;
    }
    return action.type() == ActionType::Backup ? tr("Takes a copy of the database and checks it.")
                                               : QString();
}

void tellAction(NextStep& step, const Plan& plan, const Action& action, const QString& environment)
{
    step.target = action.target;
    step.dialect = dialectOf(plan, action.target);
    step.inBatches = action.type() == ActionType::Backfill;
    if (!action.sql()) {
        step.words = wordsFor(action);
        return;
    }
    const Result<QList<NextStatement>> statements = statementsOf(plan, action, environment);
    if (statements) {
        step.statements = *statements;
    } else {
        step.problem = statements.error().text();
    }
}

QStringList titlesOf(const QList<Check>& checks)
{
    QStringList titles;
    for (const Check& check : checks) {
        titles.append(check.title.isEmpty() ? check.id.text() : check.title);
    }
    return titles;
}

BackFromStep backFrom(
    const Flow& flow, const RunState& state, const Node& node, const Rehearsed& rehearsed)
{
    BackFromStep back;
    if (!isChange(node)) {
        return back;
    }
    const int index = flow.indexOf(node.id);
    // The way that a rollback would take now; before the step took effect that is the nearest.
    std::optional<Way> way = chosenWay(flow, state, node.id, {});
    if (!way && !waysOf(flow, index).isEmpty()) {
        way = waysOf(flow, index).constFirst();
    }
    if (!way) {
        back.kind = BackFromStep::Kind::None;
        return back;
    }
    const Edge* edge = flow.plan().edges.find(way->edge);
    back.kind = BackFromStep::Kind::Way;
    back.edge = way->edge;
    back.to = way->to;
    const Node* through = flow.plan().nodes.find(way->through);
    const std::optional<Action> action = through && through->action ? through->action
        : edge                                                      ? edge->action
                                                                    : std::nullopt;
    if (const auto* none = action ? std::get_if<NoAction>(&action->body) : nullptr) {
        back.kind = BackFromStep::Kind::Explained;
        back.because = none->because;
    }
    if (edge && edge->estimateMs) {
        back.estimateMs = *edge->estimateMs;
    }
    if (const RehearsedWay* tried = rehearsed.way(node.id, way->edge)) {
        back.verdict = tried->verdict;
        back.triedMs = tried->ms;
    }
    return back;
}

qint64 rowsOf(const Surroundings& around, const QStringList& tables)
{
    qint64 rows = -1;
    for (const TableSize& size : around.tables) {
        if (size.rows >= 0 && tables.contains(size.table)) {
            rows = std::max<qint64>(rows, 0) + size.rows;
        }
    }
    return rows;
}

/// From the rehearsal's time and rows to the rows that are there now. A database that is in use is
/// never as fast as a scratch database in memory, and a rehearsal's fixed costs make each of its
/// rows look slower than it is: so a range, from half to four times what the rows alone would say.
Forecast forecastFor(const NextStep& step)
{
    constexpr qint64 fewest = 1000; // rows: below, fixed costs are all that was measured
    constexpr qint64 mostGrowth = 10; // beyond, caches and memory make it another matter
    constexpr double leastShare = 0.5;
    constexpr double mostShare = 4;
    Forecast forecast;
    if (!step.rehearsed || step.statements.isEmpty()) {
        return forecast;
    }
    const qint64 took = step.rehearsed->ms;
    const QStringList tables = tablesOfWeight(step.statements);
    if (tables.isEmpty()) {
        forecast.fromMs = took;
        forecast.toMs = std::max<qint64>(1, std::llround(static_cast<double>(took) * mostShare));
        forecast.because = tr("it does not grow with the table; waiting for locks not counted");
        return forecast;
    }
    forecast.rowsThen = step.rehearsed->tableRows;
    forecast.rowsNow = rowsOf(step.around, tables);
    if (forecast.rowsNow < 0) {
        forecast.because = tr("how many rows there are is not known here");
    } else if (forecast.rowsThen < fewest) {
        forecast.because = forecast.rowsThen < 0
            ? tr("how many rows the rehearsal had is not known")
            : tr("%1 in the rehearsal say nothing about %2 here")
                  .arg(rowsText(forecast.rowsThen), rowsText(forecast.rowsNow));
    } else if (forecast.rowsThen < forecast.rowsNow / mostGrowth) {
        forecast.because = tr("%1 in the rehearsal are less than a tenth of %2 here")
                               .arg(rowsText(forecast.rowsThen), rowsText(forecast.rowsNow));
    } else {
        const double work = static_cast<double>(took) * static_cast<double>(forecast.rowsNow)
            / static_cast<double>(forecast.rowsThen);
        forecast.fromMs = std::max<qint64>(1, std::llround(work * leastShare));
        forecast.toMs = std::max<qint64>(1, std::llround(work * mostShare));
        forecast.because = tr("%1 here, %2 in the rehearsal; waiting for locks not counted")
                               .arg(rowsText(forecast.rowsNow), rowsText(forecast.rowsThen));
    }
    return forecast;
}

/// The next change that is taken back, and how.
std::optional<NextStep> nextBack(
    const Flow& flow, const RunState& state, const Rehearsed& rehearsed)
{
    const QList<NodeId> since = appliedSince(flow, state, state.rollbackTo);
    if (since.isEmpty()) {
        return std::nullopt;
    }
    const Plan& plan = flow.plan();
    NextStep step;
    step.node = since.constFirst();
    const Node* node = plan.nodes.find(step.node);
    step.title = node ? node->title : step.node.text();
    const std::optional<Way> way = chosenWay(flow, state, step.node, state.rollbackTo);
    const Edge* edge = way ? plan.edges.find(way->edge) : nullptr;
    if (!edge) {
        step.back.kind = BackFromStep::Kind::None;
        return step;
    }
    step.edge = edge->id;
    step.estimateMs = edge->estimateMs.value_or(-1);
    const Node* through = plan.nodes.find(way->through);
    const bool edgeActs = edge->action && edge->action->doesSomething();
    const std::optional<Action> action = through && !edgeActs ? through->action : edge->action;
    if (edge->method == RollbackMethod::Restore && !edge->backup.isEmpty() && !edgeActs) {
        step.words = tr("Brings back the backup that \"%1\" took; what was written since is lost.")
                         .arg(edge->backup.text());
    } else if (action) {
        tellAction(step, plan, *action, state.environment);
    }
    if (const RehearsedWay* tried = rehearsed.way(step.node, edge->id)) {
        step.rehearsed = RehearsedStep{step.node, tried->ms, tried->rows, -1, tried->locks, {}, {}};
    }
    return step;
}

NextStep nextForward(
    const Flow& flow, const RunState& state, const Node& node, const Rehearsed& rehearsed)
{
    const Plan& plan = flow.plan();
    NextStep step;
    step.node = node.id;
    step.title = node.title.isEmpty() ? node.id.text() : node.title;
    step.estimateMs = node.estimateMs.value_or(-1);
    if (traits(node.kind).performs && node.action && !state.step(node.id).actionDone) {
        tellAction(step, plan, *node.action, state.environment);
    }
    if (step.words.isEmpty() && node.kind == NodeKind::Gate) {
        step.words = node.ask;
    }
    step.checks = titlesOf(node.entry) + titlesOf(node.exit) + titlesOf(node.checks);
    if (const RehearsedStep* tried = rehearsed.step(node.id)) {
        step.rehearsed = *tried;
    }
    step.back = backFrom(flow, state, node, rehearsed);
    return step;
}

/// Where a gate leads that says yes; the gate itself if the drawing does not say so.
int behindGate(const Flow& flow, int gate)
{
    for (const Edge* edge : flow.leaving(gate, EdgeKind::Forward)) {
        if (edge->when.isEmpty() || edge->when == outcomes::yes) {
            return flow.indexOf(edge->to);
        }
    }
    return gate;
}

} // namespace

Result<QList<NextStatement>> statementsOf(
    const Plan& plan, const Action& action, const QString& environment)
{
    const Dialect dialect = dialectOf(plan, action.target);
    const Result<QList<PreparedStatement>> prepared
        = prepareSql(plan, action, dialect, environment);
    if (!prepared) {
        return fail(prepared.error());
    }
    QList<NextStatement> statements;
    for (const PreparedStatement& each : *prepared) {
        const QByteArray sql = each.sql.toUtf8();
        statements.append({each.sql, each.verb, weightOf(each.parsed, sql, dialect),
            each.inTransaction, each.parsed.commits, lockFacts(each.parsed, sql, dialect)});
    }
    return statements;
}

bool isAhead(const NextStep& step, const RunState& state)
{
    if (!step.edge.isEmpty()) {
        return !state.compensations.value(step.edge).intended
            || state.rest.reason != RestReason::None;
    }
    return state.step(step.node).order == 0;
}

QStringList tablesOfWeight(const QList<NextStatement>& statements)
{
    QStringList tables;
    for (const NextStatement& each : statements) {
        if (!growsWithRows(each.weight)) {
            continue;
        }
        for (const TableLock& lock : each.locks.locks) {
            if (!lock.name.isEmpty() && !tables.contains(lock.name)) {
                tables.append(lock.name);
            }
        }
    }
    return tables;
}

std::optional<NextStep> nextStep(
    const Flow& flow, const RunState& state, const Rehearsed& rehearsed, const Surroundings& around)
{
    if (state.ended && !state.rollingBack) {
        return std::nullopt;
    }
    const bool same
        = !rehearsed.current.isEmpty() && rehearsed.current.constFirst().planHash == state.planHash;
    const Rehearsed known = same ? rehearsed : Rehearsed{};
    std::optional<NextStep> step;
    if (state.rollingBack) {
        step = nextBack(flow, state, known);
    } else {
        const NodeId asked = state.rest.node;
        const NodeId next = asked.isEmpty() ? nodeInTurn(flow, state) : asked;
        const int index = next.isEmpty() ? flow.start() : flow.indexOf(next);
        const bool atGate = state.rest.reason == RestReason::Gate;
        const int shown = index >= 0 && atGate ? behindGate(flow, index) : index;
        if (shown >= 0) {
            step = nextForward(flow, state, flow.node(shown), known);
            step->behind = atGate ? next : NodeId();
        }
    }
    if (step && around.node == step->node && around.edge == step->edge) {
        step->around = around;
    }
    if (step) {
        step->forecast = forecastFor(*step);
    }
    return step;
}

} // namespace whimbrel
