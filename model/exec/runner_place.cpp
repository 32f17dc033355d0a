// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/runner_place.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RunnerPlace", text);
}

tl::unexpected<Error> wrong(const QString& message)
{
    return fail({ErrorCode::Usage, message, {}, tr("Write ssh://USER@HOST or ssh://HOST:PORT.")});
}

/// As the shell over there reads it.
QString shellWord(const QString& text)
{
    return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QLatin1String("'\\''"))
        + QLatin1Char('\'');
}

} // namespace

QString RunnerPlace::text() const
{
    QString written = QStringLiteral("ssh://");
    if (!user.isEmpty()) {
        written += user + QLatin1Char('@');
    }
    written += host.contains(QLatin1Char(':')) ? QLatin1Char('[') + host + QLatin1Char(']') : host;
    if (port != 0) {
        written += QLatin1Char(':') + QString::number(port);
    }
    QStringList options;
    if (program != RunnerPlace().program) {
        options.append(QStringLiteral("program=") + program);
    }
    if (!config.isEmpty()) {
        options.append(QStringLiteral("config=") + config);
    }
    return options.isEmpty() ? written
                             : written + QLatin1Char('?') + options.join(QLatin1Char('&'));
}

Result<RunnerPlace> parseRunnerPlace(const QString& text)
{
    static const QRegularExpression form(QStringLiteral(
        "^ssh://(?:([^@:/?]+)(:[^@]*)?@)?(\\[[0-9A-Fa-f:.]+\\]|[^@:/?\\[\\]]+)(?::([0-9]+))?/?"
        "(?:\\?(.*))?$"));
    const QRegularExpressionMatch found = form.match(text);
    if (!found.hasMatch()) {
        // What stands before the @ may hold a password: it is not repeated.
        return wrong(text.contains(QLatin1Char('@'))
                ? tr("The place of the runner cannot be read.")
                : tr("\"%1\" is no place for the runner.").arg(text));
    }
    if (!found.captured(2).isEmpty()) {
        return fail({ErrorCode::Usage, tr("The place of the runner holds a password."), {},
            tr("Leave it out: ssh uses keys, its agent, or asks.")});
    }
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9_.-]*$"));
    RunnerPlace place;
    place.user = found.captured(1);
    place.host = found.captured(3);
    if (place.host.startsWith(QLatin1Char('['))) {
        place.host = place.host.mid(1, place.host.size() - 2);
    } else if (!plain.match(place.host).hasMatch()) {
        return wrong(tr("\"%1\" is no name of a host.").arg(place.host));
    }
    if (!place.user.isEmpty() && !plain.match(place.user).hasMatch()) {
        return wrong(tr("\"%1\" is no name of a user.").arg(place.user));
    }
    place.port = found.captured(4).toInt();
    constexpr int greatest = 65535;
    if (!found.captured(4).isEmpty() && (place.port < 1 || place.port > greatest)) {
        return wrong(tr("The port is not a number from 1 to 65535."));
    }
    for (const QString& part : found.captured(5).split(QLatin1Char('&'), Qt::SkipEmptyParts)) {
        const QString key = part.section(QLatin1Char('='), 0, 0);
        const QString value = QUrl::fromPercentEncoding(part.section(QLatin1Char('='), 1).toUtf8());
        if (value.isEmpty() || value.contains(QLatin1Char('\n'))) {
            return wrong(tr("The option \"%1\" says nothing.").arg(key));
        }
        if (key == QLatin1String("program")) {
            place.program = value;
        } else if (key == QLatin1String("config")) {
            place.config = value;
        } else {
            return fail({ErrorCode::Usage, tr("\"%1\" is no option of a runner's place.").arg(key),
                {}, tr("Known are: program, config.")});
        }
    }
    return place;
}

QStringList sshArguments(const RunnerPlace& place, bool mayAsk)
{
    QStringList arguments;
    if (!place.config.isEmpty()) {
        arguments << QStringLiteral("-F") << place.config;
    }
    // No terminal over there: the runner's input and output are the link. A link that has died
    // without a word is noticed within a minute.
    arguments << QStringLiteral("-T") << QStringLiteral("-o")
              << QStringLiteral("ServerAliveInterval=15") << QStringLiteral("-o")
              << QStringLiteral("ServerAliveCountMax=3") << QStringLiteral("-o")
              << QStringLiteral("ConnectTimeout=20");
    if (!mayAsk && qEnvironmentVariableIsEmpty("SSH_ASKPASS")) {
        arguments << QStringLiteral("-o") << QStringLiteral("BatchMode=yes");
    }
    if (place.port != 0) {
        arguments << QStringLiteral("-p") << QString::number(place.port);
    }
    if (!place.user.isEmpty()) {
        arguments << QStringLiteral("-l") << place.user;
    }
    arguments << QStringLiteral("--") << place.host
              << shellWord(place.program) + QStringLiteral(" runner");
    return arguments;
}

} // namespace whimbrel
