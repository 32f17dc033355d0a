// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace whimbrel {

/// Somebody whom the statement in hand waits for, directly or through others.
struct Blocker {
    qint64 session = 0; ///< process id or connection id; 0: a prepared transaction, which has none
    QString user{};
    QString application{};
    QString query{}; ///< its statement, or what the prepared transaction is called
    QString state{}; ///< "active", "idle in transaction" …
    qint64 ageMs = -1; ///< negative: unknown
    int depth = 1; ///< 1: blocks us; 2: blocks one who blocks us …
    bool inferred = false; ///< the server does not say who blocks; this one may
    bool operator==(const Blocker&) const = default;
};

/// A lock of the statement in hand.
struct HeldLock {
    QString object{};
    QString mode{};
    bool granted = true; ///< or waited for
    bool operator==(const HeldLock&) const = default;
};

/// What a server shows of the statement that it carries out for us.
struct Sighting {
    QList<Blocker> blockers{};
    QList<HeldLock> locks{};
    QString phase{}; ///< in the server's words: "create index: building index: scanning table"
    double fraction = -1; ///< of the phase, 0 … 1; negative: unknown
    bool operator==(const Sighting&) const = default;
};

} // namespace whimbrel
