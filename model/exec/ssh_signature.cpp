// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/ssh_signature.h"

#include "model/io/plan_paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <unistd.h>

namespace whimbrel {

namespace {

const QString space = QStringLiteral("whimbrel-gate");
const QString program = QStringLiteral("ssh-keygen");
constexpr int verifyLimitMs = 10000;
constexpr int unattendedLimitMs = 30000;
constexpr int attendedLimitMs = 5 * 60 * 1000;

QString tr(const char* text)
{
    return QCoreApplication::translate("Signature", text);
}

struct Ended {
    bool started = false;
    bool inTime = false;
    int exitCode = -1;
    QString said{}; ///< both outputs, its lines joined
};

Ended finish(QProcess& process, const QByteArray& input, int limitMs)
{
    Ended ended;
    ended.started = process.waitForStarted();
    if (!ended.started) {
        return ended;
    }
    if (!input.isEmpty()) {
        process.write(input);
    }
    process.closeWriteChannel();
    ended.inTime = process.waitForFinished(limitMs);
    if (!ended.inTime) {
        process.kill();
        process.waitForFinished(verifyLimitMs);
    }
    ended.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    ended.said = QString::fromUtf8(process.readAll()).simplified();
    return ended;
}

Error noProgram()
{
    return {ErrorCode::Usage, tr("ssh-keygen could not be started."), {},
        tr("Install OpenSSH (openssh-client).")};
}

/// Asks ssh-keygen about a signature; the text comes on its standard input.
Ended ask(const QStringList& arguments, const QByteArray& text)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    return finish(process, text, verifyLimitMs);
}

QStringList arguments(const char* what, const QString& signatureFile)
{
    return {QStringLiteral("-Y"), QLatin1String(what), QStringLiteral("-n"), space,
        QStringLiteral("-s"), signatureFile};
}

QString keyIn(const QString& said)
{
    static const QRegularExpression key(QStringLiteral("with (\\S+ key SHA256:\\S+)"));
    return key.match(said).captured(1);
}

/// The time at which keys have to be valid; ssh-keygen takes it in the machine's own time.
QString asOf(const QDateTime& at)
{
    return QStringLiteral("-Overify-time=")
        + at.toLocalTime().toString(QStringLiteral("yyyyMMddHHmmss"));
}

/// Why a signature that fits its text does not count.
QString whyNotAllowed(
    const GateAnswer& answer, const QString& allowedSigners, const QString& signatureFile)
{
    const Ended found
        = ask({QStringLiteral("-Y"), QStringLiteral("find-principals"), QStringLiteral("-f"),
                  allowedSigners, QStringLiteral("-s"), signatureFile, asOf(answer.at)},
            {});
    const bool own
        = found.exitCode == 0 && found.said.split(QLatin1Char(' ')).contains(answer.statement.by);
    if (own) {
        return tr("the allowed signers do not let the key of %1 sign answers to gates")
            .arg(answer.statement.by);
    }
    if (found.exitCode == 0) {
        return tr("the key belongs to %1, not to %2").arg(found.said, answer.statement.by);
    }
    if (found.said.contains(QLatin1String("expired"))) {
        return tr("the time of the key among the allowed signers is over");
    }
    return found.said.contains(QLatin1String("not yet valid"))
        ? tr("the time of the key among the allowed signers had not begun")
        : tr("the key is not among the allowed signers");
}

void leaveTerminal()
{
    // Without a terminal of its own ssh-keygen cannot wait there for an answer that never comes.
    (void)::setsid();
}

} // namespace

