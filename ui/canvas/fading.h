// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QObject>

#include <functional>

namespace whimbrel {

class FlowView;

/// Lets what a person does not look at now step back: only the steps that a question keeps are
/// drawn in full.
class Fading final : public QObject {
    Q_OBJECT

public:
    explicit Fading(FlowView& view);

    /// Whether a step is looked at.
    using Keeps = std::function<bool(const Node&)>;
    /// Keeps those and says so; an empty function keeps everything.
    void keepOnly(const Keeps& keeps, const QString& notice);
    /// Asks for a kind, an owner or a phase.
    void pick();
    [[nodiscard]] bool isOn() const { return m_keeps != nullptr; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();

    FlowView& m_view;
    Keeps m_keeps{};
};

} // namespace whimbrel
