// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0

// Prints the fingerprint of a database, named by URL or as an SQLite file; of two, how the second
// differs from the first.
#include "model/schema/fingerprint.h"

#include "model/database/open_connection.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace whimbrel;

namespace {

Result<Fingerprint> fingerprintOf(const QString& name)
{
    const QString url
        = name.contains(QLatin1String("://")) ? name : QStringLiteral("sqlite:") + name;
    const auto connection = openConnection(url, Connection::Access::Read);
    return connection ? fingerprint(**connection) : fail(connection.error());
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList names = QCoreApplication::arguments().mid(1);
    QTextStream out(stdout);
    QList<Fingerprint> all;
    for (const QString& name : names) {
        const Result<Fingerprint> taken = fingerprintOf(name);
        if (!taken) {
            out << taken.error().text() << '\n';
            return 2;
        }
        all.append(*taken);
        out << taken->hex << '\n';
    }
    if (all.size() == 2) {
        for (const QString& difference : sentences(compare(all.first(), all.last()))) {
            out << difference << '\n';
        }
        return all.first() == all.last() ? 0 : 1;
    }
    return 0;
}
