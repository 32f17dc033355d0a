// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/duration.h"

#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <array>
#include <cmath>

namespace whimbrel {

namespace {

struct Unit {
    const char* name;
    qint64 ms;
};

// The name that durationText() writes stands first among those of the same length.
constexpr std::array units{
    Unit{"d", 86'400'000},
    Unit{"h", 3'600'000},
    Unit{"min", 60'000},
    Unit{"s", 1'000},
    Unit{"ms", 1},
};

constexpr std::array spellings{
    Unit{"w", 604'800'000},
    Unit{"wk", 604'800'000},
    Unit{"week", 604'800'000},
    Unit{"weeks", 604'800'000},
    Unit{"d", 86'400'000},
    Unit{"day", 86'400'000},
    Unit{"days", 86'400'000},
    Unit{"h", 3'600'000},
    Unit{"hr", 3'600'000},
    Unit{"hour", 3'600'000},
    Unit{"hours", 3'600'000},
    Unit{"m", 60'000},
    Unit{"min", 60'000},
    Unit{"mins", 60'000},
    Unit{"minute", 60'000},
    Unit{"minutes", 60'000},
    Unit{"s", 1'000},
    Unit{"sec", 1'000},
    Unit{"second", 1'000},
    Unit{"seconds", 1'000},
    Unit{"ms", 1},
};

constexpr qint64 longest = 3'650LL * 86'400'000; // ten years: more is a slip of the pen

} // namespace

QString durationText(qint64 ms, int parts)
{
    if (ms <= 0) {
        return QStringLiteral("0 s");
    }
    QStringList words;
    for (const Unit& unit : units) {
        if (parts > 0 && words.size() == parts) {
            break;
        }
        const qint64 count = ms / unit.ms;
        // Whoever asks for the gist of an hour does not want its milliseconds.
        const bool tooFine = parts > 0 && unit.ms == 1 && !words.isEmpty();
        if (count > 0 && !tooFine) {
            words.append(QStringLiteral("%1 %2").arg(count).arg(QLatin1String(unit.name)));
            ms -= count * unit.ms;
        } else if (parts > 0 && !words.isEmpty()) {
            break; // "1 d 3 s" would say more than is meant
        }
    }
    return words.join(QLatin1Char(' '));
}

std::optional<qint64> parseDuration(QStringView text)
{
    const QString trimmed = text.trimmed().toString().toLower();
    if (trimmed == QLatin1String("0")) {
        return 0;
    }
    static const QRegularExpression part(
        QStringLiteral("\\G\\s*(\\d+(?:[.,]\\d+)?)\\s*([a-z]+)\\.?\\s*"));
    double total = 0;
    qsizetype end = 0;
    auto matches = part.globalMatch(trimmed);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        const QString number = match.captured(1).replace(QLatin1Char(','), QLatin1Char('.'));
        const auto* unit = std::find_if(spellings.begin(), spellings.end(),
            [&match](const Unit& each) { return match.captured(2) == QLatin1String(each.name); });
        if (unit == spellings.end()) {
            return std::nullopt;
        }
        total += QLocale::c().toDouble(number) * static_cast<double>(unit->ms);
        end = match.capturedEnd();
    }
    if (end == 0 || end != trimmed.size() || total > static_cast<double>(longest)) {
        return std::nullopt;
    }
    return std::llround(total);
}

} // namespace whimbrel
