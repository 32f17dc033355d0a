// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/secret_store.h"

#include <QMap>
#include <QTimer>

namespace whimbrel::test {

/// A keychain in memory, which answers as late as a real one; or none.
class FakeSecretStore final : public SecretStore {
public:
    QMap<QString, Secret> kept{};
    bool isThere = true;

    void read(const QString& name, std::function<void(Result<Secret>)> then) override
    {
        Result<Secret> answer = fail(none());
        if (isThere && kept.contains(name)) {
            answer = kept.value(name);
        } else if (isThere) {
            answer = fail({ErrorCode::Impossible, QStringLiteral("Nothing is kept."), {}, {}});
        }
        later([then = std::move(then), answer] { then(answer); });
    }
    void write(
        const QString& name, const Secret& secret, std::function<void(Result<>)> then) override
    {
        if (isThere) {
            kept.insert(name, secret);
        }
        answer(std::move(then));
    }
    void remove(const QString& name, std::function<void(Result<>)> then) override
    {
        if (isThere) {
            kept.remove(name);
        }
        answer(std::move(then));
    }

private:
    [[nodiscard]] static Error none()
    {
        return {ErrorCode::Connection, QStringLiteral("No keychain runs."), {}, {}};
    }
    void answer(std::function<void(Result<>)> then)
    {
        const Result<> done = isThere ? Result<>() : fail(none());
        later([then = std::move(then), done] { then(done); });
    }
    void later(std::function<void()> what) { QTimer::singleShot(0, &m_context, std::move(what)); }

    QObject m_context{};
};

} // namespace whimbrel::test
