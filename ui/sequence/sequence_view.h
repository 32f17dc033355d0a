// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/diagram/diagram_view.h"
#include "ui/sequence/message_draft.h"
#include "ui/sequence/sequence_scene.h"

#include <QPointer>

#include <optional>

class QMenu;

namespace whimbrel {

class TitleEditor;

/// A sequence diagram that is looked at and edited by mouse and keyboard. The heads of its
/// lifelines stay in sight.
class SequenceView final : public DiagramView {
    Q_OBJECT

public:
    explicit SequenceView(PlanSession& session, QWidget* parent = nullptr);
    ~SequenceView() override;

    /// Shows another diagram where it was looked at last.
    void show(const SequenceId& id);
    using QWidget::show;
    [[nodiscard]] const SequenceId& id() const { return m_scene.id(); }
    [[nodiscard]] SequenceScene& sequenceScene() { return m_scene; }
    [[nodiscard]] const SequenceScene& sequenceScene() const { return m_scene; }

    [[nodiscard]] const Theme& theme() const override { return m_scene.theme(); }
    void setTheme(ThemeName theme) override;
    [[nodiscard]] QRectF contentRect() const override { return m_scene.contentRect(); }
    [[nodiscard]] ElementRef elementAt(const QPointF& scene) const override;
    [[nodiscard]] QList<ElementRef> elementsIn(const QRectF& rect, bool touching) const override;
    [[nodiscard]] QRectF boundsOf(const ElementRef& element) const override;
    [[nodiscard]] const ElementItem* itemOf(const ElementRef& element) const override
    {
        return m_scene.item(element);
    }
    /// Lifelines from left to right, then parts and ranges from top to bottom.
    [[nodiscard]] QList<ElementRef> spokenOrder() const override;
    [[nodiscard]] Findings findingsOf(const ElementRef& element) const override
    {
        return m_scene.findingsOf(element);
    }

    /// The selected parts and ranges of this diagram.
    [[nodiscard]] QList<SequencePartId> selectedParts() const;
    [[nodiscard]] QList<ParticipantId> selectedLifelines() const;
    /// Where something new goes: behind what is selected, or at the end.
    [[nodiscard]] PartSlot slotForNew() const;
    /// Edits the text of an element where it stands; of a fragment, the guard of an operand.
    void rename(const ElementRef& element, int operand = 0);
    /// Does the edit and selects what it made.
    bool make(const edits::Making& making);
    /// Puts the message into the diagram and asks for its text.
    void addMessage(const MessageDraft& draft);
    void addFragment(FragmentKind kind);
    void addRange(RangeKind kind);
    void addNote(NoteSide side);
    void addParticipant(const Participant& who);

public slots:
    void selectEverything() override;
    void deleteSelection() override;
    void cutSelection() override;
    void copySelection() override;
    void pasteHere() override;
    void duplicateSelection() override;
    void renameSelection() override;
    /// Draws a message by keyboard.
    void startMessage();
    void askForParticipant();
    void addNoteOver();
    void addState();
    void addActivation();
    void askForFragment();
    void askForRange();
    void dissolveSelection();
    void askForStep();
    /// The selected message moves into the row of the one above it, or out of that again.
    void toggleSameRow();
    void moveUp();
    void moveDown();
    void moveLeft();
    void moveRight();

protected:
    bool takePress(const QPointF& scene) override;
    bool takeClick(const QMouseEvent* event) override;
    void startDrag(const PointerState& from) override;
    void hover(const QPointF& scene) override;
    void cancelGesture() override;
    [[nodiscard]] QString toolTipAt(const QPointF& scene) const override;
    void paintOver(QPainter& painter) override;
    [[nodiscard]] QRectF sight() const override;
    bool event(QEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    /// Where a message can be drawn from, or the end of one be taken.
    struct Handle {
        ParticipantId lifeline{};
        SequencePartId message{}; ///< set: its end
        bool head = false;
        QPointF at{};
    };
    /// How a diagram was looked at.
    struct Sight {
        double zoom = 1;
        QPointF center{};
    };

    [[nodiscard]] std::optional<Handle> handleAt(const QPointF& scene) const;
    [[nodiscard]] std::optional<Handle> endHandleAt(const QPointF& scene) const;
    [[nodiscard]] ParticipantId participantAt(const QPointF& scene) const;
    [[nodiscard]] bool overHeads(const QPointF& scene) const;
    [[nodiscard]] double headStripBottom() const;
    void paintHandles(QPainter& painter) const;
    void paintHeads(QPainter& painter) const;
    void paintDraft(QPainter& painter) const;
    void paintEmpty(QPainter& painter) const;
    bool draftPressed(QKeyEvent* event);
    bool arrowPressed(QKeyEvent* event);
    void walk(bool forward, bool partsOnly);
    void stepTo(const ElementRef& element);
    void moveAcross(int by);
    void moveAlong(bool down);
    void popUp(QMenu* menu);
    void say(const MessageDraft& draft);

    SequenceScene m_scene;
    QPointer<TitleEditor> m_editor{};
    std::optional<MessageDraft> m_draft{};
    std::optional<Handle> m_handle{};
    std::optional<Handle> m_pressedHandle{};
    ElementRef m_hovered{};
    QHash<SequenceId, Sight> m_sights{};
};

} // namespace whimbrel
