// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"

#include <QJsonObject>
#include <QStringList>

namespace whimbrel {

/// Whether somebody carries the run out at the moment, as one sees who only reads the journals.
struct Presence {
    enum class Runner {
        Unknown, ///< it cannot be told: another machine works on a file, or the rights are missing
        None, ///< the run rests; nobody has its databases
        Alive,
        Silent, ///< it took the databases and is not heard of any more
    };
    Runner runner = Runner::Unknown;
    RunnerIdentity who{};
    qint64 heartbeatMs = -1; ///< how long ago it showed itself last; negative: it shows nothing
    std::optional<Handover> handover{};
    QStringList problems{}; ///< which databases cannot be looked at, and why
};

[[nodiscard]] QString keyOf(Presence::Runner runner); ///< "alive" …
[[nodiscard]] QJsonObject toJson(const Presence& presence);
[[nodiscard]] Presence presenceFrom(const QJsonObject& json);

/// One line for people: "ada runs it on db-admin-2 (process 4711), heard of 2 s ago".
[[nodiscard]] QString presenceText(const Presence& presence);
/// "handed over by ada to marta at …: note"
[[nodiscard]] QString handoverText(const Handover& handover);

} // namespace whimbrel
