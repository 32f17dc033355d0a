// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/login_name.h"

#include <pwd.h>
#include <unistd.h>

namespace whimbrel {

QString loginName()
{
    for (const char* variable : {"SUDO_USER", "USER", "LOGNAME"}) {
        const QString user = qEnvironmentVariable(variable);
        if (!user.isEmpty()) {
            return user;
        }
    }
    const passwd* entry = getpwuid(geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QStringLiteral("uid %1").arg(geteuid());
}

} // namespace whimbrel
