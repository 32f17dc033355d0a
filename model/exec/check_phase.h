// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel::checkPhases {

/// When a node's check ran: before its action, after it, or as what the node itself is for. These
/// words are in journals.
inline const QString entry = QStringLiteral("entry");
inline const QString exit = QStringLiteral("exit");
inline const QString checks = QStringLiteral("checks");

} // namespace whimbrel::checkPhases
