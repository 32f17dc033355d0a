// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/sequence_codecs.h"
#include "model/io/special_codecs.h"

// Sequence diagrams in the plan file, key by key. Nothing in them has a meaning for execution.
namespace whimbrel::format {

template <>
struct ObjectOf<Operand> {
    static constexpr const char* name = "operand";
    static constexpr const char* about = "A compartment of a fragment.";
    static constexpr std::array rows{
        at<&Operand::guard>("guard", Plain, "When it happens."),
        at<&Operand::parts, PartsCodec>("parts", Plain, "What is in it, from top to bottom."),
    };
};

template <>
struct ObjectOf<SequencePart> {
    static constexpr const char* name = "sequencePart";
    static constexpr const char* about = "A message, fragment, note, state or activation.";
    using Type = SequencePartType;
    template <auto Member>
    using In = InBody<SequencePart, Member>;

    static constexpr std::array rows{
        at<&SequencePart::id, OwnIdCodec<SequencePartId>>(
            "id", Required | Always, "Unique in its diagram."),
        typeRow<SequencePart>("What it is."),
    };
    static constexpr std::array<Field<SequencePart>, 0> tail{};

    static constexpr std::array message{
        row<In<&Message::kind>>("kind", Plain, "Without: sync."),
        row<In<&Message::from>>("from", Plain, "The sender's lifeline."),
        row<In<&Message::to>>("to", Plain, "The receiver's lifeline."),
        row<In<&Message::text>>("text", Plain, "What people read."),
        row<In<&Message::nodes>, ListCodec<IdCodec<NodeId>>>(
            "nodes", Plain, "The steps of the flow that it shows."),
        row<In<&Message::edge>>("edge", Plain, "The way back whose action it shows."),
        row<In<&Message::activates>>(
            "activates", Plain, "The receiver works from here until it replies."),
        row<In<&Message::beside>>("beside", Plain,
            "It stands in the row of the message above it: both happen at the same time."),
    };
    static constexpr std::array fragment{
        row<In<&Fragment::kind>>("operator", Plain, "Without: opt."),
        row<In<&Fragment::text>>("text", Plain, "Reference: what is drawn elsewhere."),
        row<In<&Fragment::over>, ListCodec<IdCodec<ParticipantId>>>(
            "over", Plain, "The lifelines that it covers; without: all."),
        row<In<&Fragment::refersTo>>("refersTo", Plain, "Reference: another sequence diagram."),
        row<In<&Fragment::nodes>, ListCodec<IdCodec<NodeId>>>(
            "nodes", Plain, "Reference: the steps of the flow that it stands for."),
        row<In<&Fragment::operands>, OperandsCodec>("operands", Plain, "Its compartments."),
    };
    static constexpr std::array note{
        row<In<&SequenceNote::side>>("side", Plain, "Without: over."),
        row<In<&SequenceNote::over>, ListCodec<IdCodec<ParticipantId>>>(
            "over", Plain, "The lifelines that it is about."),
        row<In<&SequenceNote::text>>("text", Plain, "What people read."),
    };
    static constexpr std::array state{
        row<In<&StatePill::on>>("on", Plain, "The lifeline."),
        row<In<&StatePill::text>>("text", Plain, "What holds from here on."),
    };
    static constexpr std::array activation{
        row<In<&Activation::on>>("on", Plain, "The lifeline."),
        row<In<&Activation::ends>>("ends", Plain, "The bar ends here; without: it begins."),
    };

    static std::span<const Field<SequencePart>> body(size_t index)
    {
        switch (static_cast<SequencePartType>(index)) {
        case SequencePartType::Message:
            return message;
        case SequencePartType::Fragment:
            return fragment;
        case SequencePartType::Note:
            return note;
        case SequencePartType::State:
            return state;
        case SequencePartType::Activation:
            return activation;
        }
        return {};
    }
};

template <>
struct ObjectOf<SequenceRange> {
    static constexpr const char* name = "sequenceRange";
    static constexpr const char* about
        = "What holds from one part of a diagram to another: a lock, a window, a duration.";
    static constexpr std::array rows{
        at<&SequenceRange::id, OwnIdCodec<SequencePartId>>(
            "id", Required | Always, "Unique in its diagram."),
        at<&SequenceRange::kind>("kind", Plain, "Without: highlight."),
        at<&SequenceRange::text>("text", Plain, "What people read."),
        at<&SequenceRange::from>("from", Required | Always, "The part that it begins with."),
        at<&SequenceRange::to>("to", Required | Always, "The part that it ends with."),
        at<&SequenceRange::over, ListCodec<IdCodec<ParticipantId>>>(
            "over", Plain, "The lifelines that it concerns; without: all."),
    };
};

template <>
struct ObjectOf<Sequence> {
    static constexpr const char* name = "sequence";
    static constexpr const char* about
        = "A sequence diagram: who does what, in which order. It executes nothing.";
    static constexpr std::array rows{
        at<&Sequence::id, OwnIdCodec<SequenceId>>("id", Required | Always, "Stable."),
        at<&Sequence::title>("title", Plain, "What people read."),
        at<&Sequence::notes>("notes", Plain, "Remarks."),
        at<&Sequence::scope>("scope", Plain, "How much of the plan it tells; without: migration."),
        at<&Sequence::numbering>("numbering", Plain, "Of its messages; without: flat."),
        at<&Sequence::firstNumber, WholeCodec<int, 0>>(
            "firstNumber", Plain, "What the numbers begin with; without: 1."),
        at<&Sequence::numberStep, WholeCodec<int, 1>>(
            "numberStep", Plain, "From one number to the next; without: 1."),
        at<&Sequence::lifelines, LifelinesCodec>(
            "lifelines", Plain, "Participants from left to right."),
        at<&Sequence::parts, PartsCodec>("parts", Plain, "What is in it, from top to bottom."),
        at<&Sequence::ranges, ListCodec<ObjectCodec<SequenceRange>>>(
            "ranges", Plain, "Locks, windows, durations."),
        at<&Sequence::generated, ListCodec<TextCodec>>("generated", Plain,
            "What was generated from the flow: digest and id of each part, to keep what people "
            "changed."),
    };
};

} // namespace whimbrel::format
