// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "model/rules/validate.h"
#include "tests/support/cases.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace whimbrel;

namespace {

QString S(const char* text)
{
    return QString::fromLatin1(text);
}

QString nameOf(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return S("error");
    case Severity::Warning:
        return S("warning");
    case Severity::Info:
        return S("info");
    }
    return {};
}

QString nameOf(const ElementRef& element)
{
    switch (element.type) {
    case ElementType::Plan:
        return S("plan");
    case ElementType::Node:
        return S("node ") + element.id;
    case ElementType::Edge:
        return S("edge ") + element.id;
    case ElementType::Group:
        return S("group ") + element.id;
    case ElementType::Sequence:
        return S("sequence ") + element.id;
    case ElementType::SequencePart:
        return S("part ") + element.id;
    default:
        return S("other ") + element.id;
    }
}

QMap<QString, Finding> byKey(const Validation& validation)
{
    QMap<QString, Finding> found;
    for (const Finding& finding : validation.findings) {
        found.insert(finding.key, finding);
    }
    return found;
}

/// What applying a fix leads on to: the findings that were not there before.
QStringList consequences(const Plan& plan, const Validation& before, const Fix& fix)
{
    Plan fixed = plan;
    if (!apply(fixed, fix.edit)) {
        return {S("cannot be applied")};
    }
    QStringList lines;
    const QMap<QString, Finding> old = byKey(before);
    for (const Finding& finding : validate(fixed).findings) {
        if (!old.contains(finding.key)) {
            lines.append(nameOf(finding.severity) + QLatin1Char(' ') + finding.key);
        }
    }
    return lines;
}

/// A validation as text, one block a finding.
QByteArray describe(const Plan& plan, const Validation& validation)
{
    QStringList lines;
    for (const Finding& finding : validation.findings) {
        lines << nameOf(finding.severity) + QLatin1Char(' ') + finding.rule + S(" on ")
                + nameOf(finding.element);
        lines << S("  key ") + finding.key;
        lines << S("  ") + finding.message;
        if (finding.accepted) {
            lines << S("  accepted: ") + *finding.accepted;
        }
        if (finding.span) {
            lines << S("  at %1 line %2, bytes %3 to %4")
                         .arg(finding.file.isEmpty() ? S("the SQL,") : finding.file)
                         .arg(finding.span->line)
                         .arg(finding.span->begin)
                         .arg(finding.span->end);
        }
        for (const ElementRef& related : finding.related) {
            lines << S("  with ") + nameOf(related);
        }
        for (const Fix& fix : finding.fixes) {
            lines << S("  fix: ") + fix.title;
            for (const QString& line : consequences(plan, validation, fix)) {
                lines << S("    then ") + line;
            }
        }
    }
    const Coverage& coverage = validation.coverage;
    lines << S("coverage %1 of %2").arg(coverage.covered).arg(coverage.total);
    return (lines.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8();
}

QStringList foldersOf(const QString& folder)
{
    return QDir(folder).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
}

Plan loaded(const QString& folder)
{
    const Result<LoadedPlan> reading = loadPlan(folder + S("/plan.whimbrel"));
    if (!reading) {
        qFatal("%s", qPrintable(reading.error().text()));
    }
    return reading->plan;
}

} // namespace

class TestRules final : public QObject {
    Q_OBJECT

private:
    static void addCases()
    {
        QTest::addColumn<QString>("folder");
        for (const QString& rule : test::caseNames(S("rules"))) {
            const QString cases = test::casesFolder(S("rules")) + QLatin1Char('/') + rule;
            for (const QString& name : foldersOf(cases)) {
                QTest::newRow(qPrintable(rule + QLatin1Char('/') + name))
                    << cases + QLatin1Char('/') + name;
            }
        }
    }

private slots:
    void findings_data() { addCases(); }

    void findings()
    {
        QFETCH(const QString, folder);
        const Plan plan = loaded(folder);
        const Validation validation = validate(plan);
        QVERIFY(test::equalsGolden(folder + S("/expected.txt"), describe(plan, validation)));

        const QString rule
            = S("plan/") + QDir(folder + S("/..")).canonicalPath().section(QLatin1Char('/'), -1);
        const auto& found = validation.findings;
        const bool fires = std::any_of(
            found.begin(), found.end(), [&](const Finding& each) { return each.rule == rule; });
        QCOMPARE(fires, QDir(folder).dirName().startsWith(S("fires")));
    }

