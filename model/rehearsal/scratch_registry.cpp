// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/scratch_registry.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

QString registryFolder()
{
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (state.isEmpty() || !QDir::isAbsolutePath(state)) {
        state = QDir::homePath() + QStringLiteral("/.local/state");
    }
    return state + QStringLiteral("/whimbrel/rehearsals");
}

QString entryPath(const QString& token)
{
    return registryFolder() + QLatin1Char('/') + token + QStringLiteral(".json");
}

/// The file in a scratch folder that says whose it is.
QString markerPath(const QString& folder)
{
    return folder + QStringLiteral("/whimbrel-rehearsal");
}

Error unwritable(const QString& path)
{
    return {ErrorCode::Unwritable,
        tr("\"%1\" could not be written: %2.")
            .arg(path, QString::fromLocal8Bit(std::strerror(errno))),
        {}, tr("Let XDG_STATE_HOME and TMPDIR name folders with room that you may write to.")};
}

/// Removes the folder if its marker says that it is this rehearsal's.
bool removeFolder(const QString& folder, const QString& token)
{
    QFile marker(markerPath(folder));
    if (folder.isEmpty() || !QFile::exists(folder)) {
        return true;
    }
    if (!marker.open(QIODevice::ReadOnly) || marker.readAll() != token.toUtf8()) {
        return false;
    }
    return QDir(folder).removeRecursively();
}

} // namespace

ScratchRegistry::ScratchRegistry(QString token, int file)
    : m_token(std::move(token))
    , m_file(file)
{ }

Result<std::unique_ptr<ScratchRegistry>> ScratchRegistry::open()
{
    const QString token = QUuid::createUuid().toString(QUuid::Id128);
    const QString path = entryPath(token);
    QDir().mkpath(registryFolder());
    const int file = ::open(QFile::encodeName(path).constData(),
        O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return fail(unwritable(path));
    }
    std::unique_ptr<ScratchRegistry> made(new ScratchRegistry(token, file));
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        return fail(unwritable(path));
    }
    const QString folder
        = QDir::tempPath() + QStringLiteral("/whimbrel-rehearsal-") + token.left(12);
    made->m_folder = folder;
    if (Result<> written = made->write(); !written) {
        return fail(written.error());
    }
    if (::mkdir(QFile::encodeName(folder).constData(), S_IRWXU) != 0) {
        return fail(unwritable(folder));
    }
    QFile marker(markerPath(folder));
    if (!marker.open(QIODevice::WriteOnly) || marker.write(token.toUtf8()) < 0) {
        return fail(unwritable(marker.fileName()));
    }
    return made;
}

ScratchRegistry::~ScratchRegistry()
{
    const bool gone = removeFolder(m_folder, m_token);
    if (gone && m_databases.isEmpty()) {
        ::unlink(QFile::encodeName(entryPath(m_token)).constData());
    }
    ::close(m_file);
}

Result<> ScratchRegistry::write()
{
    QJsonArray databases;
    for (const ScratchOnServer& each : std::as_const(m_databases)) {
        databases.append(QJsonObject{{QStringLiteral("url"), each.url},
            {QStringLiteral("name"), each.name}, {QStringLiteral("token"), each.token}});
    }
    const QByteArray json = QJsonDocument(
        QJsonObject{{QStringLiteral("folder"), m_folder},
            {QStringLiteral("databases"),
                databases}}).toJson(QJsonDocument::Compact);
    const bool written = ::pwrite(m_file, json.constData(), static_cast<size_t>(json.size()), 0)
            == static_cast<ssize_t>(json.size())
        && ::ftruncate(m_file, json.size()) == 0 && ::fsync(m_file) == 0;
    return written ? Result<>() : fail(unwritable(entryPath(m_token)));
}

Result<> ScratchRegistry::add(const ScratchOnServer& database)
{
    m_databases.append(database);
    return write();
}

void ScratchRegistry::remove(const ScratchOnServer& database)
{
    m_databases.removeAll(database);
    (void)write(); // what stands there too much is looked for in vain, and no harm
}

Swept sweepScratch(const std::function<Result<>(const ScratchOnServer&)>& drop)
{
    Swept swept;
    const QDir folder(registryFolder());
    for (const QString& name : folder.entryList({QStringLiteral("*.json")}, QDir::Files)) {
        const QString path = folder.filePath(name);
        const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CLOEXEC);
        if (file < 0) {
            continue;
        }
        if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
            ::close(file); // its rehearsal is alive
            continue;
        }
        QFile entry(path);
        const QJsonObject json = entry.open(QIODevice::ReadOnly)
            ? QJsonDocument::fromJson(entry.readAll()).object()
            : QJsonObject();
        const QString token = name.chopped(5);
        const QString scratch = json.value(QStringLiteral("folder")).toString();
        bool clean = true;
        if (!scratch.isEmpty() && QFile::exists(scratch)) {
            if (removeFolder(scratch, token)) {
                swept.removed.append(scratch);
            } else {
                swept.left.append(tr("%1: it could not be removed.").arg(scratch));
                clean = false;
            }
        }
        for (const QJsonValue& value : json.value(QStringLiteral("databases")).toArray()) {
            const QJsonObject each = value.toObject();
            const ScratchOnServer database{each.value(QStringLiteral("url")).toString(),
                each.value(QStringLiteral("name")).toString(),
                each.value(QStringLiteral("token")).toString()};
            const QString shown = tr("database %1 on %2").arg(database.name, database.url);
            if (const Result<> dropped = drop(database); dropped) {
                swept.removed.append(shown);
            } else {
                swept.left.append(shown + QStringLiteral(": ") + dropped.error().text()
                    + QLatin1Char(' ') + tr("If it is gone for good, delete %1.").arg(path));
                clean = false;
            }
        }
        if (clean) {
            ::unlink(QFile::encodeName(path).constData());
        }
        ::close(file);
    }
    return swept;
}

} // namespace whimbrel
