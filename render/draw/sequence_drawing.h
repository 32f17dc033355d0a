// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/rules/finding.h"
#include "render/draw/display_list.h"
#include "render/draw/theme.h"
#include "render/layout/sequence_layout.h"

#include <QDateTime>

namespace whimbrel {

/// What a picture of a sequence diagram shows beside its parts.
struct SequenceDrawingOptions {
    ThemeName theme = ThemeName::Light;
    bool header = false; ///< the diagram's title and notes above it
    bool titleBlock = false;
    bool legend = false;
    const Findings* findings = nullptr; ///< marks parts with open findings
    const RunState* run = nullptr; ///< marks where a run is, and what it did when
    QString planHash{}; ///< for the title block
    QDateTime date{}; ///< for the title block; invalid: left out
};

/// The whole picture, from back to front: regions, ranges, lifelines, bars, fragments, states,
/// notes, messages, furniture.
[[nodiscard]] DisplayList drawSequence(const Plan& plan, const Sequence& sequence,
    const SequenceGeometry& geometry, const SequenceDrawingOptions& options);

/// The heads of the lifelines alone, as they stand above the first row: for a view that keeps them
/// in sight while it scrolls.
[[nodiscard]] QList<DrawGroup> drawSequenceHeads(const Plan& plan, const Sequence& sequence,
    const SequenceGeometry& geometry, const SequenceDrawingOptions& options);

} // namespace whimbrel
