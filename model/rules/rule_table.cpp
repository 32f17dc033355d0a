// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/finders.h"
#include "model/rules/validate.h"

#include <QCoreApplication>

#include <array>

namespace whimbrel {

namespace {

#define WHY(text) QT_TRANSLATE_NOOP("Rules", text)

constexpr std::array table{
    // What must hold of every plan
    Rule{"plan/forward-without-rollback", Severity::Error,
        WHY("Every step that changes something needs a way back: at three in the morning nobody "
            "writes the SQL that undoes it. Draw a rollback edge from the step, or from a "
            "verification of it, to the state before. If there truly is no way back, accept this "
            "with the reason and put a gate before the step."),
        findForwardWithoutRollback},
    Rule{"plan/rollback-target-unsafe", Severity::Error,
        WHY("A way back must lead to a state in which the system may be left alone: one that "
            "changes nothing, that every way to the step has passed, and before which every "
            "change was verified; or to an end marked reverted or restored. Anything else leaves "
            "the system in a state that nobody has ever looked at."),
        findUnsafeRollbackTargets},
    Rule{"plan/rollback-without-action", Severity::Error,
        WHY("Following a way back must undo the change. The edge, or the rollback step that it "
            "enters, carries the SQL, command or instructions for that: one of the two, so that "
            "nothing is undone twice. If there is nothing to undo, say why."),
        findRollbacksWithoutAction},
    Rule{"plan/rollback-unreviewed", Severity::Warning,
        WHY("Generated SQL is a proposal. It counts once a person has read it, or a rehearsal has "
            "shown that it takes the change back exactly. Read it, correct it where needed, and "
            "accept it."),
        findUnreviewedRollbacks},
    Rule{"plan/change-without-verification", Severity::Error,
        WHY("A change that nobody looks at is found out by the users. On every way on from it a "
            "verification must come before the next change and before the end, so that a mistake "
            "is noticed while one step back is enough."),
        findUnverifiedChanges},
    Rule{"plan/rollback-without-verification", Severity::Error,
        WHY("A rollback step can fail as well. It needs no way back itself, but somebody must look "
            "whether everything is as it was before a run ends or goes on."),
        findUnverifiedRollbacks},
    Rule{"plan/vacuous-verification", Severity::Error,
        WHY("A verification is worth what its checks look at. Each needs something to look at and "
            "something to expect: rows that must not be missing, values that must agree, an "
            "object that must be there. One that cannot fail only gives false confidence."),
        findVacuousVerifications},
    Rule{"plan/verification-outcomes", Severity::Error,
        WHY("A verification exists for the case that it fails. Say what happens then: a fail edge, "
            "or a rollback edge of the verification or of the change before it; and where it goes "
            "on when all is well."),
        findVerificationOutcomes},

    // The shape of the flow
    Rule{"plan/no-start", Severity::Error,
        WHY("The start says what production runs today. A run begins there, and going back all the "
            "way ends there."),
        findMissingStart},
    Rule{"plan/several-starts", Severity::Error,
        WHY("A run has one beginning. What may begin independently belongs into branches of a fork "
            "behind the one start, or into a plan of its own."),
        findSeveralStarts},
    Rule{"plan/dead-end", Severity::Error,
        WHY("From every step a run must be able to reach an end or a safe state, and every step "
            "must be reachable. Steps that nothing leads to are never run; steps that lead "
            "nowhere, "
            "or in a circle, leave a run without an outcome. A way back to earlier work after a "
            "failure is a retry edge."),
        findDeadEnds},
    Rule{"plan/misplaced-edge", Severity::Error,
        WHY("Nothing leads on from an end or forward into the start, and notes take no part in the "
            "flow."),
        findMisplacedEdges},
    Rule{"plan/merge-conflict", Severity::Error,
        WHY("Two people changed the same to different values, and the merge took one of them. Look "
            "at each, put right what has to be, then remove \"x-merge-conflicts\" from the plan."),
        findMergeConflicts},
    Rule{"plan/ambiguous-branch", Severity::Error,
        WHY("For each outcome one edge says where a run goes on. Where several ways shall be taken "
            "side by side, use a fork and a join; where one of several, let a gate ask and label "
            "the edges."),
        findAmbiguousBranches},
    Rule{"plan/impossible-outcome", Severity::Error,
        WHY("Steps and verifications pass or fail; gates are answered with yes, no or a label; a "
            "start, a fork and a join have no outcome. An edge that waits for another outcome is "
            "never taken."),
        findImpossibleOutcomes},
    Rule{"plan/gate-outcomes", Severity::Error,
        WHY("A gate decides between two ways at least. Say what happens when the answer is no: an "
            "end, a way back, or work to be done before asking again."),
        findGateOutcomes},
    Rule{"plan/signed-gate-for-anyone", Severity::Warning,
        WHY("A signature proves who answered. Where nobody is named who may answer, it proves only "
            "that it was one of those whose keys are known. Name them as approvers."),
        findSignedGatesForAnyone},
    Rule{"plan/fork-without-join", Severity::Error,
        WHY("The branches of a fork are all run, and the plan goes on where all of them are done: "
            "in the one join of that fork. Ways must not enter or leave a branch in between, "
            "except "
            "by failing."),
        findForksWithoutJoin},
    Rule{"plan/dangling-reference", Severity::Error,
        WHY("What a step, an edge or its SQL refers to must be in the plan: steps, targets, "
            "people, "
            "groups, backups, parameters, files. Otherwise a run stops in the middle, or nobody "
            "can answer."),
        findDanglingReferences},

    // SQL
    Rule{"plan/placeholder-sql", Severity::Error,
        WHY("A step that changes something must say exactly how before anybody approves it. SQL "
            "that is empty, only comments, or stands for SQL still to be written proves nothing "
            "and does nothing."),
        findPlaceholderSql},
    Rule{"plan/sql-problem", Severity::Error,
        WHY("SQL that does not end, or that only a client program understands, fails when it is "
            "run, or worse, runs in part."),
        findSqlProblems},
    Rule{"plan/transaction-in-sql", Severity::Error,
        WHY("The runner begins and commits transactions itself, together with its journal, so that "
            "no step takes effect twice or is forgotten after a crash. Statements that begin or "
            "end "
            "a transaction would break that."),
        findTransactionsInSql},
    Rule{"plan/kind-contradicts-sql", Severity::Error,
        WHY("A step's kind is what reviewers and the other rules go by. An expand step only adds, "
            "a "
            "backfill only carries rows over, a contract step takes away, checks only look. Split "
            "the step, or give it the kind that fits."),
        findKindContradictions},
    Rule{"plan/sql-on-external-target", Severity::Error,
        WHY("External systems take no SQL: what happens there is a command, a manual step, or a "
            "look at a web address."),
        findActionsOnExternalTargets},
    Rule{"plan/backfill-limit", Severity::Error,
        WHY("A backfill waits while one of its limits is exceeded, or cannot be found out. One "
            "that can never be found out stops it for ever: look at something that the runner can "
            "see by itself, from where the plan is bound."),
        findBackfillLimits},

    // Recovery
    Rule{"plan/point-of-no-return-ungated", Severity::Error,
        WHY("Before the first step that cannot be taken back without losing what was written "
            "since, "
            "somebody must decide knowingly. Put a gate directly before it, with those who answer "
            "for it as approvers."),
        findUngatedPointsOfNoReturn},
    Rule{"plan/destructive-before-backup", Severity::Error,
        WHY("What is dropped or emptied is gone. On every way to such a step there must be a "
            "backup "
            "that has been restored once to prove that it works. Drops of what the plan itself "
            "created do not count."),
        findDestructionBeforeBackup},
    Rule{"plan/no-backup", Severity::Warning,
        WHY("Even well-tested migrations have unexpected effects on real data. A recovery point "
            "before the first change is what remains when everything else fails."),
        findMissingBackup},
    Rule{"plan/no-rehearsal", Severity::Error,
        WHY("Run the plan forward and back on a copy of production first: it shows how long each "
            "step takes, what it locks, and whether the way back works. Migrating production "
            "untried is one of the most common causes of outages."),
        findMissingRehearsal},

    // The order of the steps
    Rule{"plan/backfill-before-dual-write", Severity::Error,
        WHY("Rows that are written while a backfill runs, or after it, reach the new structure "
            "only "
            "if old and new are both written by then. Begin to write both first; then fill."),
        findBackfillBeforeDualWrite},
    Rule{"plan/backfill-and-cutover", Severity::Error,
        WHY("Carrying rows over takes long and can be repeated; switching is short and cannot. In "
            "one step the switch waits for the rows, nothing is verified in between, and going "
            "back "
            "undoes both."),
        findBackfillWithCutover},
    Rule{"plan/constraint-before-backfill", Severity::Error,
        WHY("A constraint that existing rows do not meet yet fails, or makes every write to such a "
            "row fail. Fill and verify first, then demand."),
        findConstraintBeforeBackfill},
    Rule{"plan/dual-write-conditions", Severity::Error,
        WHY("Writing both structures begins when the new one is there and every writer tolerates "
            "it, and is done when every write reaches both. Say so as conditions, so that a run "
            "finds out instead of assuming it."),
        findDualWriteConditions},
    Rule{"plan/cutover-half", Severity::Error,
        WHY("Reads and writes are switched one after the other, each verified, each with its own "
            "way back; the old structure goes only when both, and all of the traffic, have moved."),
        findHalfCutovers},
    Rule{"plan/missing-deploy-actor", Severity::Warning,
        WHY("The old structure can go only when no running version of the application needs it. "
            "Which release that is, and when it is out, belongs into the plan."),
        findMissingDeploy},

    // Watching and time
    Rule{"plan/no-health-check", Severity::Error,
        WHY("When traffic moves to the new structure, problems show in the application first. Let "
            "a "
            "monitor or a verification with a threshold follow every cutover, and say where to go "
            "when it is exceeded."),
        findMissingHealthCheck},
    Rule{"plan/no-monitoring-at-end", Severity::Warning,
        WHY("Some mistakes show only under the load of a day. Watch production for a while after "
            "the last change before the migration is declared done."),
        findMissingMonitoring},
    Rule{"plan/blocking-outside-window", Severity::Warning,
        WHY("Steps that may block others belong into hours in which that hurts least, and those "
            "hours must be long enough for the step and for its way back. If the step is safe at "
            "any time, set its risk to safe and say why."),
        findBlockingOutsideWindow},

    // Sequence diagrams
    Rule{"plan/sequence-without-application", Severity::Warning,
        WHY("A zero-downtime migration is a choreography between releases of the application and "
            "changes of the schema. Show the application, and the old and the new version of it "
            "where one is released: what nobody drew, nobody will think of."),
        findSequencesWithoutApplication},
    Rule{"plan/sequence-without-failure-branch", Severity::Warning,
        WHY("Whoever is called at night looks into the diagram for what to do when a step fails. "
            "Draw the failure beside the good case, with the messages that take the changes back; "
            "or refer to the diagram that does."),
        findSequencesWithoutFailureBranch},
    Rule{"plan/failure-branch-without-compensation", Severity::Warning,
        WHY("A branch that says that something fails has to say who takes the change back, and "
            "how. Link the message to the way back of the flow, so that both stay in step."),
        findFailuresWithoutCompensation},
    Rule{"plan/no-compatibility-check", Severity::Warning,
        WHY("The old version of the application meets the new schema as soon as it is there, and "
            "goes on meeting it until its last instance is gone. Show that it can still read and "
            "write before anything else is changed."),
        findMissingCompatibilityChecks},
    Rule{"plan/backfill-and-cutover-in-one-message", Severity::Warning,
        WHY("A message that carries rows over and switches the application over hides the moment "
            "in which long transactions hold locks and nobody has compared the rows yet. Draw one "
            "message for each."),
        findBackfillsWithCutoverInOneMessage},
    Rule{"plan/contract-before-readers-switched", Severity::Error,
        WHY("As long as one instance of an old version runs, it reads and writes the old "
            "structure, and fails once that is gone. Show when the last one leaves, before the "
            "old structure does."),
        findContractsBeforeReadersSwitched},
    Rule{"plan/step-without-message", Severity::Warning,
        WHY("A diagram of the whole migration that leaves steps out tells another story than the "
            "flow that is carried out. Draw a message for the step, link one to it, or say that "
            "the diagram is an excerpt."),
        findStepsWithoutMessage},
    Rule{"plan/message-without-step", Severity::Warning,
        WHY("The message tells of a step that the flow has no more. Either the step was removed "
            "by mistake, or the diagram is out of date."),
        findMessagesWithoutStep},
    Rule{"plan/sequence-contradicts-graph", Severity::Error,
        WHY("The diagram tells the steps in another order than the one in which they are carried "
            "out. One of the two is wrong, and people will believe the one that they happen to "
            "look at."),
        findContradictedOrders},
    Rule{"plan/lock-spans-wait", Severity::Error,
        WHY("A lock or a transaction that is held while a person thinks blocks everybody else "
            "until that person is back from lunch. End it before the question, and begin anew "
            "after the answer."),
        findLocksAcrossWaits},
    Rule{"plan/unmatched-reply", Severity::Warning,
        WHY("An answer without a question, or work that never ends, leaves out who waits for "
            "whom. Draw the missing message, or make it a signal that nobody answers."),
        findUnmatchedReplies},
    Rule{"plan/sequence-dangling-reference", Severity::Warning,
        WHY("The diagram names something that is not in the plan, so part of it says nothing, or "
            "something else than was meant."),
        findDanglingSequenceReferences},

    // Acceptances
    Rule{"plan/stale-acceptance", Severity::Info,
        WHY("The finding that was accepted here is gone: it was mended, or what it was about was "
            "removed. Delete the acceptance, so that it cannot hide a new finding of the same "
            "name."),
        nullptr},
};

#undef WHY

} // namespace

std::span<const Rule> rules()
{
    return table;
}

} // namespace whimbrel
