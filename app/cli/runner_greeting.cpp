// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/runner_greeting.h"

#include "app/cli/console.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace whimbrel::cli {

namespace {

// Grows when what is handed over, or the messages, are no more understood by older ones.
constexpr int protocol = 1;

} // namespace

QByteArray ownGreeting()
{
    return QJsonDocument(QJsonObject{{QStringLiteral("whimbrel-runner"), protocol},
                             {QStringLiteral("version"), QStringLiteral(WHIMBREL_VERSION)}})
               .toJson(QJsonDocument::Compact)
        + '\n';
}

std::optional<RunnerGreeting> decodeGreeting(const QByteArray& line)
{
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    const QJsonValue spoken = json.value(QLatin1String("whimbrel-runner"));
    if (!spoken.isDouble()) {
        return std::nullopt;
    }
    return RunnerGreeting{spoken.toInt(), json.value(QLatin1String("version")).toString()};
}

QString objectionTo(const RunnerGreeting& greeting, const QString& host)
{
    if (greeting.protocol == protocol && greeting.version == QLatin1String(WHIMBREL_VERSION)) {
        return {};
    }
    return Texts::tr("%1 has Whimbrel %2, this is %3: what they journal may differ. Install the "
                     "same version on both machines.")
        .arg(host, greeting.version, QStringLiteral(WHIMBREL_VERSION));
}

} // namespace whimbrel::cli
