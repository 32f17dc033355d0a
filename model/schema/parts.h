// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/schema/schema.h"

namespace whimbrel {

/// One thing to know about a part, and how a difference in it is told.
struct Fact {
    enum class How {
        Value, ///< "the type of column a is TEXT instead of INT"
        Text, ///< too long to show: "the body differs"
        Flag, ///< there or not: `word` if it is, `otherwise` if not, both with %1 for the part
    };
    QString word{}; ///< empty: the value is the part itself: "index i is (b) instead of (a)"
    QString value{}; ///< empty: there is none
    How how = How::Value;
    QString otherwise{};
};

/// A schema taken apart: what comparing, describing and hashing share, so that two schemas are
/// equal exactly if no difference is found.
struct Part {
    ObjectKind kind = ObjectKind::Table;
    QString key{}; ///< equal for parts that are held against each other; unique among its kind
    QString name{}; ///< in words: "column full_name"
    QString object{}; ///< as Difference::object
    QList<Fact> facts{}; ///< the same words in the same order for every part of a kind, but for
                         ///< those of attributes
    QList<Part> parts{}; ///< columns in their order
};

[[nodiscard]] QList<Part> partsOf(const Schema& schema);

} // namespace whimbrel
