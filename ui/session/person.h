// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/login_name.h"
#include "ui/session/settings.h"

namespace whimbrel {

/// Who sits in front: the name from the settings, else the login's.
[[nodiscard]] inline QString personName(const QSettings& store)
{
    if (const QString chosen = settings::personName.read(store).trimmed(); !chosen.isEmpty()) {
        return chosen;
    }
    return loginName();
}

} // namespace whimbrel
