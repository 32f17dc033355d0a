// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/decimal.h"

#include <QRegularExpression>

#include <algorithm>

namespace whimbrel {

namespace {

QByteArray withoutLeadingZeros(const QByteArray& digits)
{
    qsizetype first = 0;
    while (first + 1 < digits.size() && digits[first] == '0') {
        ++first;
    }
    return digits.mid(first);
}

QByteArray scaled(const QByteArray& digits, int from, int to)
{
    return withoutLeadingZeros(digits + QByteArray(to - from, '0'));
}

int compareDigits(const QByteArray& a, const QByteArray& b)
{
    if (a.size() != b.size()) {
        return a.size() < b.size() ? -1 : 1;
    }
    return a < b ? -1 : a > b ? 1 : 0;
}

QByteArray sum(QByteArray a, QByteArray b)
{
    const qsizetype size = std::max(a.size(), b.size()) + 1;
    a = a.rightJustified(size, '0');
    b = b.rightJustified(size, '0');
    int carry = 0;
    for (qsizetype i = size - 1; i >= 0; --i) {
        const int digit = (a[i] - '0') + (b[i] - '0') + carry;
        carry = digit / 10;
        a[i] = static_cast<char>('0' + digit % 10);
    }
    return withoutLeadingZeros(a);
}

/// a - b, a being the larger.
QByteArray difference(QByteArray a, QByteArray b)
{
    b = b.rightJustified(a.size(), '0');
    int borrow = 0;
    for (qsizetype i = a.size() - 1; i >= 0; --i) {
        int digit = (a[i] - '0') - (b[i] - '0') - borrow;
        borrow = digit < 0 ? 1 : 0;
        digit += borrow * 10;
        a[i] = static_cast<char>('0' + digit);
    }
    return withoutLeadingZeros(a);
}

} // namespace

std::optional<Decimal> Decimal::from(const QString& text)
{
    static const QRegularExpression form(
        QStringLiteral("\\A\\s*([+-]?)([0-9]*)(?:\\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,4}))?\\s*\\z"));
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const QByteArray whole = match.captured(2).toLatin1();
    const QByteArray fraction = match.captured(3).toLatin1();
    const int exponent = match.captured(4).toInt();
    constexpr int largestExponent = 400;
    if ((whole.isEmpty() && fraction.isEmpty()) || std::abs(exponent) > largestExponent) {
        return std::nullopt;
    }
    Decimal number;
    number.m_digits = withoutLeadingZeros(whole + fraction);
    number.m_scale = static_cast<int>(fraction.size()) - exponent;
    if (number.m_scale < 0) {
        number.m_digits = scaled(number.m_digits, number.m_scale, 0);
        number.m_scale = 0;
    }
    number.m_negative = match.captured(1) == QLatin1String("-") && number.m_digits != "0";
    return number;
}

int Decimal::compare(const Decimal& a, const Decimal& b)
{
    if (a.m_negative != b.m_negative) {
        return a.m_negative ? -1 : 1;
    }
    const int scale = std::max(a.m_scale, b.m_scale);
    const int order
        = compareDigits(scaled(a.m_digits, a.m_scale, scale), scaled(b.m_digits, b.m_scale, scale));
    return a.m_negative ? -order : order;
}

QByteArray Decimal::canonical() const
{
    QByteArray digits = m_digits;
    int scale = m_scale;
    while (scale > 0 && digits.size() > 1 && digits.endsWith('0')) {
        digits.chop(1);
        --scale;
    }
    if (digits == "0") {
        return digits;
    }
    const QByteArray sign = m_negative ? QByteArrayLiteral("-") : QByteArray();
    return sign + digits + (scale > 0 ? "e-" + QByteArray::number(scale) : QByteArray());
}

Decimal Decimal::distance(const Decimal& a, const Decimal& b)
{
    Decimal result;
    result.m_scale = std::max(a.m_scale, b.m_scale);
    const QByteArray left = scaled(a.m_digits, a.m_scale, result.m_scale);
    const QByteArray right = scaled(b.m_digits, b.m_scale, result.m_scale);
    if (a.m_negative != b.m_negative) {
        result.m_digits = sum(left, right);
    } else {
        result.m_digits
            = compareDigits(left, right) < 0 ? difference(right, left) : difference(left, right);
    }
    return result;
}

} // namespace whimbrel
