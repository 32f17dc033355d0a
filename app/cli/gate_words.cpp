// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/gate_words.h"

#include "app/cli/console.h"
#include "app/cli/run_words.h"
#include "model/exec/ssh_signature.h"

#include <QJsonObject>

namespace whimbrel::cli {

namespace {

Tone toneOf(Proof proof)
{
    switch (proof) {
    case Proof::Proven:
        return Tone::Good;
    case Proof::Broken:
        return Tone::Bad;
    case Proof::Recorded:
    case Proof::Unchecked:
        break;
    }
    return Tone::Faint;
}

} // namespace

QStringList gateLines(
    const Plan& plan, const QList<GateAnswer>& answers, const QString& allowedSigners)
{
    QStringList lines;
    for (const GateAnswer& answer : answers) {
        const SignatureProof proof = checkSignature(answer, allowedSigners);
        lines.append(Texts::tr("  %1: %2, by %3 on %4: %5")
                         .arg(nameOf(plan, answer.statement.gate), answer.statement.outcome,
                             answer.statement.by, timeText(answer.at), answer.statement.because));
        lines.append(
            QStringLiteral("      ") + console::toned(proofText(proof), toneOf(proof.proof)));
    }
    if (!lines.isEmpty()) {
        lines.prepend(Texts::tr("gates"));
    }
    return lines;
}

QJsonArray gatesJson(const QList<GateAnswer>& answers, const QString& allowedSigners)
{
    QJsonArray all;
    for (const GateAnswer& answer : answers) {
        const SignatureProof proof = checkSignature(answer, allowedSigners);
        all.append(QJsonObject{{QStringLiteral("node"), answer.statement.gate.text()},
            {QStringLiteral("outcome"), answer.statement.outcome},
            {QStringLiteral("by"), answer.statement.by},
            {QStringLiteral("at"), answer.at.toString(Qt::ISODateWithMs)},
            {QStringLiteral("because"), answer.statement.because},
            {QStringLiteral("proof"), keyOf(proof.proof)},
            {QStringLiteral("proofText"), proofText(proof)}});
    }
    return all;
}

} // namespace whimbrel::cli
