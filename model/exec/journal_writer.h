// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/journal_mirror.h"
#include "model/exec/journal_store.h"

#include <functional>
#include <memory>

namespace whimbrel {

/// Writes a run's events from one target's worker: it numbers them, adds them to the open
/// transaction, and, once that is committed, to the mirror.
class JournalWriter final {
public:
    JournalWriter(QString run, TargetId target, qint64 next, std::shared_ptr<JournalMirror> mirror)
        : m_run(std::move(run))
        , m_target(std::move(target))
        , m_next(next)
        , m_mirror(std::move(mirror))
    { }

    /// Tells `told` (in the worker's thread) of events as soon as they are committed.
    void tell(std::function<void(const QList<Event>&)> told) { m_told = std::move(told); }

    /// Has each commit make sure that the lease is still this runner's.
    void fence(qint64 token) { m_token = token; }

    /// Makes an event that the next commit writes.
    void add(EventType type, const NodeId& node, const EdgeId& edge, const QJsonObject& data);
    /// The transaction was rolled back: forget what was added to it.
    void drop();
    /// Writes what was added into the open transaction and commits it.
    [[nodiscard]] Result<> commit(Connection& connection);
    /// A transaction of its own around commit(). One that the connection's end has undone is begun
    /// again: nothing but these events is in it.
    [[nodiscard]] Result<> write(Connection& connection);
    /// Writes what was added into another database's open transaction (a restored copy); the events
    /// count as committed once settle() is called.
    [[nodiscard]] Result<> addTo(Connection& connection);
    void settle();

    /// Whether a COMMIT lost its connection and that could not be had back: what it wrote may be
    /// there or not. Nothing more is written then; a later runner reads the journal and knows.
    [[nodiscard]] bool isUnsettled() const { return m_unsettled; }

    [[nodiscard]] const QList<Event>& committed() const { return m_committed; }
    [[nodiscard]] const QString& run() const { return m_run; }

private:
    [[nodiscard]] Result<> addPending(Connection& connection);
    [[nodiscard]] Result<> commitPending(Connection& connection);

    QString m_run;
    TargetId m_target;
    qint64 m_next;
    qint64 m_token = 0;
    bool m_unsettled = false;
    std::shared_ptr<JournalMirror> m_mirror; ///< null: none could be written
    QList<Event> m_pending{};
    QList<Event> m_committed{};
    std::function<void(const QList<Event>&)> m_told{};
};

} // namespace whimbrel
