// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/judge.h"

#include "model/base/sentence.h"
#include "model/exec/decimal.h"
#include "model/plan/names.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Check", text);
}

Verdict verdict(bool holds, const QString& found, const QString& expected)
{
    Verdict result;
    result.result = holds ? CheckResult::Pass : CheckResult::Fail;
    result.found = found;
    result.expected = expected;
    if (!holds) {
        result.message = asSentence(tr("Found %1, expected %2").arg(found, expected));
    }
    return result;
}

Verdict unknown(const QString& found, const QString& expected, const QString& why)
{
    return {CheckResult::Unknown, found, expected, why};
}

bool holds(Comparison op, int order)
{
    switch (op) {
    case Comparison::Equal:
        return order == 0;
    case Comparison::NotEqual:
        return order != 0;
    case Comparison::Less:
        return order < 0;
    case Comparison::LessOrEqual:
        return order <= 0;
    case Comparison::Greater:
        return order > 0;
    case Comparison::GreaterOrEqual:
        return order >= 0;
    case Comparison::IsNull:
    case Comparison::IsNotNull:
        break;
    }
    return false;
}

} // namespace

QString shown(const FoundValue& value)
{
    return value ? *value : QStringLiteral("NULL");
}

bool sameValue(const FoundValue& left, const FoundValue& right, const QString& tolerance)
{
    if (!left || !right) {
        return !left && !right;
    }
    const std::optional<Decimal> a = Decimal::from(*left);
    const std::optional<Decimal> b = Decimal::from(*right);
    if (!a || !b) {
        return *left == *right;
    }
    const std::optional<Decimal> allowed = Decimal::from(tolerance);
    return allowed ? Decimal::compare(Decimal::distance(*a, *b), *allowed) <= 0
                   : Decimal::compare(*a, *b) == 0;
}

Verdict judge(const Expectation& expect, const FoundValue& found, const QJsonValue& before)
{
    const QString op = keyOf(expect.op);
    if (expect.op == Comparison::IsNull || expect.op == Comparison::IsNotNull) {
        return verdict(found.has_value() == (expect.op == Comparison::IsNotNull), shown(found), op);
    }
    FoundValue wanted = expect.value;
    QString expected = op + QLatin1Char(' ') + expect.value;
    if (expect.before) {
        if (before.isUndefined()) {
            return unknown(shown(found), op + QLatin1Char(' ') + tr("the value before"),
                tr("There is no value from before the change to compare with."));
        }
        wanted = before.isNull() ? FoundValue() : FoundValue(before.toString());
        expected = op + QLatin1Char(' ') + shown(wanted) + QLatin1Char(' ') + tr("(before)");
    }
    if (!expect.tolerance.isEmpty()) {
        expected += QStringLiteral(" ± ") + expect.tolerance;
    }
    const bool sameness = expect.op == Comparison::Equal || expect.op == Comparison::NotEqual;
    if (expect.before && sameness && (!found || !wanted)) {
        const bool same = sameValue(found, wanted, {});
        return verdict(same == (expect.op == Comparison::Equal), shown(found), expected);
    }
    if (!found || !wanted) {
        return verdict(false, shown(found), expected);
    }
    if (sameness) {
        const bool same = sameValue(found, wanted, expect.tolerance);
        return verdict(same == (expect.op == Comparison::Equal), *found, expected);
    }
    const std::optional<Decimal> a = Decimal::from(*found);
    const std::optional<Decimal> b = Decimal::from(*wanted);
    if (!a || !b) {
        return unknown(*found, expected,
            tr("\"%1\" and \"%2\" cannot be ordered: numbers are needed.").arg(*found, *wanted));
    }
    int order = Decimal::compare(*a, *b);
    const std::optional<Decimal> allowed = Decimal::from(expect.tolerance);
    if (allowed && Decimal::compare(Decimal::distance(*a, *b), *allowed) <= 0) {
        order = expect.op == Comparison::LessOrEqual || expect.op == Comparison::GreaterOrEqual
            ? 0
            : order;
    }
    return verdict(holds(expect.op, order), *found, expected);
}

} // namespace whimbrel
