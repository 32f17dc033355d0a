// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/windows.h"

#include <QTimeZone>

namespace whimbrel {

namespace {

QTimeZone zoneOf(const Window& window)
{
    const QTimeZone zone(window.zone.isEmpty() ? QByteArrayLiteral("UTC") : window.zone.toUtf8());
    return zone.isValid() ? zone : QTimeZone::utc();
}

QTime begins(const Window& window)
{
    return window.from.isValid() ? window.from : QTime(0, 0);
}

bool allows(const Window& window, const QDate& day)
{
    return window.days.isEmpty() || window.days.contains(day.dayOfWeek());
}

} // namespace

bool isOpen(const Window& window, const QDateTime& at)
{
    const QDateTime local = at.toTimeZone(zoneOf(window));
    const QTime from = begins(window);
    const bool untilMidnight = !window.to.isValid();
    const bool overMidnight = !untilMidnight && window.to <= from;
    const QTime now = local.time();
    if (allows(window, local.date()) && now >= from
        && (untilMidnight || overMidnight || now < window.to)) {
        return true;
    }
    return overMidnight && now < window.to && allows(window, local.date().addDays(-1));
}

QDateTime nextOpening(const Window& window, const QDateTime& after)
{
    const QTimeZone zone = zoneOf(window);
    QDate day = after.toTimeZone(zone).date();
    constexpr int week = 8;
    for (int i = 0; i < week; ++i) {
        const QDateTime opening(day, begins(window), zone);
        if (allows(window, day) && opening > after) {
            return opening;
        }
        day = day.addDays(1);
    }
    return {};
}

QDateTime closing(const Window& window, const QDateTime& at)
{
    const bool always = window.days.isEmpty() && !window.from.isValid() && !window.to.isValid();
    if (always || !isOpen(window, at)) {
        return {};
    }
    const QTimeZone zone = zoneOf(window);
    const QTime end = window.to.isValid() ? window.to : QTime(0, 0);
    const QDateTime local = at.toTimeZone(zone);
    // Windows without an end last until midnight; on the next day they may be open again.
    const QDateTime today(local.date(), end, zone);
    return today > at ? today : QDateTime(local.date().addDays(1), end, zone);
}

} // namespace whimbrel
