// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/sql_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("SqlFiles", text);
}

struct Counter {
    const QString& path;
    int count = 0;

    void source(const SqlSource& sql) { count += sql.file == path ? 1 : 0; }
    void action(const std::optional<Action>& action)
    {
        if (!action) {
            return;
        }
        if (const SqlSource* sql = action->sql()) {
            source(*sql);
        }
        for (const DialectSql& own : action->dialects) {
            source(own.sql);
        }
        if (const QList<Check>* limits = limitsOf(action)) {
            checks(*limits);
        }
    }
    void checks(const QList<Check>& checks)
    {
        for (const Check& check : checks) {
            if (const auto* query = std::get_if<QueryCheck>(&check.body)) {
                source(query->sql);
            } else if (const auto* compare = std::get_if<CompareCheck>(&check.body)) {
                source(compare->left);
                source(compare->right);
            }
        }
    }
};

} // namespace

int referencesTo(const Plan& plan, const QString& path)
{
    Counter counter{path};
    for (const Node& node : plan.nodes) {
        counter.action(node.action);
        counter.checks(node.entry);
        counter.checks(node.exit);
        counter.checks(node.checks);
    }
    for (const Edge& edge : plan.edges) {
        counter.action(edge.action);
    }
    return counter.count;
}

QString freeSqlPath(const Plan& plan, const QString& stem)
{
    static const QRegularExpression odd(QStringLiteral("[^A-Za-z0-9._-]+"));
    QString clean = stem;
    clean.replace(odd, QStringLiteral("-"));
    if (clean.isEmpty()) {
        clean = QStringLiteral("statement");
    }
    const auto taken = [&plan](const QString& path) {
        return plan.files.contains(path) || referencesTo(plan, path) > 0;
    };
    QString path = QStringLiteral("sql/%1.sql").arg(clean);
    for (int i = 2; taken(path); ++i) {
        path = QStringLiteral("sql/%1-%2.sql").arg(clean).arg(i);
    }
    return path;
}

QString pathProblem(const QString& path)
{
    if (path.trimmed().isEmpty()) {
        return tr("Name a file, such as sql/010-expand.sql.");
    }
    if (path.contains(QLatin1Char('\\'))) {
        return tr("Write the path with forward slashes.");
    }
    if (QDir::isAbsolutePath(path) || path.contains(QLatin1Char(':'))) {
        return tr("The path is relative to the plan's folder, such as sql/010-expand.sql.");
    }
    const QString clean = QDir::cleanPath(path);
    if (clean.startsWith(QLatin1String("..")) || clean == QLatin1String(".")
        || path.endsWith(QLatin1Char('/'))) {
        return tr("The path must name a file inside the plan's folder.");
    }
    return {};
}

} // namespace whimbrel
