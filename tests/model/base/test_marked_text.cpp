// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/marked_text.h"

#include <QTest>

using namespace whimbrel;

class TestMarkedText final : public QObject {
    Q_OBJECT

private slots:
    void readsMarks_data();
    void readsMarks();
    void wordsCarryTheirStyle();
    void cutsGoOnInTheirStyle();
};

namespace {

QString told(const QList<marked::Run>& runs)
{
    static const QString letters = QStringLiteral("pbimc");
    QStringList all;
    for (const marked::Run& run : runs) {
        all.append(QString(letters.at(static_cast<int>(run.style))) + QLatin1Char(':') + run.text);
    }
    return all.join(QLatin1Char('|'));
}

} // namespace

void TestMarkedText::readsMarks_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("runs");
    QTest::addColumn<QString>("plain");
    const auto row = [](const char* text, const char* runs, const char* plain) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(runs)
                            << QString::fromLatin1(plain);
    };
    row("no marks", "p:no marks", "no marks");
    row("**b**", "b:b", "b");
    row("a *i* c", "p:a |i:i|p: c", "a i c");
    row("drop `full_name`, now", "p:drop |c:full_name|p:, now", "drop full_name, now");
    row("**b *both* b**", "b:b|p: |m:both|p: |b:b", "b both b");
    row("***both***", "m:both", "both");
    row("`a * b * c`", "c:a|p: |c:*|p: |c:b|p: |c:*|p: |c:c", "a * b * c");
    row("SELECT * FROM t WHERE a * b", "p:SELECT * FROM t WHERE a * b",
        "SELECT * FROM t WHERE a * b");
    row("2*3*4", "p:2*3*4", "2*3*4");
    row("count(*) and sum(*)", "p:count(*) and sum(*)", "count(*) and sum(*)");
    row("an * open", "p:an * open", "an * open");
    row("** not ** bold", "p:** not ** bold", "** not ** bold");
    row("one ` tick", "p:one ` tick", "one ` tick");
    row("*a\nb*", "p:*a\nb*", "*a\nb*");
    row("*a*\n`b`", "i:a|p:\n|c:b", "a\nb");
    row("<b>no tag</b>", "p:<b>no tag</b>", "<b>no tag</b>");
}

void TestMarkedText::readsMarks()
{
    QFETCH(QString, text);
    QFETCH(QString, runs);
    QFETCH(QString, plain);
    QCOMPARE(told(marked::runsOf(marked::styled(text))), runs);
    QCOMPARE(marked::plain(text), plain);
    QCOMPARE(marked::isStyled(marked::styled(text)), text != plain);
}

/// Broken at any space, each part is read as it was in the whole.
void TestMarkedText::wordsCarryTheirStyle()
{
    const QString styled = marked::styled(QStringLiteral("**two bold words** and `some code`"));
    QStringList words;
    for (const QString& word : styled.split(QLatin1Char(' '))) {
        words.append(told(marked::runsOf(word)));
    }
    QCOMPARE(
        words.join(QLatin1Char(' ')), QStringLiteral("b:two b:bold b:words p:and c:some c:code"));
}

void TestMarkedText::cutsGoOnInTheirStyle()
{
    const QString styled = marked::styled(QStringLiteral("a `long_name` b"));
    const qsizetype cut = styled.indexOf(QLatin1String("_name"));
    QCOMPARE(marked::styleAfter(styled, cut), marked::Style::Code);
    QCOMPARE(marked::styleAfter(styled, styled.size()), marked::Style::Plain);
}

QTEST_GUILESS_MAIN(TestMarkedText)
#include "test_marked_text.moc"
