// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/run_lock.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSysInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RunLock", text);
}

QString lockPath(const QString& databasePath)
{
    const QString real = QFileInfo(databasePath).canonicalFilePath();
    return (real.isEmpty() ? databasePath : real) + QStringLiteral(".whimbrel-lock");
}

Error heldBySomebody(int file, const QString& database)
{
    char buffer[1024];
    const ssize_t read = ::pread(file, buffer, sizeof buffer, 0);
    const QJsonObject holder
        = QJsonDocument::fromJson(QByteArray(buffer, qMax<qsizetype>(read, 0))).object();
    const QString who = holder.isEmpty()
        ? tr("another runner")
        : tr("process %1 on %2, since %3")
              .arg(holder.value(QStringLiteral("pid")).toInteger())
              .arg(holder.value(QStringLiteral("host")).toString(),
                  holder.value(QStringLiteral("since")).toString());
    return {ErrorCode::Locked,
        tr("The database \"%1\" is being worked on by %2.").arg(database, who), {},
        tr("Wait for it to end, or ask it to pause and quit.")};
}

} // namespace

RunLock::RunLock(int file, QString path)
    : m_file(file)
    , m_path(std::move(path))
{ }

RunLock::~RunLock()
{
    // The name goes while the lock is held, so nobody can hold a lock on a file without a name
    // and believe it counts: acquire() looks whether the name is still this file.
    ::unlink(QFile::encodeName(m_path).constData());
    ::close(m_file);
}

std::optional<RunLock::Holder> RunLock::holderOf(const QString& databasePath)
{
    QFile file(lockPath(databasePath));
    if (!file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    const QJsonObject named = QJsonDocument::fromJson(file.readAll()).object();
    if (named.isEmpty()) {
        return std::nullopt;
    }
    Holder holder;
    holder.pid = named.value(QStringLiteral("pid")).toInteger();
    holder.host = named.value(QStringLiteral("host")).toString();
    holder.since = named.value(QStringLiteral("since")).toString();
    if (holder.host == QSysInfo::machineHostName()) {
        holder.isAlive = ::kill(static_cast<pid_t>(holder.pid), 0) == 0 || errno != ESRCH;
    }
    return holder;
}

Result<std::unique_ptr<RunLock>> RunLock::acquire(const QString& databasePath)
{
    const QString path = lockPath(databasePath);
    const QByteArray name = QFile::encodeName(path);
    constexpr int attempts = 100;
    for (int i = 0; i < attempts; ++i) {
        const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (file < 0) {
            return fail({ErrorCode::Connection,
                tr("The lock file \"%1\" could not be made: %2.")
                    .arg(path, QString::fromLocal8Bit(std::strerror(errno))),
                {}, tr("Give this user the right to write to the database's folder.")});
        }
        if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
            const Error error = heldBySomebody(file, databasePath);
            ::close(file);
            return fail(error);
        }
        struct stat mine { };
        struct stat named { };
        if (::fstat(file, &mine) == 0 && ::stat(name.constData(), &named) == 0
            && mine.st_ino == named.st_ino && mine.st_dev == named.st_dev) {
            const QJsonObject holder{
                {QStringLiteral("pid"), QCoreApplication::applicationPid()},
                {QStringLiteral("host"), QSysInfo::machineHostName()},
                {QStringLiteral("since"), QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
            };
            const QByteArray text = QJsonDocument(holder).toJson(QJsonDocument::Compact) + '\n';
            // Who holds it is a courtesy; the lock counts without it (on a full disk, say).
            if (::ftruncate(file, 0) == 0) {
                (void)!::pwrite(file, text.constData(), static_cast<size_t>(text.size()), 0);
            }
            return std::unique_ptr<RunLock>(new RunLock(file, path));
        }
        // Its holder took the name away between our open and our lock: once more.
        ::close(file);
    }
    return fail({ErrorCode::Locked,
        tr("The lock of the database \"%1\" changes hands all the time.").arg(databasePath), {},
        tr("Try again.")});
}

} // namespace whimbrel
