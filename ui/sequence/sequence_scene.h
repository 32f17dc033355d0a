// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/sequence_drawing.h"
#include "render/draw/sequence_run.h"
#include "ui/sequence/part_places.h"
#include "ui/sequence/sequence_item.h"
#include "ui/session/plan_session.h"

#include <QGraphicsScene>

namespace whimbrel {

/// How the plan's parts of a sequence diagram are named in selections.
[[nodiscard]] inline ElementRef participantRef(const ParticipantId& who)
{
    return {ElementType::Participant, who.text()};
}

/// One sequence diagram on the canvas: one item an element, kept in step with plan, selection,
/// findings and run. A diagram is laid out in the time that drawing it takes, so it is done anew at
/// every change.
class SequenceScene final : public QGraphicsScene {
    Q_OBJECT

public:
    explicit SequenceScene(PlanSession& session, QObject* parent = nullptr);
    ~SequenceScene() override;

    /// Shows another diagram; an empty id: none.
    void show(const SequenceId& id);
    [[nodiscard]] const SequenceId& id() const { return m_id; }
    /// The diagram as the plan has it now; null if there is none.
    [[nodiscard]] const Sequence* sequence() const;

    [[nodiscard]] const Theme& theme() const { return whimbrel::theme(m_theme); }
    void setTheme(ThemeName theme);

    [[nodiscard]] const SequenceGeometry& geometry() const { return m_geometry; }
    [[nodiscard]] const QList<SlotPlace>& places() const { return m_places; }
    /// The heads as they stand above the first row, their upper edges at 0.
    [[nodiscard]] const QList<DrawGroup>& heads() const { return m_heads; }
    /// What the picture covers.
    [[nodiscard]] QRectF contentRect() const { return m_content; }

    [[nodiscard]] SequenceItem* item(const ElementRef& element) const
    {
        return m_items.value(element);
    }
    [[nodiscard]] ElementRef elementAt(const QPointF& position) const;
    [[nodiscard]] QList<ElementRef> elementsIn(const QRectF& rect, bool touching) const;
    [[nodiscard]] const PlacedLifeline* lifeline(const ParticipantId& who) const;
    /// The lifeline whose line or head is that near; null if none is.
    [[nodiscard]] const PlacedLifeline* lifelineNear(const QPointF& position, double margin) const;
    [[nodiscard]] const PlacedMessage* message(const SequencePartId& id) const;
    /// Whether a message stands in the row of the one above it.
    [[nodiscard]] bool isBeside(const SequencePartId& message) const;
    /// The compartment of a fragment that a height is in.
    [[nodiscard]] int operandAt(const SequencePartId& fragment, double y) const;
    [[nodiscard]] Findings findingsOf(const ElementRef& element) const;

signals:
    /// Another diagram is shown.
    void opened();
    void contentChanged();

private:
    void follow(const PlanChange& change);
    void rebuild();
    void showRun();
    void showSelection();
    void setOutlines();
    void setOutline(const ElementRef& element, const SequenceItem::Outline& outline);
    void outlineBars();
    SequenceItem& itemFor(const ElementRef& element);

    PlanSession& m_session;
    SequenceId m_id{};
    ThemeName m_theme = ThemeName::Light;
    SequenceGeometry m_geometry{};
    QList<SlotPlace> m_places{};
    QList<DrawGroup> m_heads{};
    QRectF m_content{};
    QHash<ElementRef, SequenceItem*> m_items{};
    QSet<ElementRef> m_chosen{};
    QHash<SequencePartId, MessageRun> m_runs{}; ///< as they were drawn last
};

} // namespace whimbrel
