// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/connection_url.h"

#include <QByteArray>
#include <QStringList>

#include <functional>

namespace whimbrel {

/// A database's schema with some of each table's rows, as it is made elsewhere by whoever may make
/// databases; nothing in it asks for a superuser. Rows come before what watches over them, because
/// a sample may have left out rows that others refer to: those others are deleted in between.
struct SampledSchema {
    QByteArray tables{}; ///< made first, with their rows
    /// Each deletes rows that refer to none; to be run in turn until none deletes anything.
    QStringList orphans{};
    QByteArray rest{}; ///< indexes, foreign keys (PostgreSQL), triggers
};

/// Reads the schema and up to `rows` rows of each table of the database that `url` names (its
/// password may be in it). Blocks.
[[nodiscard]] Result<SampledSchema> readSampledSchema(
    const QString& url, int rows, const std::function<bool()>& isCancelled);

/// Deletes what refers to nothing in the database that `url` names.
[[nodiscard]] Result<> deleteOrphans(const QString& url, const QStringList& orphans);

} // namespace whimbrel
