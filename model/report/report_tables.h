// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/objects.h"
#include "model/report/run_report.h"

// A run's report, key by key; see plan_tables.h.
namespace whimbrel::format {

/// The version of the report's format.
inline constexpr qint64 reportFormatVersion = 1;

using Known = WholeCodec<qint64, -1, 9007199254740991>; // -1: not known
using Number = WholeCodec<int, 0, 1000000000>;

template <>
struct ObjectOf<ReportTarget> {
    static constexpr const char* name = "target";
    static constexpr const char* about = "A database that the run worked on.";
    static constexpr std::array rows{
        at<&ReportTarget::target, OwnIdCodec<TargetId>>(
            "target", Required | Always, "The plan's target."),
        at<&ReportTarget::dialect>("dialect", Always, "The SQL that it speaks."),
        at<&ReportTarget::database>("database", Always, "The connection, without secrets."),
        at<&ReportTarget::server>("server", Plain, "The version of the database."),
        at<&ReportTarget::identity>("identity", Plain, "What tells it from its copies."),
        at<&ReportTarget::notes>("notes", Plain, "What was remarked when it was opened."),
    };
};

template <>
struct ObjectOf<ReportShift> {
    static constexpr const char* name = "shift";
    static constexpr const char* about = "A runner that worked on the run.";
    static constexpr std::array rows{
        at<&ReportShift::at>("at", Always, "Since when, ISO 8601, UTC."),
        at<&ReportShift::by>("by", Always, "For whom."),
        at<&ReportShift::host>("host", Plain, "On which machine."),
        at<&ReportShift::version>("version", Plain, "Of Whimbrel."),
    };
};

template <>
struct ObjectOf<ReportStatement> {
    static constexpr const char* name = "statement";
    static constexpr const char* about = "One statement of a step.";
    static constexpr std::array rows{
        at<&ReportStatement::number, Number>("number", Required | Always, "Within the step."),
        at<&ReportStatement::sql>("sql", Always, "As it was sent."),
        at<&ReportStatement::began>("began", Always, "When, ISO 8601, UTC."),
        at<&ReportStatement::result>("result", Always, "done, failed, not-applied or open."),
        at<&ReportStatement::ms, Known>("ms", Plain, "How long it took."),
        at<&ReportStatement::rows, Known>("rows", Plain, "Rows that it changed."),
        at<&ReportStatement::tries>(
            "tries", Plain, "Earlier tries that a lock or the connection ended, and why."),
        at<&ReportStatement::found>(
            "found", Plain, "What the database said when its end was not journaled."),
    };
};

template <>
struct ObjectOf<ReportCheck> {
    static constexpr const char* name = "check";
    static constexpr const char* about = "The last look of a check.";
    static constexpr std::array rows{
        at<&ReportCheck::check>("check", Required | Always, "Its id in the plan."),
        at<&ReportCheck::title>("title", Always, "What people call it."),
        at<&ReportCheck::phase>("phase", Always, "entry, exit or checks."),
        at<&ReportCheck::result>("result", Always, "pass, fail or unknown."),
        at<&ReportCheck::found>("found", Plain, "What it found."),
        at<&ReportCheck::expected>("expected", Plain, "What it expected."),
        at<&ReportCheck::message>("message", Plain, "What is to be said about it."),
        at<&ReportCheck::tries, Number>("tries", Plain, "How often it looked."),
        at<&ReportCheck::ms, Known>("ms", Plain, "How long it took."),
        at<&ReportCheck::at>("at", Always, "When, ISO 8601, UTC."),
    };
};

template <>
struct ObjectOf<ReportRemark> {
    static constexpr const char* name = "remark";
    static constexpr const char* about = "Something else that happened in a step.";
    static constexpr std::array rows{
        at<&ReportRemark::at>("at", Always, "When, ISO 8601, UTC."),
        at<&ReportRemark::text>("text", Always, "What."),
    };
};

template <>
struct ObjectOf<ReportStep> {
    static constexpr const char* name = "step";
    static constexpr const char* about = "A step that the run was at, or a way back that it took.";
    static constexpr std::array rows{
        at<&ReportStep::node, OwnIdCodec<NodeId>>("node", Required | Always, "The step."),
        at<&ReportStep::edge>("edge", Plain, "The way back that was taken from it."),
        at<&ReportStep::title>("title", Always, "What people call it."),
        at<&ReportStep::kind>("kind", Always, "What it is."),
        at<&ReportStep::began>("began", Always, "When, ISO 8601, UTC."),
        at<&ReportStep::ended>("ended", Plain, "When; without: never."),
        at<&ReportStep::result>(
            "result", Always, "done, failed, skipped, marked-done, in-doubt or open."),
        at<&ReportStep::outcome>("outcome", Plain, "pass, fail, yes, no or a label."),
        at<&ReportStep::ms, Known>("ms", Plain, "How long its action took."),
        at<&ReportStep::rows, Known>("rows", Plain, "Rows that it changed."),
        at<&ReportStep::batches, Known>("batches", Plain, "Of a backfill."),
        at<&ReportStep::rehearsedMs, Known>(
            "rehearsedMs", Plain, "How long its action took in the rehearsal."),
        at<&ReportStep::error>("error", Plain, "Why it failed."),
        at<&ReportStep::evidence>("evidence", Plain, "What shows that it is done."),
        at<&ReportStep::statements>("statements", Plain, "In the order in which they began."),
        at<&ReportStep::checks>("checks", Plain, "Of the step."),
        at<&ReportStep::remarks>("remarks", Plain, "What else happened."),
    };
};

template <>
struct ObjectOf<ReportGate> {
    static constexpr const char* name = "gate";
    static constexpr const char* about = "An answer to a gate.";
    static constexpr std::array rows{
        at<&ReportGate::node, OwnIdCodec<NodeId>>("node", Required | Always, "The gate."),
        at<&ReportGate::title>("title", Always, "What people call it."),
        at<&ReportGate::question>("question", Plain, "What it asked."),
        at<&ReportGate::outcome>("outcome", Always, "The answer."),
        at<&ReportGate::by>("by", Always, "Whose, as they said."),
        at<&ReportGate::at>("at", Always, "When, ISO 8601, UTC."),
        at<&ReportGate::because>("because", Plain, "Why."),
        at<&ReportGate::proof>("proof", Always, "recorded, unchecked, proven or broken."),
        at<&ReportGate::proofText>("proofText", Always, "The same in words."),
        at<&ReportGate::key>("key", Plain, "The key that signed it."),
    };
};

template <>
struct ObjectOf<ReportDecision> {
    static constexpr const char* name = "decision";
    static constexpr const char* about = "Something that a person decided.";
    static constexpr std::array rows{
        at<&ReportDecision::at>("at", Always, "When, ISO 8601, UTC."),
        at<&ReportDecision::node>("node", Plain, "About which step."),
        at<&ReportDecision::title>("title", Plain, "What people call the step."),
        at<&ReportDecision::what>("what", Always, "What was decided."),
        at<&ReportDecision::by>("by", Always, "By whom."),
        at<&ReportDecision::because>("because", Plain, "Why."),
    };
};

template <>
struct ObjectOf<ReportRollback> {
    static constexpr const char* name = "rollback";
    static constexpr const char* about = "The run went back.";
    static constexpr std::array rows{
        at<&ReportRollback::at>("at", Always, "When, ISO 8601, UTC."),
        at<&ReportRollback::ended>("ended", Plain, "When it was there; without: it never was."),
        at<&ReportRollback::to>("to", Always, "To which step."),
        at<&ReportRollback::title>("title", Plain, "What people call that step."),
        at<&ReportRollback::by>("by", Plain, "Who wanted it."),
        at<&ReportRollback::because>("because", Plain, "Why."),
        at<&ReportRollback::takenBack>("takenBack", Plain, "What was taken back, in that order."),
    };
};

template <>
struct ObjectOf<ReportAcceptance> {
    static constexpr const char* name = "acceptance";
    static constexpr const char* about = "What was otherwise than it should be, and accepted.";
    static constexpr std::array rows{
        at<&ReportAcceptance::what>("what", Always, "What was accepted."),
        at<&ReportAcceptance::because>("because", Plain, "Why."),
        at<&ReportAcceptance::by>("by", Plain, "By whom."),
        at<&ReportAcceptance::at>("at", Plain, "When, ISO 8601, UTC."),
    };
};

template <>
struct ObjectOf<RunReport> {
    static constexpr const char* name = "report";
    static constexpr const char* about = "All that the journal of a run says.";
    static constexpr std::array rows{
        Field<RunReport>{"whimbrelRunReport", Required | Always, "The version of the format.",
            [](const JsonRef& value, RunReport&, ReadReport& report) {
                if (wholeNumber(value) != reportFormatVersion) {
                    report.addUnexpected(value, QString::number(reportFormatVersion));
                }
            },
            [](const RunReport&, const WriteContext&, unsigned) -> std::optional<JsonText> {
                return JsonText::of(reportFormatVersion);
            },
            [] {
                JsonText made = JsonText::object();
                made.insert(u"const", JsonText::of(reportFormatVersion));
                return made;
            }},
        at<&RunReport::run>("run", Required | Always, "The run's name."),
        at<&RunReport::title>("title", Always, "The plan's."),
        at<&RunReport::planHash>("planHash", Always, "Of the plan that ran."),
        at<&RunReport::environment>("environment", Always, "development, staging or production."),
        at<&RunReport::policy>("policy", Always, "What a failure led to."),
        at<&RunReport::by>("by", Always, "Who began it."),
        at<&RunReport::started>("started", Always, "When, ISO 8601, UTC."),
        at<&RunReport::lastEvent>("lastEvent", Always, "When something happened last."),
        at<&RunReport::outcome>(
            "outcome", Always, "migrated, reverted, restored, abandoned, or open."),
        at<&RunReport::rests>("rests", Plain, "Of an open run: where it is."),
        at<&RunReport::rehearsed>("rehearsed", Plain, "When the plan was rehearsed."),
        at<&RunReport::targets>("targets", Always, "The databases."),
        at<&RunReport::shifts>("shifts", Always, "The runners, the first one first."),
        at<&RunReport::steps>("steps", Always, "In the order in which they began."),
        at<&RunReport::gates>("gates", Always, "The answers, in their order."),
        at<&RunReport::decisions>("decisions", Always, "In their order."),
        at<&RunReport::rollbacks>("rollbacks", Always, "In their order."),
        at<&RunReport::accepted>("accepted", Always, "With reasons."),
    };
};

} // namespace whimbrel::format
