// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/open_dropped.h"

#include "ui/session/fragment.h"
#include "ui/shell/document_controller.h"

#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <array>

namespace whimbrel {

bool mayHoldPlan(const QMimeData& data)
{
    constexpr std::array pictures{"image/svg+xml", "image/png", "application/pdf"};
    const QList<QUrl> urls = data.urls();
    return (urls.size() == 1 && urls.constFirst().isLocalFile())
        || data.hasFormat(fragment::mimeType)
        || std::any_of(pictures.begin(), pictures.end(),
            [&data](const char* type) { return data.hasFormat(QLatin1String(type)); })
        || data.hasText();
}

Result<> openFrom(const QMimeData& data, DocumentController& documents)
{
    const QList<QUrl> urls = data.urls();
    if (urls.size() == 1 && urls.constFirst().isLocalFile()) {
        documents.open(urls.constFirst().toLocalFile());
        return {};
    }
    const Result<Plan> plan = fragment::fromMime(data);
    if (!plan) {
        return fail(plan.error());
    }
    documents.openCopied(*plan);
    return {};
}

} // namespace whimbrel
