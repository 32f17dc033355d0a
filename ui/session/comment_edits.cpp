// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/comment_edits.h"

#include <QCoreApplication>
#include <QDateTime>

namespace whimbrel::edits {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Edits", text);
}

} // namespace

Edit addComment(const Plan& plan, const ElementRef& on, const QString& text, const QString& by,
    const QDateTime& at)
{
    if (text.trimmed().isEmpty()) {
        return {};
    }
    Comment comment;
    for (qsizetype n = plan.comments.size() + 1; comment.id.isEmpty(); ++n) {
        const CommentId id(QStringLiteral("comment-%1").arg(n));
        comment.id = plan.comments.contains(id) ? CommentId() : id;
    }
    comment.on = on;
    comment.text = text.trimmed();
    comment.by = by;
    comment.at = at.toUTC().toString(Qt::ISODate);
    return {tr("Add comment"), {Put<Comment>{comment}}, {}};
}

Edit setResolved(const Plan& plan, const QList<CommentId>& comments, bool resolved)
{
    Edit edit{resolved ? tr("Resolve comment") : tr("Reopen comment"), {}, {}};
    for (const CommentId& id : comments) {
        const Comment* comment = plan.comments.find(id);
        if (comment != nullptr && comment->resolved != resolved) {
            Comment changed = *comment;
            changed.resolved = resolved;
            edit.ops.append(Put<Comment>{changed});
        }
    }
    return edit;
}

Edit eraseComments(const Plan& plan, const QList<CommentId>& comments)
{
    Edit edit{tr("Delete comment"), {}, {}};
    for (const CommentId& id : comments) {
        if (plan.comments.contains(id)) {
            edit.ops.append(Erase<Comment>{id});
        }
    }
    return edit;
}

} // namespace whimbrel::edits
