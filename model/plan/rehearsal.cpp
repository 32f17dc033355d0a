// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/rehearsal.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <array>

namespace whimbrel {

#define NAME(text) QT_TRANSLATE_NOOP("Names", text)

template <>
std::span<const NamedValue<WayVerdict>> namedValues<WayVerdict>()
{
    using V = WayVerdict;
    static constexpr std::array rows{
        NamedValue<V>{V::Exact, "exact", NAME("exact")},
        NamedValue<V>{V::Explained, "explained", NAME("explained")},
        NamedValue<V>{V::Assumed, "assumed", NAME("assumed")},
        NamedValue<V>{V::OrderChanged, "order-changed", NAME("order changed")},
        NamedValue<V>{V::DataLost, "data-lost", NAME("data lost")},
        NamedValue<V>{V::NotInverse, "not-inverse", NAME("not inverse")},
        NamedValue<V>{V::Fails, "fails", NAME("fails")},
        NamedValue<V>{V::NotReached, "not-reached", NAME("not reached")},
    };
    return rows;
}

#undef NAME

QString displayName(WayVerdict verdict)
{
    for (const NamedValue<WayVerdict>& row : namedValues<WayVerdict>()) {
        if (row.value == verdict) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}

bool isGood(WayVerdict verdict)
{
    switch (verdict) {
    case WayVerdict::Exact:
    case WayVerdict::Explained:
    case WayVerdict::Assumed:
        return true;
    case WayVerdict::OrderChanged:
    case WayVerdict::DataLost:
    case WayVerdict::NotInverse:
    case WayVerdict::Fails:
    case WayVerdict::NotReached:
        break;
    }
    return false;
}

QString Rehearsal::dialects() const
{
    QSet<QString> keys;
    for (const RehearsedDatabase& database : databases) {
        keys.insert(keyOf(database.dialect));
    }
    QStringList sorted(keys.cbegin(), keys.cend());
    sorted.sort();
    return sorted.join(QLatin1Char('+'));
}

bool Rehearsal::isProof() const
{
    return isGood(whole.verdict)
        && std::all_of(ways.cbegin(), ways.cend(),
            [](const RehearsedWay& each) { return isGood(each.verdict); })
        && std::all_of(steps.cbegin(), steps.cend(),
            [](const RehearsedStep& each) { return each.problem.isEmpty(); });
}

const RehearsedWay* Rehearsal::way(const NodeId& change, const EdgeId& edge) const
{
    for (const RehearsedWay& each : ways) {
        if (each.change == change && each.edge == edge) {
            return &each;
        }
    }
    return nullptr;
}

const RehearsedStep* Rehearsal::step(const NodeId& node) const
{
    for (const RehearsedStep& each : steps) {
        if (each.node == node) {
            return &each;
        }
    }
    return nullptr;
}

void add(RehearsalLog& log, const Rehearsal& rehearsal)
{
    log.rehearsals.removeIf([&](const Rehearsal& each) {
        return each.planHash == rehearsal.planHash && each.dialects() == rehearsal.dialects();
    });
    log.rehearsals.prepend(rehearsal);
    constexpr int kept = 3;
    int others = 0;
    log.rehearsals.removeIf([&](const Rehearsal& each) {
        return each.planHash != rehearsal.planHash && ++others > kept;
    });
}

bool Rehearsed::isProof() const
{
    return !current.isEmpty()
        && std::all_of(
            current.cbegin(), current.cend(), [](const Rehearsal& each) { return each.isProof(); });
}

const RehearsedWay* Rehearsed::way(const NodeId& change, const EdgeId& edge) const
{
    const RehearsedWay* worst = nullptr;
    for (const Rehearsal& each : current) {
        const RehearsedWay* found = each.way(change, edge);
        if (found && (!worst || found->verdict > worst->verdict)) {
            worst = found;
        }
    }
    return worst;
}

bool Rehearsed::isExact(const EdgeId& edge) const
{
    bool tried = false;
    for (const Rehearsal& rehearsal : current) {
        for (const RehearsedWay& each : rehearsal.ways) {
            if (each.edge == edge && each.verdict != WayVerdict::Exact) {
                return false;
            }
            tried = tried || each.edge == edge;
        }
    }
    return tried;
}

const RehearsedStep* Rehearsed::step(const NodeId& node) const
{
    const RehearsedStep* longest = nullptr;
    for (const Rehearsal& each : current) {
        const RehearsedStep* found = each.step(node);
        if (found && (!longest || found->ms > longest->ms)) {
            longest = found;
        }
    }
    return longest;
}

Rehearsed rehearsedAs(const RehearsalLog& log, const QString& planHash)
{
    Rehearsed rehearsed;
    for (const Rehearsal& each : log.rehearsals) {
        if (each.planHash == planHash) {
            rehearsed.current.append(each);
        } else if (rehearsed.staleAt.isEmpty()) {
            rehearsed.staleAt = each.at;
        }
    }
    return rehearsed;
}

} // namespace whimbrel
