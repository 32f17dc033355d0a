// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QObject>

#include <functional>

namespace whimbrel {

class FlowView;

/// Whether a step is looked at.
using KeepsStep = std::function<bool(const Node&)>;
/// Lets all steps step back that a question does not keep, and what is around them; an empty
/// question keeps everything.
void fadeAllBut(FlowView& view, const KeepsStep& keeps);

/// Lets what a person does not look at now step back: only the steps that a question keeps are
/// drawn in full.
class Fading final : public QObject {
    Q_OBJECT

public:
    explicit Fading(FlowView& view);

    /// Keeps those and says so; an empty function keeps everything.
    void keepOnly(const KeepsStep& keeps, const QString& notice);
    /// Asks for a kind, an owner or a phase.
    void pick();
    [[nodiscard]] bool isOn() const { return m_keeps != nullptr; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    FlowView& m_view;
    KeepsStep m_keeps{};
};

} // namespace whimbrel
