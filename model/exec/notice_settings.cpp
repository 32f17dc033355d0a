// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/notice_settings.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QUrl>

#include <optional>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("NoticeSettings", text);
}

tl::unexpected<Error> wrong(const QString& path, const QString& message, const QString& advice = {})
{
    return fail({ErrorCode::Unreadable, message, path, advice});
}

const QStringList& environments()
{
    static const QStringList names{
        QStringLiteral("development"), QStringLiteral("staging"), QStringLiteral("production")};
    return names;
}

std::optional<Notice::Kind> kindOf(const QString& key)
{
    for (const auto kind : {Notice::Kind::Gate, Notice::Kind::Failure, Notice::Kind::Doubt,
             Notice::Kind::HoldEnded, Notice::Kind::WindowCloses}) {
        if (keyOf(kind) == key) {
            return kind;
        }
    }
    return std::nullopt;
}

Result<NoticeSettings> settingsFrom(
    const QJsonObject& json, const QString& environment, const QString& path)
{
    NoticeSettings settings;
    for (auto each = json.begin(); each != json.end(); ++each) {
        if (each.key() == QLatin1String("command")) {
            for (const QJsonValue& word : each.value().toArray()) {
                settings.command.append(word.toString());
            }
            if (!each.value().isArray() || settings.command.value(0).isEmpty()) {
                return wrong(path,
                    tr("The command of \"%1\" has to be a list: a program and its arguments.")
                        .arg(environment));
            }
        } else if (each.key() == QLatin1String("webhook")) {
            settings.webhook = Secret(each.value().toString());
            const QUrl url(settings.webhook.revealed(), QUrl::StrictMode);
            if ((url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http"))
                || url.host().isEmpty()) {
                return wrong(path, tr("The webhook of \"%1\" is no web address.").arg(environment),
                    tr("Write https://HOST/PATH."));
            }
        } else if (each.key() == QLatin1String("kinds")) {
            for (const QJsonValue& key : each.value().toArray()) {
                const std::optional<Notice::Kind> kind = kindOf(key.toString());
                if (!kind) {
                    return wrong(path, tr("\"%1\" is no kind of notice.").arg(key.toString()),
                        tr("Known are: gate, failure, doubt, hold-ended, window-closes."));
                }
                settings.kinds.append(*kind);
            }
        } else {
            return wrong(path, tr("\"%1\" of \"%2\" is not known.").arg(each.key(), environment),
                tr("Known are: command, webhook, kinds."));
        }
    }
    return settings;
}

} // namespace

QString noticeSettingsPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/whimbrel/notices.json");
}

Result<NoticeSettings> readNoticeSettings(const QString& path, const QString& environment)
{
    QFile file(path);
    if (!file.exists()) {
        return NoticeSettings();
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return wrong(path, tr("The notices could not be read: %1.").arg(file.errorString()));
    }
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject()) {
        return wrong(path, tr("The notices are no JSON object: %1.").arg(problem.errorString()));
    }
    const QJsonObject all = document.object();
    NoticeSettings wanted;
    bool anyWebhook = false;
    for (auto each = all.begin(); each != all.end(); ++each) {
        if (!environments().contains(each.key())) {
            return wrong(path, tr("\"%1\" is no environment.").arg(each.key()),
                tr("It is development, staging or production."));
        }
        const Result<NoticeSettings> settings
            = settingsFrom(each.value().toObject(), each.key(), path);
        if (!settings) {
            return fail(settings.error());
        }
        anyWebhook = anyWebhook || !settings->webhook.isEmpty();
        wanted = each.key() == environment ? *settings : wanted;
    }
    constexpr auto others
        = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    if (anyWebhook && (file.permissions() & others) != 0) {
        return wrong(path, tr("Others may read the webhooks, which can hold tokens."),
            tr("Run: chmod 600 %1").arg(path));
    }
    return wanted;
}

QString shownWebhook(const Secret& webhook)
{
    const QUrl url(webhook.revealed());
    return url.scheme() + QStringLiteral("://") + url.host();
}

} // namespace whimbrel
