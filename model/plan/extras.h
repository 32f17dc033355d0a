// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace whimbrel {

/// What the file said about an element under keys that this version does not know, kept as JSON
/// text and in order, so that saving loses nothing that a newer version or another tool wrote.
using Extras = QList<std::pair<QString, QByteArray>>;

} // namespace whimbrel
