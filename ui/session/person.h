// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/settings.h"

#include <QDir>

namespace whimbrel {

/// Who sits in front: the name from the settings, else the login's.
[[nodiscard]] inline QString personName(const QSettings& store)
{
    if (const QString chosen = settings::personName.read(store).trimmed(); !chosen.isEmpty()) {
        return chosen;
    }
    for (const char* variable : {"USER", "LOGNAME", "USERNAME"}) {
        if (const QString login = qEnvironmentVariable(variable); !login.isEmpty()) {
            return login;
        }
    }
    return QDir::home().dirName(); // a login without an environment
}

} // namespace whimbrel
