// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/keychain/keychain.h"

#include <QCoreApplication>
#include <qt6keychain/keychain.h>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Keychain", text);
}

QString service()
{
    return QStringLiteral("whimbrel");
}

Error errorOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {ErrorCode::Impossible,
            tr("The keychain holds no password for \"%1\".").arg(job.key()), {}, {}};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return {ErrorCode::Cancelled,
            tr("The keychain did not give the password for \"%1\": access was denied.")
                .arg(job.key()),
            {}, tr("Unlock the keychain, or give the password another way.")};
    case QKeychain::NoBackendAvailable:
        return {ErrorCode::Connection, tr("No keychain runs in this session."), {},
            tr("Start one (GNOME Keyring, KWallet, KeePassXC), or use PGPASSFILE, an option file, "
               "or the prompt.")};
    default:
        return {ErrorCode::Connection,
            tr("The keychain could not be used: %1.").arg(job.errorString()), {}, {}};
    }
}

Result<> outcomeOf(const QKeychain::Job& job)
{
    if (job.error() != QKeychain::NoError) {
        return fail(errorOf(job));
    }
    return {};
}

} // namespace

void Keychain::read(const QString& name, std::function<void(Result<Secret>)> then)
{
    auto* job = new QKeychain::ReadPasswordJob(service());
    job->setKey(name);
    QObject::connect(
        job, &QKeychain::Job::finished, job, [job, then = std::move(then)](QKeychain::Job*) {
            if (job->error() != QKeychain::NoError) {
                then(fail(errorOf(*job)));
            } else {
                then(Secret(job->textData()));
            }
        });
    job->start();
}

void Keychain::write(const QString& name, const Secret& secret, std::function<void(Result<>)> then)
{
    auto* job = new QKeychain::WritePasswordJob(service());
    job->setKey(name);
    job->setTextData(secret.revealed());
    QObject::connect(job, &QKeychain::Job::finished, job,
        [then = std::move(then)](QKeychain::Job* done) { then(outcomeOf(*done)); });
    job->start();
}

void Keychain::remove(const QString& name, std::function<void(Result<>)> then)
{
    auto* job = new QKeychain::DeletePasswordJob(service());
    job->setKey(name);
    QObject::connect(
        job, &QKeychain::Job::finished, job, [then = std::move(then)](QKeychain::Job* done) {
            const bool gone = done->error() == QKeychain::EntryNotFound;
            then(gone ? Result<>() : outcomeOf(*done));
        });
    job->start();
}

} // namespace whimbrel
