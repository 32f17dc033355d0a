// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/event.h"

#include <QObject>

namespace whimbrel {

class JournalModel;
class RunController;

/// Finds out, of every answer to a gate that is shown, whether it is only recorded or proven by a
/// signature, and writes it into the journal's list.
class GateProofs final : public QObject {
    Q_OBJECT

public:
    GateProofs(RunController& controller, JournalModel& journal, QObject* parent = nullptr);

    /// To be called when the event stands in the list.
    void take(const Event& event);

private:
    RunController& m_controller;
    JournalModel& m_journal;
};

} // namespace whimbrel
