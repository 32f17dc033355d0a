// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace whimbrel::test {

/// tests/cases/AREA
[[nodiscard]] QString casesFolder(const QString& area);

/// The names of the folders in tests/cases/AREA, sorted. An area without cases stops the test.
[[nodiscard]] QStringList caseNames(const QString& area);

/// Adds a data row for each of them, with the column "folder" (its whole path).
void addRowPerCase(const QString& area);

/// The bytes of a file that must be there.
[[nodiscard]] QByteArray contentOf(const QString& path);

/// Whether the file's content is `actual`. If not, both are shown. With WHIMBREL_REBASELINE=1 the
/// file is written instead; read the difference before it is committed.
[[nodiscard]] bool equalsGolden(const QString& path, const QByteArray& actual);

} // namespace whimbrel::test
