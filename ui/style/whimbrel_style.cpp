// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/style/whimbrel_style.h"

#include "ui/style/palette.h"

#include <QAbstractSpinBox>
#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr int fieldHeight = 30; // of a text field
constexpr int fieldIndent = 3; // so that chosen and written texts begin alike

/// The frame that text fields have, which the style sheet draws.
void drawField(QPainter& painter, const QStyleOption& option, bool frame)
{
    if (!frame) {
        return;
    }
    const UiColors& colors = uiColors(option.palette);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool focused = enabled && option.state.testFlag(QStyle::State_HasFocus);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(focused ? colors.accent : enabled ? colors.border : colors.line);
    painter.setBrush(enabled ? colors.surface : colors.window);
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter.restore();
}

void drawArrow(
    QPainter& painter, const QStyleOption& option, const QRectF& box, bool up, bool enabled)
{
    const UiColors& colors = uiColors(option.palette);
    const bool lit = enabled && option.state.testFlag(QStyle::State_Enabled);
    QPen pen(lit ? colors.secondary : colors.disabled, 1.5);
    pen.setCapStyle(Qt::RoundCap);
    pen.setJoinStyle(Qt::RoundJoin);
    const double width = std::min(4.0, box.height() / 3);
    const double height = up ? -width / 2 : width / 2;
    const QPointF at = box.center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    painter.drawPolyline(QPolygonF{{at.x() - width, at.y() - height}, {at.x(), at.y() + height},
        {at.x() + width, at.y() - height}});
    painter.restore();
}

void drawCheckBox(QPainter& painter, const QStyleOption& option)
{
    const UiColors& colors = uiColors(option.palette);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled);
    const bool on = option.state.testFlag(QStyle::State_On);
    const bool partly = option.state.testFlag(QStyle::State_NoChange);
    const bool filled = (on || partly) && enabled;
    const bool focused = enabled && option.state.testFlag(QStyle::State_HasFocus);
    const QRectF box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(filled || focused ? colors.accent : enabled ? colors.border : colors.line);
    painter.setBrush(filled ? colors.accent : enabled ? colors.surface : colors.window);
    painter.drawRoundedRect(box, 3, 3);
    QPen pen(filled ? colors.accentText : colors.disabled, 1.75);
    pen.setCapStyle(Qt::RoundCap);
    pen.setJoinStyle(Qt::RoundJoin);
    painter.setPen(pen);
    const auto at = [&box](double x, double y) {
        return box.topLeft() + QPointF(x * box.width(), y * box.height());
    };
    if (partly) {
        painter.drawLine(at(0.27, 0.5), at(0.73, 0.5));
    } else if (on) {
        painter.drawPolyline(QPolygonF{at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.3)});
    }
    painter.restore();
}

} // namespace

WhimbrelStyle::WhimbrelStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{ }

