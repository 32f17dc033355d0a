// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/event.h"

#include <QElapsedTimer>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace whimbrel {

/// The events of one run on this machine, beside those in the database: one JSON object a line,
/// written after they are committed. It shows what a restored database has forgotten.
class JournalMirror final {
public:
    /// Opens (or makes) the mirror of a run for adding to it.
    [[nodiscard]] static Result<std::shared_ptr<JournalMirror>> open(const QString& run);
    ~JournalMirror();

    JournalMirror(const JournalMirror&) = delete;
    JournalMirror& operator=(const JournalMirror&) = delete;

    /// Failure is no reason to stop the run: the database's journal is the one that counts.
    [[nodiscard]] Result<> append(const QList<Event>& events);

private:
    explicit JournalMirror(int file);
    int m_file;
    QElapsedTimer m_sinceSync{};
    QList<Event> m_waiting{}; ///< not written yet: there was no room
};

/// The events in the mirror of a run, as far as they can be read: a last line cut off by a crash
/// does not count. Empty if there is no mirror.
[[nodiscard]] QList<Event> readMirror(const QString& run);

/// The event with which the mirror of a run begins (what ran, and where); nothing if it cannot be
/// read. A machine keeps the mirrors of all its runs, so who looks for one looks at this first.
[[nodiscard]] std::optional<Event> beginOfMirror(const QString& run);

/// The names of the runs that have a mirror on this machine.
[[nodiscard]] QStringList mirroredRuns();

} // namespace whimbrel
