// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/sequence/sequence_scene.h"

#include "model/plan/sequence_parts.h"
#include "ui/session/linked_elements.h"

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

constexpr double lineGrip = 12; ///< how wide a line is for the mouse
constexpr double endGrip = 12; ///< the end of a bar that an activation part stands for

QPainterPath lineThrough(const QList<QPointF>& points)
{
    QPainterPath path;
    path.addPolygon(QPolygonF(points));
    return path;
}

QPainterPath boxed(const QRectF& box, double radius)
{
    QPainterPath path;
    path.addRoundedRect(box, radius, radius);
    return path;
}

SequenceItem::Outline outlineOf(const QRectF& box)
{
    return {boxed(box, 0), boxed(box.adjusted(-3, -3, 3, 3), 6), false};
}

SequenceItem::Outline outlineOf(const PlacedMessage& message)
{
    const QPainterPath line = lineThrough(message.line);
    SequenceItem::Outline outline{strip(line, lineGrip), line, true};
    outline.grip.addRect(message.label);
    outline.halo.addRoundedRect(message.label.adjusted(-3, -1, 3, 1), 4, 4);
    return outline;
}

SequenceItem::Outline outlineOf(const PlacedLifeline& line)
{
    SequenceItem::Outline outline;
    for (const QRectF& head : line.heads) {
        outline.grip.addRect(head);
        outline.halo.addRoundedRect(head.adjusted(-3, -3, 3, 3), 8, 8);
    }
    for (const LifeStretch& stretch : line.stretches) {
        outline.grip.addRect(QRectF(line.x - 5, stretch.top, 10, stretch.bottom - stretch.top));
    }
    return outline;
}

SequenceItem::Outline outlineOf(const PlacedFragment& fragment)
{
    const QPainterPath border = boxed(fragment.box, 4);
    SequenceItem::Outline outline{strip(border, lineGrip), border, false};
    outline.grip.addRect(fragment.tab);
    for (const PlacedOperand& operand : fragment.operands) {
        outline.grip.addRect(operand.guard.box);
        outline.grip.addRect(QRectF(fragment.box.left(), operand.top - 4, fragment.box.width(), 8));
    }
    if (!fragment.text.isEmpty()) {
        outline.grip.addRect(fragment.box); // a reference holds nothing that could be meant
    }
    return outline;
}

SequenceItem::Outline outlineOf(const PlacedRange& range)
{
    SequenceItem::Outline outline;
    outline.grip.addRect(
        QRectF(range.bracket - lineGrip / 2, range.band.top(), lineGrip, range.band.height()));
    outline.grip.addRect(range.text.box);
    outline.halo = boxed(range.band.adjusted(-2, -2, 2, 2), 4);
    outline.halo.addRoundedRect(range.text.box.adjusted(-3, -2, 3, 2), 4, 4);
    return outline;
}

} // namespace

SequenceScene::SequenceScene(PlanSession& session, QObject* parent)
    : QGraphicsScene(parent)
    , m_session(session)
{
    setItemIndexMethod(QGraphicsScene::NoIndex); // items come and go more than they are searched
    connect(&session, &PlanSession::changed, this, &SequenceScene::follow);
    connect(&session, &PlanSession::selectionChanged, this, &SequenceScene::showSelection);
    connect(&session, &PlanSession::validationChanged, this, &SequenceScene::rebuild);
    connect(&session, &PlanSession::runChanged, this, &SequenceScene::showRun);
}

SequenceScene::~SequenceScene()
{
    m_session.disconnect(this);
}

void SequenceScene::show(const SequenceId& id)
{
    if (m_id != id) {
        m_id = id;
        rebuild();
        emit opened();
    }
}

const Sequence* SequenceScene::sequence() const
{
    return m_session.plan().sequences.find(m_id);
}

void SequenceScene::setTheme(ThemeName theme)
{
    m_theme = theme;
    setBackgroundBrush(this->theme().canvas);
    rebuild();
}

void SequenceScene::follow(const PlanChange& change)
{
    const auto concerns = [this](const ElementRef& ref) {
        return ref == ElementRef::of(m_id) || ref.type == ElementType::Participant
            || ref.type == ElementType::Node || ref.type == ElementType::Group
            || ref.type == ElementType::Edge;
    };
    if (change.everything || std::any_of(change.put.begin(), change.put.end(), concerns)
        || std::any_of(change.erased.begin(), change.erased.end(), concerns)) {
        rebuild();
    }
}

