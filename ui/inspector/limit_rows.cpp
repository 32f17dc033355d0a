// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/rows.h"

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("LimitRows", text);
}

} // namespace

void addBatchLimitRows(Section& section, const Property<std::optional<Action>>& action,
    const ElementRef& element, const QString& stem)
{
    const Property<QList<Check>> limits
        = action.at<QList<Check>>([](const std::optional<Action>& held) { return limitsOf(held); });
    section.setShown([limits] { return limits.exists(); });
    section.remark(
        [] { return tr("While one of these does not pass, the backfill waits between batches."); });
    addCheckRows(section, limits, element, stem + QStringLiteral("-limit"),
        tr("It waits for nothing."), tr("Limits"));
}

} // namespace whimbrel
