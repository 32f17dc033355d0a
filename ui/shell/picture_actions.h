// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/shell/export_form.h"

#include <QString>

#include <functional>

class QWidget;

namespace whimbrel {

class ActionSet;
class FlowView;
class PlanSession;
class Prompts;

/// Where the commands that make pictures work.
struct PictureActions {
    PlanSession& session;
    FlowView& flow;
    Prompts& prompts;
    QWidget* window;
    std::function<SequenceId()> sequence; ///< the sequence diagram in sight; empty: the flow
    std::function<void(const QString&)> say;
};

/// Exporting, printing, copying as a picture, comparing.
void connectPictureActions(const ActionSet& actions, const PictureActions& context);

} // namespace whimbrel
