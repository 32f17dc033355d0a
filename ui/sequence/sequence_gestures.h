// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/diagram/gesture.h"
#include "ui/sequence/message_draft.h"
#include "ui/sequence/part_places.h"

#include <QPen>

namespace whimbrel {

class SequenceScene;
class SequenceView;

/// Draws a new message from lifeline to lifeline: Shift makes it an answer, Ctrl a signal. On its
/// own lifeline it becomes a message to oneself.
class MessageGesture final : public Gesture {
public:
    MessageGesture(SequenceView& view, const ParticipantId& from, const PointerState& at);
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    SequenceView& m_view;
    MessageDraft m_draft{};
    double m_y;
    QPointF m_from;
    QPointF m_at;
};

/// Leads one end of a message to another lifeline.
class EndGesture final : public Gesture {
public:
    EndGesture(
        SequenceView& view, const SequencePartId& message, bool head, const PointerState& at);
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    SequenceView& m_view;
    SequencePartId m_message;
    bool m_head;
    ParticipantId m_to{};
    QPointF m_at;
};

/// Moves parts up or down; a line shows where they go.
class PartGesture final : public Gesture {
public:
    PartGesture(SequenceView& view, const QList<SequencePartId>& parts, const PointerState& at);
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    SequenceView& m_view;
    QList<SequencePartId> m_parts;
    std::optional<SlotPlace> m_place{};
    bool m_may = false; ///< the place is another than where they are
};

/// Moves a lifeline to the left or right.
class HeadGesture final : public Gesture {
public:
    HeadGesture(SequenceView& view, const ParticipantId& lifeline, const PointerState& at);
    void move(const PointerState& at) override;
    void finish(const PointerState& at) override;
    void cancel() override;
    void paint(QPainter& painter, double scale) const override;

private:
    SequenceView& m_view;
    ParticipantId m_lifeline;
    double m_from;
    double m_at;
    qsizetype m_to = -1;
};

/// The kind of message that is drawn with these keys held.
[[nodiscard]] MessageKind messageKindFor(Qt::KeyboardModifiers modifiers);
/// Draws a message before it is there, at a height; without a receiver it ends at `loose`.
void paintMessageDraft(QPainter& painter, const SequenceScene& scene, const MessageDraft& draft,
    double y, std::optional<QPointF> loose, double scale);

} // namespace whimbrel
