// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/handed_plan.h"

#include "app/cli/console.h"
#include "model/io/rehearsal_file.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSysInfo>

#include <sys/stat.h>

namespace whimbrel::cli {

namespace {

Error unreadable(const QString& path, const QString& why)
{
    return {
        ErrorCode::Unreadable, Texts::tr("\"%1\" could not be read: %2").arg(path, why), {}, {}};
}

Error unwritable(const QString& path, const QString& why)
{
    return {
        ErrorCode::Unwritable, Texts::tr("\"%1\" could not be written: %2").arg(path, why), {}, {}};
}

/// A path that stays below the folder to which it is relative, and names something there.
bool staysBelow(const QString& path)
{
    return !path.isEmpty() && !path.contains(QChar::Null) && !QDir::isAbsolutePath(path)
        && QDir::cleanPath(path) == path && path != QLatin1String("..")
        && !path.startsWith(QLatin1String("../")) && path != QLatin1String(".");
}

QString stateFolder()
{
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (state.isEmpty() || !QDir::isAbsolutePath(state)) {
        state = QDir::homePath() + QStringLiteral("/.local/state");
    }
    return state + QStringLiteral("/whimbrel/plans");
}

Result<> makeFolder(const QString& path)
{
    constexpr mode_t nobodyElse = 077;
    const mode_t before = ::umask(nobodyElse);
    const bool made = QDir().mkpath(path);
    ::umask(before);
    if (!made) {
        return fail(unwritable(path, Texts::tr("the folder could not be made")));
    }
    return {};
}

Result<> writeOwnFile(const QString& path, const QByteArray& content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(content) != content.size() || !file.commit()) {
        return fail(unwritable(path, file.errorString()));
    }
    return {};
}

} // namespace

QString originOf(const QString& planPath)
{
    return QSysInfo::machineHostName() + QLatin1Char(':') + QFileInfo(planPath).absoluteFilePath();
}

Result<HandedPlan> collectPlan(const LoadedPlan& loaded)
{
    HandedPlan handed;
    const QString path = QFileInfo(loaded.path).absoluteFilePath();
    const QDir root(planRoot(path));
    handed.plan = root.relativeFilePath(path);
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(unreadable(path, file.errorString()));
    }
    handed.files.insert(handed.plan, file.readAll());
    const QDir folder(planFolder(path));
    for (auto each = loaded.plan.files.cbegin(); each != loaded.plan.files.cend(); ++each) {
        handed.files.insert(
            root.relativeFilePath(QDir::cleanPath(folder.absoluteFilePath(each.key()))),
            each.value());
    }
    QFile evidence(rehearsalPath(path));
    if (evidence.open(QIODevice::ReadOnly)) {
        handed.files.insert(root.relativeFilePath(evidence.fileName()), evidence.readAll());
    }
    for (auto each = handed.files.cbegin(); each != handed.files.cend(); ++each) {
        if (!staysBelow(each.key())) {
            return fail({ErrorCode::Usage,
                Texts::tr("\"%1\" lies outside the plan's root.").arg(each.key()), {}, {}});
        }
    }
    return handed;
}

QByteArray encode(const HandedPlan& handed)
{
    QJsonObject files;
    for (auto each = handed.files.cbegin(); each != handed.files.cend(); ++each) {
        files.insert(each.key(), QString::fromLatin1(each.value().toBase64()));
    }
    return QJsonDocument(
        QJsonObject{{QStringLiteral("plan"), handed.plan}, {QStringLiteral("files"), files}})
        .toJson(QJsonDocument::Compact);
}

Result<HandedPlan> decodeHandedPlan(const QByteArray& bytes)
{
    const QJsonObject json = QJsonDocument::fromJson(bytes).object();
    HandedPlan handed;
    handed.plan = json.value(QLatin1String("plan")).toString();
    const QJsonObject files = json.value(QLatin1String("files")).toObject();
    for (auto each = files.begin(); each != files.end(); ++each) {
        handed.files.insert(each.key(), QByteArray::fromBase64(each.value().toString().toLatin1()));
    }
    if (!handed.files.contains(handed.plan)) {
        return fail({ErrorCode::Usage, Texts::tr("What came with the run is not a plan."), {}, {}});
    }
    return handed;
}

Result<QString> keepHandedPlan(const HandedPlan& handed, const QString& origin)
{
    const QByteArray digest
        = QCryptographicHash::hash(origin.toUtf8(), QCryptographicHash::Sha256).toHex();
    const QString folder = stateFolder() + QLatin1Char('/') + QString::fromLatin1(digest.left(16));
    for (auto each = handed.files.cbegin(); each != handed.files.cend(); ++each) {
        if (!staysBelow(each.key())) {
            return fail({ErrorCode::Usage,
                Texts::tr("The plan came with a file \"%1\", which is no place below its root.")
                    .arg(each.key()),
                {}, {}});
        }
    }
    if (Result<> made = makeFolder(folder); !made) {
        return fail(made.error());
    }
    // The root is where it was: files above the plan's own folder are found as they were.
    if (Result<> marked
        = writeOwnFile(folder + QStringLiteral("/.whimbrel-root"), origin.toUtf8() + '\n');
        !marked) {
        return fail(marked.error());
    }
    for (auto each = handed.files.cbegin(); each != handed.files.cend(); ++each) {
        const QString path = folder + QLatin1Char('/') + each.key();
        if (Result<> made = makeFolder(QFileInfo(path).absolutePath()); !made) {
            return fail(made.error());
        }
        if (Result<> written = writeOwnFile(path, each.value()); !written) {
            return fail(written.error());
        }
    }
    return folder + QLatin1Char('/') + handed.plan;
}

} // namespace whimbrel::cli
