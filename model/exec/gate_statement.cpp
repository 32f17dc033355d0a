// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/gate_statement.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

const QString firstLine = QStringLiteral("whimbrel-gate 1");

QString tr(const char* text)
{
    return QCoreApplication::translate("Gate", text);
}

QString escaped(QString value)
{
    value.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    value.replace(QLatin1Char('\r'), QLatin1String("\\r"));
    return value.replace(QLatin1Char('\n'), QLatin1String("\\n"));
}

QString unescaped(const QString& value)
{
    QString made;
    for (qsizetype i = 0; i < value.size(); ++i) {
        if (value[i] != QLatin1Char('\\') || i + 1 == value.size()) {
            made += value[i];
            continue;
        }
        const QChar next = value[++i];
        made += next == QLatin1Char('n') ? QLatin1Char('\n')
            : next == QLatin1Char('r')   ? QLatin1Char('\r')
                                         : next;
    }
    return made;
}

Error notAStatement(const QString& what)
{
    return {ErrorCode::Usage, tr("This is not the text of an answer to a gate: %1.").arg(what), {},
        tr("\"whimbrel-cli gate\" writes it; sign it as it is.")};
}

/// Takes one line into the statement; false if there is no such key.
bool take(GateStatement& statement, const QString& key, const QString& value)
{
    const std::pair<QLatin1String, QString*> texts[]{
        {QLatin1String("plan"), &statement.planHash},
        {QLatin1String("run"), &statement.run},
        {QLatin1String("answer"), &statement.outcome},
        {QLatin1String("who"), &statement.by},
        {QLatin1String("when"), &statement.at},
        {QLatin1String("why"), &statement.because},
    };
    for (const auto& [name, field] : texts) {
        if (key == name) {
            *field = unescaped(value);
            return true;
        }
    }
    if (key == QLatin1String("target")) {
        const QString target = value.section(QLatin1Char(' '), 0, 0);
        statement.databases.insert(TargetId(target), unescaped(value.section(QLatin1Char(' '), 1)));
    } else if (key == QLatin1String("gate")) {
        statement.gate = NodeId(unescaped(value));
    } else if (key == QLatin1String("asked")) {
        statement.asked = value.toLongLong();
    } else {
        return false;
    }
    return true;
}

QString text(const Event& event, const char* key)
{
    return event.data.value(QLatin1String(key)).toString();
}

} // namespace

QByteArray canonicalText(const GateStatement& statement)
{
    QStringList lines{firstLine};
    const auto put = [&lines](const char* key, const QString& value) {
        lines.append(QLatin1String(key) + QStringLiteral(": ") + escaped(value));
    };
    put("plan", statement.planHash);
    put("run", statement.run);
    for (auto each = statement.databases.cbegin(); each != statement.databases.cend(); ++each) {
        put("target", each.key().text() + QLatin1Char(' ') + each.value());
    }
    put("gate", statement.gate.text());
    put("asked", QString::number(statement.asked));
    put("answer", statement.outcome);
    put("who", statement.by);
    put("when", statement.at);
    put("why", statement.because);
    return lines.join(QLatin1Char('\n')).toUtf8() + '\n';
}

Result<GateStatement> parseGateStatement(const QByteArray& bytes)
{
    QStringList lines = QString::fromUtf8(bytes).split(QLatin1Char('\n'));
    if (lines.isEmpty() || lines.takeFirst() != firstLine) {
        return fail(notAStatement(tr("its first line is not \"%1\"").arg(firstLine)));
    }
    GateStatement statement;
    for (const QString& line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(QLatin1String(": "));
        if (line.isEmpty()) {
            continue;
        }
        if (colon < 0 || !take(statement, line.left(colon), line.mid(colon + 2))) {
            return fail(notAStatement(tr("\"%1\" is no line of it").arg(line)));
        }
    }
    if (canonicalText(statement) != bytes) {
        return fail(notAStatement(tr("lines are missing, or stand in another order")));
    }
    return statement;
}

GateStatement statementFor(const RunState& state, const QString& outcome, const QString& by,
    const QString& at, const QString& because)
{
    return {.planHash = state.planHash,
        .run = state.run,
        .databases = state.bindings,
        .gate = state.rest.node,
        .asked = state.rest.asked,
        .outcome = outcome,
        .by = by,
        .at = at,
        .because = because};
}

QList<GateAnswer> gateAnswers(const QList<Event>& events)
{
    QList<GateAnswer> answers;
    RunState state;
    for (const Event& event : events) {
        if (event.type == EventType::GateAnswered) {
            GateAnswer answer;
            answer.question = state.rest.question;
            answer.statement = statementFor(state, text(event, "outcome"), text(event, "by"),
                text(event, "answeredAt"), text(event, "because"));
            answer.statement.gate = event.node;
            answer.at = event.at;
            answer.signature = text(event, "signature");
            answer.event = event.number;
            answers.append(answer);
        }
        fold(state, event);
    }
    return answers;
}

} // namespace whimbrel
