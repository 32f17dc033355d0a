// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection.h"

#include <QMap>
#include <QStringList>

namespace whimbrel {

/// Keeps foreign keys off around a transaction that rebuilds tables. The pragma does nothing inside
/// a transaction, and a rebuild with foreign keys on deletes the child rows of the table that is
/// dropped, silently; so it is switched outside, and what should not change is counted.
class ForeignKeysOff final {
public:
    explicit ForeignKeysOff(Connection& connection);
    ~ForeignKeysOff(); ///< rolls back what is still open, and switches them on again

    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

    [[nodiscard]] Result<> begin(); ///< outside a transaction
    [[nodiscard]] Result<> countBefore(); ///< inside it, before the first statement
    /// Inside it, behind the last statement: no violation that was not there before, and as many
    /// rows as before in the child tables but `written`, those that the statements name.
    [[nodiscard]] Result<> compare(const QStringList& written);

private:
    [[nodiscard]] Result<QMap<QString, qint64>> childRows();
    [[nodiscard]] Result<QMap<QString, qint64>> violations();

    Connection& m_connection;
    QMap<QString, qint64> m_rows{};
    QMap<QString, qint64> m_violations{};
};

} // namespace whimbrel
