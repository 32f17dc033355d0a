// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/picture_preview.h"

#include "ui/style/palette.h"

#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr int footHeight = 32;
constexpr int squareSide = 8;

/// The squares by which pictures without a background are known.
void paintSquares(QPainter& painter, const QRectF& area)
{
    painter.save();
    painter.setClipRect(area);
    painter.fillRect(area, Qt::white);
    const QColor grey(0xe3, 0xe7, 0xeb);
    for (int row = 0; row * squareSide < area.height(); ++row) {
        for (int column = row % 2; column * squareSide < area.width(); column += 2) {
            painter.fillRect(QRectF(area.left() + column * squareSide,
                                 area.top() + row * squareSide, squareSide, squareSide),
                grey);
        }
    }
    painter.restore();
}

} // namespace

PicturePreview::PicturePreview(QWidget* parent)
    : QWidget(parent)
    , m_back(new QToolButton(this))
    , m_on(new QToolButton(this))
    , m_number(new QLabel(this))
{
    setObjectName(QStringLiteral("preview"));
    setAccessibleName(tr("Preview"));
    setMinimumSize(320, 240);
    m_back->setArrowType(Qt::LeftArrow);
    m_back->setAccessibleName(tr("Page before"));
    m_on->setArrowType(Qt::RightArrow);
    m_on->setAccessibleName(tr("Next page"));
    m_number->setAlignment(Qt::AlignCenter);
    connect(m_back, &QToolButton::clicked, this, [this] { turn(-1); });
    connect(m_on, &QToolButton::clicked, this, [this] { turn(1); });
    place();
}

void PicturePreview::show(const QList<DisplayList>& pages)
{
    m_pages = pages;
    m_message.clear();
    turn(0);
}

void PicturePreview::say(const QString& message)
{
    m_pages.clear();
    m_message = message;
    turn(0);
}

void PicturePreview::turn(int pages)
{
    const qsizetype last = std::max<qsizetype>(0, m_pages.size() - 1);
    m_page = std::clamp<qsizetype>(m_page + pages, 0, last);
    m_back->setEnabled(m_page > 0);
    m_on->setEnabled(m_page < last);
    m_number->setText(tr("Page %1 of %2").arg(m_page + 1).arg(m_pages.size()));
    for (QWidget* part : {static_cast<QWidget*>(m_back), static_cast<QWidget*>(m_on),
             static_cast<QWidget*>(m_number)}) {
        part->setVisible(m_pages.size() > 1);
    }
    update();
}

void PicturePreview::place()
{
    constexpr int button = 28;
    constexpr int label = 120;
    const int middle = width() / 2;
    const int top = height() - footHeight + (footHeight - button) / 2;
    m_number->setGeometry(middle - label / 2, top, label, button);
    m_back->setGeometry(middle - label / 2 - button, top, button, button);
    m_on->setGeometry(middle + label / 2, top, button, button);
}

void PicturePreview::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

void PicturePreview::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const UiColors& colors = uiColors(palette());
    painter.fillRect(rect(), colors.hover);
    const int foot = m_pages.size() > 1 ? footHeight : 0;
    const QRectF room = QRectF(rect()).adjusted(
        space::medium, space::medium, -space::medium, -space::medium - foot);
    if (m_pages.isEmpty()) {
        painter.setPen(colors.secondary);
        painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, m_message);
        return;
    }
    const DisplayList& page = m_pages.at(m_page);
    const double scale
        = std::min({1.0, room.width() / page.bounds.width(), room.height() / page.bounds.height()});
    QRectF sheet(QPointF(0, 0), page.bounds.size() * scale);
    sheet.moveCenter(room.center());
    painter.setRenderHint(QPainter::Antialiasing);
    if (page.background.isValid()) {
        painter.fillRect(sheet, page.background);
    } else {
        paintSquares(painter, sheet);
    }
    painter.setClipRect(sheet);
    painter.translate(sheet.topLeft());
    painter.scale(scale, scale);
    painter.translate(-page.bounds.topLeft());
    paint(painter, page);
    painter.resetTransform();
    painter.setClipping(false);
    painter.setPen(colors.line);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(sheet.adjusted(-0.5, -0.5, 0.5, 0.5));
}

} // namespace whimbrel
