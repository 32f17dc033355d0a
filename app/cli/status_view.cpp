// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/status_view.h"

#include "app/cli/gate_words.h"
#include "app/cli/run_status.h"
#include "model/database/open_connection.h"
#include "model/exec/lock_look.h"
#include "model/exec/session_lock.h"

namespace whimbrel::cli {

namespace {

/// Who is in the way of the step to come. A server that cannot be asked is no reason to say
/// nothing.
Surroundings lookAround(const NextStep& next, const QString& url)
{
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    if (!parsed || parsed->dialect == Dialect::Sqlite) {
        return {};
    }
    const auto connection = openConnection(*parsed, Connection::Access::Read);
    if (!connection) {
        return {};
    }
    constexpr std::chrono::milliseconds patience{3000};
    (*connection)->setStatementTimeout(patience);
    const auto runner = lockHolder(**connection);
    const qint64 own = runner && *runner ? (*runner)->id : 0;
    return lookAround(**connection, lockWish(next), own);
}

} // namespace

StatusView::StatusView(const RunFollower& follower, QMap<TargetId, QString> bindings,
    RehearsalLog rehearsals, QString signers)
    : m_follower(follower)
    , m_bindings(std::move(bindings))
    , m_rehearsals(std::move(rehearsals))
    , m_signers(std::move(signers))
{ }

std::optional<NextStep> StatusView::next() const
{
    const RunState& state = m_follower.state();
    const Flow& flow = m_follower.flow();
    const Rehearsed rehearsed = rehearsedAs(m_rehearsals, state.planHash);
    const auto next = nextStep(flow, state, rehearsed);
    if (!next || !isAhead(*next, state)) {
        return std::nullopt;
    }
    const Target* target = flow.plan().targetOf(next->target);
    const Surroundings around = next->statements.isEmpty() || !target
        ? Surroundings()
        : lookAround(*next, m_bindings.value(target->id));
    return nextStep(flow, state, rehearsed, around);
}

QStringList StatusView::lines() const
{
    return statusLines(m_follower.flow(), m_follower.state(), next())
        + gateLines(m_follower.flow().plan(), gateAnswers(m_follower.events()), m_signers);
}

QJsonObject StatusView::json() const
{
    QJsonObject object = statusJson(m_follower.flow(), m_follower.state(), next());
    object.insert(QStringLiteral("gates"), gatesJson(gateAnswers(m_follower.events()), m_signers));
    object.insert(QStringLiteral("runner"), toJson(m_follower.presence()));
    return object;
}

} // namespace whimbrel::cli
