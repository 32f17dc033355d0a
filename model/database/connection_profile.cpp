// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/connection_profile.h"

#include "model/database/connection_url.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSet>
#include <QStandardPaths>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ConnectionProfile", text);
}

/// Why the profile cannot be kept; no message if it can.
Error objectionTo(const ConnectionProfile& profile)
{
    if (!isConnectionName(profile.name)) {
        return {ErrorCode::Usage,
            tr("\"%1\" cannot be the name of a connection.").arg(profile.name), {},
            tr("Use letters, digits, \"-\", \"_\" and \".\": shop-staging.")};
    }
    if (redactedUrl(profile.url) != profile.url) {
        return {ErrorCode::Usage,
            tr("The URL of the connection \"%1\" holds a password, which is never stored in a "
               "file.")
                .arg(profile.name),
            {}, tr("Leave it out of the URL; it can be kept in the keychain.")};
    }
    static const QSet<QString> environments{QString(), QStringLiteral("development"),
        QStringLiteral("staging"), QStringLiteral("production")};
    if (!environments.contains(profile.environment)) {
        return {ErrorCode::Usage,
            tr("The connection \"%1\" has the environment \"%2\".")
                .arg(profile.name, profile.environment),
            {}, tr("It is development, staging or production.")};
    }
    const Result<ConnectionUrl> url = parseConnectionUrl(profile.url);
    return url ? Error{} : url.error();
}

Result<ConnectionProfile> profileOf(const QJsonValue& value)
{
    const QJsonObject object = value.toObject();
    ConnectionProfile profile;
    profile.name = object.value(QStringLiteral("name")).toString();
    profile.url = object.value(QStringLiteral("url")).toString();
    profile.environment = object.value(QStringLiteral("environment")).toString();
    profile.keychain = object.value(QStringLiteral("keychain")).toBool();
    if (const Error error = objectionTo(profile); !error.message.isEmpty()) {
        return fail(error);
    }
    return profile;
}

QJsonObject jsonOf(const ConnectionProfile& profile)
{
    QJsonObject object{
        {QStringLiteral("name"), profile.name}, {QStringLiteral("url"), profile.url}};
    if (!profile.environment.isEmpty()) {
        object.insert(QStringLiteral("environment"), profile.environment);
    }
    if (profile.keychain) {
        object.insert(QStringLiteral("keychain"), true);
    }
    return object;
}

} // namespace

QString connectionProfilesPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/whimbrel/connections.json");
}

Result<QList<ConnectionProfile>> readConnectionProfiles(const QString& path)
{
    QFile file(path);
    if (!file.exists()) {
        return QList<ConnectionProfile>();
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return fail({ErrorCode::Unreadable,
            tr("The connections could not be read: %1.").arg(file.errorString()), path, {}});
    }
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
    const QJsonValue list = document.object().value(QStringLiteral("connections"));
    if (problem.error != QJsonParseError::NoError || !list.isArray()) {
        return fail({ErrorCode::Unreadable,
            problem.error != QJsonParseError::NoError
                ? tr("The connections are not JSON: %1 at byte %2.")
                      .arg(problem.errorString())
                      .arg(problem.offset)
                : tr("The file has no list named \"connections\"."),
            path, tr("Mend the file, or move it away to begin anew.")});
    }
    QList<ConnectionProfile> profiles;
    for (const QJsonValue& value : list.toArray()) {
        Result<ConnectionProfile> profile = profileOf(value);
        if (!profile) {
            profile.error().where
                = QStringLiteral("%1: /connections/%2").arg(path).arg(profiles.size());
            return fail(profile.error());
        }
        profiles.append(*std::move(profile));
    }
    return profiles;
}

bool isConnectionName(const QString& name)
{
    static const QRegularExpression allowed(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]*$"));
    return allowed.match(name).hasMatch();
}

Result<> checkConnectionProfiles(const QList<ConnectionProfile>& profiles)
{
    QSet<QString> names;
    for (const ConnectionProfile& profile : profiles) {
        if (const Error error = objectionTo(profile); !error.message.isEmpty()) {
            return fail(error);
        }
        if (names.contains(profile.name)) {
            return fail(
                {ErrorCode::Usage, tr("There is a connection \"%1\" already.").arg(profile.name),
                    {}, tr("Choose another name.")});
        }
        names.insert(profile.name);
    }
    return {};
}

Result<> writeConnectionProfiles(const QString& path, const QList<ConnectionProfile>& profiles)
{
    if (Result<> fine = checkConnectionProfiles(profiles); !fine) {
        return fine;
    }
    QJsonArray list;
    for (const ConnectionProfile& profile : profiles) {
        list.append(jsonOf(profile));
    }
    const QString folder = QFileInfo(path).absolutePath();
    QSaveFile file(path);
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly)) {
        return fail({ErrorCode::Unwritable,
            tr("The connections could not be saved: %1.").arg(file.errorString()), path, {}});
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(QJsonDocument(QJsonObject{{QStringLiteral("connections"), list}}).toJson());
    if (!file.commit()) {
        return fail({ErrorCode::Unwritable,
            tr("The connections could not be saved: %1.").arg(file.errorString()), path, {}});
    }
    return {};
}

std::optional<ConnectionProfile> profileNamed(
    const QString& given, const QList<ConnectionProfile>& profiles)
{
    for (const ConnectionProfile& profile : profiles) {
        if (given == QLatin1Char('@') + profile.name) {
            return profile;
        }
    }
    return std::nullopt;
}

QString gravestEnvironment(const QStringList& environments)
{
    for (const char* each : {"production", "staging", "development"}) {
        if (environments.contains(QLatin1String(each))) {
            return QLatin1String(each);
        }
    }
    return {};
}

Result<QString> resolvedUrl(const QString& given, const QList<ConnectionProfile>& profiles)
{
    if (!given.startsWith(QLatin1Char('@'))) {
        return given;
    }
    if (const auto profile = profileNamed(given, profiles)) {
        return profile->url;
    }
    QStringList names;
    for (const ConnectionProfile& profile : profiles) {
        names.append(QLatin1Char('@') + profile.name);
    }
    return fail({ErrorCode::Usage, tr("There is no connection \"%1\".").arg(given), {},
        names.isEmpty() ? tr("Add it: whimbrel-cli connections add %1 URL").arg(given.mid(1))
                        : tr("There are %1.").arg(names.join(QLatin1String(", ")))});
}

} // namespace whimbrel