    void everyFixTakesItsFindingAway_data() { addCases(); }

    void everyFixTakesItsFindingAway()
    {
        QFETCH(const QString, folder);
        const Plan plan = loaded(folder);
        for (const Finding& finding : validate(plan).findings) {
            for (const Fix& fix : finding.fixes) {
                Plan fixed = plan;
                QVERIFY2(apply(fixed, fix.edit), qPrintable(fix.title));
                QVERIFY2(!byKey(validate(fixed)).contains(finding.key),
                    qPrintable(finding.key + S(": ") + fix.title));
                QCOMPARE(fix.edit.text, fix.title);
            }
        }
    }

    void everyRuleHasACaseThatFiresAndOneThatStaysQuiet()
    {
        QStringList known;
        for (const Rule& rule : rules()) {
            const QString name = QString::fromLatin1(rule.id).section(QLatin1Char('/'), 1);
            known.append(name);
            const QStringList cases = foldersOf(test::casesFolder(S("rules/")) + name);
            QVERIFY2(!cases.filter(QRegularExpression(S("^fires"))).isEmpty(), rule.id);
            QVERIFY2(!cases.filter(QRegularExpression(S("^quiet"))).isEmpty(), rule.id);
        }
        known.sort();
        QCOMPARE(test::caseNames(S("rules")), known);
    }

    void everyRuleSaysWhatItIs()
    {
        QSet<QString> ids;
        for (const Rule& rule : rules()) {
            const QString id = QString::fromLatin1(rule.id);
            QVERIFY2(QRegularExpression(S("^plan/[a-z-]+$")).match(id).hasMatch(), rule.id);
            QVERIFY2(!ids.contains(id), rule.id);
            ids.insert(id);
            QVERIFY2(qstrlen(rule.explanation) > 60, rule.id);
        }
    }

    void keysAreUniqueAndBeginWithTheRule_data() { addCases(); }

    void keysAreUniqueAndBeginWithTheRule()
    {
        QFETCH(const QString, folder);
        QSet<QString> keys;
        for (const Finding& finding : validate(loaded(folder)).findings) {
            QVERIFY2(!keys.contains(finding.key), qPrintable(finding.key));
            keys.insert(finding.key);
            QVERIFY2(finding.key.startsWith(finding.rule), qPrintable(finding.key));
            QVERIFY2(!finding.message.contains(QLatin1Char('%')), qPrintable(finding.message));
            QVERIFY2(!finding.explanation.isEmpty(), qPrintable(finding.key));
        }
    }

    /// Moving things about, or adding elsewhere, does not change what a finding is called.
    void keysSurviveEditsElsewhere_data() { addCases(); }

    void keysSurviveEditsElsewhere()
    {
        QFETCH(const QString, folder);
        Plan plan = loaded(folder);
        const QStringList before = byKey(validate(plan)).keys();
        Edit edit;
        Node note;
        note.id = NodeId(S("a-note"));
        note.kind = NodeKind::Note;
        edit.ops.append(Put<Node>{note, 0});
        for (const Node& node : plan.nodes) {
            edit.ops.append(SetPlace{node.id, Place{QPointF(1, 2), true}});
        }
        QVERIFY(apply(plan, edit));
        QCOMPARE(byKey(validate(plan)).keys(), before);
    }

    void acceptingAFindingKeepsItAndCountsItNoMore()
    {
        Plan plan = loaded(test::casesFolder(S("rules/forward-without-rollback/fires")));
        const Validation before = validate(plan);
        QCOMPARE(before.count(Severity::Error), 1);
        const QDateTime at(QDate(2026, 3, 1), QTime(3, 0), Qt::UTC);
        QVERIFY(
            apply(plan, acceptFinding(before.findings.first(), S("it is empty"), S("ada"), at)));
        QCOMPARE(plan.accepted.at(0).by, S("ada"));
        QCOMPARE(plan.accepted.at(0).at, S("2026-03-01T03:00:00Z"));
        const Validation after = validate(plan);
        QCOMPARE(*byKey(after).value(before.findings.first().key).accepted, S("it is empty"));
        QCOMPARE(after.coverage.percent(), 100);
        QCOMPARE(after.coverage.rows.at(2).wayBack, Covered::Explained);
    }
};

QTEST_GUILESS_MAIN(TestRules)
#include "test_rules.moc"
