// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rules/rule_input.h"

namespace whimbrel {

// The functions behind the rows of rule_table.cpp, which says what each is for.

// Ways back
void findForwardWithoutRollback(const RuleInput& input, Findings& findings);
void findUnsafeRollbackTargets(const RuleInput& input, Findings& findings);
void findRollbacksWithoutAction(const RuleInput& input, Findings& findings);
void findUnreviewedRollbacks(const RuleInput& input, Findings& findings);

// Verification
void findUnverifiedChanges(const RuleInput& input, Findings& findings);
void findUnverifiedRollbacks(const RuleInput& input, Findings& findings);
void findVacuousVerifications(const RuleInput& input, Findings& findings);
void findVerificationOutcomes(const RuleInput& input, Findings& findings);

// The shape of the flow
void findMissingStart(const RuleInput& input, Findings& findings);
void findSeveralStarts(const RuleInput& input, Findings& findings);
void findDeadEnds(const RuleInput& input, Findings& findings);
void findMisplacedEdges(const RuleInput& input, Findings& findings);
void findAmbiguousBranches(const RuleInput& input, Findings& findings);
void findImpossibleOutcomes(const RuleInput& input, Findings& findings);
void findGateOutcomes(const RuleInput& input, Findings& findings);
void findSignedGatesForAnyone(const RuleInput& input, Findings& findings);
void findForksWithoutJoin(const RuleInput& input, Findings& findings);
void findDanglingReferences(const RuleInput& input, Findings& findings);
void findMergeConflicts(const RuleInput& input, Findings& findings);

// SQL
void findPlaceholderSql(const RuleInput& input, Findings& findings);
void findTransactionsInSql(const RuleInput& input, Findings& findings);
void findSqlProblems(const RuleInput& input, Findings& findings);
void findKindContradictions(const RuleInput& input, Findings& findings);
void findActionsOnExternalTargets(const RuleInput& input, Findings& findings);
void findBackfillLimits(const RuleInput& input, Findings& findings);

// Recovery
void findUngatedPointsOfNoReturn(const RuleInput& input, Findings& findings);
void findDestructionBeforeBackup(const RuleInput& input, Findings& findings);
void findMissingBackup(const RuleInput& input, Findings& findings);
void findMissingRehearsal(const RuleInput& input, Findings& findings);

// The order of the steps
void findBackfillWithCutover(const RuleInput& input, Findings& findings);
void findBackfillBeforeDualWrite(const RuleInput& input, Findings& findings);
void findConstraintBeforeBackfill(const RuleInput& input, Findings& findings);
void findDualWriteConditions(const RuleInput& input, Findings& findings);
void findHalfCutovers(const RuleInput& input, Findings& findings);
void findMissingDeploy(const RuleInput& input, Findings& findings);

// Watching and time
void findMissingHealthCheck(const RuleInput& input, Findings& findings);
void findMissingMonitoring(const RuleInput& input, Findings& findings);
void findBlockingOutsideWindow(const RuleInput& input, Findings& findings);

// Sequence diagrams
void findSequencesWithoutApplication(const RuleInput& input, Findings& findings);
void findSequencesWithoutFailureBranch(const RuleInput& input, Findings& findings);
void findFailuresWithoutCompensation(const RuleInput& input, Findings& findings);
void findMissingCompatibilityChecks(const RuleInput& input, Findings& findings);
void findBackfillsWithCutoverInOneMessage(const RuleInput& input, Findings& findings);
void findContractsBeforeReadersSwitched(const RuleInput& input, Findings& findings);
void findStepsWithoutMessage(const RuleInput& input, Findings& findings);
void findMessagesWithoutStep(const RuleInput& input, Findings& findings);
void findContradictedOrders(const RuleInput& input, Findings& findings);
void findLocksAcrossWaits(const RuleInput& input, Findings& findings);
void findUnmatchedReplies(const RuleInput& input, Findings& findings);
void findDanglingSequenceReferences(const RuleInput& input, Findings& findings);

} // namespace whimbrel
