// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/sequence/sequence_fixture.h"

#include "tests/ui/drag_mouse.h"
#include "ui/diagram/title_editor.h"

#include <QMenu>

namespace whimbrel::test {

namespace {

SequencePart message(
    const char* id, const char* from, const char* to, MessageKind kind = MessageKind::Sync)
{
    Message body;
    body.kind = kind;
    body.from = ParticipantId(QString::fromLatin1(from));
    body.to = ParticipantId(QString::fromLatin1(to));
    body.text = QString::fromLatin1(id);
    return {SequencePartId(QString::fromLatin1(id)), body, {}};
}

} // namespace

Plan talk()
{
    Plan plan = test::chain(1);
    for (const char* each : {"app", "runner", "db"}) {
        Participant who;
        who.id = ParticipantId(QString::fromLatin1(each));
        who.title = QString::fromLatin1(each);
        plan.participants.put(who);
    }
    Fragment fragment;
    fragment.operands = {{QStringLiteral("slow"), {message("wait", "runner", "db")}, {}}};
    Sequence sequence;
    sequence.id = diagram;
    sequence.title = QStringLiteral("Main");
    for (const Participant& who : plan.participants) {
        sequence.lifelines.append(who.id);
    }
    sequence.parts = {message("ask", "app", "runner"), message("alter", "runner", "db"),
        {SequencePartId(QStringLiteral("opt")), fragment, {}},
        message("done", "db", "runner", MessageKind::Reply)};
    plan.sequences.put(sequence);
    return plan;
}

void SequenceFixture::openView()
{
    m_session = std::make_unique<PlanSession>();
    m_session->open(talk(), {});
    m_view = std::make_unique<SequenceView>(*m_session);
    m_view->resize(1200, 800);
    m_view->QWidget::show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    m_view->show(diagram);
    m_view->setFocus();
}

void SequenceFixture::closeView()
{
    m_view.reset();
    m_session.reset();
}

QString SequenceFixture::order() const
{
    const auto list = [](const QList<SequencePart>& parts, const auto& self) -> QString {
        QStringList words;
        for (const SequencePart& part : parts) {
            QString word = part.id.text();
            if (const Fragment* fragment = part.fragment()) {
                QStringList operands;
                for (const Operand& operand : fragment->operands) {
                    operands.append(self(operand.parts, self));
                }
                word += QLatin1Char('(') + operands.join(QLatin1Char('|')) + QLatin1Char(')');
            }
            words.append(word);
        }
        return words.join(QLatin1Char(' '));
    };
    return list(sequence().parts, list);
}

void SequenceFixture::drag(
    const QPoint& from, const QPoint& to, Qt::KeyboardModifiers modifiers, bool release)
{
    // A key that is held from the start means the selection.
    dragMouse(*m_view->viewport(), from, to, {{}, modifiers}, release);
}

void SequenceFixture::select(std::initializer_list<const char*> parts)
{
    QList<ElementRef> refs;
    for (const char* part : parts) {
        refs.append(ElementRef::of(diagram, id(part)));
    }
    m_session->select(refs);
}

void SequenceFixture::type(const QString& text, int end)
{
    auto* editor = m_view->findChild<TitleEditor*>();
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, static_cast<Qt::Key>(end));
}

void SequenceFixture::choose(const char* menu, int index)
{
    auto* shown = m_view->findChild<QMenu*>(QString::fromLatin1(menu));
    QVERIFY(shown);
    QAction* action = shown->actions().value(index);
    QVERIFY(action);
    action->trigger();
    delete shown;
}

} // namespace whimbrel::test
