// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/parameters.h"

#include "model/base/duration.h"
#include "model/sql/characters.h"
#include "model/sql/lexer.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Sql", text);
}

tl::unexpected<Error> noValue(const Parameter& parameter, const QString& message)
{
    return fail({ErrorCode::Usage, message, tr("parameter %1").arg(parameter.id.text()),
        tr("Correct the parameter's value in the plan.")});
}

Result<QByteArray> numberValue(const Parameter& parameter, const QString& value)
{
    static const QRegularExpression number(
        QStringLiteral("\\A[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?\\z"));
    const QString text = value.trimmed();
    if (!number.match(text).hasMatch()) {
        return noValue(
            parameter, tr("\"%1\" is not a decimal number such as -12 or 3.5.").arg(value));
    }
    return (text.startsWith(u'+') ? text.sliced(1) : text).toLatin1();
}

Result<QByteArray> durationValue(const Parameter& parameter, const QString& value)
{
    const QString text = value.trimmed();
    const bool bare = !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    bool fits = true;
    const std::optional<qint64> ms
        = bare ? std::optional<qint64>(text.toLongLong(&fits)) : parseDuration(text);
    if (!ms || !fits) {
        return noValue(parameter,
            tr("\"%1\" is not a length of time such as 1500 (milliseconds), 2 s or 1 h 30 min.")
                .arg(value));
    }
    return QByteArray::number(*ms);
}

/// Whether a byte beside a value can not become part of it, or of a comment with it.
bool keepsApart(char c, ParameterType type)
{
    static constexpr std::string_view separators = "(),;";
    return isSpace(c) || separators.find(c) != std::string_view::npos
        || (c == '.' && type == ParameterType::Identifier);
}

} // namespace

QList<ParameterUse> parametersIn(const QByteArray& sql, Dialect dialect)
{
    QList<ParameterUse> uses;
    int line = 1;
    qsizetype counted = 0;
    Lexer lexer(sql, dialect);
    for (Token token; lexer.next(token);) {
        if (token.kind != TokenKind::Placeholder) {
            continue;
        }
        line += static_cast<int>(
            std::count(sql.cbegin() + counted, sql.cbegin() + token.begin, '\n'));
        counted = token.begin;
        const QByteArrayView name
            = QByteArrayView(sql).sliced(token.begin + 2, token.end - token.begin - 4);
        uses.append({ParameterId(QString::fromUtf8(name).trimmed()), token.begin, token.end, line});
    }
    return uses;
}

Result<QByteArray> parameterValue(
    const Parameter& parameter, Dialect dialect, const QString& environment)
{
    const bool own = parameter.byEnvironment.contains(environment);
    const QString value = own ? parameter.byEnvironment.value(environment) : parameter.value;
    const bool isText = parameter.type == ParameterType::Literal;
    if (value.isEmpty() && (!isText || (!own && !parameter.byEnvironment.isEmpty()))) {
        return noValue(parameter,
            environment.isEmpty() ? tr("It has no value.")
                                  : tr("It has no value for %1.").arg(environment));
    }
    if (value.contains(QChar(u'\0'))) {
        return noValue(parameter, tr("Its value holds a zero byte."));
    }
    switch (parameter.type) {
    case ParameterType::Identifier:
        return quotedIdentifier(value, dialect);
    case ParameterType::Literal:
        return quotedLiteral(value, dialect);
    case ParameterType::Number:
        return numberValue(parameter, value);
    case ParameterType::Duration:
        return durationValue(parameter, value);
    }
    return noValue(parameter, tr("Its type is unknown."));
}

Result<QByteArray> bindParameters(
    const QByteArray& sql, Dialect dialect, const Plan& plan, const QString& environment)
{
    QByteArray bound;
    qsizetype copied = 0;
    for (const ParameterUse& use : parametersIn(sql, dialect)) {
        const QString line = tr("line %1").arg(use.line);
        const Parameter* parameter = plan.parameters.find(use.id);
        if (parameter == nullptr) {
            return fail({ErrorCode::Usage,
                tr("The SQL uses the parameter {{%1}}, which the plan does not have.")
                    .arg(use.id.text()),
                line, tr("Add the parameter to the plan, or correct its name.")});
        }
        auto value = parameterValue(*parameter, dialect, environment);
        if (!value) {
            Error error = value.error();
            error.where = line + QStringLiteral(", ") + error.where;
            return fail(std::move(error));
        }
        bound += sql.mid(copied, use.begin - copied);
        if (use.begin > 0 && !keepsApart(sql[use.begin - 1], parameter->type)) {
            bound += ' ';
        }
        bound += *value;
        if (use.end < sql.size() && !keepsApart(sql[use.end], parameter->type)) {
            bound += ' ';
        }
        copied = use.end;
    }
    return bound + sql.mid(copied);
}

} // namespace whimbrel
