// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/style/environment.h"

#include "ui/style/palette.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPixmap>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Environment", text);
}

} // namespace

QString environmentName(const QString& environment)
{
    if (environment == QLatin1String("production")) {
        return tr("Production");
    }
    if (environment == QLatin1String("staging")) {
        return tr("Staging");
    }
    return environment == QLatin1String("development") ? tr("Development") : environment;
}

QColor environmentColor(const QString& environment, const QPalette& palette)
{
    const UiColors& colors = uiColors(palette);
    if (environment == QLatin1String("production")) {
        return colors.error;
    }
    if (environment == QLatin1String("staging")) {
        return colors.warning;
    }
    return environment.isEmpty() ? colors.secondary : colors.success;
}

QIcon environmentIcon(const QString& environment, const QPalette& palette)
{
    constexpr int size = 64; // drawn once, shown at any scale
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = environmentColor(environment, palette);
    painter.setPen(QPen(color, 6));
    painter.setBrush(environment.isEmpty() ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.drawEllipse(QRectF(14, 14, size - 28, size - 28));
    QIcon icon(pixmap);
    // Neither a selected row nor a disabled field tints it: the colour is what it says.
    icon.addPixmap(pixmap, QIcon::Selected);
    icon.addPixmap(pixmap, QIcon::Disabled);
    return icon;
}

} // namespace whimbrel
