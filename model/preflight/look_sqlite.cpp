// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/snapshot.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <optional>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

/// Who holds a lock within a part of a file that keeps others from writing; 0: nobody.
qint64 holderOf(const QString& path, off_t begin, off_t length)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return 0;
    }
    struct flock lock { };
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = begin;
    lock.l_len = length;
    const bool asked = ::fcntl(file, F_GETLK, &lock) == 0;
    ::close(file);
    return asked && lock.l_type != F_UNLCK ? lock.l_pid : 0;
}

bool mayWrite(const QString& path)
{
    return ::access(QFile::encodeName(path).constData(), W_OK) == 0;
}

/// The file system that a folder is on. Asked of the system itself: QStorageInfo looks through the
/// list of mounts, which in a container or chroot need not name it.
std::optional<struct statvfs> fileSystemOf(const QString& folder)
{
    struct statvfs found { };
    const bool known
        = !folder.isEmpty() && ::statvfs(QFile::encodeName(folder).constData(), &found) == 0;
    return known ? std::optional(found) : std::nullopt;
}

} // namespace

qint64 freeBytesIn(const QString& folder)
{
    const auto place = fileSystemOf(folder);
    return place ? static_cast<qint64>(place->f_bavail) * static_cast<qint64>(place->f_frsize) : -1;
}

void lookAtSqliteFile(const QString& path, TargetSnapshot& seen)
{
    const QString folder = QFileInfo(path).absolutePath();
    const auto place = fileSystemOf(folder);
    seen.dataFolder = folder;
    seen.freeBytes = freeBytesIn(folder);
    if (place && (place->f_flag & ST_RDONLY) != 0) {
        seen.readOnly = tr("\"%1\" is on a file system that is mounted read-only").arg(path);
    } else if (!mayWrite(path)) {
        seen.readOnly = tr("the file \"%1\" may not be written by this user").arg(path);
    } else if (!mayWrite(folder)) {
        seen.readOnly = tr("the folder \"%1\" may not be written, where SQLite keeps its journal")
                            .arg(folder);
    }
    // Where SQLite locks: RESERVED of a rollback journal, and the writer of a write-ahead log.
    constexpr off_t reserved = 0x40000001;
    constexpr off_t walWriter = 120;
    qint64 holder = holderOf(path, reserved, 1);
    holder = holder != 0 ? holder : holderOf(path + QStringLiteral("-shm"), walWriter, 1);
    if (holder != 0) {
        SeenSession session;
        session.who.session = holder;
        QFile name(QStringLiteral("/proc/%1/comm").arg(holder));
        session.who.application = name.open(QIODevice::ReadOnly)
            ? QString::fromUtf8(name.readAll()).trimmed()
            : QString();
        session.lock = tr("the write lock");
        seen.sessions.append(session);
    }
}

void lookAtSqlite(Connection& connection, const PlanNeeds& needs, TargetSnapshot& seen)
{
    seen.product = QStringLiteral("SQLite");
    seen.version = connection.settings().value(QLatin1String("version")).toString();
    const auto number = [&connection](const QString& sql) {
        const Result<QVariant> value = connection.value(sql);
        return value && value->isValid() ? value->toLongLong() : -1;
    };
    seen.databaseBytes
        = number(QStringLiteral("PRAGMA page_count")) * number(QStringLiteral("PRAGMA page_size"));
    for (const StatementNeed& statement : needs.statements) {
        const QString key = statement.table.toLower();
        if (statement.target != seen.target || key.isEmpty() || seen.tables.contains(key)) {
            continue;
        }
        const Result<QList<Row>> found = connection.rows(
            QStringLiteral("SELECT (SELECT group_concat(t.name) FROM sqlite_schema t WHERE t.type "
                           "= 'trigger' AND t.tbl_name = m.name COLLATE NOCASE) FROM "
                           "sqlite_schema m WHERE m.type = 'table' AND m.name = :name COLLATE "
                           "NOCASE"),
            {{QStringLiteral("name"), statement.table}});
        if (found && !found->isEmpty()) {
            SeenTable table;
            table.name = key;
            table.triggers
                = found->constFirst()[0].toString().split(QLatin1Char(','), Qt::SkipEmptyParts);
            seen.tables.insert(key, table);
        }
    }
}

} // namespace whimbrel
