// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/preflight/preflight.h"

#include <QWidget>

#include <functional>
#include <optional>

class QFrame;
class QLabel;
class QLineEdit;
class QProcess;
class QVBoxLayout;

namespace whimbrel {

/// What a run would meet on its databases, looked at by a process of its own: the list of what was
/// found, and the reason for which a run may begin in spite of errors. Hidden until it is asked.
class PreflightPane final : public QWidget {
    Q_OBJECT

public:
    explicit PreflightPane(QWidget* parent = nullptr);
    ~PreflightPane() override;

    /// Looks anew: `arguments` are those of "whimbrel-cli preflight", `secrets` what it reads from
    /// its standard input. `then` is called when something was found out, not when it could not.
    void look(const QStringList& arguments, const QByteArray& secrets, const Plan& plan,
        const std::function<void()>& then = {});
    /// Forgets what was found: it was about something else.
    void forget();

    [[nodiscard]] bool isLooking() const { return m_process != nullptr; }
    /// What was found; nothing if it was not looked at.
    [[nodiscard]] const std::optional<PreflightReport>& report() const { return m_report; }
    [[nodiscard]] bool hasErrors() const;
    /// Why the run may begin in spite of errors.
    [[nodiscard]] QLineEdit* reason() const { return m_reason; }
    [[nodiscard]] QString summary() const;
    /// The findings as they are shown, for tests.
    [[nodiscard]] QStringList texts() const;

signals:
    void changed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void finish(const Plan& plan, const std::function<void()>& then);
    void present(const QString& problem = {});
    void addFinding(const PreflightFinding& found);
    void comeIntoSight();

    std::optional<PreflightReport> m_report{};
    Plan m_plan{};
    QString m_problem{};
    QProcess* m_process = nullptr;
    QLabel* m_summary = nullptr;
    QFrame* m_list = nullptr;
    QVBoxLayout* m_rows = nullptr;
    QLineEdit* m_reason = nullptr;
};

} // namespace whimbrel
