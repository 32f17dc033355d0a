// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "ui/run/database_probe.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;

namespace whimbrel {

class Connections;
class Unlock;

/// Binds one target of the plan to a database: a named connection or a file is chosen, or a URL
/// typed, and tested without being changed.
class BindingRow final : public QWidget {
    Q_OBJECT

public:
    BindingRow(const Target& target, const QString& folder, Connections& connections,
        QWidget* parent = nullptr);

    [[nodiscard]] TargetId target() const { return m_target.id; }
    /// The connection URL; empty: nothing is chosen.
    [[nodiscard]] QString url() const;
    void setUrl(const QString& url);
    /// What the last test found; none while nothing was, or it failed.
    [[nodiscard]] const std::optional<DatabaseProbe>& probe() const { return m_probe; }
    [[nodiscard]] QLineEdit* editor() const { return m_path; }
    /// Buttons for the database files that lie beside the plan, while nothing is chosen.
    [[nodiscard]] QList<QPushButton*> offers() const;
    /// Connection URLs that are other targets': their files are not offered.
    void setTaken(const QStringList& urls);

    /// What can be chosen, as it is offered now.
    [[nodiscard]] QMenu* choices();

    /// Opens the database read-only in a worker and shows what is found. A password that is not
    /// known is asked for if the person wanted the test.
    enum class Asking { Quiet, Asks };
    void test(Asking asking = Asking::Quiet);

signals:
    void changed();
    void connectionsRequested(); ///< the person wants to see the named connections
    void tested();
    void offered(); ///< offers() were made

private:
    void fillChoices();
    void chooseFile();
    void lookBesidePlan();
    void offer(const QStringList& files);
    void refreshOffers();
    [[nodiscard]] QString urlOf(const QString& file) const;
    void showResult(quint64 turn, Asking asking, const Result<DatabaseProbe>& result);
    void showProbe();
    void showStatus(const QString& text, bool wrong);

    Connections& m_connections;
    Unlock* m_unlock = nullptr;
    Target m_target{};
    QString m_folder{};
    QLineEdit* m_path = nullptr;
    QMenu* m_choices = nullptr;
    QPushButton* m_test = nullptr;
    QLabel* m_status = nullptr;
    QWidget* m_offers = nullptr;
    QStringList m_taken{};
    std::optional<DatabaseProbe> m_probe{};
    QString m_notice{}; ///< what became of a password that should be kept
    quint64 m_turn = 0;
};

} // namespace whimbrel
