// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/plan.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace whimbrel {

/// The plan file format that this version writes.
inline constexpr int planFormatVersion = 1;
inline constexpr qsizetype maxPlanBytes = 64 * 1024 * 1024;
inline constexpr int maxPlanDepth = 100;

/// One thing that is wrong with a plan file.
struct Violation {
    int line = 1;
    QString pointer{}; ///< JSON pointer: /nodes/3/kind
    QString message{}; ///< what was found and what was expected
    bool operator==(const Violation&) const = default;

    /// "line 12, /nodes/3/kind: …"
    [[nodiscard]] QString text() const;
};

/// What reading gave: a plan, or everything that is wrong with it.
struct PlanReading {
    std::optional<Plan> plan{};
    QList<Violation> violations{};
};

/// Reads the plan file's JSON. Referenced SQL files are not looked at (Plan::files stays empty).
[[nodiscard]] PlanReading readPlan(const QByteArray& json);

/// Writes the canonical form: two-space indent, fixed key order, elements in plan order, layout
/// last, a newline at the end. readPlan() of it gives an equal plan.
[[nodiscard]] QByteArray writePlan(const Plan& plan);

/// A plan with the folder it came from.
struct LoadedPlan {
    Plan plan{}; ///< with the contents of the referenced files that could be read
    QString path{};
    QStringList missingFiles{}; ///< referenced, but not there or not readable
};

/// Reads a plan file and the SQL files it refers to. The error names every violation, one a line.
/// Paths that leave the plan's root (the nearest ancestor with .git or .whimbrel-root, else the
/// plan's folder), also through symbolic links, are refused. Runs nothing.
[[nodiscard]] Result<LoadedPlan> loadPlan(const QString& path);

/// Saves the plan and those of its SQL files whose content differs from the disk, each written
/// aside, synced and renamed; the plan file last. On failure nothing that was there is lost.
[[nodiscard]] Result<> savePlan(const Plan& plan, const QString& path);

/// The folder that the plan's paths are relative to.
[[nodiscard]] QString planFolder(const QString& planPath);

/// SHA-256 (hex) over what execution depends on: nodes, edges, targets, parameters, actions,
/// checks, the bytes of referenced SQL. Not over layout, texts, comments, acceptances, evidence.
[[nodiscard]] QString planHash(const Plan& plan);

/// SHA-256 (hex) of one node's own part of the plan hash, for telling which steps an edit touched.
[[nodiscard]] QString stepHash(const Plan& plan, const Node& node);
[[nodiscard]] QString stepHash(const Plan& plan, const Edge& edge);

/// The plan with its files as one JSON text, as the journal keeps it; and back.
[[nodiscard]] QByteArray packPlan(const Plan& plan);
[[nodiscard]] Result<Plan> unpackPlan(const QByteArray& packed);

/// Held while a plan is open for editing, so that two windows do not overwrite each other.
/// Released when destroyed; a lock whose holder died does not count.
class PlanLock;
[[nodiscard]] Result<std::shared_ptr<PlanLock>> lockPlan(const QString& path);

/// Unsaved work, kept beside the plan in a hidden file (.NAME.whimbrel-autosave) and never in it.
struct Autosave {
    Plan plan{};
    QDateTime savedAt{};
};
[[nodiscard]] Result<> writeAutosave(const Plan& plan, const QString& planPath);
/// The autosave that is there and differs from the saved plan; nothing if there is none.
[[nodiscard]] Result<std::optional<Autosave>> readAutosave(const QString& planPath);
void removeAutosave(const QString& planPath);

} // namespace whimbrel
