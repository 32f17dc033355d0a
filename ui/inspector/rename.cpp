// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/rename.h"

#include <QCoreApplication>

#include <functional>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rename", text);
}

/// Shows every target field and every SQL of an action or check to the visitors.
struct Walk {
    std::function<void(TargetId&)> target{};
    std::function<void(SqlSource&)> sql{};

    void action(std::optional<Action>& action) const
    {
        if (!action) {
            return;
        }
        target(action->target);
        if (auto* statements = std::get_if<SqlAction>(&action->body)) {
            sql(statements->sql);
        } else if (auto* backfill = std::get_if<BackfillAction>(&action->body)) {
            sql(backfill->sql);
        } else if (auto* copied = std::get_if<CopyAction>(&action->body)) {
            target(copied->from);
        }
        for (DialectSql& own : action->dialects) {
            sql(own.sql);
        }
        if (QList<Check>* limits = limitsOf(action)) {
            checks(*limits);
        }
    }
    void checks(QList<Check>& checks) const
    {
        for (Check& check : checks) {
            target(check.target);
            if (auto* query = std::get_if<QueryCheck>(&check.body)) {
                sql(query->sql);
            } else if (auto* compare = std::get_if<CompareCheck>(&check.body)) {
                target(compare->rightTarget);
                sql(compare->left);
                sql(compare->right);
            }
        }
    }
    /// Appends the nodes and edges that the visitors changed.
    void plan(const Plan& plan, Edit& edit) const
    {
        for (const Node& node : plan.nodes) {
            Node changed = node;
            action(changed.action);
            checks(changed.entry);
            checks(changed.exit);
            checks(changed.checks);
            if (!(changed == node)) {
                edit.ops.append(Put<Node>{std::move(changed), -1});
            }
        }
        for (const Edge& edge : plan.edges) {
            Edge changed = edge;
            action(changed.action);
            if (!(changed == edge)) {
                edit.ops.append(Put<Edge>{std::move(changed), -1});
            }
        }
    }
};

} // namespace

Edit renameTarget(const Plan& plan, const TargetId& from, const TargetId& to)
{
    const Target* target = plan.targets.find(from);
    if (!target || to.isEmpty() || plan.targets.contains(to)) {
        return {};
    }
    Target renamed = *target;
    renamed.id = to;
    Edit edit{tr("Rename target"),
        {Put<Target>{renamed, plan.targets.indexOf(from)}, Erase<Target>{from}}, {}};
    const Walk walk{[&](TargetId& id) { id = id == from ? to : id; }, [](SqlSource&) {}};
    walk.plan(plan, edit);
    return edit;
}

Edit renameParameter(const Plan& plan, const ParameterId& from, const ParameterId& to)
{
    const Parameter* parameter = plan.parameters.find(from);
    if (!parameter || to.isEmpty() || plan.parameters.contains(to)) {
        return {};
    }
    Parameter renamed = *parameter;
    renamed.id = to;
    Edit edit{tr("Rename parameter"),
        {Put<Parameter>{renamed, plan.parameters.indexOf(from)}, Erase<Parameter>{from}}, {}};
    const QString old = QStringLiteral("{{%1}}").arg(from.text());
    const QString now = QStringLiteral("{{%1}}").arg(to.text());
    const Walk walk{[](TargetId&) {}, [&](SqlSource& sql) { sql.text.replace(old, now); }};
    walk.plan(plan, edit);
    for (auto file = plan.files.cbegin(); file != plan.files.cend(); ++file) {
        QByteArray content = file.value();
        content.replace(old.toUtf8(), now.toUtf8());
        if (content != file.value()) {
            edit.ops.append(SetFile{file.key(), content});
        }
    }
    return edit;
}

} // namespace whimbrel
