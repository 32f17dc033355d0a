// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/plan.h"

#include <QList>
#include <QString>

#include <optional>

namespace whimbrel {

enum class DifferenceKind {
    Added,
    Removed,
    Changed,
    Moved, ///< only where it stands in the diagram
};

/// "added", "removed", "changed", "moved"
[[nodiscard]] QString keyOf(DifferenceKind kind);

/// One value that is not what it was. Fields are named as the plan file has them: "title",
/// "action.batch", "checks[same].sql". Empty text: not there.
struct FieldDifference {
    QString field{};
    QString before{};
    QString after{};
    bool operator==(const FieldDifference&) const = default;
};

/// An element of the plan, or a file beside it, that is not the same in both.
struct ElementDifference {
    DifferenceKind kind = DifferenceKind::Changed;
    QString section{}; ///< the plan file's key: "nodes"; "plan" for its head, "files" for SQL files
    QString id{}; ///< of a file: its path; empty for the plan's head
    QString title{}; ///< what people call it
    std::optional<ElementRef> element{}; ///< what it is on the diagrams, if it is
    QList<FieldDifference> fields{}; ///< what was changed
    bool changesRun = false; ///< execution depends on what is different
    bool operator==(const ElementDifference&) const = default;
};

struct PlanDifference {
    QList<ElementDifference> elements{}; ///< in the file's order, files last
    bool changesRun = false; ///< the plan hashes differ

    [[nodiscard]] bool isEmpty() const { return elements.isEmpty(); }
    [[nodiscard]] qsizetype count(DifferenceKind kind) const;
    /// Without what was merely moved.
    [[nodiscard]] PlanDifference semantic() const;
};

/// What is different in meaning or place between two versions of a plan, element by element, found
/// by their stable ids. Unknown keys count too.
[[nodiscard]] PlanDifference comparePlans(const Plan& before, const Plan& after);

} // namespace whimbrel
