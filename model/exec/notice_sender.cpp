// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/notice_sender.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QPointer>
#include <QProcess>
#include <QTimer>

namespace whimbrel {

namespace {

constexpr int commandLimitMs = 20 * 1000;
constexpr int firstPauseMs = 500;

/// The facts for the program, without the passwords that this process was given.
QProcessEnvironment environmentFor(const Notice& notice)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* secret : {"PGPASSWORD", "MYSQL_PWD"}) {
        environment.remove(QLatin1String(secret));
    }
    environment.insert(QStringLiteral("WHIMBREL_NOTICE"), keyOf(notice.kind));
    environment.insert(QStringLiteral("WHIMBREL_RUN"), notice.run);
    environment.insert(QStringLiteral("WHIMBREL_PLAN"), notice.plan);
    environment.insert(QStringLiteral("WHIMBREL_ENVIRONMENT"), notice.environment);
    environment.insert(QStringLiteral("WHIMBREL_STEP"), notice.node.text());
    environment.insert(QStringLiteral("WHIMBREL_TITLE"), notice.step);
    environment.insert(QStringLiteral("WHIMBREL_TEXT"), noticeText(notice));
    return environment;
}

QByteArray jsonOf(const Notice& notice)
{
    return QJsonDocument(toJson(notice)).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace

NoticeSender::NoticeSender(QObject* parent)
    : QObject(parent)
{
    // An answer that leads elsewhere could carry the notice to somebody it was not meant for.
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void NoticeSender::send(const NoticeSettings& settings, const Notice& notice)
{
    if (!settings.wants(notice.kind)) {
        return;
    }
    if (!settings.command.isEmpty()) {
        begun();
        runCommand(settings.command, notice);
    }
    if (!settings.webhook.isEmpty()) {
        begun();
        post(settings.webhook, jsonOf(notice), 1);
    }
}

void NoticeSender::over()
{
    --m_underWay;
    if (m_underWay == 0) {
        emit idle();
    }
}

void NoticeSender::runCommand(const QStringList& command, const Notice& notice)
{
    auto* process = new QProcess(this);
    process->setProgram(command.constFirst());
    process->setArguments(command.mid(1));
    process->setProcessEnvironment(environmentFor(notice));
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setStandardErrorFile(QProcess::nullDevice());
    const QString program = command.constFirst();
    connect(process, &QProcess::errorOccurred, this,
        [this, process, program](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) {
                emit failed(tr("The notice did not get through: \"%1\" could not be started: %2")
                                .arg(program, process->errorString()));
                process->deleteLater();
                over();
            }
        });
    connect(process, &QProcess::finished, this,
        [this, process, program](int code, QProcess::ExitStatus status) {
            if (status != QProcess::NormalExit || code != 0) {
                emit failed(status == QProcess::NormalExit
                        ? tr("The notice may not have got through: \"%1\" ended with %2.")
                              .arg(program)
                              .arg(code)
                        : tr("The notice may not have got through: \"%1\" was ended.")
                              .arg(program));
            }
            process->deleteLater();
            over();
        });
    QTimer::singleShot(commandLimitMs, process, &QProcess::kill);
    process->start();
    process->write(jsonOf(notice));
    process->closeWriteChannel();
}

void NoticeSender::post(const Secret& webhook, const QByteArray& body, int attempt)
{
    QNetworkRequest request{QUrl(webhook.revealed())};
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("whimbrel"));
    request.setTransferTimeout(tryLimitMs);
    QNetworkReply* reply = m_network.post(request, body);
    connect(reply, &QNetworkReply::finished, this, [this, reply, webhook, body, attempt] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        constexpr int ok = 200;
        constexpr int notOk = 300;
        if (status >= ok && status < notOk) {
            over();
            return;
        }
        constexpr int tooMany = 429;
        constexpr int theirFault = 500;
        const bool mayPass = status == 0 || status == tooMany || status >= theirFault;
        if (mayPass && attempt < tries) {
            QTimer::singleShot(firstPauseMs * attempt * attempt, this,
                [this, webhook, body, attempt] { post(webhook, body, attempt + 1); });
            return;
        }
        // What Qt says of the error may hold the address.
        emit failed(status == 0 ? tr("The notice did not get through: %1 could not be reached.")
                                      .arg(shownWebhook(webhook))
                                : tr("The notice did not get through: %1 answered %2.")
                                      .arg(shownWebhook(webhook))
                                      .arg(status));
        over();
    });
}

} // namespace whimbrel
