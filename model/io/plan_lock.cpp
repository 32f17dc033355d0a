// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_lock.h"

#include "model/io/plan_paths.h"
#include "model/io/violation.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QSysInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace whimbrel {

namespace {

/// Whether the opened file is still the one that the path names: its last holder may have removed
/// it between our opening and locking.
bool isStillThere(int file, const QByteArray& path)
{
    struct stat opened { };
    struct stat named { };
    return ::fstat(file, &opened) == 0 && ::stat(path.constData(), &named) == 0
        && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

/// Who holds the lock, as they wrote it into the file.
QString holderOf(int file)
{
    char text[512];
    const ssize_t size = ::pread(file, text, sizeof text, 0);
    const QString holder
        = QString::fromUtf8(text, size > 0 ? static_cast<qsizetype>(size) : 0).trimmed();
    return holder.isEmpty() ? PlanFileText::tr("another program") : holder;
}

void signLock(int file)
{
    const QByteArray user = qgetenv("USER");
    const QByteArray holder
        = PlanFileText::tr("%1 (process %2) of %3 on %4, since %5")
              .arg(QCoreApplication::applicationName().isEmpty()
                      ? QStringLiteral("whimbrel")
                      : QCoreApplication::applicationName(),
                  QString::number(::getpid()),
                  user.isEmpty() ? QString::number(::getuid()) : QString::fromLocal8Bit(user),
                  QSysInfo::machineHostName(),
                  QDateTime::currentDateTimeUtc().toString(
                      QStringLiteral("yyyy-MM-dd HH:mm 'UTC'")))
              .toUtf8();
    // The text only tells people who it is; the lock holds without it.
    if (::ftruncate(file, 0) == 0) {
        static_cast<void>(
            ::pwrite(file, holder.constData(), static_cast<size_t>(holder.size()), 0));
    }
}

} // namespace

PlanLock::PlanLock(int file, QString lockPath)
    : m_file(file)
    , m_lockPath(std::move(lockPath))
{ }

PlanLock::~PlanLock()
{
    // Removed while it is held, so that nobody's lock is removed but ours.
    const QByteArray name = QFile::encodeName(m_lockPath);
    if (isStillThere(m_file, name)) {
        ::unlink(name.constData());
    }
    ::close(m_file);
}

Result<std::shared_ptr<PlanLock>> lockPlan(const QString& path)
{
    const QString lockPath = companionPath(path, QStringLiteral("whimbrel-lock"));
    const QByteArray name = QFile::encodeName(lockPath);
    for (;;) {
        const int file = ::open(name.constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (file < 0) {
            return fail({ErrorCode::Unwritable,
                PlanFileText::tr(
                    "The plan cannot be locked for editing: %1 cannot be written (%2).")
                    .arg(lockPath, QString::fromLocal8Bit(std::strerror(errno))),
                path, PlanFileText::tr("It can be looked at, and saved in another place.")});
        }
        if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
            const int reason = errno;
            const QString holder = holderOf(file);
            ::close(file);
            if (reason == EINTR) {
                continue;
            }
            if (reason != EWOULDBLOCK) {
                return fail({ErrorCode::Unwritable,
                    PlanFileText::tr("The plan cannot be locked for editing: %1.")
                        .arg(QString::fromLocal8Bit(std::strerror(reason))),
                    path, PlanFileText::tr("It can be looked at, and saved in another place.")});
            }
            return fail({ErrorCode::Locked,
                PlanFileText::tr("The plan is already open for editing in %1.").arg(holder), path,
                PlanFileText::tr("Close it there, or save this one under another name.")});
        }
        if (isStillThere(file, name)) {
            signLock(file);
            return std::shared_ptr<PlanLock>(new PlanLock(file, lockPath));
        }
        ::close(file);
    }
}

} // namespace whimbrel
