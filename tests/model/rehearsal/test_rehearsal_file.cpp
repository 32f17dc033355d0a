// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include <QTest>
class TestRehearsalFile final : public QObject {
    Q_OBJECT
};
QTEST_GUILESS_MAIN(TestRehearsalFile)
#include "test_rehearsal_file.moc"
