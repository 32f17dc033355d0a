// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/export/plan_picture.h"

#include "model/base/counted.h"
#include "model/io/embedded_plan.h"
#include "model/io/plan_hash.h"
#include "model/io/plan_pack.h"
#include "model/io/plan_paths.h"
#include "model/plan/ways_back.h"
#include "model/plan/without_sql.h"
#include "model/rules/validate.h"
#include "render/draw/flow_part.h"
#include "render/draw/sequence_drawing.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace whimbrel {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("Export", source);
}

/// Refuses a name that the plan does not have, and says which it has.
template <class T>
Result<> known(const Elements<T>& elements, const decltype(T::id)& id, const QString& message)
{
    if (elements.contains(id)) {
        return {};
    }
    QStringList all;
    for (const T& each : elements) {
        all << each.id.text();
    }
    return fail({ErrorCode::Usage, message.arg(id.text()), {},
        all.isEmpty() ? text("It has none at all.")
                      : text("It has %1.").arg(all.join(QStringLiteral(", ")))});
}

/// The ways back as the layout ranks them: as if they led on, from a start to an end of their own,
/// so that they are the happy path, which is cut into rows.
FlowGeometry layOutBackwards(const Plan& plan)
{
    Plan forward = plan;
    QSet<NodeId> entered;
    QSet<NodeId> left;
    for (Edge edge : plan.edges) {
        edge.kind = EdgeKind::Forward;
        edge.when.clear();
        forward.edges.put(edge);
        entered.insert(edge.to);
        left.insert(edge.from);
    }
    const Plan routed = forward;
    Node start;
    start.id = NodeId(QStringLiteral("… start"));
    start.kind = NodeKind::Start;
    Node end = start;
    end.id = NodeId(QStringLiteral("… end"));
    end.kind = NodeKind::End;
    forward.nodes.put(start, 0);
    forward.nodes.put(end);
    for (const Node& node : plan.nodes) {
        Edge edge;
        if (!entered.contains(node.id)) {
            edge.id = EdgeId(QStringLiteral("… ") + node.id.text());
            edge.from = start.id;
            edge.to = node.id;
            forward.edges.put(edge);
        }
        if (!left.contains(node.id)) {
            edge.id = EdgeId(node.id.text() + QStringLiteral(" …"));
            edge.from = node.id;
            edge.to = end.id;
            forward.edges.put(edge);
        }
    }
    QHash<NodeId, QPointF> places = arrangeFlow(forward, Arrange::Everything);
    places.remove(start.id);
    places.remove(end.id);
    FlowGeometry geometry = routeFlow(routed, places);
    geometry.happyPath.clear();
    return geometry;
}

FlowDrawingOptions flowOptions(
    const PlanPicture& picture, const QString& hash, const Validation& validation)
{
    FlowDrawingOptions options;
    options.theme = picture.theme;
    options.titleBlock = picture.titleBlock;
    options.legend = picture.legend;
    options.riskSummary = picture.riskSummary;
    options.planHash = hash;
    options.date = picture.date;
    options.rehearsed = picture.detail == PictureDetail::Stakeholder ? nullptr : &picture.rehearsed;
    options.findings = picture.detail == PictureDetail::Reviewer ? &validation.findings : nullptr;
    options.comments = picture.detail == PictureDetail::Reviewer;
    options.run = picture.run ? &*picture.run : nullptr;
    options.planFolder = picture.planFolder;
    return options;
}

Result<DrawnPlan> drawSequencePicture(
    const Plan& plan, const PlanPicture& picture, const QString& hash, const Validation& validation)
{
    const SequenceId& id = picture.content.sequence;
    if (const Result<> found
        = known(plan.sequences, id, text("The plan has no sequence diagram \"%1\"."));
        !found) {
        return fail(found.error());
    }
    const Sequence& sequence = *plan.sequences.find(id);
    SequenceDrawingOptions options;
    options.theme = picture.theme;
    options.header = picture.riskSummary;
    options.titleBlock = picture.titleBlock;
    options.legend = picture.legend;
    options.planHash = hash;
    options.date = picture.date;
    options.findings = picture.detail == PictureDetail::Reviewer ? &validation.findings : nullptr;
    return DrawnPlan{{drawSequence(plan, sequence, layOutSequence(plan, sequence), options)}, {}};
}

/// Which nodes are wanted; all of them where nothing is said.
Result<std::optional<QSet<NodeId>>> wantedNodes(
    const Plan& plan, const PictureContent& content, const FlowGeometry& whole)
{
    std::optional<QSet<NodeId>> nodes;
    if (!content.phase.isEmpty()) {
        const Result<> found
            = known(plan.groups, content.phase, text("The plan has no phase \"%1\"."));
        if (!found) {
            return fail(found.error());
        }
        nodes = nodesOf(plan, content.phase);
    } else if (!content.nodes.isEmpty()) {
        for (const NodeId& node : content.nodes) {
            const Result<> found = known(plan.nodes, node, text("The plan has no step \"%1\"."));
            if (!found) {
                return fail(found.error());
            }
        }
        nodes = content.nodes;
    } else if (content.view.isValid()) {
        nodes = nodesIn(whole, content.view);
    }
    if (nodes && nodes->isEmpty()) {
        return fail({ErrorCode::Impossible, text("There is nothing to draw: no step lies there."),
            {}, text("Choose a part that has steps.")});
    }
    return nodes;
}

