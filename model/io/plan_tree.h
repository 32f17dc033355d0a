// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QString>

#include <nlohmann/json.hpp>

/// A plan as an untyped tree, for what treats all elements and keys alike: comparing and merging.
/// Numbers and nulls are kept as they are spelled (as binary values), so that a null of the tree
/// means that there is nothing.
namespace whimbrel::tree {

using Json = nlohmann::ordered_json;

/// Null if it is no JSON.
[[nodiscard]] Json parsed(const QByteArray& json);
[[nodiscard]] Json ofPlan(const Plan& plan);
[[nodiscard]] QByteArray toBytes(const Json& value);

/// Null if it is no object, or does not have it.
[[nodiscard]] Json member(const Json& value, const QString& key);
/// By which an item of a list is known in all versions: "id"; of places in the layout "node", of
/// routes "edge".
[[nodiscard]] QString idOf(const Json& item);
/// A list, not empty, of which every item has an id of its own.
[[nodiscard]] bool isIdentified(const Json& value);
/// A list, not empty, of objects.
[[nodiscard]] bool holdsObjects(const Json& value);
/// Texts as they are, everything else as JSON; nothing for null.
[[nodiscard]] QString textOf(const Json& value);

} // namespace whimbrel::tree
