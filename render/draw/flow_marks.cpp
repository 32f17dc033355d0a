// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/flow_marks.h"

#include "render/draw/call_outs.h"
#include "render/draw/draw_tools.h"

#include <QDir>
#include <QUrl>

namespace whimbrel {

FlowMarks::FlowMarks(const Plan& plan, const FlowDrawingOptions& options)
{
    if (options.findings) {
        for (const Finding& finding : *options.findings) {
            if (finding.accepted) {
                continue;
            }
            const auto known = findings.constFind(finding.element);
            if (known == findings.cend() || finding.severity < *known) {
                findings.insert(finding.element, finding.severity);
            }
        }
    }
    if (options.comments) {
        callOuts = callOutNumbers(plan);
    }
    if (options.run) {
        followed = QSet<EdgeId>(options.run->followed.cbegin(), options.run->followed.cend());
    }
}

std::optional<Severity> FlowMarks::findingOn(const ElementRef& element) const
{
    const auto found = findings.constFind(element);
    return found == findings.cend() ? std::nullopt : std::optional(*found);
}

void addFindingBadge(DrawGroup& group, Severity severity, QPointF centre, const Theme& look)
{
    const QColor fill = severity == Severity::Error ? look.error
        : severity == Severity::Warning             ? look.warning
                                                    : look.information;
    tools::addBadge(group, Glyph::Exclamation, centre, fill, look.canvas);
}

QString webLinkOf(const QList<Link>& links)
{
    for (const Link& link : links) {
        if (link.url.startsWith(QLatin1String("https://"), Qt::CaseInsensitive)
            || link.url.startsWith(QLatin1String("http://"), Qt::CaseInsensitive)) {
            return link.url;
        }
    }
    return {};
}

QString fileLinkOf(const std::optional<Action>& action, const FlowDrawingOptions& options)
{
    const SqlSource* sql = action && options.planFolder ? action->sql() : nullptr;
    if (sql == nullptr || sql->file.isEmpty()) {
        return {};
    }
    // A path may hold what an address may not.
    const QString path = QDir::cleanPath(*options.planFolder + QLatin1Char('/') + sql->file);
    return QString::fromLatin1(QUrl::toPercentEncoding(path, "/"));
}

} // namespace whimbrel
