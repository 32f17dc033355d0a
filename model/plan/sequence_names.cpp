// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/names.h"

#include <QtGlobal>

#include <array>

namespace whimbrel {

#define NAME(text) QT_TRANSLATE_NOOP("Names", text)

template <>
std::span<const NamedValue<SequencePartType>> namedValues<SequencePartType>()
{
    static constexpr std::array rows{
        NamedValue<SequencePartType>{SequencePartType::Message, "message", NAME("Message")},
        NamedValue<SequencePartType>{SequencePartType::Fragment, "fragment", NAME("Fragment")},
        NamedValue<SequencePartType>{SequencePartType::Note, "note", NAME("Note")},
        NamedValue<SequencePartType>{SequencePartType::State, "state", NAME("State")},
        NamedValue<SequencePartType>{
            SequencePartType::Activation, "activation", NAME("Activation")},
    };
    return rows;
}

template <>
std::span<const NamedValue<MessageKind>> namedValues<MessageKind>()
{
    static constexpr std::array rows{
        NamedValue<MessageKind>{MessageKind::Sync, "sync", NAME("Call")},
        NamedValue<MessageKind>{MessageKind::Async, "async", NAME("Signal")},
        NamedValue<MessageKind>{MessageKind::Reply, "reply", NAME("Answer")},
        NamedValue<MessageKind>{MessageKind::Create, "create", NAME("Create")},
        NamedValue<MessageKind>{MessageKind::Destroy, "destroy", NAME("Destroy")},
        NamedValue<MessageKind>{MessageKind::Lost, "lost", NAME("Lost or failed")},
        NamedValue<MessageKind>{MessageKind::Found, "found", NAME("From outside")},
    };
    return rows;
}

template <>
std::span<const NamedValue<FragmentKind>> namedValues<FragmentKind>()
{
    static constexpr std::array rows{
        NamedValue<FragmentKind>{FragmentKind::Alternatives, "alt", NAME("Alternatives")},
        NamedValue<FragmentKind>{FragmentKind::Option, "opt", NAME("Option")},
        NamedValue<FragmentKind>{FragmentKind::Loop, "loop", NAME("Loop")},
        NamedValue<FragmentKind>{FragmentKind::Parallel, "par", NAME("Parallel")},
        NamedValue<FragmentKind>{FragmentKind::Critical, "critical", NAME("Critical")},
        NamedValue<FragmentKind>{FragmentKind::Break, "break", NAME("Break")},
        NamedValue<FragmentKind>{FragmentKind::Strict, "strict", NAME("Strict order")},
        NamedValue<FragmentKind>{FragmentKind::Negative, "neg", NAME("Must not happen")},
        NamedValue<FragmentKind>{FragmentKind::Reference, "ref", NAME("Reference")},
    };
    return rows;
}

template <>
std::span<const NamedValue<NoteSide>> namedValues<NoteSide>()
{
    static constexpr std::array rows{
        NamedValue<NoteSide>{NoteSide::Over, "over", NAME("Over")},
        NamedValue<NoteSide>{NoteSide::Left, "left", NAME("Left")},
        NamedValue<NoteSide>{NoteSide::Right, "right", NAME("Right")},
    };
    return rows;
}

template <>
std::span<const NamedValue<RangeKind>> namedValues<RangeKind>()
{
    static constexpr std::array rows{
        NamedValue<RangeKind>{RangeKind::Lock, "lock", NAME("Lock")},
        NamedValue<RangeKind>{RangeKind::Transaction, "transaction", NAME("Transaction")},
        NamedValue<RangeKind>{RangeKind::Window, "window", NAME("Maintenance window")},
        NamedValue<RangeKind>{RangeKind::Highlight, "highlight", NAME("Highlight")},
        NamedValue<RangeKind>{RangeKind::Duration, "duration", NAME("Duration")},
    };
    return rows;
}

template <>
std::span<const NamedValue<Numbering>> namedValues<Numbering>()
{
    static constexpr std::array rows{
        NamedValue<Numbering>{Numbering::None, "none", NAME("None")},
        NamedValue<Numbering>{Numbering::Flat, "flat", NAME("1, 2, 3")},
        NamedValue<Numbering>{Numbering::Nested, "nested", NAME("1, 2.1, 2.2")},
    };
    return rows;
}

template <>
std::span<const NamedValue<SequenceScope>> namedValues<SequenceScope>()
{
    static constexpr std::array rows{
        NamedValue<SequenceScope>{
            SequenceScope::Migration, "migration", NAME("The whole migration")},
        NamedValue<SequenceScope>{SequenceScope::Excerpt, "excerpt", NAME("A part of it")},
    };
    return rows;
}

template <>
std::span<const NamedValue<ParticipantKind>> namedValues<ParticipantKind>()
{
    static constexpr std::array rows{
        NamedValue<ParticipantKind>{ParticipantKind::Person, "person", NAME("Person or team")},
        NamedValue<ParticipantKind>{
            ParticipantKind::Application, "application", NAME("Application")},
        NamedValue<ParticipantKind>{ParticipantKind::Runner, "runner", NAME("Runner")},
        NamedValue<ParticipantKind>{ParticipantKind::Database, "database", NAME("Database")},
        NamedValue<ParticipantKind>{ParticipantKind::Replica, "replica", NAME("Replica")},
        NamedValue<ParticipantKind>{ParticipantKind::Flags, "flags", NAME("Feature flags")},
        NamedValue<ParticipantKind>{ParticipantKind::Queue, "queue", NAME("Queue")},
        NamedValue<ParticipantKind>{ParticipantKind::Service, "service", NAME("Service")},
    };
    return rows;
}

#undef NAME

} // namespace whimbrel
