// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QObject>

namespace whimbrel {

/// Tells when a file is no longer as it was when watch() was called.
class FileWatch final : public QObject {
    Q_OBJECT

public:
    explicit FileWatch(QObject* parent = nullptr);

    /// Watches the file as it is now, and no other; empty: none.
    void watch(const QString& path);

signals:
    void changed();

private:
    void check();

    QFileSystemWatcher m_watcher;
    QString m_path{};
    QDateTime m_time{};
    qint64 m_size = -1;
};

} // namespace whimbrel
