// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"

#include <QCoreApplication>

#include <span>

namespace whimbrel {

/// The ways out of a node of a kind.
enum class Outcomes {
    None, ///< it is left without an outcome, or never
    PassOrFail, ///< what its action and checks find
    Answer, ///< yes, no, or a label that a person gives
};

/// What follows from a node's kind. Palette, validator, renderer and executor all read this row;
/// adding a kind is adding a row (and the shape that render/draw gives it).
struct NodeKindTraits {
    NodeKind kind;
    const char* key; ///< as in the plan file
    const char* name; ///< for people; translated in the context "NodeKind"
    const char* about; ///< one sentence for tooltips; translated likewise
    bool changes; ///< alters the database or the application
    bool performs; ///< may have an action
    bool verifies; ///< its checks make it a verification
    bool flows; ///< takes part in the flow (all but notes)
    Outcomes outcomes;
    Risk risk; ///< unless a person says otherwise
};

/// All kinds in the order in which the palette shows them.
[[nodiscard]] std::span<const NodeKindTraits> nodeKinds();
[[nodiscard]] const NodeKindTraits& traits(NodeKind kind);

/// The kind's name for people, in their language.
[[nodiscard]] QString displayName(NodeKind kind);

/// Whether the node alters the database or the application: then it needs a way back and a
/// verification.
[[nodiscard]] bool isChange(const Node& node);

/// Whether the node counts as a verification: a verification in any case, a gate, a monitor or an
/// audit when it holds checks.
[[nodiscard]] bool isVerification(const Node& node);

/// The risk shown on the node: a person's override, else that of its kind.
[[nodiscard]] Risk riskOf(const Node& node);

} // namespace whimbrel
