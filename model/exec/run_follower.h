// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"
#include "model/exec/journal.h"
#include "model/exec/presence.h"
#include "model/exec/sighting.h"
#include "model/plan/flow.h"

#include <memory>
#include <vector>

namespace whimbrel {

/// A database of a run that is followed: the target and what it is bound to.
struct FollowedDatabase {
    TargetId target{};
    QString url{};
};

/// Follows a run from its journals, for reading alone: nothing is locked, nothing written, and each
/// look asks for what is new since the last one. A user who may only read the journal's tables
/// suffices. Blocks; used in one thread.
class RunFollower final {
public:
    /// The databases in plan order; `run` is empty for the last run that is open, else the last.
    RunFollower(const QList<FollowedDatabase>& databases, QString run);
    ~RunFollower();

    RunFollower(const RunFollower&) = delete;
    RunFollower& operator=(const RunFollower&) = delete;

    /// Looks at all databases. One that cannot be reached is told in presence(), and asked again
    /// with the next look; an error means that there is nothing to show at all.
    [[nodiscard]] Result<> look();

    [[nodiscard]] const RunSummary& summary() const { return m_summary; }
    /// The plan that runs, as the journal kept it.
    [[nodiscard]] const Flow& flow() const { return *m_flow; }
    [[nodiscard]] const RunState& state() const { return m_state; }
    /// All that is known to have happened, in order.
    [[nodiscard]] const QList<Event>& events() const { return m_events; }
    /// What the last look() found to have happened, in order.
    [[nodiscard]] const QList<Event>& news() const { return m_news; }
    [[nodiscard]] const Presence& presence() const { return m_presence; }
    /// What the server shows of the statement in hand; empty where nothing is.
    [[nodiscard]] const Sighting& sighting() const { return m_sighting; }

private:
    struct Followed;

    [[nodiscard]] Result<> find();
    [[nodiscard]] Result<> readNews(Followed& database);
    void readMirrored();
    [[nodiscard]] Result<> readPlan();
    void takeInOrder();
    void lookForRunner();
    void lookAtWork();
    [[nodiscard]] Followed* home();

    std::vector<std::unique_ptr<Followed>> m_databases{};
    QString m_run;
    RunSummary m_summary{};
    std::unique_ptr<Flow> m_flow;
    QString m_planHash{}; ///< of the plan in m_flow
    RunState m_state{};
    QMap<qint64, Event> m_ahead{}; ///< read, but something before them is not
    QList<Event> m_events{};
    QList<Event> m_news{};
    Presence m_presence{};
    Sighting m_sighting{};
};

} // namespace whimbrel
