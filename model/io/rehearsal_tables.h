// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/objects.h"
#include "model/plan/rehearsal.h"

// The file with a plan's rehearsals, key by key; see plan_tables.h.
namespace whimbrel::format {

/// The version of the file's format.
inline constexpr qint64 rehearsalFormatVersion = 1;

using Count = WholeCodec<qint64, -1, 9007199254740991>; // -1: not known

template <>
struct ObjectOf<RehearsedDifference> {
    static constexpr const char* name = "difference";
    static constexpr const char* about = "One thing that a way back left otherwise than it was.";
    static constexpr std::array rows{
        at<&RehearsedDifference::object>("object", Plain, "The table or other object."),
        at<&RehearsedDifference::text>("text", Always, "What is otherwise."),
    };
};

template <>
struct ObjectOf<RehearsedLock> {
    static constexpr const char* name = "lock";
    static constexpr const char* about = "A lock that a step held.";
    static constexpr std::array rows{
        at<&RehearsedLock::mode>("mode", Always, "As the server calls it."),
        at<&RehearsedLock::object>("object", Always, "On what."),
        at<&RehearsedLock::ms, Milliseconds>("ms", Always, "For how long."),
    };
};

template <>
struct ObjectOf<RehearsedStep> {
    static constexpr const char* name = "step";
    static constexpr const char* about = "What a step took.";
    static constexpr std::array rows{
        at<&RehearsedStep::node, OwnIdCodec<NodeId>>("node", Required | Always, "The step."),
        at<&RehearsedStep::ms, Milliseconds>("ms", Always, "How long its action took."),
        at<&RehearsedStep::rows, Count>("rows", Plain, "Rows that it changed."),
        at<&RehearsedStep::tableRows, Count>(
            "tableRows", Plain, "Rows that its tables held before the first step."),
        at<&RehearsedStep::locks>("locks", Plain, "Locks that it held."),
        at<&RehearsedStep::problem>("problem", Plain, "What went wrong on the way forward."),
    };
};

template <>
struct ObjectOf<RehearsedWay> {
    static constexpr const char* name = "way";
    static constexpr const char* about = "One way back of one change, tried.";
    static constexpr std::array rows{
        at<&RehearsedWay::change, OwnIdCodec<NodeId>>(
            "change", Required | Always, "The change that is taken back."),
        at<&RehearsedWay::edge, OwnIdCodec<EdgeId>>(
            "edge", Required | Always, "The rollback edge, or the edge into a rollback node."),
        at<&RehearsedWay::to>("to", Always, "Where the system is afterwards."),
        at<&RehearsedWay::verdict>("verdict", Required | Always, "What it came to."),
        at<&RehearsedWay::because>("because", Plain, "The reason in words."),
        at<&RehearsedWay::ms, Milliseconds>("ms", Plain, "How long it took."),
        at<&RehearsedWay::rows, Count>("rows", Plain, "Rows that it changed."),
        at<&RehearsedWay::locks>("locks", Plain, "Locks that it held."),
        at<&RehearsedWay::differences>("differences", Plain, "What was otherwise than before."),
        at<&RehearsedWay::again>(
            "again", Plain, "What was otherwise when the step was done again."),
    };
};

template <>
struct ObjectOf<RehearsedWhole> {
    static constexpr const char* name = "whole";
    static constexpr const char* about = "The way from the end back to the start.";
    static constexpr std::array rows{
        at<&RehearsedWhole::verdict>("verdict", Required | Always, "What it came to."),
        at<&RehearsedWhole::because>("because", Plain, "The reason in words."),
        at<&RehearsedWhole::ms, Milliseconds>("ms", Plain, "How long it took."),
        at<&RehearsedWhole::differences>("differences", Plain, "What was otherwise than before."),
        at<&RehearsedWhole::again>(
            "again", Plain, "What was otherwise when everything was done again."),
    };
};

template <>
struct ObjectOf<RehearsedAssumption> {
    static constexpr const char* name = "assumption";
    static constexpr const char* about = "Something that was taken for granted, not rehearsed.";
    static constexpr std::array rows{
        at<&RehearsedAssumption::node>("node", Plain, "The step that it is about."),
        at<&RehearsedAssumption::edge>("edge", Plain, "The way back that it is about."),
        at<&RehearsedAssumption::text>("text", Always, "What."),
    };
};

template <>
struct ObjectOf<RehearsedDatabase> {
    static constexpr const char* name = "database";
    static constexpr const char* about = "What a target was during the rehearsal.";
    static constexpr std::array rows{
        at<&RehearsedDatabase::target, OwnIdCodec<TargetId>>(
            "target", Required | Always, "The plan's target."),
        at<&RehearsedDatabase::dialect>("dialect", Required | Always, "The SQL that it speaks."),
        at<&RehearsedDatabase::server>("server", Plain, "What it is, and its version."),
        at<&RehearsedDatabase::from>("from", Plain, "What the scratch database was made of."),
        at<&RehearsedDatabase::rows, Count>("rows", Always, "Rows before the first step."),
        at<&RehearsedDatabase::bytes, Count>("bytes", Plain, "Its size before the first step."),
        at<&RehearsedDatabase::settings>("settings", Plain, "Of the session: name = value."),
    };
};

template <>
struct ObjectOf<Rehearsal> {
    static constexpr const char* name = "rehearsal";
    static constexpr const char* about
        = "One rehearsal: forward, back, compared, and forward again.";
    static constexpr std::array rows{
        at<&Rehearsal::planHash>("planHash", Required | Always, "Of the plan that was rehearsed."),
        at<&Rehearsal::at>("at", Always, "When, ISO 8601."),
        at<&Rehearsal::by>("by", Plain, "Who."),
        at<&Rehearsal::version>("version", Plain, "Of Whimbrel."),
        at<&Rehearsal::databases>("databases", Always, "One for each target."),
        at<&Rehearsal::ways>("ways", Always, "Every way back."),
        at<&Rehearsal::whole>("whole", Always, "From the end back to the start."),
        at<&Rehearsal::steps>("steps", Always, "The steps on the way forward."),
        at<&Rehearsal::assumed>("assumed", Plain, "What was taken for granted."),
    };
};

template <>
struct ObjectOf<RehearsalLog> {
    static constexpr const char* name = "rehearsals";
    static constexpr const char* about = "The rehearsals of a plan, newest first.";
    static constexpr std::array rows{
        Field<RehearsalLog>{"whimbrelRehearsals", Required | Always, "The version of the format.",
            [](const JsonRef& value, RehearsalLog&, ReadReport& report) {
                if (wholeNumber(value) != rehearsalFormatVersion) {
                    report.addUnexpected(value, QString::number(rehearsalFormatVersion));
                }
            },
            [](const RehearsalLog&, const WriteContext&, unsigned) -> std::optional<JsonText> {
                return JsonText::of(rehearsalFormatVersion);
            },
            [] {
                JsonText made = JsonText::object();
                made.insert(u"const", JsonText::of(rehearsalFormatVersion));
                return made;
            }},
        at<&RehearsalLog::rehearsals>("rehearsals", Always, "Newest first."),
    };
};

} // namespace whimbrel::format
