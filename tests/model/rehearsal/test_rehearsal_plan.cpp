// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include <QTest>
class TestRehearsalPlan final : public QObject {
    Q_OBJECT
};
QTEST_GUILESS_MAIN(TestRehearsalPlan)
#include "test_rehearsal_plan.moc"
