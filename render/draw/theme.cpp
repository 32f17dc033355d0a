// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/theme.h"

#include "model/plan/node_kind.h"

#include <array>

namespace whimbrel {

namespace {

/// Colours of a row of the table of kinds: stroke and fill, light and dark.
struct KindColors {
    QRgb lightStroke;
    QRgb lightFill;
    QRgb darkStroke;
    QRgb darkFill;
};

constexpr KindColors safe{0xff1a9877, 0xffe8f5f1, 0xff3a9c78, 0xff182b2a};
constexpr KindColors caution{0xffc4710e, 0xfff9f1e7, 0xfffdc326, 0xff38321d};
constexpr KindColors risky{0xffa90008, 0xfff6e6e6, 0xfff5542c, 0xff36201e};
constexpr KindColors rollbackRow{0xff701f3d, 0xfff1e9ec, 0xffc375a8, 0xff2e2532};
constexpr KindColors verification{0xff035a88, 0xffe6eef3, 0xff7cc1ff, 0xff23313f};
constexpr KindColors gate{0xff1b232c, 0xffffffff, 0xfff2f5f7, 0xff1b2128};
constexpr KindColors backup{0xff50545a, 0xffeeeeee, 0xffb5bac1, 0xff2c3036};
constexpr KindColors manual{0xff1b232c, 0xffffffff, 0xfff2f5f7, 0xff1b2128};
constexpr KindColors note{0xff6b7280, 0xfffbfbf9, 0xff94a3b8, 0xff1b2128};

const KindColors& colorsOf(const Node& node)
{
    if (isChange(node)) {
        switch (riskOf(node)) {
        case Risk::Safe:
            return safe;
        case Risk::Caution:
            return caution;
        case Risk::Risky:
            return risky;
        }
    }
    switch (node.kind) {
    case NodeKind::Rollback:
        return rollbackRow;
    case NodeKind::Audit:
    case NodeKind::Monitor:
    case NodeKind::Verification:
        return verification;
    case NodeKind::Backup:
    case NodeKind::Staging:
        return backup;
    case NodeKind::Note:
        return note;
    case NodeKind::End:
        return node.outcome == Outcome::Reverted || node.outcome == Outcome::Restored ? rollbackRow
                                                                                      : gate;
    case NodeKind::Start:
    case NodeKind::Gate:
    case NodeKind::Fork:
    case NodeKind::Join:
        return gate;
    case NodeKind::Task:
    case NodeKind::Expand:
    case NodeKind::DualWrite:
    case NodeKind::Backfill:
    case NodeKind::Deploy:
    case NodeKind::Cutover:
    case NodeKind::Contract:
        return manual;
    }
    return manual;
}

Theme lightTheme()
{
    Theme made;
    made.name = ThemeName::Light;
    made.canvas = QColor(0xff, 0xff, 0xff);
    made.ink = QColor(0x1b, 0x23, 0x2c);
    made.secondary = QColor(0x5b, 0x66, 0x72);
    made.grid = QColor(0xe3, 0xe7, 0xeb);
    made.selection = QColor(0x16, 0x68, 0xdc);
    made.groupFill = QColor(0x1b, 0x23, 0x2c, 8); // 3 %
    made.groupBorder = QColor(0x94, 0xa3, 0xb8);
    made.forward = QColor(0x33, 0x41, 0x55);
    made.rollback = QColor(0x70, 0x1f, 0x3d);
    made.failure = QColor(0xa9, 0x00, 0x08);
    made.data = QColor(0x36, 0x7a, 0x86);
    made.annotation = QColor(0x6b, 0x72, 0x80);
    made.error = QColor(0xa9, 0x00, 0x08);
    made.warning = QColor(0xc4, 0x71, 0x0e);
    made.information = QColor(0x16, 0x68, 0xdc);
    made.safe = QColor(0x1a, 0x98, 0x77);
    return made;
}

Theme darkTheme()
{
    Theme made;
    made.name = ThemeName::Dark;
    made.canvas = QColor(0x12, 0x16, 0x1b);
    made.ink = QColor(0xf2, 0xf5, 0xf7);
    made.secondary = QColor(0xa7, 0xb1, 0xbc);
    made.grid = QColor(0x23, 0x2a, 0x32);
    made.selection = QColor(0x16, 0x68, 0xdc);
    made.groupFill = QColor(0xf2, 0xf5, 0xf7, 8);
    made.groupBorder = QColor(0x94, 0xa3, 0xb8);
    made.forward = QColor(0xcb, 0xd5, 0xe1);
    made.rollback = QColor(0xc3, 0x75, 0xa8);
    made.failure = QColor(0xf5, 0x54, 0x2c);
    made.data = QColor(0x4b, 0xf0, 0xee);
    made.annotation = QColor(0x94, 0xa3, 0xb8);
    made.error = QColor(0xf5, 0x54, 0x2c);
    made.warning = QColor(0xfd, 0xc3, 0x26);
    made.information = QColor(0x7c, 0xc1, 0xff);
    made.safe = QColor(0x3a, 0x9c, 0x78);
    return made;
}

Theme printTheme()
{
    Theme made = lightTheme();
    made.name = ThemeName::Print;
    made.ink = QColor(0, 0, 0);
    made.secondary = QColor(0x40, 0x40, 0x40);
    made.grid = QColor(0xe0, 0xe0, 0xe0);
    made.groupFill = QColor(0, 0, 0, 0);
    made.groupBorder = QColor(0x80, 0x80, 0x80);
    made.forward = made.rollback = made.failure = made.data = QColor(0, 0, 0);
    made.annotation = QColor(0x60, 0x60, 0x60);
    made.error = made.warning = made.information = made.safe = QColor(0, 0, 0);
    made.hatched = true;
    return made;
}

} // namespace

QString keyOf(ThemeName name)
{
    switch (name) {
    case ThemeName::Light:
        return QStringLiteral("light");
    case ThemeName::Dark:
        return QStringLiteral("dark");
    case ThemeName::Print:
        return QStringLiteral("print");
    }
    return {};
}

std::optional<ThemeName> themeFromKey(const QString& key)
{
    for (const ThemeName name : {ThemeName::Light, ThemeName::Dark, ThemeName::Print}) {
        if (keyOf(name) == key) {
            return name;
        }
    }
    return std::nullopt;
}

NodeColors Theme::node(const Node& node) const
{
    if (hatched) {
        return {ink, canvas};
    }
    const KindColors& row = colorsOf(node);
    return name == ThemeName::Dark
        ? NodeColors{QColor::fromRgb(row.darkStroke), QColor::fromRgb(row.darkFill)}
        : NodeColors{QColor::fromRgb(row.lightStroke), QColor::fromRgb(row.lightFill)};
}

const Theme& theme(ThemeName name)
{
    static const std::array themes{lightTheme(), darkTheme(), printTheme()};
    return themes[static_cast<size_t>(name)];
}

} // namespace whimbrel
