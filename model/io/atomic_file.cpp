// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/atomic_file.h"

#include "model/io/violation.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

namespace whimbrel {

namespace {

const QString asideEnding = QStringLiteral(".whimbrel-new");

/// Why the system refused, and what to do about it.
tl::unexpected<Error> refused(const QString& path, int reason)
{
    const QString system = QString::fromLocal8Bit(std::strerror(reason));
    QString advice = PlanFileText::tr("Nothing was changed. Save it in another place.");
    if (reason == ENOSPC || reason == EDQUOT) {
        advice = PlanFileText::tr("Nothing was changed. Free some space, or save it in another "
                                  "place.");
    } else if (reason == EACCES || reason == EPERM || reason == EROFS) {
        advice = PlanFileText::tr("Nothing was changed. Ask for the right to write there, or save "
                                  "it in another place.");
    }
    return fail({ErrorCode::Unwritable,
        PlanFileText::tr("The file could not be written: %1.").arg(system), path, advice});
}

/// Removes what killed processes left beside the file.
void removeLeftovers(const QFileInfo& file)
{
    const QDir folder(file.absolutePath());
    const QString prefix = QLatin1Char('.') + file.fileName() + QLatin1Char('.');
    const QStringList left = folder.entryList(
        {prefix + QLatin1Char('*') + asideEnding}, QDir::Files | QDir::Hidden | QDir::NoSymLinks);
    for (const QString& name : left) {
        const QString process
            = name.mid(prefix.size(), name.size() - prefix.size() - asideEnding.size());
        bool isNumber = false;
        const int pid = process.section(QLatin1Char('-'), 0, 0).toInt(&isNumber);
        // The process may run on another machine that shares the folder: old ones only.
        const QDateTime minuteAgo = QDateTime::currentDateTimeUtc().addSecs(-60);
        if (isNumber && pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH
            && QFileInfo(folder, name).lastModified().toUTC() < minuteAgo) {
            QFile::remove(folder.filePath(name));
        }
    }
}

/// Writes all bytes and syncs them; 0 or what went wrong.
int writeWhole(int file, const QByteArray& content)
{
    for (qsizetype done = 0; done < content.size();) {
        const ssize_t wrote
            = ::write(file, content.constData() + done, static_cast<size_t>(content.size() - done));
        if (wrote < 0 && errno != EINTR) {
            return errno;
        }
        done += wrote < 0 ? 0 : wrote;
    }
    return ::fsync(file) == 0 ? 0 : errno;
}

} // namespace

AtomicFile::AtomicFile(QString path, QString aside)
    : m_path(std::move(path))
    , m_aside(std::move(aside))
{ }

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_aside(std::exchange(other.m_aside, {}))
{ }

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_aside, other.m_aside);
    return *this;
}

AtomicFile::~AtomicFile()
{
    if (!m_aside.isEmpty()) {
        QFile::remove(m_aside);
    }
}

Result<AtomicFile> AtomicFile::write(const QString& path, const QByteArray& content)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    const QFileInfo real(canonical.isEmpty() ? QFileInfo(path).absoluteFilePath() : canonical);
    const QByteArray name = QFile::encodeName(real.absoluteFilePath());
    struct stat before { };
    const bool exists = ::stat(name.constData(), &before) == 0;
    if (exists && !S_ISREG(before.st_mode)) {
        return fail({ErrorCode::Unwritable, PlanFileText::tr("This is not an ordinary file."), path,
            PlanFileText::tr("Nothing was changed. Save it in another place.")});
    }
    if (exists && ::access(name.constData(), W_OK) != 0) {
        return refused(path, errno);
    }
    removeLeftovers(real);

    static std::atomic<int> counter{0};
    const QString aside = real.absolutePath() + QStringLiteral("/.") + real.fileName()
        + QStringLiteral(".%1-%2").arg(::getpid()).arg(++counter) + asideEnding;
    const int file = ::open(QFile::encodeName(aside).constData(),
        O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file < 0) {
        return refused(path, errno);
    }
    AtomicFile made(real.absoluteFilePath(), aside);
    int wrong = writeWhole(file, content);
    if (wrong == 0 && exists && ::fchmod(file, before.st_mode & 07777) != 0) {
        wrong = errno;
    }
    if (::close(file) != 0 && wrong == 0) {
        wrong = errno;
    }
    if (wrong != 0) {
        return refused(path, wrong);
    }
    return made;
}

Result<> AtomicFile::replace()
{
    if (::rename(QFile::encodeName(m_aside).constData(), QFile::encodeName(m_path).constData())
        != 0) {
        return refused(m_path, errno);
    }
    m_aside.clear();
    const int folder = ::open(QFile::encodeName(QFileInfo(m_path).absolutePath()).constData(),
        O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        // Some file systems cannot sync a folder; the content itself is synced already.
        static_cast<void>(::fsync(folder));
        ::close(folder);
    }
    return {};
}

} // namespace whimbrel
