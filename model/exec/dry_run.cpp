// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/dry_run.h"

#include "model/database/connection_url.h"
#include "model/database/open_connection.h"
#include "model/exec/journal_store.h"
#include "model/exec/prepare_sql.h"
#include "model/exec/run_context.h"
#include "model/exec/sql_step.h"
#include "model/plan/flow.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("DryRun", text);
}

/// Goes through the plan as a run would, and writes down what it would do.
class Rehearsing final {
public:
    explicit Rehearsing(const RunRequest& request)
        : m_request(request)
        , m_flow(request.plan)
    { }

    Result<QList<DryRunLine>> lines();

private:
    Result<> lookAtDatabases() const;
    Result<> addNode(const Node& node);
    Result<> addAction(const Action& action, const DryRunLine& from, const QString& name);
    Result<> addStatements(const Action& action, const DryRunLine& from, const QString& name);
    void addChecks(const DryRunLine& from, const QList<Check>& checks, const QString& phase);
    void add(DryRunLine line, const QString& kind, const QString& text, const QString& note = {});

    const RunRequest& m_request;
    Flow m_flow;
    QList<DryRunLine> m_lines{};
    int m_segment = 0;
};

Result<> Rehearsing::lookAtDatabases() const
{
    for (const Target& target : m_request.plan.targets) {
        if (target.dialect == Dialect::External) {
            continue;
        }
        const QString bound = m_request.bindings.value(target.id);
        if (bound.isEmpty()) {
            return fail({ErrorCode::Usage,
                tr("The target \"%1\" is bound to no database.").arg(target.id.text()), {},
                tr("Bind it: %1=%2.").arg(target.id.text(), urlForm(target.dialect))});
        }
        const Result<ConnectionUrl> url = parseConnectionUrl(bound);
        if (!url) {
            return fail(url.error());
        }
        const auto connection = openConnection(*url, Connection::Access::Read);
        if (!connection) {
            return fail(connection.error());
        }
        const Result<QList<RunSummary>> runs = journal::runs(**connection);
        if (!runs) {
            return fail(runs.error());
        }
        for (const RunSummary& run : *runs) {
            if (!run.ended) {
                return fail({ErrorCode::Locked,
                    tr("The run \"%1\" of \"%2\" is open on \"%3\".")
                        .arg(run.run, run.title, url->shown),
                    {}, tr("Resume it, or roll it back to its start.")});
            }
        }
    }
    return {};
}

void Rehearsing::add(DryRunLine line, const QString& kind, const QString& text, const QString& note)
{
    line.kind = kind;
    line.text = text;
    line.note = note;
    m_lines.append(line);
}

Result<> Rehearsing::addStatements(
    const Action& action, const DryRunLine& from, const QString& name)
{
    const auto statements = prepareSql(
        m_request.plan, action, dialectOf(m_request.plan, action.target), m_request.environment);
    if (!statements) {
        Error error = statements.error();
        error.where = error.where.isEmpty() ? name : name + QStringLiteral(", ") + error.where;
        return fail(error);
    }
    for (const StatementGroup& segment : groupsOf(*statements)) {
        ++m_segment;
        for (qsizetype i = segment.first; i < segment.first + segment.count; ++i) {
            DryRunLine line = from;
            line.segment = m_segment;
            line.inTransaction = segment.inTransaction;
            add(line, QStringLiteral("statement"), (*statements)[i].sql, (*statements)[i].verb);
        }
    }
    return {};
}

Result<> Rehearsing::addAction(const Action& action, const DryRunLine& from, const QString& name)
{
    switch (action.type()) {
    case ActionType::Sql:
        return addStatements(action, from, name);
    case ActionType::Backfill: {
        const auto& backfill = std::get<BackfillAction>(action.body);
        add(from, QStringLiteral("backfill"),
            tr("%1 along %2, %3 rows to a batch, each batch in a transaction of its own:")
                .arg(backfill.table, backfill.key)
                .arg(backfill.batch));
        addChecks(from, backfill.limits, tr("limit"));
        return addStatements(action, from, name);
    }
    case ActionType::Copy: {
        const auto& copied = std::get<CopyAction>(action.body);
        add(from, QStringLiteral("copy"),
            tr("%1 of \"%2\" into %3 along %4, %5 rows to a batch, each batch in a transaction of "
               "its own: %6")
                .arg(copied.table, copied.from.text(), copied.destination(), copied.key)
                .arg(copied.batch)
                .arg(copied.columns.join(QStringLiteral(", "))),
            copied.where);
        break;
    }
    case ActionType::Backup: {
        const QString path = std::get<BackupAction>(action.body).path;
        add(from, QStringLiteral("backup"),
            path.isEmpty() ? tr("online backup beside the plan, with an integrity check")
                           : tr("online backup to \"%1\", with an integrity check").arg(path));
        break;
    }
    case ActionType::Command: {
        const auto& command = std::get<CommandAction>(action.body);
        add(from, QStringLiteral("command"),
            (QStringList{command.program} + command.arguments).join(QLatin1Char(' ')),
            m_request.allowCommands ? QString() : tr("commands are not allowed"));
        break;
    }
    case ActionType::Manual:
        add(from, QStringLiteral("manual"), std::get<ManualAction>(action.body).instructions);
        break;
    case ActionType::None:
        add(from, QStringLiteral("none"), tr("nothing to do"),
            std::get<NoAction>(action.body).because);
        break;
    }
    return {};
}

