// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/control_protocol.h"
#include "model/plan/plan.h"

#include <QJsonObject>
#include <QList>
#include <QSet>

namespace whimbrel {

/// Something about a run that a person has to be told who is not looking. It names the run and the
/// step, and holds neither SQL, nor data, nor what an error said: notices go to places that were
/// not made for these.
struct Notice {
    enum class Kind {
        Gate, ///< somebody has to answer or confirm
        Failure, ///< a step or a check failed, and somebody has to decide
        Doubt, ///< it cannot be told what is true
        HoldEnded,
        WindowCloses, ///< the step's window is over soon
    };
    Kind kind = Kind::Gate;
    QString run{};
    QString plan{}; ///< its title
    QString environment{};
    NodeId node{};
    QString step{}; ///< the node's title
    QDateTime at{};
    bool operator==(const Notice&) const = default;
};

[[nodiscard]] QString keyOf(Notice::Kind kind); ///< "gate", "failure", "doubt", "hold-ended" …
[[nodiscard]] QJsonObject toJson(const Notice& notice);
/// "production: "Drop full_name?" waits for an answer"
[[nodiscard]] QString noticeText(const Notice& notice);

/// Finds in what a runner says that of which people are to be told; each thing once.
class NoticeWatch final {
public:
    /// A message, and the plan and state with it taken in.
    [[nodiscard]] QList<Notice> take(
        const RunnerMessage& message, const Plan& plan, const RunState& state);
    /// The clock has gone on: holds that are over, whether or not a runner is there to notice, and
    /// windows that close within the next quarter of an hour around a step that the run is at.
    [[nodiscard]] QList<Notice> look(const Plan& plan, const RunState& state, const QDateTime& now);

private:
    [[nodiscard]] bool isOver(const RunState& state, const NodeId& node, const QDateTime& now);
    [[nodiscard]] bool wasTold(const RunState& state, const NodeId& node) const;

    qint64 m_restTold = -1; ///< the number of events at the rest that was told of last
    NodeId m_holding{};
    QSet<QString> m_windowsTold{};
    QSet<QString> m_holdsTold{};
    bool m_live = false; ///< earlier events are told no more
};

} // namespace whimbrel
