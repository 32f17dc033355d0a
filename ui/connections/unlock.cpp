// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/unlock.h"

#include "model/database/open_connection.h"
#include "ui/connections/connections.h"
#include "ui/connections/password_question.h"
#include "ui/session/background.h"

namespace whimbrel {

Unlock::Unlock(Connections& connections, QWidget* window)
    : QObject(window)
    , m_connections(connections)
    , m_window(window)
{ }

Unlock::~Unlock() = default;

void Unlock::start(const QStringList& given)
{
    cancel();
    m_left = given;
    m_found.clear();
    m_isRunning = true;
    next();
}

void Unlock::cancel()
{
    ++m_turn;
    m_isRunning = false;
    if (m_question) {
        m_question->deleteLater();
        m_question.clear();
    }
}

void Unlock::next()
{
    if (m_left.isEmpty()) {
        m_isRunning = false;
        emit done(m_found);
        return;
    }
    const QString given = m_left.takeFirst();
    m_connections.find(given,
        [self = QPointer<Unlock>(this), given, turn = m_turn](const Result<ConnectionUrl>& url) {
            if (!self || self->m_turn != turn) {
                return;
            }
            if (!url) {
                self->giveUp(url.error().text());
            } else if (url->dialect == Dialect::Sqlite) {
                self->next();
            } else {
                self->attempt(given, url->password, false);
            }
        });
}

void Unlock::attempt(const QString& given, const Secret& password, bool keep)
{
    Result<ConnectionUrl> url = m_connections.known(given);
    if (!url) {
        giveUp(url.error().text());
        return;
    }
    url->password = password;
    inBackground(
        this,
        [url = *url]() -> Error {
            const auto opened = openConnection(url, Connection::Access::Read);
            return opened ? Error{} : opened.error();
        },
        [this, given, password, keep, turn = m_turn](const Error& error) {
            if (m_turn != turn) {
                return;
            }
            if (wantsPassword(error)) {
                const QString trouble = m_connections.keychainTrouble(given);
                ask(given,
                    password.isEmpty() && !trouble.isEmpty()
                        ? trouble
                        : (password.isEmpty() ? QString() : error.text()));
                return;
            }
            if (error.message.isEmpty() && !password.isEmpty()) {
                m_connections.remember(given, password);
                if (keep) {
                    m_connections.keep(
                        given, password, [self = QPointer<Unlock>(this)](const Result<>& kept) {
                            if (self && !kept) {
                                emit self->notKept(kept.error().text());
                            }
                        });
                }
            }
            settle(given, password);
        });
}

void Unlock::settle(const QString& given, const Secret& password)
{
    if (!password.isEmpty()) {
        m_found.insert(given, password);
    }
    next();
}

void Unlock::ask(const QString& given, const QString& complaint)
{
    m_question = new PasswordQuestion(given, complaint, m_connections, m_window);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_question, &PasswordQuestion::given, this,
        [this, given](const Secret& password, bool keep) { attempt(given, password, keep); });
    connect(m_question, &QDialog::rejected, this, [this] { giveUp({}); });
    m_question->open();
}

void Unlock::giveUp(const QString& why)
{
    ++m_turn;
    m_isRunning = false;
    emit gaveUp(why);
}

} // namespace whimbrel
