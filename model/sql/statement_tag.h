// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>

namespace whimbrel {

/// Says in a server's list of running statements whose a statement is. A server goes on with a
/// statement when its client dies; by the tag the next runner finds it again.
struct StatementTag {
    QString run{};
    QString step{};
    int statement = 0; ///< its number in the step, from 1
    bool operator==(const StatementTag&) const = default;
};

/// The statement with /* whimbrel RUN STEP N */ in front of it, where servers that cut long texts
/// keep it. Characters that could end the comment or part its words are written as %XX.
[[nodiscard]] QByteArray tagged(const QByteArray& sql, const StatementTag& tag);

/// The tag that begins a text of pg_stat_activity or of the process list. Text that merely holds
/// something like a tag further on has none.
[[nodiscard]] std::optional<StatementTag> tagOf(QByteArrayView processText);

} // namespace whimbrel
