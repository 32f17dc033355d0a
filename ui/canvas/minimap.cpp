// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/minimap.h"

#include "ui/canvas/flow_view.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace whimbrel {

namespace {

constexpr QSize mapSize(224, 144);
constexpr int fromCorner = 16;
constexpr int margin = 8;
constexpr int pause = 80; // ms

} // namespace

Minimap::Minimap(FlowView& view)
    : QWidget(&view)
    , m_view(view)
{
    setObjectName(QStringLiteral("minimap"));
    setAccessibleName(tr("Overview map"));
    setFixedSize(mapSize);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::NoFocus);
    hide();
    m_timer.setSingleShot(true);
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &Minimap::draw);
    const auto later = [this] {
        if (isVisible() && !m_timer.isActive()) {
            m_timer.start();
        }
    };
    connect(&view.flowScene(), &CanvasScene::contentChanged, this, later);
    connect(&view.session(), &PlanSession::selectionChanged, this, later);
    const auto again = qOverload<>(&QWidget::update);
    connect(&view, &FlowView::zoomChanged, this, [this] { update(); });
    connect(view.horizontalScrollBar(), &QScrollBar::valueChanged, this, again);
    connect(view.verticalScrollBar(), &QScrollBar::valueChanged, this, again);
    view.viewport()->installEventFilter(this);
}

bool Minimap::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) {
        const QSize before = size();
        place();
        if (isVisible() && size() != before) {
            m_timer.start();
        }
    }
    return QWidget::eventFilter(watched, event);
}

void Minimap::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    place();
    draw();
    raise();
}

void Minimap::place()
{
    // In a small canvas it leaves room for what it maps.
    const QRect around = m_view.viewport()->geometry();
    setFixedSize(mapSize.boundedTo({around.width() / 2, around.height() / 2}));
    move(around.right() - width() - fromCorner, around.bottom() - height() - fromCorner);
    update();
}

QTransform Minimap::toMap() const
{
    if (m_content.isEmpty()) {
        return {};
    }
    const double scale = std::min((width() - 2.0 * margin) / m_content.width(),
        (height() - 2.0 * margin) / m_content.height());
    QTransform map;
    map.translate(width() / 2.0, height() / 2.0);
    map.scale(scale, scale);
    map.translate(-m_content.center().x(), -m_content.center().y());
    return map;
}

void Minimap::draw()
{
    const CanvasScene& scene = m_view.flowScene();
    const Theme& look = scene.theme();
    const Plan& plan = m_view.session().plan();
    m_content = scene.contentRect();
    const double ratio = devicePixelRatioF();
    m_picture = QPixmap((QSizeF(size()) * ratio).toSize());
    m_picture.setDevicePixelRatio(ratio);
    m_picture.fill(look.canvas);
    QPainter painter(&m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setTransform(toMap(), true);
    const auto line = [](const QColor& color, double width) {
        QPen pen(color, width);
        pen.setCosmetic(true);
        return pen;
    };
    for (const PlacedLane& lane : scene.layouter().geometry().lanes) {
        painter.setPen(line(look.groupBorder, 0.75));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(lane.box);
    }
    for (const Group& group : plan.groups) {
        if (const ElementItem* item = scene.item(ElementRef::of(group.id))) {
            painter.setPen(line(look.groupBorder, 0.75));
            painter.setBrush(look.groupFill);
            painter.drawRect(static_cast<const GroupItem*>(item)->box());
        }
    }
    for (const Edge& edge : plan.edges) {
        if (const EdgeItem* item = scene.edgeItem(edge.id)) {
            const bool back = edge.kind == EdgeKind::Rollback;
            painter.setPen(line(back ? look.rollback : look.groupBorder, 0.75));
            painter.drawPolyline(QPolygonF(item->route().points));
        }
    }
    for (const Node& node : plan.nodes) {
        const QRectF box = scene.boxOf(node.id);
        if (!box.isNull()) {
            const bool chosen = m_view.session().selection().contains(ElementRef::of(node.id));
            painter.setPen(chosen ? line(look.selection, 2) : QPen(Qt::NoPen));
            painter.setBrush(look.node(node).stroke);
            painter.drawRect(box);
        }
    }
    update();
}

void Minimap::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& look = m_view.flowScene().theme();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF seen = m_view.mapToScene(m_view.viewport()->rect()).boundingRect();
    QColor tint = look.selection;
    tint.setAlphaF(0.10F);
    painter.setPen(QPen(look.selection, 1.5));
    painter.setBrush(tint);
    painter.drawRect(toMap().mapRect(seen).intersected(QRectF(rect()).adjusted(2, 2, -2, -2)));
    painter.setPen(QPen(look.groupBorder, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

void Minimap::mousePressEvent(QMouseEvent* event)
{
    goTo(event->position());
}

void Minimap::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
        goTo(event->position());
    }
}

void Minimap::goTo(const QPointF& at)
{
    if (!m_content.isEmpty()) {
        m_view.centerOn(toMap().inverted().map(at));
    }
}

} // namespace whimbrel
