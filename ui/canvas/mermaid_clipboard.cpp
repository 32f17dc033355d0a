// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/mermaid_clipboard.h"

#include "model/base/counted.h"
#include "model/io/mermaid.h"
#include "ui/canvas/flow_view.h"
#include "ui/session/background.h"
#include "ui/session/fragment.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("MermaidClipboard", text);
}

Plan laidOut(const Plan& chart)
{
    Plan placed = chart;
    const QHash<NodeId, QPointF> places = arrangeFlow(chart, Arrange::Everything);
    for (auto place = places.cbegin(); place != places.cend(); ++place) {
        placed.layout.places.insert(place.key(), {*place, false, {}});
    }
    return placed;
}

} // namespace

bool holdsMermaid(const QMimeData& data)
{
    return data.hasText() && isMermaidFlow(data.text());
}

void copyMermaid(FlowView& view)
{
    const PlanSession& session = view.session();
    const Plan part = fragment::take(
        session.plan(), session.selection(), view.flowScene().layouter().positions());
    const Plan& shown = part.nodes.isEmpty() ? session.plan() : part;
    if (shown.nodes.isEmpty()) {
        view.notify(tr("The plan has no step yet: N adds one."));
        return;
    }
    QApplication::clipboard()->setText(writeMermaid(shown));
    view.notify(counted(
        shown.nodes.size(), tr("1 step copied as Mermaid."), tr("%1 steps copied as Mermaid.")));
}

void pasteMermaid(FlowView& view, const QPointF& at)
{
    if (!view.mayEdit()) {
        return;
    }
    Result<Plan> chart = readMermaid(QApplication::clipboard()->text());
    if (!chart) {
        view.notify(chart.error().text());
        return;
    }
    chart->layout.direction = view.session().plan().layout.direction;
    inBackground(
        &view, [chart = *chart] { return laidOut(chart); },
        [&view, at](const Plan& placed) {
            PlanSession& session = view.session();
            const fragment::Pasting pasting = fragment::pasteWithGroups(session.plan(), placed, at);
            if (view.mayEdit() && view.perform(pasting.edit)) {
                session.select(pasting.elements);
                view.zoomToSelection();
            }
        });
}

void pasteMermaid(FlowView& view)
{
    pasteMermaid(view, view.mapToScene(view.viewport()->rect().center()));
}

} // namespace whimbrel
