// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/export/plan_picture.h"

#include <QMimeData>

namespace whimbrel {

/// A plan, or some steps of one, for the clipboard: as SVG and as PNG, which are drawn only when
/// another program asks for them, and whatever else is put in. The pictures hold the plan.
class PictureMime final : public QMimeData {
    Q_OBJECT

public:
    PictureMime(Plan plan, PlanPicture picture)
        : m_plan(std::move(plan))
        , m_picture(std::move(picture))
    { }

    [[nodiscard]] QStringList formats() const override;
    [[nodiscard]] bool hasFormat(const QString& type) const override;

protected:
    [[nodiscard]] QVariant retrieveData(const QString& type, QMetaType wanted) const override;

private:
    Plan m_plan;
    PlanPicture m_picture;
};

/// How pictures on the clipboard look: the diagram alone.
[[nodiscard]] PlanPicture clipboardPicture(const QHash<NodeId, QPointF>& positions);

} // namespace whimbrel
