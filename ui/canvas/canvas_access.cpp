// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/canvas_access.h"

#include "ui/canvas/flow_view.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace whimbrel {

namespace {

#if QT_CONFIG(accessibility)

/// One step or edge. Owned by Qt's registry, found again by its element.
class ElementAccess final : public QAccessibleInterface {
public:
    ElementAccess(FlowView& view, ElementRef element)
        : m_view(&view)
        , m_element(std::move(element))
    { }

    [[nodiscard]] bool isValid() const override
    {
        return m_view != nullptr && m_view->flowScene().item(m_element) != nullptr;
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
        const ElementItem* item = isValid() ? m_view->flowScene().item(m_element) : nullptr;
        if (item == nullptr) {
            return {};
        }
        return which == QAccessible::Name       ? item->drawing().title
            : which == QAccessible::Description ? item->drawing().description
                                                : QString();
    }
    void setText(QAccessible::Text, const QString&) override { }

    [[nodiscard]] QRect rect() const override
    {
        if (!isValid()) {
            return {};
        }
        const QRectF bounds = m_view->flowScene().item(m_element)->drawing().bounds;
        const QRect seen = m_view->mapFromScene(bounds).boundingRect();
        return {m_view->viewport()->mapToGlobal(seen.topLeft()), seen.size()};
    }
    [[nodiscard]] QAccessible::Role role() const override
    {
        return m_element.type == ElementType::Node ? QAccessible::ListItem : QAccessible::Link;
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
    QPointer<FlowView> m_view;
    ElementRef m_element;
};

class CanvasAccess final : public QAccessibleWidget {
public:
    explicit CanvasAccess(FlowView& view)
        : QAccessibleWidget(&view, QAccessible::List, view.accessibleName())
        , m_view(view)
    { }
    ~CanvasAccess() override
    {
        for (const QAccessible::Id id : std::as_const(m_ids)) {
            QAccessible::deleteAccessibleInterface(id);
        }
    }

    [[nodiscard]] int childCount() const override
    {
        const Plan& plan = m_view.session().plan();
        return static_cast<int>(plan.nodes.size() + plan.edges.size());
    }

    [[nodiscard]] QAccessibleInterface* child(int index) const override
    {
        const Plan& plan = m_view.session().plan();
        const qsizetype nodes = plan.nodes.size();
        if (index < 0 || index >= childCount()) {
            return nullptr;
        }
        const ElementRef ref = index < nodes ? ElementRef::of(plan.nodes.at(index).id)
                                             : ElementRef::of(plan.edges.at(index - nodes).id);
        const auto known = m_ids.constFind(ref);
        if (known != m_ids.cend()) {
            return QAccessible::accessibleInterface(*known);
        }
        auto* made = std::make_unique<ElementAccess>(m_view, ref).release();
        m_ids.insert(ref, QAccessible::registerAccessibleInterface(made));
        return made;
    }

    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override
    {
        for (int i = 0; i < childCount(); ++i) {
            if (this->child(i) == child) {
                return i;
            }
        }
        return -1;
    }

    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override
    {
        const QPoint at = m_view.viewport()->mapFromGlobal(QPoint(x, y));
        const ElementRef ref = m_view.flowScene().elementAt(m_view.mapToScene(at));
        const Plan& plan = m_view.session().plan();
        if (ref.type == ElementType::Node) {
            return child(static_cast<int>(plan.nodes.indexOf(NodeId(ref.id))));
        }
        if (ref.type == ElementType::Edge) {
            return child(static_cast<int>(plan.nodes.size() + plan.edges.indexOf(EdgeId(ref.id))));
        }
        return nullptr;
    }

private:
    FlowView& m_view;
    mutable QHash<ElementRef, QAccessible::Id> m_ids{}; ///< of those that were asked for
};

QAccessibleInterface* makeAccess(const QString& /*className*/, QObject* object)
{
    auto* view = qobject_cast<FlowView*>(object);
    return view == nullptr ? nullptr : std::make_unique<CanvasAccess>(*view).release();
}

#endif

} // namespace

void installCanvasAccess()
{
#if QT_CONFIG(accessibility)
    static const bool once = [] {
        QAccessible::installFactory(makeAccess);
        return true;
    }();
    Q_UNUSED(once)
#endif
}

} // namespace whimbrel
