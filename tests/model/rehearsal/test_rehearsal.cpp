// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/io/templates.h"
#include "model/rehearsal/rehearse.h"

#include <QTemporaryDir>
#include <QTest>

using namespace whimbrel;

namespace {

/// Every way back on a line of its own, for messages.
QString describe(const Rehearsal& rehearsal)
{
    QStringList lines;
    for (const RehearsedWay& each : rehearsal.ways) {
        lines.append(
            QStringLiteral("%1 by %2: %3 %4")
                .arg(each.change.text(), each.edge.text(), keyOf(each.verdict), each.because));
        for (const RehearsedDifference& difference : each.differences) {
            lines.append(QStringLiteral("    ") + difference.text);
        }
        if (!each.again.isEmpty()) {
            lines.append(QStringLiteral("    again: ") + each.again);
        }
    }
    for (const RehearsedStep& each : rehearsal.steps) {
        if (!each.problem.isEmpty()) {
            lines.append(QStringLiteral("problem at %1: %2").arg(each.node.text(), each.problem));
        }
    }
    lines.append(QStringLiteral("whole: %1 %2")
                     .arg(keyOf(rehearsal.whole.verdict), rehearsal.whole.because));
    for (const RehearsedDifference& difference : rehearsal.whole.differences) {
        lines.append(QStringLiteral("    ") + difference.text);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

class TestRehearsal final : public QObject {
    Q_OBJECT

private slots:
    void theTemplatesCanBeTakenBack_data()
    {
        QTest::addColumn<QString>("name");
        for (const TemplateInfo& each : planTemplates()) {
            QTest::newRow(qPrintable(each.name)) << each.name;
        }
    }
    void theTemplatesCanBeTakenBack()
    {
        QFETCH(QString, name);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("plan.whimbrel"));
        QVERIFY(createFromTemplate(name, path));
        const Result<LoadedPlan> loaded = loadPlan(path);
        QVERIFY(loaded);
        ScratchSource source;
        source.content = ScratchSource::Content::Baseline;
        source.baseline = "CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL);"
                          "INSERT INTO sample_size VALUES (400);"
            + sampleScript(name).value_or(QByteArray());
        source.baselineName = QStringLiteral("sample.sql");
        RehearsalRequest request;
        request.plan = loaded->plan;
        request.sources.insert(TargetId(QStringLiteral("primary")), source);
        RehearsalListener listener;
        listener.tell = [](const RehearsalNews& news) {
            if (qEnvironmentVariableIsSet("SHOW")) {
                qInfo("%d %s %s %s", static_cast<int>(news.type), qPrintable(news.node.text()),
                    qPrintable(news.edge.text()), qPrintable(news.text));
            }
        };
        const Result<Rehearsal> found = rehearse(request, listener);
        QVERIFY2(found, qPrintable(found ? QString() : found.error().text()));
        if (qEnvironmentVariableIsSet("SHOW")) {
            qInfo("%s", qPrintable(describe(*found)));
        }
        QVERIFY2(found->isProof(), qPrintable(describe(*found)));
    }
};

QTEST_GUILESS_MAIN(TestRehearsal)
#include "test_rehearsal.moc"
