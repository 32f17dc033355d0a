// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/edit.h"

namespace whimbrel {

/// What of an element a text is.
enum class TextField {
    Title,
    Notes,
    Question,
    Owner,
    Sql,
    Check,
    Outcome,
    Because,
    Comment,
    Assumption,
    Message,
    Guard,
    State,
    Range,
    Id,
};
[[nodiscard]] QString nameOf(TextField field);

struct SearchOptions {
    bool matchCase = false;
    bool wholeWords = false;
    bool operator==(const SearchOptions&) const = default;
};

/// A place where a text was found.
struct SearchHit {
    ElementRef element{};
    TextField field = TextField::Title;
    QString file{}; ///< the SQL file that it stands in, if it does
    int line = 1; ///< in the text
    qsizetype at = 0; ///< in the line
    QString excerpt{}; ///< the line, shortened around the place
    bool replaceable = true; ///< ids are stable: they are found, not replaced
    bool operator==(const SearchHit&) const = default;
};

/// Where the text stands in titles, notes, owners, SQL, checks, sequence diagrams and comments, in
/// the plan's order; each line of a text at most once. An SQL file is searched once, for the first
/// that names it.
[[nodiscard]] QList<SearchHit> findText(
    const Plan& plan, const QString& text, const SearchOptions& options);

/// Replaces the text wherever it was found: in the whole plan, or in one element.
[[nodiscard]] Edit replaceText(const Plan& plan, const QString& text, const QString& replacement,
    const SearchOptions& options, const std::optional<ElementRef>& only = std::nullopt);

} // namespace whimbrel
