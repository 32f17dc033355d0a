// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/sql_steps.h"

#include "model/base/counted.h"
#include "model/io/plan_from_sql.h"
#include "model/io/plan_paths.h"
#include "ui/session/plan_edits.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>
#include <limits>
#include <utility>

namespace whimbrel {

namespace {

constexpr qint64 largest = 16 * 1024 * 1024;
constexpr double apart = 280; ///< from a step to the next: its width and room for the edge
constexpr double below = 120;

QString tr(const char* text)
{
    return QCoreApplication::translate("SqlSteps", text);
}

tl::unexpected<Error> refuse(const QString& message, const QString& advice)
{
    return fail({ErrorCode::Unreadable, message, {}, advice});
}

bool isText(const QByteArray& content)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(content);
    Q_UNUSED(text)
    return !decoder.hasError() && !content.contains('\0');
}

/// The name under which a plan at that path knows the file.
Result<QString> pathInPlan(const QString& file, const QString& planPath)
{
    const QFileInfo info(file);
    if (planPath.isEmpty()) {
        return QStringLiteral("sql/") + info.fileName();
    }
    const QString relative = QDir(planFolder(planPath)).relativeFilePath(info.absoluteFilePath());
    if (const Result<QString> inside = resolvePlanFile(planPath, relative); !inside) {
        return refuse(tr("“%1” lies outside the plan's folder %2.")
                          .arg(info.absoluteFilePath(), planRoot(planPath)),
            tr("Copy it there first, and drop the copy."));
    }
    return relative;
}

/// The number that a file's name begins with, as scripts are numbered in the order in which they
/// run; those without one come last.
qint64 numberOf(const QString& path)
{
    static const QRegularExpression number(QStringLiteral("^[0-9]{1,18}"));
    const QRegularExpressionMatch match = number.match(QFileInfo(path).fileName());
    return match.hasMatch() ? match.captured().toLongLong() : std::numeric_limits<qint64>::max();
}

/// "sql/010-add-columns.sql" → "Add columns".
QString titleFor(const QString& path)
{
    static const QRegularExpression number(QStringLiteral("^[0-9]+[-_. ]*"));
    static const QRegularExpression separators(QStringLiteral("[-_. ]+"));
    QString title = QFileInfo(path).completeBaseName();
    title.remove(number).replace(separators, QStringLiteral(" "));
    title = title.trimmed();
    if (title.isEmpty()) {
        return QFileInfo(path).fileName();
    }
    title[0] = title.at(0).toUpper();
    return title;
}

} // namespace

Result<QList<SqlFile>> readSqlFiles(const QStringList& paths, const QString& planPath)
{
    QStringList sorted = paths;
    std::sort(sorted.begin(), sorted.end(), [](const QString& a, const QString& b) {
        return std::pair(numberOf(a), a) < std::pair(numberOf(b), b);
    });
    QList<SqlFile> files;
    for (const QString& path : std::as_const(sorted)) {
        const QString name = QFileInfo(path).fileName();
        if (QFileInfo(path).suffix().compare(QLatin1String("sql"), Qt::CaseInsensitive) != 0) {
            return refuse(tr("“%1” is not an SQL file.").arg(name),
                tr("Drop files whose names end in .sql."));
        }
        const Result<QString> inPlan = pathInPlan(path, planPath);
        if (!inPlan) {
            return fail(inPlan.error());
        }
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            return refuse(tr("“%1” cannot be read: %2.").arg(name, file.errorString()), {});
        }
        if (file.size() > largest) {
            return refuse(tr("“%1” is larger than 16 MB.").arg(name),
                tr("A script of that size is better run by a command."));
        }
        const QByteArray content = file.readAll();
        if (!isText(content)) {
            return refuse(tr("“%1” is not text in UTF-8.").arg(name),
                tr("Save it as UTF-8 and drop it again."));
        }
        files.append({*inPlan, content});
    }
    return files;
}

Edit addSqlSteps(
    const Plan& plan, const QList<SqlFile>& files, const QPointF& position, const EdgeId& into)
{
    Plan copy = plan;
    Edit all;
    const auto doNow = [&copy, &all](const Edit& edit) {
        if (apply(copy, edit)) {
            all.ops += edit.ops;
        }
    };
    const Target* target = plan.targetOf({});
    const Dialect dialect = target == nullptr ? Dialect::Sqlite : target->dialect;
    const bool down = plan.layout.direction == FlowDirection::TopDown;
    NodeId last;
    EdgeId next = into; // the part of the edge that leads on
    QPointF at = position;
    for (const SqlFile& file : files) {
        Node node = edits::newNode(copy, kindOfScript(file.content, dialect), titleFor(file.path));
        node.action = Action{};
        node.action->body = SqlAction{SqlSource{{}, file.path}, false};
        if (!copy.files.contains(file.path)) {
            doNow({{}, {SetFile{file.path, file.content}}, {}});
        }
        if (const Edge* edge = copy.edges.find(next)) {
            const NodeId end = edge->to;
            doNow(edits::insertIntoEdge(copy, next, node, at));
            for (const Edge& each : std::as_const(copy.edges)) {
                next = each.from == node.id && each.to == end ? each.id : next;
            }
        } else {
            doNow(last.isEmpty() ? edits::addNode(copy, node, at)
                                 : edits::addNodeAfter(copy, node, at, last, EdgeKind::Forward));
        }
        last = node.id;
        at += down ? QPointF(0, below) : QPointF(apart, 0);
    }
    if (!into.isEmpty()) {
        // Between others, layout finds the room.
        all.ops.removeIf([](const Op& op) { return std::holds_alternative<SetPlace>(op); });
    }
    all.text = counted(files.size(), tr("Add SQL file"), tr("Add %1 SQL files"));
    return all;
}

} // namespace whimbrel
