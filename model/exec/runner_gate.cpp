// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/runner.h"
#include "model/exec/ssh_signature.h"

namespace whimbrel {

namespace {

/// Why `by` may not answer the gate, with the names of those who may; nothing if they may.
std::optional<Error> refusalOf(const Plan& plan, const Node& gate, const QString& by)
{
    QStringList approvers;
    bool mayAnswer = gate.approvers.isEmpty();
    for (const ParticipantId& id : gate.approvers) {
        const Participant* person = plan.participants.find(id);
        mayAnswer = mayAnswer || by == id.text() || (person && by == person->title);
        approvers.append(person && !person->title.isEmpty() ? person->title : id.text());
    }
    if (mayAnswer) {
        return std::nullopt;
    }
    return Error{ErrorCode::Impossible,
        Runner::tr("\"%1\" may not answer \"%2\".").arg(by, gate.title), {},
        Runner::tr("It waits for: %1.").arg(approvers.join(QStringLiteral(", ")))};
}

} // namespace

/// Why the signature of an answer does not do. Nobody is asked for a passphrase here: the answer
/// comes signed, and what is wrong is said before anything is journaled.
std::optional<Error> Runner::refusalOfSignature(const Node& gate, const GateAnswer& answer) const
{
    const QString sign = tr("Sign it: --sign KEYFILE, or \"whimbrel-cli gate\" for somebody "
                            "elsewhere.");
    if (answer.signature.isEmpty()) {
        return gate.mustBeSigned
            ? std::optional(Error{ErrorCode::Impossible,
                tr("An answer to \"%1\" counts only with a signature.").arg(gate.title), {}, sign})
            : std::nullopt;
    }
    const SignatureProof proof = checkSignature(answer, m_context.allowedSigners);
    if (proof.proof == Proof::Broken) {
        return Error{ErrorCode::Impossible,
            tr("The signature of the answer to \"%1\" does not hold: %2.")
                .arg(gate.title, proof.because),
            {}, sign};
    }
    if (gate.mustBeSigned && proof.proof != Proof::Proven) {
        return Error{ErrorCode::Impossible,
            tr("The signature of the answer to \"%1\" could not be checked: %2.")
                .arg(gate.title, proof.because),
            {},
            tr("Put a file \"allowed_signers\" beside the plan, or name one: "
               "--allowed-signers FILE.")};
    }
    return std::nullopt;
}

std::optional<Error> Runner::answer(const Command& command)
{
    if (state().rest.reason != RestReason::Gate) {
        return Error{ErrorCode::Impossible, tr("No gate is waiting for an answer."), {}, {}};
    }
    if (const auto other = aboutWhatIsAsked(command)) {
        return other;
    }
    const Node& gate = *nodeInQuestion();
    if (!state().rest.outcomes.contains(command.outcome)) {
        return Error{ErrorCode::Usage,
            tr("\"%1\" is no answer to \"%2\".").arg(command.outcome, gate.title), {},
            tr("Possible answers: %1.").arg(state().rest.outcomes.join(QStringLiteral(", ")))};
    }
    if (command.because.trimmed().isEmpty()) {
        return Error{
            ErrorCode::Usage, tr("This needs a reason."), {}, tr("Say why; it is journaled.")};
    }
    const QString by = nameOf(command);
    if (const auto refusal = refusalOf(plan(), gate, by)) {
        return refusal;
    }
    GateAnswer answer;
    answer.statement = statementFor(state(), command.outcome, by, command.at, command.because);
    answer.at = QDateTime::currentDateTimeUtc();
    answer.signature = command.signature;
    if (const auto refusal = refusalOfSignature(gate, answer)) {
        return refusal;
    }
    QJsonObject data{{QStringLiteral("outcome"), command.outcome}, {QStringLiteral("by"), by},
        {QStringLiteral("because"), command.because}};
    if (!command.signature.isEmpty()) {
        data.insert(QStringLiteral("signature"), command.signature);
        data.insert(QStringLiteral("answeredAt"), command.at);
    }
    goOnAfterAnswer({{EventType::GateAnswered, gate.id, {}, data}});
    return std::nullopt;
}

} // namespace whimbrel
