// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/status_mark.h"

namespace whimbrel {

StatusMark markOf(StepStatus status, const Theme& look)
{
    switch (status) {
    case StepStatus::Waiting:
    case StepStatus::Running:
        return {};
    case StepStatus::Asking:
        return {Glyph::Question, look.selection};
    case StepStatus::Holding:
        return {Glyph::Clock, look.selection};
    case StepStatus::Done:
        return {Glyph::Tick, look.safe};
    case StepStatus::MarkedDone:
        return {Glyph::Hand, look.safe};
    case StepStatus::Failed:
        return {Glyph::Cross, look.error};
    case StepStatus::Skipped:
        return {Glyph::Skip, look.secondary};
    case StepStatus::InDoubt:
        return {Glyph::Question, look.error};
    case StepStatus::Compensated:
        return {Glyph::Back, look.rollback};
    }
    return {};
}

bool isCurrent(const NodeId& node, const RunState& run)
{
    const StepStatus status = run.step(node).status;
    return status == StepStatus::Running || status == StepStatus::Asking
        || status == StepStatus::Holding || status == StepStatus::InDoubt
        || (run.isOpen() && run.ready.contains(node));
}

} // namespace whimbrel
