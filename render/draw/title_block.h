// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "render/draw/display_list.h"
#include "render/draw/theme.h"

#include <QDateTime>
#include <QSizeF>

namespace whimbrel {

inline constexpr QSizeF titleBlockSize{260, 72};

struct TitleBlockOptions {
    ThemeName theme = ThemeName::Light;
    QString planHash{};
    QDateTime date{}; ///< invalid: left out
    QString page = QStringLiteral("1/1");
};

/// What stands bottom right in an exported picture: title, databases, revision, authors, hash.
[[nodiscard]] DrawGroup drawTitleBlock(const Plan& plan, const QString& title,
    const QPointF& topLeft, const TitleBlockOptions& options);

/// A group of the picture that shows no element of the plan: "legend", "title-block".
[[nodiscard]] DrawGroup furniture(const QString& id, const QString& title);

} // namespace whimbrel
