// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/small_disk.h"

#include <QProcess>

#include <unistd.h>

namespace whimbrel::test {

namespace {

/// Runs a command with the rights of root; what went wrong, or nothing.
QByteArray asRoot(const QStringList& command)
{
    const QStringList words = ::geteuid() == 0
        ? command
        : QStringList{QStringLiteral("sudo"), QStringLiteral("-n")} + command;
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(words.first(), words.mid(1));
    if (!process.waitForFinished()) {
        return process.errorString().toUtf8();
    }
    return process.exitCode() == 0 ? QByteArray() : process.readAll().trimmed() + " (failed)";
}

} // namespace

SmallDisk::SmallDisk(QString folder, const QString& size)
    : m_folder(std::move(folder))
{
    QString options = QStringLiteral("size=") + size;
    if (::geteuid() != 0) { // what sudo mounts is to be ours
        options += QStringLiteral(",uid=%1,gid=%2").arg(::geteuid()).arg(::getegid());
    }
    const QByteArray failed = asRoot({QStringLiteral("mount"), QStringLiteral("-t"),
        QStringLiteral("tmpfs"), QStringLiteral("-o"), options, QStringLiteral("tmpfs"), m_folder});
    if (!failed.isEmpty()) {
        m_problem = "A small disk could not be mounted: " + failed
            + ". Run the tests as root, with sudo that asks nothing, or inside \"unshare -rm\"; "
              "a container needs --cap-add SYS_ADMIN.";
    }
}

SmallDisk::~SmallDisk()
{
    if (isThere()) {
        asRoot({QStringLiteral("umount"), m_folder});
    }
}

bool SmallDisk::resize(const QString& size) const
{
    // The mount table is not asked: in a user namespace it names owners that are unknown inside.
    return asRoot({QStringLiteral("mount"), QStringLiteral("--options-mode=ignore"),
                      QStringLiteral("-o"), QStringLiteral("remount,size=") + size, m_folder})
        .isEmpty();
}

} // namespace whimbrel::test
