// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/line_difference.h"

#include "model/io/violation.h"

#include <algorithm>
#include <vector>

namespace whimbrel {

namespace {

/// More pairs of lines than this are not looked at: the middle then counts as replaced.
constexpr qsizetype mostPairs = 4'000'000;

QStringList linesOf(const QString& text)
{
    QStringList lines = text.split(QLatin1Char('\n'));
    if (!lines.isEmpty() && lines.constLast().isEmpty()) {
        lines.removeLast();
    }
    return lines;
}

/// How long the longest common part of the lines behind each pair is.
std::vector<int> commonLengths(const QStringList& before, const QStringList& after)
{
    const auto width = static_cast<size_t>(after.size()) + 1;
    std::vector<int> common((static_cast<size_t>(before.size()) + 1) * width, 0);
    for (qsizetype i = before.size() - 1; i >= 0; --i) {
        for (qsizetype j = after.size() - 1; j >= 0; --j) {
            const size_t at = static_cast<size_t>(i) * width + static_cast<size_t>(j);
            common[at] = before.at(i) == after.at(j) ? common[at + width + 1] + 1
                                                     : std::max(common[at + width], common[at + 1]);
        }
    }
    return common;
}

} // namespace

QStringList lineDifference(const QString& before, const QString& after)
{
    QStringList old = linesOf(before);
    QStringList now = linesOf(after);
    qsizetype same = 0;
    while (same < old.size() && same < now.size() && old.at(same) == now.at(same)) {
        ++same;
    }
    old.remove(0, same);
    now.remove(0, same);
    while (!old.isEmpty() && !now.isEmpty() && old.constLast() == now.constLast()) {
        old.removeLast();
        now.removeLast();
    }
    const bool isSmall = old.size() * std::max<qsizetype>(1, now.size()) <= mostPairs;
    const std::vector<int> common = isSmall ? commonLengths(old, now) : std::vector<int>();
    const auto width = static_cast<size_t>(now.size()) + 1;
    const auto commonAt = [&](qsizetype i, qsizetype j) {
        return common.empty() ? 0 : common[static_cast<size_t>(i) * width + static_cast<size_t>(j)];
    };
    QStringList made;
    bool inHunk = false;
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < old.size() || j < now.size()) {
        if (!common.empty() && i < old.size() && j < now.size() && old.at(i) == now.at(j)) {
            inHunk = false;
            ++i;
            ++j;
            continue;
        }
        if (!inHunk) {
            made << PlanFileText::tr("@@ line %1").arg(same + j + 1);
            inHunk = true;
        }
        if (i < old.size() && (j >= now.size() || commonAt(i + 1, j) >= commonAt(i, j + 1))) {
            made << QLatin1Char('-') + old.at(i++);
        } else {
            made << QLatin1Char('+') + now.at(j++);
        }
    }
    return made;
}

} // namespace whimbrel
