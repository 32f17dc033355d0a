// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>
#include <QStringList>

namespace whimbrel {

/// Another machine on which the runner is started, as written: ssh://[USER@]HOST[:PORT], with
/// `?program=PATH` where whimbrel-cli is not found by its name there and `?config=FILE` for a
/// configuration of ssh's own (ssh -F).
struct RunnerPlace {
    QString user{};
    QString host{};
    int port = 0; ///< 0: the usual one, or what ssh's configuration says
    QString program = QStringLiteral("whimbrel-cli");
    QString config{};

    /// As it was written, without what is as usual.
    [[nodiscard]] QString text() const;
};

/// The error says what is not as it should be. A password in it is refused: ssh takes none.
[[nodiscard]] Result<RunnerPlace> parseRunnerPlace(const QString& text);

/// The arguments of ssh that start the runner there. `mayAsk`: somebody is at the terminal, so ssh
/// may ask for a passphrase; else it fails where it would have to ask, unless SSH_ASKPASS is set.
[[nodiscard]] QStringList sshArguments(const RunnerPlace& place, bool mayAsk);

} // namespace whimbrel
