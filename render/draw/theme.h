// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"
#include "render/text/fonts.h"

#include <QColor>
#include <QString>

#include <optional>

namespace whimbrel {

enum class ThemeName { Light, Dark, Print };

[[nodiscard]] QString keyOf(ThemeName theme); ///< "light", "dark", "print"
[[nodiscard]] std::optional<ThemeName> themeFromKey(const QString& key);

/// Stroke and fill of a node.
struct NodeColors {
    QColor stroke{};
    QColor fill{};
};

/// Every colour and font of a diagram, by what it means.
struct Theme {
    ThemeName name = ThemeName::Light;
    QColor canvas{};
    QColor ink{};
    QColor secondary{};
    QColor grid{};
    QColor selection{};
    QColor groupFill{};
    QColor groupBorder{};
    QColor forward{};
    QColor rollback{};
    QColor failure{};
    QColor data{};
    QColor annotation{};
    QColor error{};
    QColor warning{};
    QColor information{};
    QColor safe{}; ///< what went well
    bool hatched = false; ///< print: kinds by hatch, no colour

    [[nodiscard]] NodeColors node(const Node& node) const;
};

[[nodiscard]] const Theme& theme(ThemeName name);

} // namespace whimbrel
