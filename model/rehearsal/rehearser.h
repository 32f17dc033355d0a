// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/flow.h"
#include "model/rehearsal/database_state.h"
#include "model/rehearsal/gate_answers.h"
#include "model/rehearsal/rehearse.h"
#include "model/rehearsal/run_driver.h"

#include <QHash>

#include <memory>
#include <optional>
#include <vector>

namespace whimbrel {

/// What stands behind rehearse(): the walk forward (rehearser.cpp) and the ways back
/// (rehearser_ways.cpp).
///
/// What the databases hold follows from which changes took effect and are not taken back. So
/// states are remembered by that set of changes: a way back is exact if it leads to what was there
/// when the same changes were in effect on the way forward.
class Rehearser final {
public:
    Rehearser(const RehearsalRequest& request, const RehearsalListener& listener);

    [[nodiscard]] Result<Rehearsal> run();

private:
    using States = QHash<QString, QList<Fingerprint>>;

    /// One walk from the start.
    struct Walk {
        explicit Walk(Plan walked)
            : flow(std::move(walked))
        { }

        Flow flow;
        GateAnswers answers{};
        NodeId change{}; ///< only ways of this change are tried; empty: of all
        EdgeId edge{}; ///< only this way is tried
        NodeId compensator{}; ///< a rollback node whose work is compared
    };
    /// Where a run rests between two steps.
    struct Place {
        QString applied{};
        QList<NodeId> ready{};
        bool operator==(const Place&) const = default;
    };
    /// Why a run rests.
    enum class Rested { Between, Ended, AtCheck, Stuck };

    // The databases
    [[nodiscard]] Result<> makeDatabases();
    [[nodiscard]] Result<> resetDatabases();
    [[nodiscard]] Result<QList<Fingerprint>> look();
    [[nodiscard]] Result<> rememberState();

    // The way forward
    [[nodiscard]] Result<> walk(Walk& walk);
    [[nodiscard]] Result<> walkOn(Walk& walk);
    [[nodiscard]] Result<> begin(const Walk& walk);
    [[nodiscard]] Result<Rested> next(const Walk& walk);
    [[nodiscard]] Result<Rested> rested(const Walk& walk);
    /// Goes on to a place where the run was before; false if it does not get there (see trouble()).
    [[nodiscard]] Result<bool> goTo(const Walk& walk, const Place& place);
    [[nodiscard]] Result<bool> goToEnd(const Walk& walk);
    [[nodiscard]] Result<bool> rebuild(const Walk& walk, const Place& place);
    [[nodiscard]] bool isAtDoor(const Walk& walk) const;
    [[nodiscard]] Place place() const;
    [[nodiscard]] QString trouble() const;
    void noteSteps(const Walk& walk);
    /// Notes the locks that the server shows of the statement in hand.
    void noteLocks(const Progress& progress);
    /// Those of a step or a way back that took so long; they are forgotten then.
    [[nodiscard]] QList<RehearsedLock> takeLocks(const NodeId& node, const EdgeId& edge, qint64 ms);
    void noteProblem(const NodeId& node, const QString& text);

    // The ways back
    [[nodiscard]] Result<> tryWaysHere(Walk& walk);
    [[nodiscard]] Result<> tryWay(
        Walk& walk, const NodeId& change, const Way& way, const NodeId& to);
    [[nodiscard]] Result<> tryAgain(const Walk& walk, const Place& place, RehearsedWay& tried);
    [[nodiscard]] Result<> tryWhole(const Walk& walk);
    [[nodiscard]] Result<> tryCompensator(const Walk& walk);
    [[nodiscard]] Result<> tryWhatIsLeft();
    void compareWith(const QString& applied, RehearsedWay& tried, const QList<Fingerprint>& is);
    /// Calls a difference explained that the plan says the way leaves, and why.
    void explain(const Walk& walk, const Way& way, RehearsedWay& tried);
    void findWays();
    void sortAsPlan();
    void countTableRows();
    [[nodiscard]] bool isTried(const NodeId& change, const EdgeId& edge) const;
    void keep(const RehearsedWay& tried);
    void tell(RehearsalNews news);

    RehearsalRequest m_request;
    RehearsalListener m_listener;
    RehearsalPlan m_plan;
    std::unique_ptr<ScratchRegistry> m_registry{};
    std::vector<std::unique_ptr<ScratchDatabase>> m_databases{};
    QStringList m_names{}; ///< of the databases, for differences
    QMap<TargetId, QString> m_bindings{};
    std::unique_ptr<RunDriver> m_run{};
    States m_states{};
    /// When a lock was seen first, from the beginning of its step or way back.
    struct SeenLock {
        NodeId node{};
        EdgeId edge{};
        HeldLock lock{};
        qint64 afterMs = 0;
    };
    QList<SeenLock> m_locks{};
    QHash<EdgeId, Leftover> m_leftovers{}; ///< of the ways that are explained
    QString m_stop{}; ///< why the way forward ends early
    bool m_ended = false; ///< the walk came to an end of the plan
    Rehearsal m_found{};
    QMap<TargetId, Fingerprint> m_before{}; ///< before the first step
    int m_all = 0;
};

} // namespace whimbrel
