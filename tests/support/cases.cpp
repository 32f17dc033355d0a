// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cases.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace whimbrel::test {

QString casesFolder(const QString& area)
{
    return QStringLiteral(WHIMBREL_CASES "/") + area;
}

QStringList caseNames(const QString& area)
{
    const QStringList names
        = QDir(casesFolder(area)).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    if (names.isEmpty()) {
        qFatal("There are no cases in %s", qPrintable(casesFolder(area)));
    }
    return names;
}

void addRowPerCase(const QString& area)
{
    QTest::addColumn<QString>("folder");
    for (const QString& name : caseNames(area)) {
        QTest::newRow(qPrintable(name)) << casesFolder(area) + QLatin1Char('/') + name;
    }
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s cannot be read", qPrintable(path));
    }
    return file.readAll();
}

bool equalsGolden(const QString& path, const QByteArray& actual)
{
    if (qEnvironmentVariableIntValue("WHIMBREL_REBASELINE") != 0) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(actual) == actual.size();
    }
    QFile file(path);
    const QByteArray expected = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    if (expected == actual) {
        return true;
    }
    qWarning(
        "%s differs.\n--- expected\n%s\n--- found\n%s\n--- (WHIMBREL_REBASELINE=1 rewrites it)",
        qPrintable(path), expected.constData(), actual.constData());
    return false;
}

} // namespace whimbrel::test
