// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/runner_place_edit.h"

#include "model/exec/runner_place.h"

namespace whimbrel {

RunnerPlaceEdit::RunnerPlaceEdit(QWidget* parent)
    : QLineEdit(parent)
{
    setPlaceholderText(tr("This machine, or ssh://USER@HOST"));
    setToolTip(tr("Where the work is done. The plan and the passwords are handed over through ssh; "
                  "the paths of databases are those of that machine."));
}

QString RunnerPlaceEdit::problem() const
{
    if (!isElsewhere()) {
        return {};
    }
    const auto parsed = parseRunnerPlace(place());
    return parsed ? QString() : parsed.error().text();
}

} // namespace whimbrel
