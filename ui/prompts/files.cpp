// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/prompts/files.h"

#include <QFileDialog>

namespace whimbrel::prompts {

QString openFile(
    QWidget* parent, const QString& title, const QString& folder, const QString& filter)
{
    return QFileDialog::getOpenFileName(parent, title, folder, filter);
}

QString saveFile(QWidget* parent, const QString& title, const QString& path, const QString& filter)
{
    return QFileDialog::getSaveFileName(parent, title, path, filter);
}

} // namespace whimbrel::prompts
