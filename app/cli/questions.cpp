// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/questions.h"

#include "app/cli/console.h"
#include "app/cli/given_answers.h"
#include "app/cli/run_words.h"

#include <QDir>

#include <algorithm>

namespace whimbrel::cli {

namespace {

using Type = whimbrel::Command::Type;

QString approverNames(const Plan& plan, const NodeId& gate)
{
    const Node* node = plan.nodes.find(gate);
    QStringList names;
    for (const ParticipantId& each : node ? node->approvers : QList<ParticipantId>()) {
        const Participant* person = plan.participants.find(each);
        names.append(person && !person->title.isEmpty()
                ? QStringLiteral("%1 (%2)").arg(person->title, each.text())
                : each.text());
    }
    return names.join(QLatin1String(", "));
}

/// Whether the run took a backup that it could bring back.
bool hasBackup(const RunState& state)
{
    return std::any_of(state.steps.cbegin(), state.steps.cend(),
        [](const StepRun& step) { return step.result.contains(QStringLiteral("sha256")); });
}

} // namespace

Questions::Questions(const RunHandle& executor, QString by, QObject* parent)
    : QObject(parent)
    , m_executor(executor)
    , m_by(std::move(by))
{
    connect(&m_prompt, &Prompt::stopped, this, &Questions::stopped);
    connect(&m_prompt, &Prompt::closed, this, &Questions::closed);
}

void Questions::askGate()
{
    const Rest rest = m_executor.state().rest;
    console::line(console::toned(QStringLiteral("? ") + rest.question, Tone::Warning));
    if (const QString names = approverNames(m_executor.plan(), rest.node); !names.isEmpty()) {
        console::line(Texts::tr("  may answer: %1").arg(names));
    }
    if (wantsSignature(m_executor.plan(), rest.node)) {
        console::line(Texts::tr("  counts only with a signature"));
    }
    showWayBack();
    QList<Choice> choices;
    for (const QString& outcome : rest.outcomes) {
        choices.append({outcome, {}});
    }
    m_prompt.choose({}, choices, [this, node = rest.node](const QString& outcome) {
        whimbrel::Command command;
        command.type = Type::Answer;
        command.node = node;
        command.outcome = outcome;
        const auto decide = [this, command] {
            decideByName(command, Texts::tr("why"), Texts::tr("who answers"));
        };
        if (!wantsSignature(m_executor.plan(), node) || !m_signKey.isEmpty()) {
            decide();
            return;
        }
        m_prompt.ask(Texts::tr("SSH key that signs it"),
            QDir::homePath() + QStringLiteral("/.ssh/id_ed25519"),
            [this, decide](const QString& key) {
                m_signKey = key;
                decide();
            });
    });
}

void Questions::askConfirmation()
{
    const Rest rest = m_executor.state().rest;
    console::line(console::toned(QStringLiteral("? ") + rest.question, Tone::Warning));
    const QList<Choice> choices{{QStringLiteral("d"), Texts::tr("done")},
        {QStringLiteral("n"), Texts::tr("could not be done")}};
    m_prompt.choose({}, choices, [this, node = rest.node](const QString& key) {
        const bool done = key == QLatin1String("d");
        whimbrel::Command command;
        command.type = Type::Confirm;
        command.node = node;
        command.outcome = done ? outcomes::pass : outcomes::fail;
        decideByName(command, done ? Texts::tr("what was done") : Texts::tr("why not"),
            done ? Texts::tr("who did it") : Texts::tr("who says so"));
    });
}

void Questions::askFailure(bool told)
{
    const RunState& state = m_executor.state();
    console::line(console::toned(
        QStringLiteral("! ") + restText(state, m_executor.plan(), !told), Tone::Bad));
    showWayBack();
    const bool doubt = state.rest.reason == RestReason::Doubt;
    QList<Choice> choices{{QStringLiteral("r"), Texts::tr("retry")}};
    if (!doubt && !state.rollingBack) {
        choices.append({QStringLiteral("s"), Texts::tr("skip")});
    }
    choices.append({QStringLiteral("d"), Texts::tr("it is done")});
    if (state.rollingBack && hasBackup(state)) {
        choices.append({QStringLiteral("l"), Texts::tr("restore the last backup")});
    } else if (!state.rollingBack) {
        choices.append({QStringLiteral("b"), Texts::tr("go back")});
        choices.append({QStringLiteral("t"), Texts::tr("go back to …")});
    }
    m_prompt.choose({}, choices, [this](const QString& key) { takeFailureChoice(key); });
}

void Questions::takeFailureChoice(const QString& choice)
{
    const Rest rest = m_executor.state().rest;
    const bool doubt = rest.reason == RestReason::Doubt;
    whimbrel::Command command;
    command.node = rest.node;
    if (choice == QLatin1String("t")) {
        chooseSafeState([this] { askFailure(true); });
        return;
    }
    if (choice == QLatin1String("l")) {
        command.type = Type::Decide;
        command.outcome = QStringLiteral("restore");
    } else if (doubt) {
        command.type = Type::Decide;
        command.outcome = choice == QLatin1String("r") ? QStringLiteral("retry")
            : choice == QLatin1String("d")             ? QStringLiteral("done")
                                                       : QStringLiteral("rollback");
    } else if (choice == QLatin1String("r")) {
        command.type = Type::Retry;
        emit decided(command);
        return;
    } else if (choice == QLatin1String("b")) {
        command.type = Type::Rollback;
        command.node = {}; // the nearest safe state
    } else {
        command.type = choice == QLatin1String("s") ? Type::Skip : Type::MarkDone;
    }
    decideBecause(command);
}

void Questions::chooseSafeState(const std::function<void()>& otherwise)
{
    const Plan& plan = m_executor.plan();
    const QList<NodeId> states = safeStates(Flow(plan), m_executor.state());
    if (states.isEmpty()) {
        console::line(Texts::tr("  There is no safe state to go back to."));
        otherwise();
        return;
    }
    QList<Choice> choices;
    for (qsizetype i = 0; i < states.size(); ++i) {
        choices.append({QString::number(i + 1), {}});
        console::line(
            QStringLiteral("  %1) %2").arg(choices.last().key, nameOf(plan, states.at(i))));
    }
    choices.append({QStringLiteral("n"), Texts::tr("none of them")});
    const auto take = [this, states, otherwise](const QString& key) {
        if (key == QLatin1String("n")) {
            otherwise();
            return;
        }
        whimbrel::Command command;
        command.type = Type::Rollback;
        command.node = states.at(key.toInt() - 1);
        decideBecause(command);
    };
    m_prompt.choose({}, choices, take, Texts::tr("1 to %1, none of them (n)").arg(states.size()));
}

void Questions::askAtPause()
{
    showWayBack();
    const QList<Choice> choices{{QStringLiteral("g"), Texts::tr("go on")},
        {QStringLiteral("t"), Texts::tr("go back to …")}};
    m_prompt.choose({}, choices, [this](const QString& key) {
        if (key == QLatin1String("g")) {
            emit wentOn();
        } else {
            chooseSafeState([this] { askAtPause(); });
        }
    });
}

void Questions::askRollback(const NodeId& to)
{
    for (const QString& line : wayBackLines(Flow(m_executor.plan()), m_executor.state(), to)) {
        console::line(line);
    }
    m_prompt.choose(Texts::tr("? Go back now?"),
        {{QStringLiteral("y"), Texts::tr("yes")}, {QStringLiteral("n"), Texts::tr("no")}},
        [this](const QString& key) {
            if (key == QLatin1String("y")) {
                emit wentOn();
            } else {
                emit stopped();
            }
        });
}

void Questions::decideBecause(const whimbrel::Command& command)
{
    m_prompt.ask(Texts::tr("why"), {}, [this, command](const QString& because) {
        whimbrel::Command explained = command;
        explained.because = because;
        emit decided(explained);
    });
}

void Questions::decideByName(
    const whimbrel::Command& command, const QString& question, const QString& whoQuestion)
{
    m_prompt.ask(question, {}, [this, command, whoQuestion](const QString& because) {
        m_prompt.ask(whoQuestion, m_by, [this, command, because](const QString& by) {
            whimbrel::Command explained = command;
            explained.because = because;
            explained.by = by;
            emit decided(explained);
        });
    });
}

void Questions::showWayBack()
{
    for (const QString& line : wayBackLines(Flow(m_executor.plan()), m_executor.state())) {
        console::line(QStringLiteral("  ") + line);
    }
}

} // namespace whimbrel::cli
