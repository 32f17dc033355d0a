// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "model/exec/notice_sender.h"

#include <QEventLoop>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("notices"), QStringLiteral("[--try ENVIRONMENT]"),
        Texts::tr("Shows who is told when a run on this machine waits at a gate, fails, is in "
                  "doubt, when a hold ends or a window closes. It is said in %1, for each "
                  "environment: {\"production\": {\"command\": [\"page\", \"--team\", \"db\"], "
                  "\"webhook\": \"https://…\", \"kinds\": [\"gate\", \"failure\", \"doubt\", "
                  "\"hold-ended\", \"window-closes\"]}}. The command gets the facts in "
                  "environment variables (WHIMBREL_NOTICE, WHIMBREL_RUN, WHIMBREL_PLAN, "
                  "WHIMBREL_ENVIRONMENT, WHIMBREL_STEP, WHIMBREL_TITLE, WHIMBREL_TEXT) and as "
                  "JSON on its input; a webhook gets the JSON by POST. Neither SQL nor data is in "
                  "it, and none of them can hold up a run.")
            .arg(noticeSettingsPath()));
    line.setArguments(0, 0, {});
    line.add(
        {{QStringLiteral("try")}, Texts::tr("Sends a notice as a run in that environment would."),
            QStringLiteral("ENVIRONMENT")});
    return line;
}

int tryOut(const NoticeSettings& settings, const QString& environment)
{
    if (settings.isEmpty()) {
        console::error(Texts::tr("Nobody is told of runs in %1.").arg(environment));
        return Found;
    }
    NoticeSender sender;
    QEventLoop loop;
    bool failed = false;
    QObject::connect(&sender, &NoticeSender::idle, &loop, &QEventLoop::quit);
    QObject::connect(&sender, &NoticeSender::failed, &loop, [&failed](const QString& text) {
        failed = true;
        console::error(text);
    });
    NoticeSettings all = settings;
    all.kinds.clear();
    sender.send(all,
        {Notice::Kind::Gate, QStringLiteral("trial"), Texts::tr("A trial"), environment,
            NodeId(QStringLiteral("trial")), Texts::tr("This is a trial"),
            QDateTime::currentDateTimeUtc()});
    if (sender.isBusy()) {
        loop.exec();
    }
    if (!failed) {
        console::line(Texts::tr("The notice was sent."));
    }
    return failed ? Found : Well;
}

} // namespace

int runNotices(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const QStringList environments{
        QStringLiteral("development"), QStringLiteral("staging"), QStringLiteral("production")};
    if (line.has(QStringLiteral("try"))) {
        if (const auto code = line.refuseUnless(QStringLiteral("try"), environments)) {
            return *code;
        }
    }
    for (const QString& environment : environments) {
        const Result<NoticeSettings> settings
            = readNoticeSettings(noticeSettingsPath(), environment);
        if (!settings) {
            console::error(settings.error());
            return exitCode(settings.error().code);
        }
        if (line.has(QStringLiteral("try"))) {
            if (line.value(QStringLiteral("try")) == environment) {
                return tryOut(*settings, environment);
            }
            continue;
        }
        QStringList ways;
        if (!settings->command.isEmpty()) {
            ways.append(settings->command.join(QLatin1Char(' ')));
        }
        if (!settings->webhook.isEmpty()) {
            ways.append(shownWebhook(settings->webhook));
        }
        console::line(QStringLiteral("%1 %2").arg(environment.leftJustified(12),
            ways.isEmpty() ? Texts::tr("nobody is told") : ways.join(QLatin1String(", "))));
    }
    return Well;
}

} // namespace whimbrel::cli
