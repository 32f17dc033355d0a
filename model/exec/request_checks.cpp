// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/request_checks.h"

#include "model/database/connection_url.h"
#include "model/exec/prepare_sql.h"
#include "model/exec/run_context.h"
#include "model/exec/target_needs.h"
#include "model/plan/names.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Runner", text);
}

QString displayName(Dialect dialect)
{
    for (const auto& row : namedValues<Dialect>()) {
        if (row.value == dialect) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}

/// How a binding to this target is written.
QString bindingAdvice(const Target& target)
{
    return tr("Bind it: %1=%2.").arg(target.id.text(), urlForm(target.dialect));
}

/// A backfill whose replicas nobody can see would wait for ever.
Result<> checkLimits(const Action& action, Dialect dialect, const QString& name)
{
    if (!action.maxLagMs() || dialect == Dialect::Postgresql) {
        return {};
    }
    if (dialect == Dialect::Mysql) {
        return fail({ErrorCode::Usage,
            tr("A primary of MariaDB or MySQL does not know how far its replicas are behind, so "
               "maxLagMs cannot be held."),
            name,
            tr("Bind a target to the replica, and give the backfill a limit of type "
               "replication-lag on it.")});
    }
    return fail({ErrorCode::Usage,
        tr("%1 has no replicas, so maxLagMs cannot be held.").arg(displayName(dialect)), name,
        tr("Take it out.")});
}

} // namespace

Result<> checkActions(const Plan& plan, const QString& environment)
{
    const auto check = [&](const std::optional<Action>& action, const QString& name) -> Result<> {
        if (!action) {
            return {};
        }
        const Dialect dialect = dialectOf(plan, action->target);
        if (action->type() == ActionType::Backup && dialect != Dialect::Sqlite) {
            return fail({ErrorCode::Usage,
                tr("A run takes backups of SQLite databases alone; the target \"%1\" is %2.")
                    .arg(action->target.text(), displayName(dialect)),
                name,
                tr("Let a command or a person take it (pg_basebackup, mariabackup …), with its "
                   "evidence.")});
        }
        if (Result<> measured = checkLimits(*action, dialect, name); !measured) {
            return measured;
        }
        if (!action->sql()) {
            return {};
        }
        const auto statements = prepareSql(plan, *action, dialect, environment);
        if (statements) {
            return {};
        }
        Error error = statements.error();
        error.where = error.where.isEmpty() ? name : name + QStringLiteral(", ") + error.where;
        return fail(error);
    };
    for (const Node& node : plan.nodes) {
        if (Result<> fine = check(node.action, node.title); !fine) {
            return fine;
        }
    }
    for (const Edge& edge : plan.edges) {
        if (edge.kind != EdgeKind::Rollback) {
            continue;
        }
        const QString name = tr("the way back \"%1\"").arg(edge.id.text());
        if (Result<> fine = check(edge.action, name); !fine) {
            return fine;
        }
    }
    return {};
}

Result<> checkBindings(const Plan& plan, const QMap<TargetId, ConnectionUrl>& bindings)
{
    for (const Target& target : plan.targets) {
        if (target.dialect == Dialect::External) {
            continue;
        }
        const auto bound = bindings.constFind(target.id);
        if (bound == bindings.cend()) {
            return fail({ErrorCode::Usage,
                tr("The target \"%1\" is bound to no database.").arg(target.id.text()), {},
                bindingAdvice(target)});
        }
        if (bound->dialect != target.dialect) {
            return fail({ErrorCode::Usage,
                tr("The target \"%1\" is %2, but \"%3\" is %4.")
                    .arg(target.id.text(), displayName(target.dialect), bound->shown,
                        displayName(bound->dialect)),
                {}, bindingAdvice(target)});
        }
    }
    return {};
}

Result<> checkOnlyRead(
    const Plan& plan, const TargetId& home, const QMap<TargetId, Error>& onlyRead)
{
    for (auto each = onlyRead.cbegin(); each != onlyRead.cend(); ++each) {
        if (isWorkedOn(plan, home, each.key())) {
            return fail(each.value());
        }
    }
    return {};
}

} // namespace whimbrel
