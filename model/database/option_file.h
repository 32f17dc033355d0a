// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QMap>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// The options that an option file of MySQL's programs (my.cnf) has in some of its groups; a later
/// line wins. Underscores in names are read as hyphens. Lines with !include are not followed.
[[nodiscard]] Result<QMap<QString, QString>> readOptionFile(
    const QString& path, const QStringList& groups);

} // namespace whimbrel
