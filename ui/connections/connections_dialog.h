// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/connections/connection_fields.h"
#include "ui/connections/connection_test.h"

#include <QDialog>

#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QScrollArea;

namespace whimbrel {

class ConnectionForm;
class Connections;
class Prompts;
class ReportView;

/// The named connections: a list, the form of the one that is chosen, and a test of it. A change is
/// kept when it is saved, whole or not at all.
class ConnectionsDialog final : public QDialog {
    Q_OBJECT

public:
    ConnectionsDialog(Connections& connections, Prompts& prompts, QWidget* parent);
    ~ConnectionsDialog() override;

    /// Chooses a connection by its name.
    void choose(const QString& name);

    [[nodiscard]] QListWidget& list() const { return *m_list; }
    [[nodiscard]] ConnectionForm& form() const { return *m_form; }
    [[nodiscard]] QLineEdit* urlEditor() const { return m_url; }
    [[nodiscard]] QPushButton* addButton() const { return m_add; }
    [[nodiscard]] QPushButton* duplicateButton() const { return m_duplicate; }
    [[nodiscard]] QPushButton* removeButton() const { return m_remove; }
    [[nodiscard]] QPushButton* testButton() const { return m_test; }
    [[nodiscard]] QPushButton* saveButton() const { return m_save; }
    /// What the last test or save came to, as it is shown; empty: nothing is.
    [[nodiscard]] QString resultText() const;
    [[nodiscard]] bool isModified() const;

    void reject() override;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QWidget* makeSide();
    QWidget* makeMain();
    void addUrlRow();
    void showResult();
    void fillList();
    void showProfile(const ConnectionProfile& profile, const QString& before);
    void add();
    void duplicate();
    void remove();
    void save(const std::function<void()>& then);
    void fillFromUrl();
    void takeChoice();
    void follow();
    /// Does `then` once nothing is lost by it: changes are saved or given up first.
    void leaveThen(const std::function<void()>& then);
    void toggleTest();
    void test();
    void showTestFailure(const Error& error);
    void askPassword(const QString& complaint);
    [[nodiscard]] QStringList otherNames() const;
    /// The name itself, or with a number behind it where it is taken.
    [[nodiscard]] QString freeName(const QString& wanted) const;

    Connections& m_connections;
    Prompts& m_prompts;
    ConnectionTest m_running;
    QListWidget* m_list = nullptr;
    QLabel* m_none = nullptr; ///< in its place while there are none
    QPushButton* m_add = nullptr;
    QPushButton* m_duplicate = nullptr;
    QPushButton* m_remove = nullptr;
    QLineEdit* m_url = nullptr;
    QLabel* m_urlProblem = nullptr;
    QScrollArea* m_scroll = nullptr;
    ConnectionForm* m_form = nullptr;
    ReportView* m_result = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_save = nullptr;
    QString m_before{}; ///< the name of what is in the form, as it was saved; empty: it is new
    ConnectionFields m_saved{}; ///< what is in the form, as it was saved
    Secret m_tested{}; ///< the password of the test that runs
    Secret m_asked{}; ///< a password given for tests of what is in the form
    bool m_isSaving = false;
    bool m_followsResult = false; ///< the form is scrolled to its end
};

} // namespace whimbrel
