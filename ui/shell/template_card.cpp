// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/template_card.h"

#include "model/io/plan_file.h"
#include "model/plan/names.h"
#include "render/draw/flow_drawing.h"
#include "render/export/export.h"
#include "render/layout/flow_layout.h"
#include "ui/session/background.h"
#include "ui/style/palette.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QTemporaryDir>

namespace whimbrel {

namespace {

constexpr QSize pictureSize(280, 136);
constexpr double smallestScale = 0.2;
constexpr double fadedOpacity = 0.4; // of a picture that cannot be chosen

QString dialectName(Dialect dialect)
{
    for (const NamedValue<Dialect>& each : namedValues<Dialect>()) {
        if (each.value == dialect) {
            return QCoreApplication::translate("Names", each.name);
        }
    }
    return {};
}

/// The template's flow as an image that fits, `ratio` pixels to a point.
QImage pictureOf(const QString& name, Dialect dialect, ThemeName themeName, double ratio)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("preview.whimbrel"));
    if (!folder.isValid() || !createFromTemplate(name, path, dialect)) {
        return {};
    }
    const Result<LoadedPlan> loaded = loadPlan(path);
    if (!loaded) {
        return {};
    }
    FlowDrawingOptions options;
    options.theme = themeName;
    const DisplayList list = drawFlow(loaded->plan, layOutFlow(loaded->plan), options);
    // Whole if it stays recognizable; else the beginning of it, large enough to be.
    const double whole = std::min((pictureSize.width() - 2.0 * space::medium) / list.bounds.width(),
        (pictureSize.height() - 2.0 * space::medium) / list.bounds.height());
    const double scale = std::clamp(whole, smallestScale, 1.0);
    QImage image(pictureSize * ratio, QImage::Format_ARGB32_Premultiplied);
    image.fill(list.background);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(ratio, ratio);
    if (whole >= smallestScale) {
        painter.translate(pictureSize.width() / 2.0, pictureSize.height() / 2.0);
        painter.scale(scale, scale);
        painter.translate(-list.bounds.center());
    } else {
        painter.translate(space::medium, space::medium);
        painter.scale(scale, scale);
        painter.translate(-list.bounds.topLeft());
    }
    paint(painter, list);
    painter.end();
    image.setDevicePixelRatio(ratio);
    return image;
}

} // namespace

TemplateCard::TemplateCard(const TemplateInfo& info, QWidget* parent)
    : QAbstractButton(parent)
    , m_info(info)
{
    setObjectName(QStringLiteral("template-") + info.name);
    setText(info.title);
    setToolTip(info.description);
    setAccessibleDescription(info.description);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setFixedSize(sizeHint());
}

void TemplateCard::setTheme(ThemeName theme)
{
    if (m_theme != theme) {
        m_theme = theme;
        draw();
    }
}

void TemplateCard::setDialect(Dialect dialect)
{
    const bool isDrawn = !m_picture.isNull() && m_drawn == dialect;
    m_dialect = dialect;
    const bool comes = m_info.dialects.contains(dialect);
    setEnabled(comes);
    setToolTip(comes ? m_info.description
                     : tr("This template is for %1 alone.").arg(dialectName(shownDialect())));
    if (!isDrawn) {
        m_drawn = dialect;
        draw();
    }
    update();
}

Dialect TemplateCard::shownDialect() const
{
    return m_info.dialects.contains(m_dialect) ? m_dialect : m_info.dialects.constFirst();
}

void TemplateCard::draw()
{
    if (!m_theme) {
        return; // it is told soon
    }
    inBackground(
        this,
        [name = m_info.name, dialect = shownDialect(), theme = *m_theme,
            ratio = devicePixelRatioF()] { return pictureOf(name, dialect, theme, ratio); },
        [this, turn = ++m_turn](const QImage& picture) {
            if (turn == m_turn) {
                m_picture = picture;
                update();
            }
        });
}

void TemplateCard::paintEvent(QPaintEvent* /*event*/)
{
    const UiColors& colors = uiColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    QPainterPath outline;
    outline.addRoundedRect(frame, 8, 8);
    const bool lit = isEnabled() && (underMouse() || hasFocus());
    painter.fillPath(outline, isEnabled() && underMouse() ? colors.hover : colors.surface);
    painter.save();
    painter.setClipPath(outline);
    const QRectF picture(QPointF(0, 0), QSizeF(pictureSize));
    painter.fillRect(picture, colors.surface);
    if (!m_picture.isNull()) {
        painter.setOpacity(isEnabled() ? 1 : fadedOpacity);
        painter.drawImage(picture, m_picture);
        painter.setOpacity(1);
    }
    painter.fillRect(QRectF(0, pictureSize.height(), width(), 1), colors.line);
    painter.restore();
    painter.setPen(QPen(lit ? colors.accent : colors.line, 1));
    painter.drawPath(outline);
    const QRectF textArea(space::large, pictureSize.height() + space::medium,
        width() - 2 * space::large, height() - pictureSize.height() - 2 * space::medium);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(isEnabled() ? colors.text : colors.disabled);
    QRectF used;
    painter.drawText(textArea, Qt::AlignTop | Qt::TextWordWrap, m_info.title, &used);
    painter.setFont(font());
    painter.setPen(isEnabled() ? colors.secondary : colors.disabled);
    painter.drawText(textArea.adjusted(0, used.height() + space::tight, 0, 0),
        Qt::AlignTop | Qt::TextWordWrap, isEnabled() ? m_info.description : toolTip());
}

} // namespace whimbrel
