// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/given_answers.h"

#include "app/cli/console.h"
#include "app/cli/run_words.h"

namespace whimbrel::cli {

namespace {

std::optional<Answer> takeFirst(QHash<NodeId, QList<Answer>>& answers, const NodeId& name)
{
    const auto given = answers.find(name);
    if (given == answers.end() || given->isEmpty()) {
        return std::nullopt;
    }
    return given->takeFirst();
}

std::optional<SignedAnswer> takeSigned(QList<SignedAnswer>& answers, const NodeId& gate)
{
    for (qsizetype i = 0; i < answers.size(); ++i) {
        if (answers.at(i).statement.gate == gate) {
            return answers.takeAt(i);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<whimbrel::Command> GivenAnswers::take(const Rest& rest)
{
    const NodeId name = restName(rest);
    std::optional<Answer> answer;
    whimbrel::Command command;
    command.node = rest.node;
    switch (rest.reason) {
    case RestReason::Gate:
        command.type = whimbrel::Command::Type::Answer;
        if (const auto signedOne = takeSigned(signedGates, rest.node)) {
            command.outcome = signedOne->statement.outcome;
            command.because = signedOne->statement.because;
            command.by = signedOne->statement.by;
            command.at = signedOne->statement.at;
            command.signature = signedOne->signature;
            return command;
        }
        answer = takeFirst(gates, name);
        break;
    case RestReason::Confirmation:
        command.type = whimbrel::Command::Type::Confirm;
        if (const auto given = confirmations.constFind(name); given != confirmations.cend()) {
            answer = *given;
        }
        break;
    case RestReason::Failure:
    case RestReason::CheckFailed:
    case RestReason::Doubt:
    case RestReason::Unknown:
        command.type = whimbrel::Command::Type::Decide;
        answer = takeFirst(decisions, name);
        break;
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        break;
    }
    if (!answer) {
        return std::nullopt;
    }
    command.outcome = answer->outcome;
    command.because = answer->because;
    return command;
}

bool wantsSignature(const Plan& plan, const NodeId& gate)
{
    const Node* node = plan.nodes.find(gate);
    return node && node->mustBeSigned;
}

NodeId restName(const Rest& rest)
{
    return rest.edge.isEmpty() ? rest.node : NodeId(rest.edge.text());
}

QStringList howToAnswer(const Plan& plan, const Rest& rest)
{
    const QString name = restName(rest).text();
    switch (rest.reason) {
    case RestReason::Gate:
        return {Texts::tr("The gate %1 asks: %2").arg(nameOf(plan, rest.node), rest.question),
            (wantsSignature(plan, rest.node)
                    ? Texts::tr("Answer it with --gate %1=%2:REASON and --sign KEYFILE.")
                    : Texts::tr("Answer it with --gate %1=%2:REASON."))
                .arg(name, rest.outcomes.join(QLatin1Char('|')))};
    case RestReason::Confirmation:
        return {Texts::tr("Somebody has to do this and confirm it: %1").arg(rest.question),
            Texts::tr("Confirm it with --confirm %1:REASON.").arg(name)};
    case RestReason::Failure:
    case RestReason::CheckFailed:
    case RestReason::Doubt:
    case RestReason::Unknown:
        return {Texts::tr("Decide with --decide %1=retry|done|rollback:REASON.").arg(name)};
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        break;
    }
    return {};
}

} // namespace whimbrel::cli
