// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/tool_button.h"

#include "ui/style/icons.h"

#include <QToolButton>

namespace whimbrel {

QToolButton* makeToolButton(
    QWidget* parent, const QString& iconName, const QString& sign, const QString& what)
{
    auto* button = new QToolButton(parent);
    const QIcon picture = icon(iconName);
    if (picture.isNull()) {
        button->setText(sign);
    } else {
        button->setIcon(picture);
        button->setIconSize(QSize(16, 16));
    }
    button->setAutoRaise(true);
    button->setToolTip(what);
    button->setAccessibleName(what);
    return button;
}

} // namespace whimbrel
