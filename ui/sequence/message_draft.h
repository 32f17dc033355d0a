// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/sequence_edits.h"

namespace whimbrel {

/// A message that is being drawn, by mouse or by keyboard.
struct MessageDraft {
    MessageKind kind = MessageKind::Sync;
    ParticipantId from{};
    ParticipantId to{};
    PartSlot slot{};
};

} // namespace whimbrel