SequenceItem& SequenceScene::itemFor(const ElementRef& element)
{
    SequenceItem*& item = m_items[element];
    if (item == nullptr) {
        item = std::make_unique<SequenceItem>(element).release();
        addItem(item);
    }
    return *item;
}

void SequenceScene::rebuild()
{
    const Sequence* sequence = this->sequence();
    QSet<ElementRef> stale;
    for (auto item = m_items.cbegin(); item != m_items.cend(); ++item) {
        stale.insert(item.key());
    }
    m_geometry = {};
    m_places.clear();
    m_heads.clear();
    m_content = {};
    if (sequence != nullptr) {
        SequenceDrawingOptions options;
        options.theme = m_theme;
        options.findings = &m_session.validation().findings;
        options.run = m_session.run() ? &*m_session.run() : nullptr;
        m_geometry = layOutSequence(m_session.plan(), *sequence);
        m_places = placesOf(*sequence, m_geometry);
        const DisplayList list = drawSequence(m_session.plan(), *sequence, m_geometry, options);
        m_heads = drawSequenceHeads(m_session.plan(), *sequence, m_geometry, options);
        m_content = list.bounds;
        setOutlines();
        double level = 0;
        for (const DrawGroup& group : list.groups) {
            SequenceItem& item = itemFor(group.element);
            item.setDrawing(group, theme());
            item.setZValue(level++);
            stale.remove(group.element);
        }
        outlineBars();
        for (const PlacedBar& bar : m_geometry.bars) {
            stale.remove(ElementRef::of(m_id, bar.from));
            stale.remove(ElementRef::of(m_id, bar.to));
        }
    }
    for (const ElementRef& element : std::as_const(stale)) {
        m_chosen.remove(element);
        delete m_items.take(element);
    }
    showSelection();
    emit contentChanged();
}

/// A run tells of itself many times a second: what it says of other things changes nothing here.
void SequenceScene::showRun()
{
    const Sequence* sequence = this->sequence();
    const std::optional<RunState>& run = m_session.run();
    const auto now = sequence != nullptr && run ? messageRuns(*sequence, *run)
                                                : QHash<SequencePartId, MessageRun>();
    if (now != m_runs) {
        m_runs = now;
        rebuild();
    }
}

void SequenceScene::setOutline(const ElementRef& element, const SequenceItem::Outline& outline)
{
    itemFor(element).setOutline(outline);
}

void SequenceScene::setOutlines()
{
    for (const PlacedRange& each : m_geometry.ranges) {
        setOutline(ElementRef::of(m_id, each.id), outlineOf(each));
    }
    for (const PlacedLifeline& each : m_geometry.lifelines) {
        setOutline(participantRef(each.id), outlineOf(each));
    }
    for (const PlacedFragment& each : m_geometry.fragments) {
        setOutline(ElementRef::of(m_id, each.id), outlineOf(each));
    }
    for (const QList<PlacedBox>& boxes : {m_geometry.states, m_geometry.notes}) {
        for (const PlacedBox& each : boxes) {
            setOutline(ElementRef::of(m_id, each.id), outlineOf(each.box));
        }
    }
    for (const PlacedMessage& each : m_geometry.messages) {
        setOutline(ElementRef::of(m_id, each.id), outlineOf(each));
    }
}

/// Bars are drawn together; those that an activation begins or ends are taken as its own.
void SequenceScene::outlineBars()
{
    const Sequence& sequence = *this->sequence();
    const auto isActivation = [&sequence](const SequencePartId& id) {
        const SequencePart* part = findPart(sequence, id);
        return part != nullptr && part->type() == SequencePartType::Activation;
    };
    const auto put = [this](const SequencePartId& id, const QRectF& box, const QString& title) {
        SequenceItem& item = itemFor(ElementRef::of(m_id, id));
        item.setOutline(outlineOf(box));
        DrawGroup empty;
        empty.element = item.element();
        empty.title = title; // for who does not see it
        empty.bounds = box;
        item.setDrawing(empty, theme());
        item.setZValue(static_cast<double>(m_items.size()));
    };
    for (const PlacedBar& bar : m_geometry.bars) {
        if (isActivation(bar.from)) {
            put(bar.from, bar.box, tr("%1 works from here").arg(nameOf(m_session.plan(), bar.on)));
        }
        if (isActivation(bar.to) && bar.to != bar.from) {
            QRectF end = bar.box;
            end.setTop(std::max(end.top(), end.bottom() - endGrip));
            put(bar.to, end, tr("%1 worked until here").arg(nameOf(m_session.plan(), bar.on)));
        }
    }
}

