// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/duration.h"
#include "model/plan/node_kind.h"
#include "model/rules/finders.h"
#include "model/rules/fixes.h"
#include "model/rules/report.h"

#include <algorithm>

namespace whimbrel {

namespace {

constexpr qint64 minuteMs = 60 * 1000;

/// How long the window is open; nothing if it does not say from when to when.
std::optional<qint64> lengthOf(const Window& window)
{
    if (!window.from.isValid() || !window.to.isValid()) {
        return std::nullopt;
    }
    const qint64 length = window.from.msecsTo(window.to);
    constexpr qint64 day = 24 * 60 * minuteMs;
    return length > 0 ? length : length + day;
}

/// The longest way back of the change that somebody estimated.
qint64 wayBackMs(const RuleInput& input, int change)
{
    const PlannedWayBack& way = input.waysBack.at(change);
    qint64 longest = 0;
    for (const Edge* edge : way.edges) {
        longest = std::max(longest, edge->estimateMs.value_or(0));
    }
    for (const int compensator : way.compensators) {
        longest = std::max(longest, input.flow.node(compensator).estimateMs.value_or(0));
    }
    return longest;
}

/// The window that the plan's other steps are given most.
std::optional<Window> usualWindow(const Plan& plan)
{
    QList<std::pair<Window, int>> seen;
    for (const Node& node : plan.nodes) {
        if (node.window) {
            const auto known = std::find_if(seen.begin(), seen.end(),
                [&](const auto& each) { return each.first == *node.window; });
            if (known == seen.end()) {
                seen.append({*node.window, 1});
            } else {
                ++known->second;
            }
        }
    }
    const auto most = std::max_element(
        seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == seen.end() ? std::nullopt : std::optional(most->first);
}

} // namespace

void findBlockingOutsideWindow(const RuleInput& input, Findings& findings)
{
    const std::optional<Window> usual = usualWindow(input.plan);
    Window night;
    night.from = QTime(22, 0);
    night.to = QTime(6, 0);
    for (int at = 0; at < input.flow.size(); ++at) {
        const Node& node = input.flow.node(at);
        const Risk risk = riskOf(node);
        if (!isChange(node)) {
            continue;
        }
        if (!node.window) {
            if (risk == Risk::Safe) {
                continue;
            }
            Finding& finding
                = report(findings, "plan/blocking-outside-window", ElementRef::of(node.id),
                    risk == Risk::Risky
                        ? ruleText("%1 is risky, but may be begun at any time: it has no window.")
                              .arg(input.name.of(node))
                        : ruleText("%1 calls for caution, but may be begun at any time: it has no "
                                   "window.")
                              .arg(input.name.of(node)));
            FixBuilder builder(input);
            Node timed = node;
            timed.window = usual.value_or(night);
            builder.put(timed);
            finding.fixes.append(
                builder.take(usual ? ruleText("Give it the window that other steps have")
                                   : ruleText("Give it a window from 22:00 to 06:00 UTC")));
            continue;
        }
        const std::optional<qint64> length = lengthOf(*node.window);
        const qint64 step = node.estimateMs.value_or(0);
        const qint64 back = wayBackMs(input, at);
        if (length && step + back > *length) {
            report(findings, "plan/blocking-outside-window", ElementRef::of(node.id),
                ruleText("%1 takes %2 and its way back %3, but its window is open for %4 only.")
                    .arg(input.name.of(node), durationText(step), durationText(back),
                        durationText(*length)));
        }
    }
}

} // namespace whimbrel
