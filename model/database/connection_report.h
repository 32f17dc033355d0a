// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/connection_url.h"
#include "model/database/interrupter.h"
#include "model/database/postgres_pooler.h"

#include <QList>
#include <QString>

#include <memory>

namespace whimbrel {

/// Something that a migration needs, and whether the user of a connection may do it.
struct ConnectionRight {
    QString text{}; ///< "create tables in the schema public"
    bool isGranted = false;
    bool isNeeded = true; ///< false: good to have
    bool operator==(const ConnectionRight&) const = default;
};

/// What a look through a connection found: who answers, as whom, and what can be done there.
struct ConnectionReport {
    Dialect dialect = Dialect::Sqlite;
    QString name{}; ///< the database as messages name it: "shop on db1:5432"
    QString product{}; ///< "PostgreSQL 15.20"
    QString user{}; ///< as the server knows it; empty on SQLite
    QString role{}; ///< that is acted as, where it is another
    bool isReplica = false;
    bool isReadOnly = false; ///< nothing can be written, whatever the rights are
    bool isOnThisMachine = false; ///< a socket or a file: nothing goes over the network
    QString encryption{}; ///< protocol and cipher; empty: not encrypted
    Pooling pooling = Pooling::None;
    qint64 roundTripUs = 0; ///< the shortest of some
    QList<ConnectionRight> rights{};
};

/// Connects for reading, and looks. Blocks; `interrupter` stops it once the connection is there.
[[nodiscard]] Result<ConnectionReport> inspectConnection(const ConnectionUrl& url,
    std::shared_ptr<Interrupter> interrupter = std::make_shared<Interrupter>());

/// One line of a report.
struct ReportLine {
    enum class Mood { Plain, Good, Bad };
    QString label{}; ///< "Encryption"
    QString text{};
    Mood mood = Mood::Plain;
};

/// The report in words, a fact a line.
[[nodiscard]] QList<ReportLine> describe(const ConnectionReport& report);

} // namespace whimbrel
