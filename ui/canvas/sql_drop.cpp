// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/sql_drop.h"

#include "ui/canvas/flow_view.h"
#include "ui/session/background.h"
#include "ui/session/sql_steps.h"

#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace whimbrel {

bool bringsSqlFiles(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    return std::any_of(urls.begin(), urls.end(), [](const QUrl& url) {
        return url.isLocalFile() && url.path().endsWith(QLatin1String(".sql"), Qt::CaseInsensitive);
    });
}

void takeSqlFiles(FlowView& view, const QMimeData& data, const QPointF& at)
{
    QStringList paths;
    for (const QUrl& url : data.urls()) {
        paths.append(url.toLocalFile());
    }
    PlanSession& session = view.session();
    const EdgeId edge = view.flowScene().edgeAt(at);
    inBackground(
        &view, [paths, plan = session.path()] { return readSqlFiles(paths, plan); },
        [&view, &session, at, edge](const Result<QList<SqlFile>>& files) {
            if (!files) {
                view.notify(files.error().text());
                return;
            }
            const Edit edit = addSqlSteps(session.plan(), *files, at, edge);
            if (view.perform(edit)) {
                QList<ElementRef> added;
                for (const Op& op : edit.ops) {
                    if (const auto* put = std::get_if<Put<Node>>(&op)) {
                        added.append(ElementRef::of(put->value.id));
                    }
                }
                session.select(added);
                view.notify(edit.text);
            }
        });
}

} // namespace whimbrel
