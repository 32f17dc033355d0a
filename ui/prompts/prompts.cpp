// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/prompts/prompts.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Prompts", text);
}

} // namespace

Prompts::Unsaved DialogPrompts::askUnsaved(QWidget* parent, const QString& plan)
{
    QMessageBox box(parent);
    box.setWindowTitle(tr("Unsaved changes"));
    box.setText(
        QStringLiteral("<b>%1</b>").arg(tr("Save the changes to “%1”?").arg(plan).toHtmlEscaped()));
    box.setInformativeText(tr("They are lost if you do not."));
    QAbstractButton* save = box.addButton(tr("Save"), QMessageBox::AcceptRole);
    QAbstractButton* discard = box.addButton(tr("Discard"), QMessageBox::DestructiveRole);
    box.addButton(tr("Cancel"), QMessageBox::RejectRole);
    box.setDefaultButton(qobject_cast<QPushButton*>(save));
    box.exec();
    if (box.clickedButton() == save) {
        return Unsaved::Save;
    }
    return box.clickedButton() == discard ? Unsaved::Discard : Unsaved::Cancel;
}

Prompts::Leaving DialogPrompts::askLeaveRun(
    QWidget* parent, const QString& text, const QString& hint)
{
    QMessageBox box(parent);
    box.setWindowTitle(tr("Open run"));
    box.setText(QStringLiteral("<b>%1</b>").arg(text.toHtmlEscaped()));
    box.setInformativeText(hint);
    box.setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* quiet = new QCheckBox(tr("Do not say this again"), &box);
    box.setCheckBox(quiet);
    QPushButton* leave = box.addButton(tr("Leave"), QMessageBox::AcceptRole);
    box.addButton(tr("Stay"), QMessageBox::RejectRole);
    box.setDefaultButton(leave);
    box.exec();
    return {box.clickedButton() == leave, !quiet->isChecked()};
}

bool DialogPrompts::confirm(
    QWidget* parent, const QString& title, const QString& question, const QString& action)
{
    QMessageBox box(parent);
    box.setWindowTitle(title);
    box.setText(question);
    QAbstractButton* yes = box.addButton(action, QMessageBox::AcceptRole);
    box.addButton(tr("Cancel"), QMessageBox::RejectRole);
    box.exec();
    return box.clickedButton() == yes;
}

void DialogPrompts::showProblem(
    QWidget* parent, const QString& title, const QString& message, const QStringList& details)
{
    QDialog dialog(parent);
    dialog.setWindowTitle(title);
    auto* column = new QVBoxLayout(&dialog);
    column->setContentsMargins(24, 24, 24, 16);
    column->setSpacing(12);
    auto* heading = new QLabel(title, &dialog);
    heading->setProperty("role", QStringLiteral("title"));
    heading->setWordWrap(true);
    column->addWidget(heading);
    auto* text = new QLabel(message, &dialog);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(text);
    if (!details.isEmpty()) {
        auto* list = new QPlainTextEdit(details.join(QLatin1Char('\n')), &dialog);
        list->setReadOnly(true);
        list->setMinimumSize(560, 200);
        list->setLineWrapMode(QPlainTextEdit::WidgetWidth);
        column->addWidget(list);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
    if (!details.isEmpty()) {
        QPushButton* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
        QObject::connect(copy, &QPushButton::clicked, &dialog,
            [details] { QApplication::clipboard()->setText(details.join(QLatin1Char('\n'))); });
    }
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    column->addWidget(buttons);
    dialog.exec();
}

void DialogPrompts::showAbout(QWidget* parent, const QString& title, const QString& text)
{
    QMessageBox::about(parent, title, text);
}

QString DialogPrompts::openFile(
    QWidget* parent, const QString& title, const QString& folder, const QString& filter)
{
    return QFileDialog::getOpenFileName(parent, title, folder, filter);
}

QString DialogPrompts::saveFile(
    QWidget* parent, const QString& title, const QString& path, const QString& filter)
{
    return QFileDialog::getSaveFileName(parent, title, path, filter);
}

QString DialogPrompts::chooseFolder(QWidget* parent, const QString& title, const QString& folder)
{
    return QFileDialog::getExistingDirectory(parent, title, folder);
}

} // namespace whimbrel
