// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"
#include "model/rehearsal/rehearse.h"

#include <QStringList>

namespace whimbrel::cli {

/// What a rehearsal found, for people.
[[nodiscard]] QStringList describe(const Rehearsal& rehearsal, const Plan& plan);

/// What it is doing, in a line; empty for what is not worth one.
[[nodiscard]] QString describe(const RehearsalNews& news, const Plan& plan);

/// One message for programs, as a JSON object on one line.
[[nodiscard]] QByteArray jsonLine(const RehearsalNews& news);
[[nodiscard]] QByteArray jsonLine(const Rehearsal& rehearsal, const QString& file);
[[nodiscard]] QByteArray jsonLine(const Error& error);

} // namespace whimbrel::cli
