// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/backfill_limits.h"

#include <QCoreApplication>

namespace whimbrel {

BackfillLimits::BackfillLimits(RunContext& context, QObject* parent)
    : QObject(parent)
    , m_checks(context)
{ }

void BackfillLimits::set(const Action& action)
{
    m_limits = action.limits();
    if (const std::optional<qint64> maxLagMs = action.maxLagMs()) {
        constexpr qint64 patienceMs = 5000;
        Check lag;
        lag.id = CheckId(QStringLiteral("maxLagMs"));
        lag.title = tr("Replication");
        lag.body = ReplicationLagCheck{*maxLagMs};
        lag.target = action.target;
        lag.timeLimitMs = patienceMs;
        m_limits.prepend(lag);
    }
}

void BackfillLimits::look(std::function<void(const QString&)> then)
{
    m_then = std::move(then);
    lookAt(0);
}

void BackfillLimits::lookAt(qsizetype index)
{
    if (index == m_limits.size()) {
        conclude({});
        return;
    }
    const Check& limit = m_limits.at(index);
    const QJsonValue before(QJsonValue::Undefined); // of a change; a limit has none
    m_checks.run(limit, before, [this, index](const CheckOutcome& outcome) {
        const Verdict& verdict = outcome.verdict;
        if (verdict.result == CheckResult::Pass) {
            lookAt(index + 1);
            return;
        }
        const Check& exceeded = m_limits.at(index);
        const QString name = exceeded.title.isEmpty() ? exceeded.id.text() : exceeded.title;
        conclude(QStringLiteral("%1: %2").arg(name,
            verdict.message.isEmpty()
                ? tr("Found %1, expected %2.").arg(verdict.found, verdict.expected)
                : verdict.message));
    });
}

void BackfillLimits::conclude(const QString& exceeded)
{
    const auto then = std::exchange(m_then, nullptr);
    then(exceeded);
}

} // namespace whimbrel
