// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/prompt.h"
#include "model/exec/run_handle.h"

namespace whimbrel::cli {

/// What the person at the terminal is asked where a run rests; the decision comes as a signal.
class Questions final : public QObject {
    Q_OBJECT

public:
    /// `by` is who decides unless the person says otherwise.
    Questions(const RunHandle& executor, QString by, QObject* parent = nullptr);

    void askGate();
    void askConfirmation();
    /// `told`: what went wrong stands on the line above.
    void askFailure(bool told);
    /// After going back: on again, or further back?
    void askAtPause();
    /// Says what going back would do, and asks whether it shall.
    void askRollback(const NodeId& to);

    /// The SSH key that the person named for a gate that wants a signature; empty: none.
    [[nodiscard]] const QString& signKey() const { return m_signKey; }
    void setSignKey(const QString& key) { m_signKey = key; }

    /// Forgets what is asked.
    void drop() { m_prompt.drop(); }

signals:
    void decided(const whimbrel::Command& command);
    void wentOn(); ///< the run shall do what it is there for
    void stopped(); ///< the run shall rest here
    void closed(); ///< there will be no more input

private:
    void takeFailureChoice(const QString& choice);
    void chooseSafeState(const std::function<void()>& otherwise);
    /// Asks why, then decides.
    void decideBecause(const whimbrel::Command& command);
    /// Asks for `question`, then who says so, then decides.
    void decideByName(
        const whimbrel::Command& command, const QString& question, const QString& whoQuestion);
    void showWayBack();

    const RunHandle& m_executor;
    QString m_by;
    QString m_signKey{};
    Prompt m_prompt{};
};

} // namespace whimbrel::cli
