// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_report.h"

#include <QObject>

#include <memory>

namespace whimbrel {

/// Tries a connection in another thread. One at a time; what is stopped is not heard of any more.
class ConnectionTest final : public QObject {
    Q_OBJECT

public:
    explicit ConnectionTest(QObject* parent = nullptr);
    ~ConnectionTest() override;

    void start(const ConnectionUrl& url);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_interrupter != nullptr; }

signals:
    void succeeded(const whimbrel::ConnectionReport& report);
    void failed(const whimbrel::Error& error);

private:
    std::shared_ptr<Interrupter> m_interrupter{}; ///< of the one that runs
};

} // namespace whimbrel
