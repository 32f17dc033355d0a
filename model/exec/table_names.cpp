// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/table_names.h"

#include "model/sql/quoting.h"

#include <QStringList>

namespace whimbrel {

QString quotedName(const QString& name, Dialect dialect)
{
    return QString::fromUtf8(quotedIdentifier(name, dialect));
}

QString quotedTable(const QString& table, Dialect dialect)
{
    if (dialect == Dialect::Sqlite) {
        return quotedName(table, dialect);
    }
    QStringList parts;
    for (const QString& part : table.split(QLatin1Char('.'))) {
        parts.append(quotedName(part, dialect));
    }
    return parts.join(QLatin1Char('.'));
}

} // namespace whimbrel
