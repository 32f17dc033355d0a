// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <QString>

#include <functional>

class QMenu;

namespace whimbrel {

class Connections;

/// Puts the named connections of a dialect into a menu; `chosen` is called with "@NAME".
void addConnections(QMenu& menu, const Connections& connections, Dialect dialect,
    const std::function<void(const QString&)>& chosen);

} // namespace whimbrel
