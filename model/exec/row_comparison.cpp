// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/row_comparison.h"

#include "model/base/counted.h"
#include "model/exec/decimal.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QtEndian>

#include <algorithm>
#include <chrono>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Check", text);
}

QString rowsText(qint64 rows)
{
    return counted(rows, tr("1 row"), tr("%1 rows"));
}

QString textOfRow(const FoundRow& row)
{
    QStringList values;
    for (const FoundValue& value : row) {
        values.append(shown(value));
    }
    return QLatin1Char('(') + values.join(QStringLiteral(", ")) + QLatin1Char(')');
}

bool sameRow(const FoundRow& left, const FoundRow& right, const QString& tolerance)
{
    return std::equal(left.cbegin(), left.cend(), right.cbegin(), right.cend(),
        [&](const FoundValue& a, const FoundValue& b) { return sameValue(a, b, tolerance); });
}

/// Equal for rows whose values count as equal, however the databases spell them.
QByteArray digestOf(const FoundRow& row)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const FoundValue& value : row) {
        const std::optional<Decimal> number = value ? Decimal::from(*value) : std::nullopt;
        const QByteArray bytes = number ? number->canonical()
            : value                     ? value->toUtf8()
                                        : QByteArray();
        char head[9];
        head[0] = number ? 'n' : value ? 't' : '0';
        qToBigEndian<quint64>(static_cast<quint64>(bytes.size()), head + 1);
        hash.addData(QByteArrayView(head, sizeof head));
        hash.addData(bytes);
    }
    return hash.result();
}

Verdict begunVerdict(qint64 left, qint64 right)
{
    Verdict verdict;
    verdict.found = tr("%1 against %2").arg(rowsText(left), rowsText(right));
    verdict.expected = tr("the same rows");
    return verdict;
}

Verdict tooMany(Verdict verdict, int maxRows)
{
    verdict.found = tr("more than %1").arg(rowsText(maxRows));
    verdict.message = tr("There are more than %1; they were not compared. Compare counts or sums, "
                         "or raise the limit.")
                          .arg(rowsText(maxRows));
    return verdict;
}

Verdict differing(Verdict verdict, const FoundRow* left, const FoundRow* right)
{
    verdict.result = CheckResult::Fail;
    verdict.message = tr("The rows differ, first at %1 against %2.")
                          .arg(left ? textOfRow(*left) : tr("no row"),
                              right ? textOfRow(*right) : tr("no row"));
    return verdict;
}

} // namespace

RowComparison::RowComparison(int maxRows, bool together)
    : m_maxRows(maxRows)
    , m_together(together)
{ }

bool RowComparison::take(Side side, const FoundRow& row, const Interrupter& interrupter)
{
    constexpr qint64 ahead = 1000; // rows; further ahead nobody goes
    constexpr std::chrono::milliseconds look{50};
    std::unique_lock lock(m_mutex);
    Progress& own = of(side);
    const Progress& other = of(side == Side::Left ? Side::Right : Side::Left);
    const auto mayGoOn
        = [&] { return !m_together || m_tooMany || other.ended || own.rows < other.rows + ahead; };
    while (!mayGoOn()) {
        m_moved.wait_for(lock, look);
        if (interrupter.isCancelled()) {
            return false;
        }
    }
    ++own.rows;
    m_tooMany = m_tooMany || own.rows > m_maxRows;
    m_moved.notify_all();
    if (m_tooMany) {
        m_unmatched.clear();
        return false;
    }
    weigh(side, row);
    return true;
}

void RowComparison::weigh(Side side, const FoundRow& row)
{
    const QByteArray digest = digestOf(row);
    auto kept = m_unmatched.find(digest);
    if (kept == m_unmatched.end()) {
        kept = m_unmatched.insert(digest, {row, 0});
    }
    kept->surplus += side == Side::Left ? 1 : -1;
    if (kept->surplus == 0) {
        m_unmatched.erase(kept);
    }
    m_mostKept = std::max(m_mostKept, m_unmatched.size());
}

void RowComparison::end(Side side)
{
    const std::lock_guard lock(m_mutex);
    of(side).ended = true;
    m_moved.notify_all();
}

Verdict RowComparison::verdict() const
{
    const std::lock_guard lock(m_mutex);
    Verdict verdict = begunVerdict(m_sides[0].rows, m_sides[1].rows);
    if (m_tooMany) {
        return tooMany(verdict, m_maxRows);
    }
    const FoundRow* left = nullptr;
    const FoundRow* right = nullptr;
    for (const Unmatched& each : m_unmatched) {
        const FoundRow*& first = each.surplus > 0 ? left : right;
        first = first && *first < each.row ? first : &each.row;
    }
    if (left || right) {
        return differing(verdict, left, right);
    }
    verdict.result = CheckResult::Pass;
    return verdict;
}

Verdict compareRows(
    QList<FoundRow> left, QList<FoundRow> right, int maxRows, const QString& tolerance)
{
    Verdict verdict = begunVerdict(left.size(), right.size());
    if (left.size() > maxRows || right.size() > maxRows) {
        return tooMany(verdict, maxRows);
    }
    std::sort(left.begin(), left.end());
    std::sort(right.begin(), right.end());
    for (qsizetype i = 0; i < std::max(left.size(), right.size()); ++i) {
        const FoundRow* a = i < left.size() ? &left[i] : nullptr;
        const FoundRow* b = i < right.size() ? &right[i] : nullptr;
        if (!a || !b || !sameRow(*a, *b, tolerance)) {
            return differing(verdict, a, b);
        }
    }
    verdict.result = CheckResult::Pass;
    return verdict;
}

} // namespace whimbrel
