// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/style/icons.h"

#include "ui/style/palette.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// A static library's resources have to be asked for, outside of any namespace.
static void initIcons()
{
    static const bool once = [] {
        Q_INIT_RESOURCE(icons);
        return true;
    }();
    Q_UNUSED(once)
}

namespace whimbrel {

namespace {

/// Recolours and renders the SVG when it is painted, so that one icon serves both palettes.
class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QString name, QByteArray svg, const QColor& color)
        : m_name(std::move(name))
        , m_svg(std::move(svg))
        , m_color(color)
    { }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const double scale = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * scale, mode, state, scale));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    QPixmap scaledPixmap(
        const QSize& size, QIcon::Mode mode, QIcon::State /*state*/, qreal scale) override
    {
        const QColor color = colorFor(mode);
        const QString key = QStringLiteral("whimbrel-icon/%1/%2x%3@%4/%5")
                                .arg(m_name)
                                .arg(size.width())
                                .arg(size.height())
                                .arg(scale)
                                .arg(color.name(QColor::HexArgb));
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap)) {
            return pixmap;
        }
        QByteArray colored = m_svg;
        colored.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(colored);
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setOpacity(color.alphaF());
        const int side = std::min(size.width(), size.height());
        renderer.render(&painter,
            QRectF((size.width() - side) / 2.0, (size.height() - side) / 2.0, side, side));
        painter.end();
        pixmap.setDevicePixelRatio(scale);
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override
    {
        return std::make_unique<SvgIconEngine>(*this).release();
    }

    bool isNull() override { return m_svg.isEmpty(); }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QApplication::palette();
        switch (mode) {
        case QIcon::Disabled:
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        case QIcon::Normal:
        case QIcon::Active:
        case QIcon::Selected: // selected rows are tinted, and their text keeps its colour
            break;
        }
        return m_color.isValid() ? m_color : palette.color(QPalette::ButtonText);
    }

    QString m_name;
    QByteArray m_svg;
    QColor m_color;
};

} // namespace

QIcon icon(const QString& name, const QColor& color)
{
    initIcons();
    QFile file(QStringLiteral(":/icons/") + name + QStringLiteral(".svg"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    return QIcon(std::make_unique<SvgIconEngine>(name, file.readAll(), color).release());
}

QString iconName(const char* kindKey)
{
    return QStringLiteral("kind-") + QLatin1String(kindKey);
}

} // namespace whimbrel
