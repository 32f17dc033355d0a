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
#include "render/layout/shown_flow.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

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
    return DrawnPlan{
        {drawSequence(plan, sequence, layOutSequence(plan, sequence), options)}, {}, {}};
}

/// Refuses parts of the flow that the plan does not have.
Result<> knownParts(const Plan& plan, const PictureContent& content)
{
    if (!content.phase.isEmpty()) {
        return known(plan.groups, content.phase, text("The plan has no phase \"%1\"."));
    }
    for (const NodeId& node : content.nodes) {
        const Result<> found = known(plan.nodes, node, text("The plan has no step \"%1\"."));
        if (!found) {
            return found;
        }
    }
    return {};
}

/// Opens what hides wanted steps beside others.
void openAround(Plan& plan, const QSet<NodeId>& wanted)
{
    const FoldedView view = foldedView(plan);
    for (auto group = view.members.cbegin(); group != view.members.cend(); ++group) {
        const auto isWanted = [&](const NodeId& node) { return wanted.contains(node); };
        if (std::ranges::any_of(*group, isWanted) && !std::ranges::all_of(*group, isWanted)) {
            plan.layout.folded.remove(group.key());
            openAround(plan, wanted); // groups in it may be folded too
            return;
        }
    }
}

QHash<NodeId, QPointF> cornersOf(const FlowGeometry& geometry)
{
    QHash<NodeId, QPointF> places;
    for (auto box = geometry.nodes.cbegin(); box != geometry.nodes.cend(); ++box) {
        places.insert(box.key(), box->topLeft());
    }
    return places;
}

/// The flow as it is placed and folded for a picture.
struct PlacedFlow {
    Plan plan{};
    QHash<NodeId, QPointF> places{}; ///< of what is known or arranged
    QHash<NodeId, QPointF> open{}; ///< of all steps as if nothing were folded, where phases need it
};

PlacedFlow placedFor(const Plan& plan, const PlanPicture& picture)
{
    PlacedFlow placed{plan, {}, {}};
    for (auto place = picture.positions.cbegin(); place != picture.positions.cend(); ++place) {
        if (plan.nodes.contains(place.key()) && !plan.layout.places.contains(place.key())) {
            placed.plan.layout.places.insert(place.key(), {*place, false});
        }
    }
    if (picture.content.unfolded || picture.run) {
        placed.plan.layout.folded.clear();
    }
    openAround(placed.plan, picture.content.nodes);
    const auto& known = placed.plan.layout.places;
    const bool otherLanes = picture.lanes && *picture.lanes != plan.layout.lanes;
    if (otherLanes) {
        placed.plan.layout.lanes = *picture.lanes;
        placed.places = arrangeFlow(foldedView(placed.plan).plan, Arrange::Everything);
    } else if (picture.arrange) {
        placed.places = arrangeFlow(foldedView(placed.plan).plan);
    } else {
        for (auto place = known.cbegin(); place != known.cend(); ++place) {
            placed.places.insert(place.key(), place->position);
        }
    }
    if (!picture.content.phase.isEmpty() || picture.content.pagePerPhase) {
        placed.open = picture.arrange          ? arrangeFlow(placed.plan)
            : known.size() < plan.nodes.size() ? cornersOf(layOutFlow(placed.plan))
                                               : placed.places;
    }
    return placed;
}

/// What a page shows: the plan as it is laid out, and where it stands.
struct ShownFlow {
    FoldedView view{};
    FlowGeometry geometry{};
};

/// A group alone, its steps where they stand in the whole.
ShownFlow pageOf(const PlacedFlow& placed, const GroupId& group)
{
    const FoldedView view = pageView(placed.plan, group);
    return {view, routeShown(view, placed.open)->geometry()};
}

/// What the picture is to show of the flow; nothing lies there: an error.
Result<ShownFlow> wantedFlow(const PlacedFlow& placed, const PictureContent& content)
{
    ShownFlow wanted;
    if (!content.phase.isEmpty()) {
        wanted = pageOf(placed, content.phase);
    } else {
        const FoldedView view = foldedView(placed.plan);
        wanted = {view, routeShown(view, placed.places)->geometry()};
        QSet<NodeId> part
            = content.view.isValid() ? nodesIn(wanted.geometry, content.view) : QSet<NodeId>();
        for (const NodeId& node : content.nodes) {
            const GroupId group = view.hidden.value(node);
            part.insert(group.isEmpty() ? node : view.standIns.value(group));
        }
        if (content.view.isValid() || !content.nodes.isEmpty()) {
            wanted.geometry = partOf(view.plan, wanted.geometry, part);
        }
    }
    if (wanted.geometry.nodes.isEmpty() && !placed.plan.nodes.isEmpty()) {
        return fail({ErrorCode::Impossible, text("There is nothing to draw: no step lies there."),
            {}, text("Choose a part that has steps.")});
    }
    return wanted;
}

Result<DrawnPlan> drawFlowPicture(
    const Plan& plan, const PlanPicture& picture, const FlowDrawingOptions& options)
{
    if (const Result<> found = knownParts(plan, picture.content); !found) {
        return fail(found.error());
    }
    const PlacedFlow placed = placedFor(plan, picture);
    const Result<ShownFlow> wanted = wantedFlow(placed, picture.content);
    if (!wanted) {
        return fail(wanted.error());
    }
    DrawnPlan drawn;
    drawn.flow = wanted->geometry;
    drawn.shown = wanted->view.plan;
    QList<std::pair<QString, ShownFlow>> pages{{plan.header.title, *wanted}};
    const auto nameOf
        = [](const Group& group) { return group.title.isEmpty() ? group.id.text() : group.title; };
    if (const Group* phase = plan.groups.find(picture.content.phase)) {
        pages.first().first += QStringLiteral(": ") + nameOf(*phase);
    }
    if (picture.content.pagePerPhase) {
        for (const Group& phase : plan.groups) {
            if (phase.kind == GroupKind::Phase && !nodesOf(plan, phase.id).isEmpty()) {
                pages.append({nameOf(phase), pageOf(placed, phase.id)});
            }
        }
    }
    for (const auto& [title, shown] : std::as_const(pages)) {
        FlowDrawingOptions page = options;
        page.page = QStringLiteral("%1/%2").arg(drawn.pages.size() + 1).arg(pages.size());
        drawn.pages.append(drawFlow(plan, shownGeometry(shown.view, shown.geometry), page));
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
        drawn = DrawnPlan{{drawFlow(back, geometry, options)}, back, geometry};
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
