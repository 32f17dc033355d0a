// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/executor.h"
#include "model/plan/extras.h"
#include "model/plan/names.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// How much something that was seen before a run matters.
enum class PreflightLevel {
    Error, ///< the run would fail, or harm others
    Warning, ///< it may
    Note, ///< to be known; nothing is wrong
};

template <>
std::span<const NamedValue<PreflightLevel>> namedValues<PreflightLevel>();

/// The level for people, in their language.
[[nodiscard]] QString displayName(PreflightLevel level);

/// One thing that was seen before a run.
struct PreflightFinding {
    PreflightLevel level = PreflightLevel::Note;
    QString about{}; ///< "rights", "space", "locks", "replication", "limits", "window" …
    TargetId target{}; ///< empty: no database in particular
    NodeId node{}; ///< the step that it concerns; empty: all
    EdgeId edge{}; ///< of its way back
    QString text{}; ///< what was found
    QString expected{}; ///< what should be instead; empty: nothing
    QString advice{}; ///< what to do
    Extras extras{};
    bool operator==(const PreflightFinding&) const = default;
};

/// A database as the preflight met it.
struct PreflightTarget {
    TargetId target{};
    QString database{}; ///< the connection as it is shown, without secrets
    QString server{}; ///< "PostgreSQL 15.8"
    QString user{};
    QString owner{}; ///< to whom new objects will belong
    Extras extras{};
    bool operator==(const PreflightTarget&) const = default;
};

/// What would go wrong in a run, as far as can be seen before it.
struct PreflightReport {
    QString planHash{};
    QString environment{};
    QString at{}; ///< ISO 8601, UTC
    QList<PreflightTarget> targets{};
    QList<PreflightFinding> findings{}; ///< what weighs most first
    Extras extras{};

    [[nodiscard]] qsizetype count(PreflightLevel level) const;
    bool operator==(const PreflightReport&) const = default;
};

/// Looks at the bound databases, reading only, and judges what a run of the plan would meet there:
/// every step and every way back. Blocks. What could not be looked at is a finding, never passed
/// over: a database that cannot be opened, too.
[[nodiscard]] PreflightReport preflight(
    const RunRequest& request, const QDateTime& now = QDateTime::currentDateTimeUtc());

/// As JSON, see resources/schema/whimbrel-preflight.schema.json.
[[nodiscard]] QByteArray preflightJson(const PreflightReport& report);
[[nodiscard]] Result<PreflightReport> readPreflight(const QByteArray& json);

namespace format {
/// The JSON Schema of a preflight.
[[nodiscard]] QByteArray preflightSchema();
} // namespace format

} // namespace whimbrel
