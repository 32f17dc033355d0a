// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/picture_actions.h"

#include "ui/canvas/flow_view.h"
#include "ui/canvas/picture_mime.h"
#include "ui/session/fragment.h"
#include "ui/shell/actions.h"
#include "ui/shell/compare_window.h"
#include "ui/shell/export_dialog.h"
#include "ui/shell/print_dialog.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileInfo>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("PictureActions", text);
}

ExportContext contextOf(const PictureActions& in)
{
    const QRectF view = in.flow.mapToScene(in.flow.viewport()->rect()).boundingRect();
    return {in.session.selection(), view, in.sequence(), in.flow.page()};
}

QHash<NodeId, QPointF> positionsOf(const PictureActions& in)
{
    return in.flow.flowScene().layouter().positions();
}

void exportPicture(const PictureActions& in)
{
    auto* dialog
        = new ExportDialog(in.session, in.prompts, positionsOf(in), contextOf(in), in.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &ExportDialog::exported, in.window,
        [say = in.say](const QString& path) { say(tr("Written to %1").arg(path)); });
    dialog->open();
}

void print(const PictureActions& in)
{
    auto* dialog = new PrintDialog(in.session, positionsOf(in), contextOf(in), in.window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &PrintDialog::printed, in.window,
        [say = in.say] { say(tr("Sent to the printer.")); });
    dialog->open();
}

/// The selected steps, or all that there is.
void copyPicture(const PictureActions& in)
{
    PlanPicture picture = clipboardPicture(positionsOf(in));
    Plan shown = in.session.plan();
    picture.content.sequence = in.sequence();
    if (!picture.content.sequence.isEmpty()) {
        picture.content.diagram = PictureContent::Diagram::Sequence;
    } else if (const Plan part = fragment::take(shown, in.session.selection(), picture.positions);
               !part.nodes.isEmpty()) {
        shown = part;
    }
    QApplication::clipboard()->setMimeData(new PictureMime(shown, picture));
    in.say(tr("Copied as a picture, with the plan inside."));
}

void compare(const PictureActions& in)
{
    const bool withSaved = !in.session.path().isEmpty() && in.session.isModified();
    QString path;
    if (!withSaved) {
        path = in.prompts.openFile(in.window, tr("Compare with"),
            QFileInfo(in.session.path()).absolutePath(),
            tr("Plans, and pictures that hold one (*.whimbrel *.svg *.png *.pdf);;All files (*)"));
        if (path.isEmpty()) {
            return;
        }
    }
    auto* window
        = new CompareWindow(in.session, in.prompts, in.flow.flowScene().theme().name, in.window);
    window->setAttribute(Qt::WA_DeleteOnClose);
    if (withSaved) {
        window->compareWithSaved();
    } else {
        window->compareWithFile(path);
    }
    window->show();
}

} // namespace

void connectPictureActions(const ActionSet& actions, const PictureActions& context)
{
    const auto here = [&](ActionId id, void (*act)(const PictureActions&)) {
        QObject::connect(
            actions[id], &QAction::triggered, context.window, [act, context] { act(context); });
    };
    here(ActionId::Export, exportPicture);
    here(ActionId::Print, print);
    here(ActionId::CopyPicture, copyPicture);
    here(ActionId::Compare, compare);
}

} // namespace whimbrel