int WhimbrelStyle::pixelMetric(
    PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
        return 20;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return space::medium;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return space::small;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
        return 1;
    case PM_ScrollBarExtent:
        return 12;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
        return 15;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int WhimbrelStyle::styleHint(
    StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DialogButtonBox_ButtonsHaveIcons:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 400;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

void WhimbrelStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
    QPainter* painter, const QWidget* widget) const
{
    if (element == PE_FrameFocusRect && widget != nullptr
        && widget->inherits("QAbstractItemView")) {
        return; // the selected row shows where the keyboard is
    }
    if (element == PE_IndicatorCheckBox) {
        drawCheckBox(*painter, *option);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void WhimbrelStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
    QPainter* painter, const QWidget* widget) const
{
    const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
    const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
    if (control == CC_ComboBox && combo != nullptr) {
        drawField(*painter, *option, combo->frame);
        const QRect at = subControlRect(CC_ComboBox, combo, SC_ComboBoxArrow, widget);
        drawArrow(*painter, *option, at, false, true);
    } else if (control == CC_SpinBox && spin != nullptr) {
        drawField(*painter, *option, spin->frame);
        if (spin->buttonSymbols != QAbstractSpinBox::NoButtons) {
            const QRect up = subControlRect(CC_SpinBox, spin, SC_SpinBoxUp, widget);
            const QRect down = subControlRect(CC_SpinBox, spin, SC_SpinBoxDown, widget);
            drawArrow(*painter, *option, up, true,
                spin->stepEnabled.testFlag(QAbstractSpinBox::StepUpEnabled));
            drawArrow(*painter, *option, down, false,
                spin->stepEnabled.testFlag(QAbstractSpinBox::StepDownEnabled));
        }
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

QRect WhimbrelStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
    SubControl part, const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    const bool text = control == CC_ComboBox && part == SC_ComboBoxEditField;
    return text ? rect.adjusted(fieldIndent, 0, 0, 0) : rect;
}

QSize WhimbrelStyle::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& size, const QWidget* widget) const
{
    QSize made = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ComboBox || type == CT_SpinBox) {
        made.setHeight(std::max(made.height(), fieldHeight));
        made.rwidth() += 2 * fieldIndent; // as much as its text is moved, on both sides
    }
    return made;
}

QString styleSheet(bool dark)
{
    const UiColors& c = uiColors(dark);
    QString sheet = QStringLiteral(R"(
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QToolBar { background: @surface; border: none; border-bottom: 1px solid @line; padding: 4px 8px; spacing: 4px; }
QToolBar::separator { background: @line; width: 1px; margin: 6px 6px; }
QToolBar QToolButton { border: none; border-radius: 6px; padding: 5px; background: transparent; }
QToolBar QToolButton:hover { background: @hover; }
QToolBar QToolButton:pressed, QToolBar QToolButton:checked { background: @tint; }
QToolBar QToolButton[popupMode="1"] { padding-right: 16px; }
QToolBar QToolButton::menu-button { border: none; width: 14px; }
QMenuBar { background: @surface; padding: 2px 4px; }
QMenuBar::item { padding: 4px 8px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @surface; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 8px; border-radius: 4px; }
QMenu::item:selected { background: @tint; color: @text; }
QMenu::item:disabled { color: @disabled; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QMenu::icon { padding-left: 6px; }
QStatusBar { background: @surface; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QDockWidget { font-weight: 600; titlebar-close-icon: none; }
QDockWidget::title { background: @window; padding: 8px 12px 6px 12px; text-align: left; }
QTabBar { qproperty-drawBase: 0; background: transparent; }
QTabBar::tab { background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 6px 12px 5px 12px; color: @secondary; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:hover:!selected { color: @text; background: @hover; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QToolTip { background: @tip; color: #f2f5f7; border: none; padding: 6px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @secondary; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QListView, QTreeView, QTableView { border: none; background: @window; outline: 0; }
QListView::item { background: transparent; padding: 3px 0 3px 3px; border-radius: 4px; }
QTreeView::item { background: transparent; padding: 3px 0 3px 3px; }
QListView::item:hover, QTreeView::item:hover { background: @hover; }
QListView::item:selected, QTreeView::item:selected { background: @tint; color: @text; }
QHeaderView::section { background: @window; color: @secondary; border: none;
    border-bottom: 1px solid @line; padding: 4px 7px; }
QTableView { gridline-color: @line; selection-background-color: @tint; selection-color: @text; }
QLabel[role="caption"] { color: @secondary; }
QLabel[role="display"] { font-size: 28px; font-weight: 600; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="heading"] { font-size: 13px; font-weight: 600; }
QLabel[role="error"] { color: @error; }
QLineEdit, QPlainTextEdit, QTextEdit {
    background: @surface; border: 1px solid @border; border-radius: 5px; padding: 4px 6px;
    selection-background-color: @accent; selection-color: @accentText; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 1px solid @accent; }
QComboBox QLineEdit, QComboBox QLineEdit:focus, QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: none; background: transparent; padding: 0; }
QComboBox QAbstractItemView { border: 1px solid @border; background: @surface;
    selection-background-color: @tint; selection-color: @text; }
QStatusBar QToolButton::menu-indicator { image: none; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: @disabled; background: @window; }
QToolButton[role="filter"] { border: 1px solid @border; border-radius: 5px; padding: 3px 8px; background: transparent; }
QToolButton[role="filter"]:hover { background: @hover; }
QToolButton[role="filter"]:checked { background: @tint; border-color: @accent; }
QPushButton { background: @button; border: 1px solid @border; border-radius: 5px; padding: 5px 14px; min-height: 18px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @tint; }
QPushButton:focus { border-color: @accent; }
QPushButton:default { background: @accent; color: @accentText; border-color: @accent; }
QPushButton:default:disabled, QPushButton:disabled { color: @disabled; background: @window; border-color: @line; }
QPushButton[opensMenu="true"] { padding-right: 26px; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right; right: 8px; }
QPushButton:flat { background: transparent; border: none; }
QPushButton:flat:hover { background: @hover; }
)");
    // Combo and spin boxes are drawn by WhimbrelStyle: a styled field loses its arrows.
    const QList<std::pair<QString, QColor>> names{
        {QStringLiteral("@window"), c.window},
        {QStringLiteral("@surface"), c.surface},
        {QStringLiteral("@hover"), c.hover},
        {QStringLiteral("@line"), c.line},
        {QStringLiteral("@border"), c.border},
        {QStringLiteral("@text"), c.text},
        {QStringLiteral("@secondary"), c.secondary},
        {QStringLiteral("@disabled"), c.disabled},
        {QStringLiteral("@accentText"), c.accentText},
        {QStringLiteral("@accent"), c.accent},
        {QStringLiteral("@tint"), c.accentTint},
        {QStringLiteral("@error"), c.error},
        {QStringLiteral("@tip"), dark ? QColor(0x2a323b) : QColor(0x1b232c)},
        {QStringLiteral("@button"), dark ? QColor(0x232a32) : QColor(0xffffff)},
    };
    for (const auto& [name, color] : names) {
        sheet.replace(name, color.name());
    }
    return sheet;
}

} // namespace whimbrel
