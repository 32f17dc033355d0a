// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/journal.h"
#include "ui/run/run_settings.h"
#include "ui/session/plan_session.h"

#include <QWidget>

#include <functional>
#include <memory>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;
class QVBoxLayout;

namespace whimbrel {

class BindingRow;
class Connections;
class DryRunPane;
class KeyboardKeeper;
class PreflightPane;
class RunnerPlaceEdit;
class Unlock;

/// What has to be said before a run begins: which database each target is, in which environment,
/// what happens on failure. Shows what would be done, and offers to go on with a run that is open.
class RunSetup final : public QWidget {
    Q_OBJECT

public:
    RunSetup(PlanSession& session, Connections& connections, QWidget* parent = nullptr);
    ~RunSetup() override;

    [[nodiscard]] RunSettings settings() const;
    [[nodiscard]] const QList<BindingRow*>& bindings() const { return m_rows; }
    [[nodiscard]] QPushButton* startButton() const { return m_start; }
    [[nodiscard]] QPushButton* resumeButton() const { return m_resume; }
    [[nodiscard]] QPushButton* followButton() const { return m_follow; }
    [[nodiscard]] RunnerPlaceEdit* runner() const { return m_runner; }
    [[nodiscard]] QPushButton* previewButton() const { return m_preview; }
    [[nodiscard]] QPushButton* preflightButton() const { return m_lookAhead; }
    [[nodiscard]] PreflightPane* preflight() const { return m_preflight; }
    [[nodiscard]] QCheckBox* inSpite() const { return m_inSpite; }
    [[nodiscard]] QComboBox* environment() const { return m_environment; }
    [[nodiscard]] QComboBox* policy() const { return m_policy; }
    [[nodiscard]] QLineEdit* unrehearsed() const { return m_unrehearsed; }
    [[nodiscard]] DryRunPane* previewText() const { return m_previewText; }

    /// Gives the keyboard to what is missing, else to the button that begins.
    void takeFocus();
    /// Binds, as far as it is known, and tests.
    void reload();

signals:
    void connectionsRequested(); ///< the person wants to see the named connections
    void startRequested(const whimbrel::RunSettings& settings);
    /// `run` is empty where the journal says which one.
    void resumeRequested(const whimbrel::RunSettings& settings, const QString& run);
    /// To see what somebody else's run does; `run` as above.
    void followRequested(const whimbrel::RunSettings& settings, const QString& run);

private:
    void followPlan(const PlanChange& change);
    void makeRows();
    void shareOffers();
    void update();
    void save(const std::function<void()>& then);
    void start();
    void resume();
    void follow();
    void preview();
    void showPreview();
    /// Does `then` once the passwords that the databases want are known.
    void unlockThen(const std::function<void()>& then);
    /// Asks before production, then does `then`.
    void confirmThen(const std::function<void()>& then);
    /// The environment that the bound connections say; empty: they do not.
    [[nodiscard]] QString boundEnvironment() const;
    [[nodiscard]] bool isProduction() const;
    /// Why no rehearsal proves the plan on what it is bound to; empty: one does.
    [[nodiscard]] QString unproven() const;
    /// Production is looked at, and asked about, before `then`: not if something would go wrong
    /// there and nobody said why it may begin all the same.
    void lookThen(const std::function<void()>& then);
    void lookAhead(const std::function<void()>& then);
    void remember();
    /// The run of this plan that is open in the bound databases, else the last one that ended.
    [[nodiscard]] std::optional<RunSummary> earlierRun() const;
    [[nodiscard]] QString whyNot() const;
    [[nodiscard]] QStringList targetNames() const;
    /// Whether production wants a reason, because no rehearsal proves the plan as it is.
    [[nodiscard]] bool wantsReason() const;

    PlanSession& m_session;
    Connections& m_connections;
    Unlock* m_unlock = nullptr;
    std::function<void()> m_whenUnlocked{};
    std::unique_ptr<QSettings> m_store;
    QVBoxLayout* m_rowLayout = nullptr;
    QList<BindingRow*> m_rows{};
    QList<Target> m_targets{};
    QComboBox* m_environment = nullptr;
    QComboBox* m_policy = nullptr;
    QLineEdit* m_by = nullptr;
    QLabel* m_unrehearsedLabel = nullptr;
    QLineEdit* m_unrehearsed = nullptr;
    QCheckBox* m_allowCommands = nullptr;
    QCheckBox* m_inSpite = nullptr;
    QLabel* m_earlier = nullptr;
    QLabel* m_reason = nullptr;
    QPushButton* m_resume = nullptr;
    QPushButton* m_follow = nullptr;
    RunnerPlaceEdit* m_runner = nullptr;
    QPushButton* m_preview = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_lookAhead = nullptr;
    DryRunPane* m_previewText = nullptr;
    PreflightPane* m_preflight = nullptr;
    KeyboardKeeper* m_keyboard = nullptr;
    bool m_saving = false;
    QString m_trouble{}; ///< why the last beginning came to nothing
};

} // namespace whimbrel