Result<QString> signWithSshKey(const QByteArray& text, const QString& keyFile, PassphraseFrom from)
{
    if (!QFileInfo(keyFile).isReadable()) {
        return fail({ErrorCode::Unreadable, tr("The key \"%1\" cannot be read.").arg(keyFile), {},
            tr("Name your SSH key, such as ~/.ssh/id_ed25519, or its .pub file if ssh-agent holds "
               "the key.")});
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("answer"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size()) {
        return fail({ErrorCode::Unwritable, file.errorString(), path, {}});
    }
    file.close();
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    process.setProcessChannelMode(QProcess::MergedChannels);
    if (from == PassphraseFrom::Terminal) {
        process.setInputChannelMode(QProcess::ForwardedInputChannel);
    } else {
        process.setStandardInputFile(QProcess::nullDevice());
        process.setChildProcessModifier(leaveTerminal);
        environment.insert(QStringLiteral("SSH_ASKPASS_REQUIRE"),
            from == PassphraseFrom::Desktop ? QStringLiteral("force") : QStringLiteral("never"));
    }
    process.setProcessEnvironment(environment);
    process.start(program,
        {QStringLiteral("-Y"), QStringLiteral("sign"), QStringLiteral("-n"), space,
            QStringLiteral("-f"), keyFile, path});
    const Ended ended
        = finish(process, {}, from == PassphraseFrom::Nobody ? unattendedLimitMs : attendedLimitMs);
    if (!ended.started) {
        return fail(noProgram());
    }
    QFile made(path + QStringLiteral(".sig"));
    if (!ended.inTime || ended.exitCode != 0 || !made.open(QIODevice::ReadOnly)) {
        return fail(
            {ErrorCode::Impossible, tr("The answer could not be signed with \"%1\".").arg(keyFile),
                ended.inTime ? ended.said : tr("ssh-keygen did not come to an end"),
                tr("A key with a passphrase can be given to ssh-agent first: ssh-add %1.")
                    .arg(keyFile)});
    }
    return QString::fromUtf8(made.readAll());
}

SignatureProof checkSignature(const GateAnswer& answer, const QString& allowedSigners)
{
    SignatureProof proof;
    if (answer.signature.isEmpty()) {
        return proof;
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("signature"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(answer.signature.toUtf8()) < 0) {
        return {Proof::Unchecked, {}, {}, file.errorString()};
    }
    file.close();
    const QByteArray text = canonicalText(answer.statement);
    const Ended fits = ask(arguments("check-novalidate", path), text);
    if (!fits.started || !fits.inTime) {
        return {Proof::Unchecked, {}, {}, noProgram().message};
    }
    proof.key = keyIn(fits.said);
    if (fits.exitCode != 0) {
        proof.proof = Proof::Broken;
        proof.because = tr("it was not made for this answer, this run and this plan");
        return proof;
    }
    if (allowedSigners.isEmpty() || !QFileInfo(allowedSigners).isReadable()) {
        proof.proof = Proof::Unchecked;
        proof.because = allowedSigners.isEmpty()
            ? tr("there is no file of allowed signers")
            : tr("the file of allowed signers, \"%1\", cannot be read").arg(allowedSigners);
        return proof;
    }
    QStringList verify = arguments("verify", path);
    verify << QStringLiteral("-f") << allowedSigners << QStringLiteral("-I") << answer.statement.by
           << asOf(answer.at);
    const Ended verified = ask(verify, text);
    if (verified.exitCode == 0) {
        proof.proof = Proof::Proven;
        proof.signer = answer.statement.by;
        return proof;
    }
    proof.proof = Proof::Broken;
    proof.because = whyNotAllowed(answer, allowedSigners, path);
    return proof;
}

QString proofText(const SignatureProof& proof)
{
    switch (proof.proof) {
    case Proof::Recorded:
        return tr("recorded, not proven");
    case Proof::Unchecked:
        return proof.key.isEmpty()
            ? tr("recorded, not proven: the signature could not be checked (%1)").arg(proof.because)
            : tr("recorded, not proven: signed with %1, but %2").arg(proof.key, proof.because);
    case Proof::Proven:
        return tr("proven: signed by %1 with %2").arg(proof.signer, proof.key);
    case Proof::Broken:
        return tr("signature does not hold: %1").arg(proof.because);
    }
    return {};
}

QString keyOf(Proof proof)
{
    switch (proof) {
    case Proof::Recorded:
        return QStringLiteral("recorded");
    case Proof::Unchecked:
        return QStringLiteral("unchecked");
    case Proof::Proven:
        return QStringLiteral("proven");
    case Proof::Broken:
        return QStringLiteral("broken");
    }
    return {};
}

QString allowedSignersFor(const QString& planPath)
{
    if (planPath.isEmpty()) {
        return {};
    }
    const QString root = QDir::cleanPath(planRoot(planPath));
    QDir folder(planFolder(planPath));
    while (true) {
        const QString path = folder.filePath(QStringLiteral("allowed_signers"));
        if (QFileInfo(path).isFile()) {
            return path;
        }
        if (QDir::cleanPath(folder.absolutePath()) == root || !folder.cdUp()) {
            return {};
        }
    }
}

} // namespace whimbrel
