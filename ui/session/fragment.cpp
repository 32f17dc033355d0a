// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/fragment.h"

#include "model/base/counted.h"
#include "model/io/embedded_plan.h"
#include "model/io/mermaid.h"
#include "model/io/plan_file.h"
#include "ui/session/plan_edits.h"

#include <QCoreApplication>
#include <QMimeData>
#include <QUrl>

#include <limits>

namespace whimbrel::fragment {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Fragment", text);
}

/// The one file of this machine that was copied in a file manager; empty if it is none.
QString fileIn(const QMimeData& data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.constFirst().toLocalFile() : QString();
}

/// A picture as its program put it there, unless its pixels alone were copied.
QByteArray pictureIn(const QMimeData& data)
{
    for (const auto* type : {"image/svg+xml", "image/png", "application/pdf"}) {
        const QByteArray bytes = data.data(QLatin1String(type));
        if (embedded::isPicture(bytes)) {
            return bytes;
        }
    }
    const QByteArray text = data.text().toUtf8();
    return embedded::isPicture(text) ? text : QByteArray();
}

} // namespace

Plan take(
    const Plan& plan, const QList<ElementRef>& elements, const QHash<NodeId, QPointF>& positions)
{
    const QSet<ElementRef> chosen(elements.begin(), elements.end());
    Plan part;
    part.targets = plan.targets;
    part.groups = plan.groups;
    part.participants = plan.participants;
    part.files = plan.files;
    for (const Node& node : plan.nodes) {
        if (chosen.contains(ElementRef::of(node.id))) {
            part.nodes.put(node);
            part.layout.places.insert(node.id, {positions.value(node.id), true});
        }
    }
    for (const Edge& edge : plan.edges) {
        if (part.nodes.contains(edge.from) && part.nodes.contains(edge.to)) {
            part.edges.put(edge);
            if (plan.layout.routes.contains(edge.id)) {
                part.layout.routes.insert(edge.id, plan.layout.routes.value(edge.id));
            }
        }
    }
    return part;
}

std::unique_ptr<QMimeData> toMime(const Plan& fragment)
{
    auto data = std::make_unique<QMimeData>();
    toMime(fragment, *data);
    return data;
}

void toMime(const Plan& fragment, QMimeData& data)
{
    data.setData(mimeType, packPlan(fragment));
    data.setText(writeMermaid(fragment));
}

Result<Plan> fromMime(const QMimeData& data)
{
    if (data.hasFormat(mimeType)) {
        return unpackPlan(data.data(mimeType));
    }
    if (const QString file = fileIn(data); !file.isEmpty()) {
        const Result<LoadedPlan> loaded = loadPlan(file);
        return loaded ? Result<Plan>(loaded->plan) : fail(loaded.error());
    }
    if (const QByteArray picture = pictureIn(data); !picture.isEmpty()) {
        const Result<QByteArray> packed = embeddedPlanOf(picture);
        return packed ? unpackPlan(*packed) : fail(packed.error());
    }
    return fail({ErrorCode::Usage, tr("The clipboard holds no steps."), {},
        tr("Copy steps of a plan, or a picture that holds one.")});
}

Pasting paste(const Plan& plan, const Plan& fragment, const QPointF& position)
{
    constexpr double far = std::numeric_limits<double>::max();
    QPointF corner(far, far);
    for (const Place& place : fragment.layout.places) {
        corner.setX(std::min(corner.x(), place.position.x()));
        corner.setY(std::min(corner.y(), place.position.y()));
    }
    Pasting pasting;
    pasting.edit.text = counted(fragment.nodes.size(), tr("Paste step"), tr("Paste %1 steps"));
    Plan grown = plan; // ids must also differ among what is pasted
    QHash<NodeId, NodeId> renamed;
    for (Node node : fragment.nodes) {
        const NodeId old = node.id;
        node.id = edits::freshNodeId(grown, old.text());
        renamed.insert(old, node.id);
        if (!plan.groups.contains(node.group)) {
            node.group = {};
        }
        if (!plan.participants.contains(node.owner)) {
            node.owner = {};
        }
        grown.nodes.put(node);
        pasting.edit.ops.append(Put<Node>{node});
        // A plan out of a picture may leave places to the layout.
        if (fragment.layout.places.contains(old)) {
            const QPointF place = fragment.layout.places.value(old).position - corner + position;
            const bool pinned = fragment.layout.places.value(old).pinned;
            pasting.edit.ops.append(SetPlace{node.id, Place{place, pinned}});
        }
        pasting.elements.append(ElementRef::of(node.id));
    }
    for (Edge edge : fragment.edges) {
        edge.from = renamed.value(edge.from);
        edge.to = renamed.value(edge.to);
        const auto route = fragment.layout.routes.constFind(edge.id);
        edge.id = edits::freshEdgeId(grown, edge.from, edge.to);
        grown.edges.put(edge);
        pasting.edit.ops.append(Put<Edge>{edge});
        if (route != fragment.layout.routes.cend()) {
            pasting.edit.ops.append(SetRoute{edge.id, *route});
        }
    }
    // Files that this plan does not have come along; a file of the same name is its own.
    for (auto file = fragment.files.cbegin(); file != fragment.files.cend(); ++file) {
        if (!plan.files.contains(file.key())) {
            const auto uses = [&](const std::optional<Action>& action) {
                const SqlSource* sql = action ? action->sql() : nullptr;
                return sql != nullptr && sql->file == file.key();
            };
            const bool used = std::any_of(fragment.nodes.begin(), fragment.nodes.end(),
                                  [&](const Node& node) { return uses(node.action); })
                || std::any_of(fragment.edges.begin(), fragment.edges.end(),
                    [&](const Edge& edge) { return uses(edge.action); });
            if (used) {
                pasting.edit.ops.append(SetFile{file.key(), file.value()});
            }
        }
    }
    return pasting;
}

Pasting pasteWithGroups(const Plan& plan, const Plan& fragment, const QPointF& position)
{
    Plan grown = plan;
    Plan renamed = fragment;
    renamed.groups = {};
    QHash<GroupId, GroupId> ids;
    for (Group group : fragment.groups) {
        const GroupId old = group.id;
        const QString base = edits::slug(group.title);
        group.id = GroupId(base.isEmpty() ? QStringLiteral("phase") : base);
        for (int number = 2; grown.groups.contains(group.id); ++number) {
            group.id = GroupId(QStringLiteral("%1-%2")
                                   .arg(base.isEmpty() ? QStringLiteral("phase") : base)
                                   .arg(number));
        }
        ids.insert(old, group.id);
        grown.groups.put(group);
        renamed.groups.put(group);
    }
    Edit groups;
    for (Group group : renamed.groups) {
        group.parent = ids.value(group.parent);
        groups.ops.append(Put<Group>{group});
    }
    for (Node node : fragment.nodes) {
        node.group = ids.value(node.group);
        renamed.nodes.put(node);
    }
    Pasting pasting = paste(grown, renamed, position);
    pasting.edit.ops = groups.ops + pasting.edit.ops;
    return pasting;
}

} // namespace whimbrel::fragment
