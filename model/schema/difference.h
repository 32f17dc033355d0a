// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/schema/schema.h"

namespace whimbrel {

enum class DifferenceCategory {
    Missing, ///< expected, but not there
    Extra, ///< there, but not expected
    Changed, ///< there, but otherwise
    OrderChanged, ///< the same columns in another order
    DataOnly, ///< the schema is the same, rows or the position of a sequence are not
};

/// One thing that a database has otherwise than expected.
struct Difference {
    DifferenceCategory category = DifferenceCategory::Changed;
    ObjectKind kind = ObjectKind::Table; ///< of the thing itself: Index for a missing index
    QString object{}; ///< the table or other object it is in: "public.customers"
    QString text{}; ///< "table public.customers: index customers_email_idx is missing"
    bool operator==(const Difference&) const = default;
};

/// What `found` has otherwise than `expected`, object by object. Empty for equal schemas, and only
/// for them.
[[nodiscard]] QList<Difference> compare(const Schema& expected, const Schema& found);

/// How much alike two databases are, from the worst of their differences.
enum class Likeness {
    Exact,
    OrderDiffers, ///< only the order of columns is not the same
    DataDiffers, ///< but for that order the schema is equal; rows or positions of sequences are not
    SchemaDiffers,
};
[[nodiscard]] Likeness likeness(const QList<Difference>& differences);

/// The sentences alone.
[[nodiscard]] QStringList sentences(const QList<Difference>& differences);

} // namespace whimbrel
