// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/diagram/diagram_access.h"

#include "model/plan/sequence_parts.h"
#include "ui/diagram/diagram_view.h"
#include "ui/diagram/element_item.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QCoreApplication>

namespace whimbrel {

namespace {

#if QT_CONFIG(accessibility)

QString tr(const char* text)
{
    return QCoreApplication::translate("DiagramAccess", text);
}

/// What a person who does not see the diagram wants to hear of an element beside its name: what it
/// is about, its problems, and what readers remark.
QString describe(DiagramView& view, const ElementRef& element)
{
    const ElementItem* item = view.itemOf(element);
    QStringList parts;
    if (item != nullptr && !item->drawing().description.isEmpty()) {
        parts.append(item->drawing().description);
    }
    for (const Finding& finding : view.findingsOf(element)) {
        parts.append((finding.severity == Severity::Error ? tr("Error: %1")
                : finding.severity == Severity::Warning   ? tr("Warning: %1")
                                                          : tr("Hint: %1"))
                         .arg(finding.message));
    }
    for (const Comment& comment : view.session().plan().comments) {
        if (comment.on == element && !comment.resolved) {
            parts.append(tr("Comment: %1").arg(comment.text));
        }
    }
    return parts.join(QLatin1Char('\n'));
}

/// What has a place in the diagram, in the order in which it is told.
QList<ElementRef> elementsOf(const DiagramView& view)
{
    QList<ElementRef> elements = view.spokenOrder();
    elements.removeIf([&view](const ElementRef& ref) { return view.itemOf(ref) == nullptr; });
    return elements;
}

/// What a part of a sequence diagram is; null for ranges and everything else.
const SequencePart* partOf(const Plan& plan, const ElementRef& element)
{
    const auto place = findPart(plan, element);
    return place ? findPart(*place->sequence, place->part) : nullptr;
}

QAccessible::Role roleOf(const Plan& plan, const ElementRef& element)
{
    switch (element.type) {
    case ElementType::Edge:
        return QAccessible::Link;
    case ElementType::Group:
        return QAccessible::Grouping;
    case ElementType::Participant:
        return QAccessible::ColumnHeader;
    case ElementType::SequencePart:
        if (const SequencePart* part = partOf(plan, element)) {
            return part->fragment()                      ? QAccessible::Grouping
                : part->type() == SequencePartType::Note ? QAccessible::Note
                                                         : QAccessible::ListItem;
        }
        return QAccessible::Grouping;
    default:
        return QAccessible::ListItem;
    }
}

/// One element. Owned by Qt's registry, found again by its element. Pressing it goes
/// there.
class ElementAccess final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    ElementAccess(DiagramView& view, ElementRef element)
        : m_view(&view)
        , m_element(std::move(element))
    { }

    [[nodiscard]] bool isValid() const override
    {
        return m_view != nullptr && m_view->itemOf(m_element) != nullptr;
    }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }

    [[nodiscard]] QString text(QAccessible::Text which) const override
    {
        const ElementItem* item = isValid() ? m_view->itemOf(m_element) : nullptr;
        if (item == nullptr) {
            return {};
        }
        return which == QAccessible::Name       ? item->drawing().title
            : which == QAccessible::Description ? describe(*m_view, m_element)
                                                : QString();
    }
    void setText(QAccessible::Text, const QString&) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRectF bounds = m_view->itemOf(m_element)->drawing().bounds;
        const QRect seen = m_view->mapFromScene(bounds).boundingRect();
        return {m_view->viewport()->mapToGlobal(seen.topLeft()), seen.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override
    {
        return m_view == nullptr ? QAccessible::NoRole
                                 : roleOf(m_view->session().plan(), m_element);
    }
    void* interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this)
                                                    : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        return {pressAction(), setFocusAction()};
    }
    void doAction(const QString& /*action*/) override
    {
        if (isValid()) {
            m_view->session().reveal(m_element);
            m_view->setFocus();
        }
    }
    [[nodiscard]] QStringList keyBindingsForAction(const QString& /*action*/) const override
    {
        return {};
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.invalid = !isValid();
        if (isValid()) {
            state.selected = m_view->session().selection().contains(m_element);
            state.focused = state.selected && m_view->hasFocus();
        }
        return state;
    }

private:
    QPointer<DiagramView> m_view;
    ElementRef m_element;
};

class DiagramAccess final : public QAccessibleWidget {
public:
    explicit DiagramAccess(DiagramView& view)
        : QAccessibleWidget(&view, QAccessible::List) // named as the view is, at any time
        , m_view(view)
    { }
    ~DiagramAccess() override
    {
        for (const QAccessible::Id id : std::as_const(m_ids)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    [[nodiscard]] int childCount() const override
    {
        return static_cast<int>(elementsOf(m_view).size());
    }

    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        const QList<ElementRef> elements = elementsOf(m_view);
        return index < 0 || index >= elements.size() ? nullptr : childFor(elements.at(index));
    }

    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        const QList<ElementRef> elements = elementsOf(m_view);
        for (qsizetype i = 0; i < elements.size(); ++i) {
            const auto known = m_ids.constFind(elements.at(i));
            if (known != m_ids.cend() && QAccessible::accessibleInterface(*known) == child) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }

    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint at = m_view.viewport()->mapFromGlobal(QPoint(x, y));
        const ElementRef ref = m_view.elementAt(m_view.mapToScene(at));
        return ref.type == ElementType::Plan ? nullptr : childFor(ref);
    }

    [[nodiscard]] QAccessibleInterface* focusChild() const override
    {
        const QList<ElementRef>& selection = m_view.session().selection();
        const bool shown = !selection.isEmpty() && m_view.itemOf(selection.constLast()) != nullptr;
        return shown && m_view.hasFocus() ? childFor(selection.constLast()) : nullptr;
    }

private:
    [[nodiscard]] QAccessibleInterface* childFor(const ElementRef& element) const
    {
        const auto known = m_ids.constFind(element);
        if (known != m_ids.cend()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto* made = std::make_unique<ElementAccess>(m_view, element).release();
        m_ids.insert(element, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    DiagramView& m_view;
    mutable QHash<ElementRef, QAccessible::Id> m_ids{}; ///< of those that were asked for
};

QAccessibleInterface* makeAccess(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<DiagramView*>(object);
    return view == nullptr ? nullptr : std::make_unique<DiagramAccess>(*view).release();
}

#endif

} // namespace

void installDiagramAccess()
{
#if QT_CONFIG(accessibility)
    static const bool once = [] {
        QAccessible::installFactory(makeAccess);
        return true;
    }();
    Q_UNUSED(once)
#endif
}

void announceSelection(DiagramView& view)
{
#if QT_CONFIG(accessibility)
    if (!QAccessible::isActive() || !view.hasFocus() || view.session().selection().isEmpty()) {
        return;
    }
    const qsizetype index = elementsOf(view).indexOf(view.session().selection().constLast());
    if (index >= 0) {
        QAccessibleEvent focus(&view, QAccessible::Focus);
        focus.setChild(static_cast<int>(index));
        QAccessible::updateAccessibility(&focus);
    }
#else
    Q_UNUSED(view)
#endif
}

} // namespace whimbrel
