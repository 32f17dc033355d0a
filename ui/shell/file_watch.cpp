// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/file_watch.h"

#include <QFileInfo>
#include <QTimer>

#include <chrono>

namespace whimbrel {

using namespace std::chrono_literals;

FileWatch::FileWatch(QObject* parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] {
        // Writers that replace the file make two notices of it; look when they are done.
        QTimer::singleShot(300ms, this, &FileWatch::check);
    });
}

void FileWatch::watch(const QString& path)
{
    if (!m_watcher.files().isEmpty()) {
        m_watcher.removePaths(m_watcher.files());
    }
    m_path = path;
    if (!path.isEmpty()) {
        m_watcher.addPath(path);
        const QFileInfo info(path);
        m_time = info.lastModified();
        m_size = info.size();
    }
}

void FileWatch::check()
{
    const QFileInfo info(m_path);
    if (m_path.isEmpty() || !info.exists()) {
        return; // a writer that replaces it, or it is gone: saving makes it again
    }
    const bool differs = info.lastModified() != m_time || info.size() != m_size;
    watch(m_path); // a replaced file has to be watched anew
    if (differs) {
        emit changed();
    }
}

} // namespace whimbrel