Result<DrawnPlan> drawFlowPicture(
    const Plan& plan, const PlanPicture& picture, const FlowDrawingOptions& options)
{
    Plan placed = plan;
    for (auto place = picture.positions.cbegin(); place != picture.positions.cend(); ++place) {
        if (placed.nodes.contains(place.key()) && !placed.layout.places.contains(place.key())) {
            placed.layout.places.insert(place.key(), {*place, false});
        }
    }
    const FlowGeometry whole
        = picture.arrange ? routeFlow(placed, arrangeFlow(placed)) : layOutFlow(placed);
    const auto nodes = wantedNodes(plan, picture.content, whole);
    if (!nodes) {
        return fail(nodes.error());
    }
    DrawnPlan drawn;
    drawn.flow = *nodes ? partOf(plan, whole, **nodes) : whole;
    QList<std::pair<QString, FlowGeometry>> pages{{plan.header.title, drawn.flow}};
    const auto nameOf
        = [](const Group& group) { return group.title.isEmpty() ? group.id.text() : group.title; };
    if (const Group* phase = plan.groups.find(picture.content.phase)) {
        pages.first().first += QStringLiteral(": ") + nameOf(*phase);
    }
    if (picture.content.pagePerPhase) {
        for (const Group& phase : plan.groups) {
            const QSet<NodeId> inside = nodesOf(plan, phase.id);
            if (phase.kind == GroupKind::Phase && !inside.isEmpty()) {
                pages.append({nameOf(phase), partOf(plan, whole, inside)});
            }
        }
    }
    for (const auto& [title, geometry] : std::as_const(pages)) {
        FlowDrawingOptions page = options;
        page.page = QStringLiteral("%1/%2").arg(drawn.pages.size() + 1).arg(pages.size());
        drawn.pages.append(drawFlow(plan, geometry, page));
        drawn.pages.last().title = title;
    }
    return drawn;
}

} // namespace

Result<DrawnPlan> drawPlan(const Plan& plan, const PlanPicture& picture)
{
    const QString hash = planHash(plan);
    const Plan shown = picture.detail == PictureDetail::Stakeholder ? withoutSql(plan) : plan;
    const Validation validation
        = picture.detail == PictureDetail::Reviewer ? validate(plan) : Validation();
    const FlowDrawingOptions options = flowOptions(picture, hash, validation);
    Result<DrawnPlan> drawn = DrawnPlan{};
    switch (picture.content.diagram) {
    case PictureContent::Diagram::Sequence:
        drawn = drawSequencePicture(shown, picture, hash, validation);
        break;
    case PictureContent::Diagram::Flow:
        drawn = drawFlowPicture(shown, picture, options);
        break;
    case PictureContent::Diagram::WaysBack: {
        const NodeId& from = picture.content.from;
        if (!from.isEmpty()) {
            const Result<> found = known(plan.nodes, from, text("The plan has no step \"%1\"."));
            if (!found) {
                return fail(found.error());
            }
        }
        const Plan back = waysBack(shown, from);
        if (back.edges.isEmpty()) {
            return fail({ErrorCode::Impossible,
                from.isEmpty() ? text("The plan has no way back.")
                               : text("No way back leads on from \"%1\".").arg(from.text()),
                {}, text("Draw rollback edges first.")});
        }
        const FlowGeometry geometry = layOutBackwards(back);
        drawn = DrawnPlan{{drawFlow(back, geometry, options)}, geometry};
        break;
    }
    }
    if (!drawn) {
        return drawn;
    }
    if (picture.transparent) {
        for (DisplayList& page : drawn->pages) {
            page.background = QColor();
        }
    }
    return drawn;
}

Result<QByteArray> encodePlan(
    const Plan& plan, const PlanPicture& picture, const DrawnPlan& drawn, const PictureFile& file)
{
    const bool embeds = picture.embedPlan && picture.detail != PictureDetail::Stakeholder;
    const QByteArray packed = embeds ? packPlan(plan) : QByteArray();
    if (packed.size() > embedded::maxBytes) {
        return fail({ErrorCode::Impossible,
            text("The plan with its SQL files holds %1, more than a picture may carry (%2).")
                .arg(sizeText(packed.size()), sizeText(embedded::maxBytes)),
            {}, text("Export without the plan inside.")});
    }
    switch (file.format) {
    case PictureFormat::Svg:
        return toSvg(drawn.pages.first(), packed);
    case PictureFormat::Png:
        return toPng(drawn.pages.first(), file.scale, packed);
    case PictureFormat::Pdf:
        break;
    }
    return toPdf(drawn.pages,
        {packed, file.paper, plan.header.authors.join(QStringLiteral(", ")), picture.date});
}

QDateTime dateOfPlan(const QString& planPath)
{
    bool isSet = false;
    const qint64 seconds = qEnvironmentVariable("SOURCE_DATE_EPOCH").toLongLong(&isSet);
    if (isSet) {
        return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    }
    return planPath.isEmpty() ? QDateTime() : QFileInfo(planPath).lastModified().toUTC();
}

std::optional<QString> folderFromPicture(const QString& picturePath, const QString& planPath)
{
    if (picturePath.isEmpty() || planPath.isEmpty()) {
        return std::nullopt;
    }
    const QString folder = QFileInfo(picturePath).absolutePath();
    const QString root = planRoot(planPath);
    const QString real = QFileInfo(folder).canonicalFilePath();
    if (real != root && !real.startsWith(root + QLatin1Char('/'))) {
        return std::nullopt;
    }
    return QDir(real).relativeFilePath(planFolder(planPath));
}

} // namespace whimbrel
