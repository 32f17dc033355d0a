// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/palette_mime.h"

#include "model/plan/names.h"

#include <QMimeData>

namespace whimbrel {

std::unique_ptr<QMimeData> mimeOf(NodeKind kind)
{
    auto data = std::make_unique<QMimeData>();
    data->setData(kindMimeType, keyOf(kind).toUtf8());
    return data;
}

std::optional<NodeKind> kindOf(const QMimeData& data)
{
    return valueOf<NodeKind>(QString::fromUtf8(data.data(kindMimeType)));
}

} // namespace whimbrel
