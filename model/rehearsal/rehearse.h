// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"
#include "model/plan/rehearsal.h"
#include "model/rehearsal/rehearsal_plan.h"
#include "model/rehearsal/scratch_database.h"

#include <QMap>

#include <functional>

namespace whimbrel {

/// A rehearsal that is to be done.
struct RehearsalRequest {
    Plan plan{}; ///< with the contents of its SQL files
    QMap<TargetId, ScratchSource> sources{}; ///< one for each target that is a database
    QString environment = QStringLiteral("development"); ///< which parameter values hold
    QString by{}; ///< who; empty: the user of the operating system
    RehearsalLeave leave{};
};

/// What a rehearsal tells while it is under way.
struct RehearsalNews {
    enum class Type {
        Preparing, ///< scratch databases are made
        Forward, ///< `node` is entered
        Back, ///< the way back `edge` of `node` is tried
        Looking, ///< what the databases hold is read
        Way, ///< `way` was tried
    };
    Type type = Type::Preparing;
    NodeId node{};
    EdgeId edge{};
    QString text{};
    RehearsedWay way{};
    int done = 0; ///< ways back that were tried, of
    int all = 0;
};

/// How the caller follows a rehearsal. Both are called in the thread that rehearses.
struct RehearsalListener {
    std::function<void(const RehearsalNews&)> tell = [](const RehearsalNews&) {};
    std::function<bool()> isCancelled = [] { return false; };
};

/// Carries the plan out in scratch databases with the real executor: forward; after every verified
/// change back along each of its ways, comparing what is there with what was, and forward again;
/// at the end back to the start, and forward again. A way back that fails does not hide the
/// others: the scratch databases are made anew, and it goes on. Afterwards nothing is left of them.
///
/// Blocks, in a thread without an event loop of its own. The error is why no rehearsal took place:
/// wrong sources, a database that cannot be reached, ErrorCode::Cancelled. What goes wrong in the
/// plan is no error but a result.
[[nodiscard]] Result<Rehearsal> rehearse(
    const RehearsalRequest& request, const RehearsalListener& listener = {});

} // namespace whimbrel
