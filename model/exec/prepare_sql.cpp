// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/prepare_sql.h"

#include "model/sql/parameters.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QRegularExpression>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("PrepareSql", text);
}

QString placeOf(const QString& file, int line)
{
    return file.isEmpty() ? tr("line %1").arg(line) : tr("%1, line %2").arg(file).arg(line);
}

Result<Script> scriptOf(
    const Plan& plan, const SqlSource& source, Dialect dialect, const QString& environment)
{
    if (!source.file.isEmpty() && !plan.files.contains(source.file)) {
        return fail({ErrorCode::Unreadable, tr("The SQL file \"%1\" is missing.").arg(source.file),
            {}, tr("Put it beside the plan.")});
    }
    const Result<QByteArray> bound
        = bindParameters(plan.sqlText(source), dialect, plan, environment);
    if (!bound) {
        Error error = bound.error();
        if (!source.file.isEmpty()) {
            error.where = error.where.isEmpty() ? source.file
                                                : source.file + QStringLiteral(", ") + error.where;
        }
        return fail(error);
    }
    Script script = splitScript(*bound, dialect);
    if (!script.problems.isEmpty()) {
        const SqlProblem& problem = script.problems.constFirst();
        return fail({ErrorCode::Sql, problem.message, placeOf(source.file, problem.line), {}});
    }
    return script;
}

/// Why a statement may not stand in a step; empty if it may.
QString whyNot(const Statement& statement, const QByteArray& text)
{
    static const QRegularExpression foreignKeys(
        QStringLiteral("^PRAGMA\\s+(\\w+\\s*\\.\\s*)?foreign_keys\\s*[=(]"),
        QRegularExpression::CaseInsensitiveOption);
    if (statement.kind == StatementClass::Transaction) {
        return tr("A step holds no transaction statements; the run puts it into a transaction of "
                  "its own.");
    }
    if (statement.kind == StatementClass::Attachment) {
        return tr("A step works on its own target alone; give the other database a target of its "
                  "own.");
    }
    if (foreignKeys.match(QString::fromUtf8(text)).hasMatch()) {
        return tr("PRAGMA foreign_keys does nothing inside a transaction; set \"foreignKeys\" of "
                  "the action to \"off\" instead.");
    }
    return {};
}

} // namespace

Result<QList<PreparedStatement>> prepareSql(
    const Plan& plan, const Action& action, Dialect dialect, const QString& environment)
{
    const SqlSource* source = action.sqlFor(dialect);
    if (!source) {
        return QList<PreparedStatement>();
    }
    const Result<Script> script = scriptOf(plan, *source, dialect, environment);
    if (!script) {
        return fail(script.error());
    }
    QList<PreparedStatement> prepared;
    for (const Statement& statement : script->statements) {
        const QByteArray text = script->text(statement);
        const QString objection = whyNot(statement, text);
        if (!objection.isEmpty()) {
            return fail({ErrorCode::Sql, objection, placeOf(source->file, statement.line), {}});
        }
        PreparedStatement one;
        one.number = static_cast<int>(prepared.size()) + 1;
        one.sql = QString::fromUtf8(text);
        one.line = statement.line;
        one.kind = statement.kind;
        one.inTransaction = statement.inTransaction;
        one.parsed = statement;
        one.verb = statement.verb;
        one.table = statement.table;
        one.hash = QString::fromLatin1(
            QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
        prepared.append(one);
    }
    if (prepared.isEmpty()) {
        return fail({ErrorCode::Sql, tr("The step has no SQL."), source->file,
            tr("Write it, or set the action to \"none\" with a reason.")});
    }
    return prepared;
}

Result<QString> prepareQuery(
    const Plan& plan, const SqlSource& source, Dialect dialect, const QString& environment)
{
    const Result<Script> script = scriptOf(plan, source, dialect, environment);
    if (!script) {
        return fail(script.error());
    }
    if (script->statements.size() != 1) {
        return fail({ErrorCode::Sql,
            tr("A check needs one query; this has %1.").arg(script->statements.size()), source.file,
            {}});
    }
    return QString::fromUtf8(script->text(script->statements.constFirst()));
}

QString sqlFile(const Action& action, Dialect dialect)
{
    const SqlSource* source = action.sqlFor(dialect);
    return source ? source->file : QString();
}

} // namespace whimbrel
