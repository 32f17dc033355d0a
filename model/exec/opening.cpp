// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/opening.h"

#include "model/io/plan_file.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Opening", text);
}

bool mayStillChange(const RunState& state, const NodeId& node)
{
    const StepRun step = state.steps.value(node);
    return step.order == 0
        || (state.ready.contains(node) && !step.tookEffect && !step.actionDone
            && !step.arrivedBack);
}

} // namespace

QString strangenessOf(
    const QString& database, const DatabaseIdentity& expected, const DatabaseIdentity& found)
{
    if (expected.id != found.id) {
        return tr("\"%1\" is not the database on which the run began: its journal has another "
                  "identity.")
            .arg(database);
    }
    const QList<IdentityDifference> differences = expected.differencesTo(found);
    if (differences.isEmpty()) {
        return {};
    }
    QStringList texts;
    for (const IdentityDifference& each : differences) {
        texts.append(each.text);
    }
    return tr(
        "\"%1\" is a copy of the database on which the run began, or was put in its place. %2")
        .arg(database, texts.join(QLatin1Char(' ')));
}

QString strangenessOf(const QList<Event>& journal, const QList<Event>& mirror)
{
    for (qsizetype i = 0; i < journal.size(); ++i) {
        if (journal[i].number != i + 1) {
            return tr("The journal lacks event %1 of the run.").arg(i + 1);
        }
    }
    for (const Event& event : mirror) {
        if (event.number > journal.size()) {
            return tr("The journal ends with event %1, but this machine has seen event %2 of the "
                      "run: the database was restored to an earlier state.")
                .arg(journal.size())
                .arg(mirror.constLast().number);
        }
        if (journal[event.number - 1] != event) {
            return tr("Event %1 of the journal is not the one that this machine has seen: the "
                      "database was restored, and the run went on from there, elsewhere.")
                .arg(event.number);
        }
    }
    return {};
}

QString objectionToAdopting(const Plan& running, const Plan& edited, const RunState& state)
{
    for (const Node& node : running.nodes) {
        if (mayStillChange(state, node.id)) {
            continue;
        }
        const Node* now = edited.nodes.find(node.id);
        if (!now) {
            return tr("The step \"%1\" was entered and is not in the edited plan.").arg(node.title);
        }
        if (stepHash(edited, *now) != stepHash(running, node)) {
            return tr("The step \"%1\" was entered and is different in the edited plan.")
                .arg(node.title);
        }
    }
    for (const Edge& edge : running.edges) {
        if (edge.kind != EdgeKind::Rollback || mayStillChange(state, edge.from)) {
            continue;
        }
        const Edge* now = edited.edges.find(edge.id);
        if (!now || stepHash(edited, *now) != stepHash(running, edge) || now->from != edge.from
            || now->to != edge.to) {
            return tr("The way back \"%1\" of a step that was entered is different in the edited "
                      "plan.")
                .arg(edge.id.text());
        }
    }
    return {};
}

} // namespace whimbrel
