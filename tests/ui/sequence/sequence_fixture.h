// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/sequence_parts.h"
#include "tests/support/sample_plan.h"
#include "ui/sequence/sequence_view.h"

#include <QTest>

#include <memory>

namespace whimbrel::test {

inline const SequenceId diagram(QStringLiteral("main"));

[[nodiscard]] inline SequencePartId id(const char* text)
{
    return SequencePartId(QString::fromLatin1(text));
}

/// app → runner: ask, runner → db: alter, opt [slow] { runner → db: wait }, db ⇢ runner: done.
[[nodiscard]] Plan talk();

/// A view of talk()'s diagram, driven by mouse and keyboard.
class SequenceFixture {
protected:
    void openView();
    void closeView();

    [[nodiscard]] const Plan& plan() const { return m_session->plan(); }
    [[nodiscard]] const Sequence& sequence() const { return *plan().sequences.find(diagram); }
    [[nodiscard]] const Message& messageOf(const SequencePartId& part) const
    {
        return *findPart(sequence(), part)->message();
    }
    /// The ids of the parts in order, fragments with what is in them: "ask alter opt(wait) done".
    [[nodiscard]] QString order() const;
    [[nodiscard]] QPoint at(const QPointF& scene) const { return m_view->mapFromScene(scene); }
    [[nodiscard]] double lineOf(const char* participant) const
    {
        return m_view->sequenceScene().lifeline(ParticipantId(QString::fromLatin1(participant)))->x;
    }
    [[nodiscard]] QPointF headOf(const char* participant) const
    {
        return m_view->sequenceScene()
            .lifeline(ParticipantId(QString::fromLatin1(participant)))
            ->heads.first()
            .center();
    }
    [[nodiscard]] const PlacedMessage& placed(const char* part) const
    {
        return *m_view->sequenceScene().message(id(part));
    }
    [[nodiscard]] QPoint labelOf(const char* part) const { return at(placed(part).label.center()); }
    void drag(const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers = {},
        bool release = true);
    void select(std::initializer_list<const char*> parts);
    void key(int key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(m_view.get(), static_cast<Qt::Key>(key), modifiers);
    }
    /// Types into the text editor that is open and commits.
    void type(const QString& text, int end = Qt::Key_Return);
    void choose(const char* menu, int index);
    void undo() { m_session->undoStack().undo(); }

    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<SequenceView> m_view;
};

} // namespace whimbrel::test
