// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/picture_mime.h"

namespace whimbrel {

namespace {

const QString svgType = QStringLiteral("image/svg+xml");
const QString pngType = QStringLiteral("image/png");
constexpr double clipboardScale = 2;

} // namespace

QStringList PictureMime::formats() const
{
    return QMimeData::formats() << svgType << pngType;
}

bool PictureMime::hasFormat(const QString& type) const
{
    return formats().contains(type);
}

QVariant PictureMime::retrieveData(const QString& type, QMetaType wanted) const
{
    if (type != svgType && type != pngType) {
        return QMimeData::retrieveData(type, wanted);
    }
    const Result<DrawnPlan> drawn = drawPlan(m_plan, m_picture);
    if (!drawn) {
        return {};
    }
    PictureFile file;
    file.format = type == svgType ? PictureFormat::Svg : PictureFormat::Png;
    file.scale = clipboardScale;
    const Result<QByteArray> bytes = encodePlan(m_plan, m_picture, *drawn, file);
    return bytes ? QVariant(*bytes) : QVariant();
}

PlanPicture clipboardPicture(const QHash<NodeId, QPointF>& positions)
{
    PlanPicture picture;
    picture.detail = PictureDetail::Operator;
    picture.legend = picture.titleBlock = picture.riskSummary = false;
    picture.positions = positions;
    return picture;
}

} // namespace whimbrel
