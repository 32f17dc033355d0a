// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

#include <QCoreApplication>

/// What a command is refused with that does not fit.
namespace whimbrel::refusal {

[[nodiscard]] inline Error impossible(const QString& message, const QString& advice = {})
{
    return {ErrorCode::Impossible, message, {}, advice};
}

[[nodiscard]] inline Error needsReason()
{
    return {ErrorCode::Usage, QCoreApplication::translate("Runner", "This needs a reason."), {},
        QCoreApplication::translate("Runner", "Say why; it is journaled.")};
}

[[nodiscard]] inline bool isBlank(const QString& text)
{
    return text.trimmed().isEmpty();
}

} // namespace whimbrel::refusal
