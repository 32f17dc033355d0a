// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/rehearsal/rehearsal_process.h"

#include "model/io/rehearsal_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>

#include <unistd.h>

namespace whimbrel {

namespace {

QString program()
{
    const QString named = qEnvironmentVariable("WHIMBREL_CLI");
    return named.isEmpty()
        ? QCoreApplication::applicationDirPath() + QStringLiteral("/whimbrel-cli")
        : named;
}

} // namespace

RehearsalProcess::RehearsalProcess(QObject* parent)
    : QObject(parent)
{ }

RehearsalProcess::~RehearsalProcess()
{
    if (!isRunning()) {
        return;
    }
    // It stays behind until its scratch databases are dropped.
    QProcess* process = m_process;
    process->disconnect(this);
    process->setParent(nullptr);
    connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->terminate();
}

bool RehearsalProcess::isRunning() const
{
    return m_process && m_process->state() != QProcess::NotRunning;
}

void RehearsalProcess::start(
    const QString& planPath, const QStringList& arguments, const QMap<TargetId, Secret>& passwords)
{
    if (isRunning()) {
        return;
    }
    m_pending.clear();
    m_complaint.clear();
    m_rehearsed = false;
    QStringList all{
        QStringLiteral("rehearse"), planPath, QStringLiteral("--format"), QStringLiteral("json")};
    QJsonObject secrets;
    for (auto each = passwords.cbegin(); each != passwords.cend(); ++each) {
        secrets.insert(each.key().text(), each->revealed());
    }
    if (!secrets.isEmpty()) {
        all.append(QStringLiteral("--secrets-stdin"));
    }
    m_process = new QProcess(this);
    m_process->setProgram(program());
    m_process->setArguments(all + arguments);
    m_process->setWorkingDirectory(QFileInfo(planPath).absolutePath());
    m_process->setChildProcessModifier([] { ::setsid(); });
    connect(m_process, &QProcess::readyReadStandardOutput, this, &RehearsalProcess::readLines);
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            emit ended(tr("%1 could not be started: %2").arg(program(), m_process->errorString()));
        }
    });
    connect(m_process, &QProcess::finished, this, [this] {
        readLines();
        const QString said
            = QString::fromUtf8(m_process->readAllStandardError()).trimmed().section(u'\n', -1);
        m_process->deleteLater();
        m_process.clear();
        emit ended(m_rehearsed          ? QString()
                : m_complaint.isEmpty() ? (said.isEmpty() ? tr("The rehearsal ended early.") : said)
                                        : m_complaint);
    });
    m_process->start();
    if (!secrets.isEmpty()) {
        m_process->write(QJsonDocument(secrets).toJson(QJsonDocument::Compact) + '\n');
    }
    m_process->closeWriteChannel();
}

void RehearsalProcess::cancel()
{
    if (isRunning()) {
        m_process->terminate();
    }
}

void RehearsalProcess::readLines()
{
    m_pending += m_process->readAllStandardOutput();
    for (qsizetype end = m_pending.indexOf('\n'); end >= 0; end = m_pending.indexOf('\n')) {
        takeLine(m_pending.left(end));
        m_pending.remove(0, end + 1);
    }
}

void RehearsalProcess::takeLine(const QByteArray& line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QString message = object.value(QStringLiteral("message")).toString();
    if (message == QLatin1String("failed")) {
        m_complaint = object.value(QStringLiteral("error")).toString();
        const QString advice = object.value(QStringLiteral("advice")).toString();
        m_complaint += advice.isEmpty() ? QString() : QLatin1Char(' ') + advice;
    } else if (message == QLatin1String("rehearsed")) {
        m_rehearsed = true;
    } else if (message == QLatin1String("way")) {
        const QByteArray json
            = QJsonDocument(object.value(QStringLiteral("way")).toObject()).toJson();
        if (const Result<RehearsedWay> way = readRehearsedWay(json)) {
            emit wayTried(*way);
        }
    }
    emit progressed(message, NodeId(object.value(QStringLiteral("node")).toString()),
        object.value(QStringLiteral("done")).toInt(), object.value(QStringLiteral("all")).toInt());
}

} // namespace whimbrel
