// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/effect_check.h"

namespace whimbrel {

namespace {

QString answerTo(Connection& connection, const EffectQuestion& question)
{
    // An error aborts a transaction of PostgreSQL; the savepoint keeps it to the question.
    const bool guarded = connection.dialect() == Dialect::Postgresql && connection.inTransaction();
    if (guarded && !connection.exec(QStringLiteral("SAVEPOINT whimbrel_look"))) {
        return {};
    }
    const Result<QVariant> answer = connection.value(question.sql, question.values);
    if (guarded) {
        (void)connection.exec(answer ? QStringLiteral("RELEASE SAVEPOINT whimbrel_look")
                                     : QStringLiteral("ROLLBACK TO SAVEPOINT whimbrel_look"));
    }
    return answer ? answer->toString() : QString();
}

} // namespace

ObservedEffect observe(Connection& connection, const EffectProbe& probe)
{
    ObservedEffect seen;
    if (!probe.canTell()) {
        seen.evidence = probe.unknowable;
        return seen;
    }
    QStringList answers;
    QStringList told;
    for (const EffectQuestion& question : probe.questions) {
        answers.append(answerTo(connection, question));
        told.append(question.asks + QStringLiteral(": ")
            + (answers.constLast().isEmpty() ? effectOutcomeName(EffectOutcome::Unknowable)
                                             : answers.constLast()));
    }
    seen.outcome = outcomeOf(probe, answers);
    seen.evidence = told.join(QStringLiteral("; "));
    return seen;
}

ObservedEffect observe(Connection& connection, const EffectQuestion& question)
{
    EffectProbe probe;
    probe.questions = {question};
    return observe(connection, probe);
}

} // namespace whimbrel
