// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/readers.h"

namespace whimbrel {

Result<TableRows> readPostgresqlRows(Connection&, const Table& table, bool)
{
    return TableRows{table.qualifiedName(), 0, {}};
}

Result<QHash<QString, qint64>> estimatePostgresqlRows(Connection&)
{
    return QHash<QString, qint64>();
}

Result<QList<SequencePosition>> readPostgresqlPositions(Connection&)
{
    return QList<SequencePosition>();
}

} // namespace whimbrel