void Rehearsing::addChecks(const DryRunLine& from, const QList<Check>& checks, const QString& phase)
{
    for (const Check& check : checks) {
        QString text = check.title.isEmpty() ? check.id.text() : check.title;
        if (const auto* query = std::get_if<QueryCheck>(&check.body)) {
            text += QStringLiteral(": ")
                + QString::fromUtf8(m_request.plan.sqlText(query->sql)).simplified();
        }
        add(from, QStringLiteral("check"), text,
            phase + QStringLiteral(", ") + keyOf(check.type()));
    }
}

Result<> Rehearsing::addNode(const Node& node)
{
    DryRunLine line;
    line.node = node.id;
    addChecks(line, node.entry, tr("entry condition"));
    if (traits(node.kind).performs && node.action) {
        if (Result<> added = addAction(*node.action, line, node.title); !added) {
            return added;
        }
    }
    addChecks(line, node.exit, tr("exit condition"));
    addChecks(line, node.checks, tr("check"));
    if (node.kind == NodeKind::Gate) {
        add(line, QStringLiteral("gate"), node.ask.isEmpty() ? node.title : node.ask);
    } else if (node.kind == NodeKind::Monitor && node.holdMs) {
        add(line, QStringLiteral("hold"), tr("for %1 s").arg(*node.holdMs / 1000));
    } else if (node.kind == NodeKind::End) {
        add(line, QStringLiteral("end"), keyOf(node.outcome));
    }
    for (const Edge* edge : m_flow.leaving(m_flow.indexOf(node.id), EdgeKind::Rollback)) {
        DryRunLine back;
        back.node = node.id;
        back.edge = edge->id;
        if (edge->method == RollbackMethod::Restore) {
            add(back, QStringLiteral("restore"),
                tr("the backup of \"%1\"; what was written since is lost")
                    .arg(edge->backup.text()));
        } else if (edge->action) {
            const QString name = tr("the way back \"%1\"").arg(edge->id.text());
            if (Result<> added = addAction(*edge->action, back, name); !added) {
                return added;
            }
        }
    }
    return {};
}

Result<QList<DryRunLine>> Rehearsing::lines()
{
    if (m_flow.start() < 0) {
        return fail({ErrorCode::Usage, tr("The plan has no start."), m_request.planPath,
            tr("Draw a start node.")});
    }
    if (Result<> there = lookAtDatabases(); !there) {
        return fail(there.error());
    }
    for (const int index : m_flow.forward().topologicalOrder()) {
        if (!m_flow.reachedFromStart(index)) {
            continue;
        }
        if (Result<> added = addNode(m_flow.node(index)); !added) {
            return fail(added.error());
        }
    }
    return m_lines;
}

} // namespace

Result<QList<DryRunLine>> dryRun(const RunRequest& request)
{
    return Rehearsing(request).lines();
}

QStringList describe(const QList<DryRunLine>& lines, const Plan& plan)
{
    QStringList text;
    NodeId node;
    int segment = 0;
    for (const DryRunLine& line : lines) {
        if (line.node != node || text.isEmpty()) {
            node = line.node;
            const Node* shown = plan.nodes.find(node);
            text.append(shown
                    ? QStringLiteral("%1 (%2)").arg(shown->title, displayName(shown->kind))
                    : node.text());
        }
        QString indent = QStringLiteral("  ");
        if (!line.edge.isEmpty()) {
            const Edge* edge = plan.edges.find(line.edge);
            indent += tr("back to %1: ").arg(edge ? edge->to.text() : QString());
        }
        if (line.segment > 0 && line.segment != segment) {
            segment = line.segment;
            text.append(indent
                + (line.inTransaction ? tr("in one transaction:") : tr("outside a transaction:")));
        }
        if (line.segment > 0) {
            text.append(QStringLiteral("    ") + line.text.simplified() + QLatin1Char(';'));
        } else {
            text.append(indent + line.kind + QStringLiteral(": ") + line.text
                + (line.note.isEmpty() ? QString()
                                       : QStringLiteral(" (") + line.note + QLatin1Char(')')));
        }
    }
    return text;
}

} // namespace whimbrel
