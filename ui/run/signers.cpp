// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/signers.h"

#include "model/exec/ssh_signature.h"
#include "ui/session/settings.h"

namespace whimbrel {

QString signersFor(const QString& planPath)
{
    const QString chosen = settings::allowedSigners.read(QSettings());
    return chosen.isEmpty() ? allowedSignersFor(planPath) : chosen;
}

QStringList signersArguments()
{
    const QString chosen = settings::allowedSigners.read(QSettings());
    return chosen.isEmpty() ? QStringList()
                            : QStringList{QStringLiteral("--allowed-signers"), chosen};
}

} // namespace whimbrel
