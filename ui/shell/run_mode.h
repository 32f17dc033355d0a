// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/ids.h"

#include <QObject>

class QDockWidget;
class QSettings;

namespace whimbrel {

class FlowView;
class PlanSession;
class Prompts;
class RunView;

/// While a run is shown, palette and inspector give way to it, the plan is looked at and not
/// edited, and the canvas keeps what the run is at in sight; afterwards everything comes back.
class RunMode final : public QObject {
    Q_OBJECT

public:
    struct Docks {
        QDockWidget* left = nullptr;
        QDockWidget* right = nullptr;
    };

    RunMode(
        PlanSession& session, FlowView& canvas, RunView& run, const Docks& docks, QObject* parent);

    void set(bool on);
    /// Before the plan is left while its run is open: says once more that the run stays open and
    /// how it is gone on with, unless the person has heard enough. False: the person stays.
    [[nodiscard]] bool mayLeave(QSettings& settings, Prompts& prompts, QWidget* window) const;

signals:
    void changed(bool on);
    /// The run wants to be seen.
    void entered();

private:
    void settle();
    void follow();

    FlowView& m_canvas;
    RunView& m_run;
    Docks m_docks;
    NodeId m_followed{}; ///< the node of the run that was brought into sight
    bool m_on = false;
    bool m_leftBefore = true;
    bool m_rightBefore = true;
};

} // namespace whimbrel
