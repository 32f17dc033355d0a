// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>
#include <QList>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace whimbrel {

class RunController;
class SigningRow;
struct Command;

/// What the run waits for, and the answers that a person can give: a gate's, a confirmation, what
/// to do after a failure or in doubt. Hidden while nothing is asked.
class QuestionArea final : public QFrame {
    Q_OBJECT

public:
    explicit QuestionArea(RunController& controller, QWidget* parent = nullptr);

    void refresh();

    [[nodiscard]] QLineEdit* reason() const { return m_reason; }
    [[nodiscard]] QLineEdit* who() const { return m_who; }
    /// How an answer to a gate is signed; hidden at anything else.
    [[nodiscard]] SigningRow* signing() const { return m_signing; }
    /// The answer with this key: an outcome, "retry", "skip", "done", "rollback", "restore"; null
    /// if it cannot be given now.
    [[nodiscard]] QPushButton* answer(const QString& key) const;
    [[nodiscard]] QString detailText() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Answer {
        QString key{};
        QString text{};
        QString iconName{};
        bool needsReason = false;
    };

    void setAnswers(const QList<Answer>& answers);
    [[nodiscard]] QList<Answer> answersNow() const;
    void give(const QString& key);
    void signAndSend(Command command);
    void enableAnswers();

    RunController& m_controller;
    QLabel* m_title = nullptr;
    QLabel* m_detail = nullptr;
    QLineEdit* m_reason = nullptr;
    QLineEdit* m_who = nullptr;
    SigningRow* m_signing = nullptr;
    QLabel* m_hint = nullptr;
    QHBoxLayout* m_buttonLayout = nullptr;
    QList<QPushButton*> m_buttons{};
    QList<Answer> m_answers{};
    QString m_asked{};
};

} // namespace whimbrel