void SequenceScene::showSelection()
{
    const QList<ElementRef> selection = m_session.selection();
    QSet<ElementRef> chosen(selection.begin(), selection.end());
    for (const ElementRef& ref : linkedElements(m_session.plan(), selection)) {
        chosen.insert(ref);
    }
    for (const ElementRef& ref : m_chosen - chosen) {
        if (SequenceItem* item = m_items.value(ref)) {
            item->setChosen(false);
        }
    }
    for (const ElementRef& ref : std::as_const(chosen)) {
        if (SequenceItem* item = m_items.value(ref)) {
            item->setChosen(true);
        }
    }
    m_chosen = chosen;
}

ElementRef SequenceScene::elementAt(const QPointF& position) const
{
    const QList<QGraphicsItem*> found
        = items(position, Qt::IntersectsItemShape, Qt::DescendingOrder);
    return found.isEmpty() ? ElementRef()
                           : static_cast<const SequenceItem*>(found.constFirst())->element();
}

QList<ElementRef> SequenceScene::elementsIn(const QRectF& rect, bool touching) const
{
    QList<ElementRef> found;
    const auto take = [&](const ElementRef& ref, const QRectF& box) {
        if (touching ? rect.intersects(box) : rect.contains(box)) {
            found.append(ref);
        }
    };
    for (const PlacedMessage& each : m_geometry.messages) {
        QRectF box = QPolygonF(each.line).boundingRect().united(each.label);
        box.setHeight(std::max(box.height(), 1.0));
        take(ElementRef::of(m_id, each.id), box);
    }
    for (const QList<PlacedBox>& boxes : {m_geometry.states, m_geometry.notes}) {
        for (const PlacedBox& each : boxes) {
            take(ElementRef::of(m_id, each.id), each.box);
        }
    }
    for (const PlacedFragment& each : m_geometry.fragments) {
        if (rect.contains(each.box) || (touching && rect.intersects(each.tab))) {
            found.append(ElementRef::of(m_id, each.id));
        }
    }
    return found;
}

const PlacedLifeline* SequenceScene::lifeline(const ParticipantId& who) const
{
    const auto found = std::ranges::find(m_geometry.lifelines, who, &PlacedLifeline::id);
    return found == m_geometry.lifelines.end() ? nullptr : &*found;
}

const PlacedLifeline* SequenceScene::lifelineNear(const QPointF& position, double margin) const
{
    const PlacedLifeline* nearest = nullptr;
    double least = margin;
    for (const PlacedLifeline& line : m_geometry.lifelines) {
        const bool onHead = std::ranges::any_of(
            line.heads, [&](const QRectF& head) { return head.contains(position); });
        const double away = onHead ? 0 : std::abs(line.x - position.x());
        if (away <= least) {
            least = away;
            nearest = &line;
        }
    }
    return nearest;
}

const PlacedMessage* SequenceScene::message(const SequencePartId& id) const
{
    const auto found = std::ranges::find(m_geometry.messages, id, &PlacedMessage::id);
    return found == m_geometry.messages.end() ? nullptr : &*found;
}

bool SequenceScene::isBeside(const SequencePartId& message) const
{
    const auto found = std::ranges::find(m_geometry.messages, message, &PlacedMessage::id);
    return found != m_geometry.messages.end() && found != m_geometry.messages.begin()
        && std::prev(found)->row.top() == found->row.top();
}

int SequenceScene::operandAt(const SequencePartId& fragment, double y) const
{
    const auto found = std::ranges::find(m_geometry.fragments, fragment, &PlacedFragment::id);
    int operand = 0;
    for (int i = 1; found != m_geometry.fragments.end() && i < found->operands.size(); ++i) {
        operand = found->operands.at(i).top - 4 <= y ? i : operand;
    }
    return operand;
}

Findings SequenceScene::findingsOf(const ElementRef& element) const
{
    Findings found;
    for (const Finding& finding : m_session.validation().findings) {
        if (finding.element == element && !finding.accepted) {
            found.append(finding);
        }
    }
    return found;
}

} // namespace whimbrel
