// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>

#include <memory>
#include <optional>

namespace whimbrel {

/// Keeps a second runner off a database for as long as it lives: a lock of the operating system on
/// DATABASE.whimbrel-lock, which goes away with the process however that ends.
class RunLock final {
public:
    /// ErrorCode::Locked names the process, host and time of the holder.
    [[nodiscard]] static Result<std::unique_ptr<RunLock>> acquire(const QString& databasePath);
    ~RunLock();

    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

    /// Who is named in the lock file: a runner, alive or killed; nothing if there is no such file.
    /// Takes no lock, so it disturbs nobody.
    struct Holder {
        qint64 pid = 0;
        QString host{};
        QString since{};
        /// Whether that process is there; unknown on another machine.
        std::optional<bool> isAlive{};
    };
    [[nodiscard]] static std::optional<Holder> holderOf(const QString& databasePath);

private:
    RunLock(int file, QString path);

    int m_file;
    QString m_path;
};

} // namespace whimbrel
