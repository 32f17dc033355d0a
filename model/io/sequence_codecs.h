// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/objects.h"

/// How sequence diagrams stand in the file. Parts hold operands that hold parts, so these two are
/// no templates: neither table needs the other to be there before it.
namespace whimbrel::format {

struct PartsCodec {
    static void read(const JsonRef& value, QList<SequencePart>& out, ReadReport& report);
    static JsonText write(const QList<SequencePart>& parts, const WriteContext& context);
    static JsonText schema();
};

struct OperandsCodec {
    static void read(const JsonRef& value, QList<Operand>& out, ReadReport& report);
    static JsonText write(const QList<Operand>& operands, const WriteContext& context);
    static JsonText schema();
};

/// Participants, each once.
struct LifelinesCodec {
    static void read(const JsonRef& value, QList<ParticipantId>& out, ReadReport& report);
    static JsonText write(const QList<ParticipantId>& lifelines, const WriteContext& context);
    static JsonText schema();
};

/// Diagrams, each under an id of its own; so are the parts and ranges within each.
struct SequencesCodec {
    static void read(const JsonRef& value, Elements<Sequence>& out, ReadReport& report);
    static JsonText write(const Elements<Sequence>& sequences, const WriteContext& context);
    static JsonText schema();
};

} // namespace whimbrel::format
