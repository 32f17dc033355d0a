// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/text/fonts.h"
#include "render/text/styled_font.h"
#include "render/text/text_meter.h"

#include <QFontMetricsF>
#include <QRandomGenerator>
#include <QtTest>

using namespace whimbrel;

namespace {

/// Lines as they must be: each as many words as fit, all of them measured as a whole.
QStringList wrappedPlainly(const QFont& font, const QString& text, double width)
{
    const QFontMetricsF metrics(font);
    QStringList lines;
    QString line;
    for (const QString& word : text.split(QLatin1Char(' '))) {
        const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
        if (line.isEmpty() || metrics.horizontalAdvance(longer) <= width) {
            line = longer;
        } else {
            lines << line;
            line = word;
        }
    }
    return lines << line;
}

/// Words whose letters kern with spaces, and numbers that come but once.
QString someText(QRandomGenerator& random)
{
    static const QStringList words{QStringLiteral("AVATAR"), QStringLiteral("\"To\""),
        QStringLiteral("y."), QStringLiteral("Wave"), QStringLiteral("of"), QStringLiteral("LT,"),
        QStringLiteral("migration"), QStringLiteral("fi"), QStringLiteral("→"),
        QStringLiteral("(T)"), QStringLiteral("größer"), QStringLiteral("1x2")};
    QStringList text;
    const int count = random.bounded(1, 14);
    for (int i = 0; i < count; ++i) {
        text << (random.bounded(4) == 0 ? QString::number(random.bounded(100'000))
                                        : words[random.bounded(static_cast<int>(words.size()))]);
    }
    return text.join(QLatin1Char(' '));
}

} // namespace

class TextMeterTest : public QObject {
    Q_OBJECT

private slots:
    /// What is known of words and of earlier texts changes no line.
    void breaksWhereTheWholeTextWould()
    {
        QRandomGenerator random(7);
        for (const QFont& font : {fonts::nodeTitle(), fonts::edgeLabel(), fonts::mono()}) {
            const TextMeter meter(font);
            for (int round = 0; round < 400; ++round) {
                const QString text = someText(random);
                const double width = 80 + random.bounded(200);
                QCOMPARE(meter.wrap(text, width, 99), wrappedPlainly(font, text, width));
            }
        }
    }

    void remembersEachFontForItself()
    {
        const QString text = QStringLiteral("Add first and last name");
        const TextMeter small(fonts::edgeLabel());
        const TextMeter large(fonts::title());
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(small.width(text), QFontMetricsF(fonts::edgeLabel()).horizontalAdvance(text));
            QCOMPARE(large.width(text), QFontMetricsF(fonts::title()).horizontalAdvance(text));
        }
    }

    /// What is marked is as wide as it is drawn, and stays marked over a break.
    void measuresWhatIsMarked()
    {
        const TextMeter meter(fonts::nodeDetail());
        const QString styled
            = marked::styled(QStringLiteral("a **bold** word and `code_that_is_very_long_indeed`"));
        const TextMeter bold(fonts::styled(fonts::nodeDetail(), marked::Style::Bold));
        QCOMPARE(meter.width(marked::styled(QStringLiteral("**bold**"))),
            bold.width(QStringLiteral("bold")));
        const QStringList lines = meter.wrap(styled, 90, 9);
        QVERIFY(lines.size() > 2);
        QString again;
        for (const QString& line : lines) {
            QVERIFY2(meter.width(line) <= 90, qPrintable(line));
            for (const marked::Run& run : marked::runsOf(line)) {
                again += run.text;
                QVERIFY(
                    !run.text.contains(QLatin1String("code")) || run.style == marked::Style::Code);
                QVERIFY(
                    !run.text.contains(QLatin1String("deed")) || run.style == marked::Style::Code);
            }
        }
        QCOMPARE(again.remove(QLatin1Char(' ')),
            QStringLiteral("aboldwordandcode_that_is_very_long_indeed"));
        const QString cut = meter.elideRight(styled, 80);
        QVERIFY(meter.width(cut) <= 80);
        QVERIFY(cut.endsWith(QChar(0x2026)));
    }

    void breaksLongWordsAfterMarks()
    {
        const TextMeter meter(fonts::nodeTitle());
        const QStringList lines
            = meter.wrap(QStringLiteral("customers_with_first_and_last_name"), 140, 9);
        QVERIFY(lines.size() > 1);
        QVERIFY2(lines.first().endsWith(QLatin1Char('_')), qPrintable(lines.first()));
        for (const QString& line : lines) {
            QVERIFY(meter.width(line) <= 140);
        }
    }
};

QTEST_MAIN(TextMeterTest)
#include "test_text_meter.moc"
