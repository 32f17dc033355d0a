// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"
#include "model/database/secret.h"

#include <QMap>
#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QWidget>

namespace whimbrel {

class Connections;
class PasswordQuestion;

/// Finds the passwords that some connections need: tries each, and asks the person where the server
/// wants a password that is not known. Whatever else is wrong is left to who connects for work.
/// One turn at a time; a new one ends the former without a word.
class Unlock final : public QObject {
    Q_OBJECT

public:
    /// Questions stand before `window`.
    Unlock(Connections& connections, QWidget* window);
    ~Unlock() override;

    /// `given`: "@NAME" or URLs.
    void start(const QStringList& given);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

signals:
    /// All are known that are wanted; by what was given. Those that want none are left out.
    void done(const QMap<QString, whimbrel::Secret>& passwords);
    /// The person gave no password, or a connection cannot be: `why` is empty, or says so.
    void gaveUp(const QString& why);
    /// A password was right, but the keychain did not take it.
    void notKept(const QString& why);

private:
    void next();
    void attempt(const QString& given, const Secret& password, bool keep);
    void ask(const QString& given, const QString& complaint);
    void settle(const QString& given, const Secret& password);
    void giveUp(const QString& why);

    Connections& m_connections;
    QWidget* m_window;
    QPointer<PasswordQuestion> m_question{};
    QStringList m_left{};
    QMap<QString, Secret> m_found{};
    quint64 m_turn = 0;
    bool m_isRunning = false;
};

} // namespace whimbrel
