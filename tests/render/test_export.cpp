// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "render/draw/flow_drawing.h"
#include "render/export/export.h"
#include "tests/support/sample_plan.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTest>
#include <QXmlStreamReader>

#include <cmath>
#include <cstdlib>

using namespace whimbrel;

namespace {

DisplayList pictureOf(const Plan& plan, ThemeName name = ThemeName::Light)
{
    FlowDrawingOptions options;
    options.theme = name;
    options.legend = options.titleBlock = options.riskSummary = true;
    return drawFlow(plan, layOutFlow(plan), options);
}

Plan splitColumn()
{
    const auto loaded
        = loadPlan(QStringLiteral(WHIMBREL_CASES "/render/split-column/plan.whimbrel"));
    return loaded ? loaded->plan : Plan();
}

/// A plan whose texts try to break out of XML.
Plan hostile()
{
    Plan plan = test::chain(2);
    Node node = plan.nodes.at(3);
    node.title = QStringLiteral("</text><script>alert('&\"')</script>") + QChar(0x01)
        + QChar(0xd800) + QChar(0xffff);
    node.notes = QStringLiteral("]]> <!-- & -->");
    node.links.append(
        {QStringLiteral("ticket"), QStringLiteral("https://example.org/?a=1&b=\"<2>\""), {}});
    plan.nodes.put(node);
    Node other = plan.nodes.at(4);
    other.links.append({QStringLiteral("bad"), QStringLiteral("javascript:alert(1)"), {}});
    plan.nodes.put(other);
    // Ids that are the same once they are made valid, and one that is no name at all.
    for (const QString& id :
        {QStringLiteral("a b"), QStringLiteral("a/b"), QStringLiteral("\"><")}) {
        plan.nodes.put(test::node(id, NodeKind::Task));
    }
    plan.header.title = QStringLiteral("<b>&amp;");
    return plan;
}

} // namespace

class TestExport final : public QObject {
    Q_OBJECT

private slots:
    void svgIsWellFormed_data();
    void svgIsWellFormed();
    void svgIsPlain();
    void svgLinksAreWebLinks();
    void svgLooksLikeTheImage_data();
    void svgLooksLikeTheImage();
    void sameInputGivesSameBytes();
    void picturesCarryThePlan();
    void foreignFilesCarryNoPlan();
    void pngTellsItsResolution();
    void tooLargeIsSaid();
    void pdfHasOnePageOfTheSize();
};

void TestExport::svgIsWellFormed_data()
{
    QTest::addColumn<Plan>("plan");
    QTest::newRow("split column") << splitColumn();
    QTest::newRow("hostile") << hostile();
    QTest::newRow("empty") << Plan();
}

void TestExport::svgIsWellFormed()
{
    QFETCH(Plan, plan);
    QXmlStreamReader reader(toSvg(pictureOf(plan), "plan"));
    QSet<QString> ids;
    int images = 0;
    while (!reader.atEnd()) {
        if (reader.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        const QXmlStreamAttributes attributes = reader.attributes();
        QVERIFY2(reader.name() != QLatin1String("script"), "text became markup");
        if (attributes.hasAttribute(QLatin1String("id"))) {
            const QString id = attributes.value(QLatin1String("id")).toString();
            QVERIFY2(!ids.contains(id), qPrintable(id));
            ids << id;
        }
        if (attributes.value(QLatin1String("role")) == QLatin1String("img")) {
            ++images;
            QVERIFY(attributes.hasAttribute(QLatin1String("aria-labelledby")));
        }
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY(images >= plan.nodes.size() + plan.edges.size());
}

void TestExport::svgIsPlain()
{
    const QByteArray svg = toSvg(pictureOf(splitColumn()));
    QVERIFY(svg.contains("version=\"1.1\""));
    QVERIFY(svg.contains("data-whimbrel=\""));
    QVERIFY(svg.contains("textLength=\""));
    QVERIFY(svg.contains("sans-serif\""));
    QVERIFY(svg.contains(">Fill the names</text>"));
    for (const char* foreign :
        {"<style", "foreignObject", "rgb(", "var(", "light-dark(", "nan", "inf\""}) {
        QVERIFY2(!svg.contains(foreign), foreign);
    }
}

void TestExport::svgLinksAreWebLinks()
{
    const QByteArray svg = toSvg(pictureOf(hostile()));
    QVERIFY(
        svg.contains("<a xlink:href=\"https://example.org/?a=1&amp;b=&quot;&lt;2&gt;&quot;\">"));
    QVERIFY(!svg.contains("javascript:"));
}

void TestExport::svgLooksLikeTheImage_data()
{
    QTest::addColumn<ThemeName>("theme");
    QTest::newRow("light") << ThemeName::Light;
    QTest::newRow("dark") << ThemeName::Dark;
    QTest::newRow("print") << ThemeName::Print;
}

void TestExport::svgLooksLikeTheImage()
{
    QFETCH(ThemeName, theme);
    const DisplayList list = pictureOf(splitColumn(), theme);
    const auto image = toImage(list);
    QVERIFY(image);
    QSvgRenderer renderer(toSvg(list));
    QVERIFY(renderer.isValid());
    QImage rendered(image->size(), QImage::Format_ARGB32_Premultiplied);
    rendered.fill(Qt::white);
    QPainter painter(&rendered);
    renderer.render(&painter, QRectF(QPointF(0, 0), list.bounds.size()));
    painter.end();
    // Coarsely: the mean colour of squares of 16 pixels.
    const QSize coarse(image->width() / 16, image->height() / 16);
    const QImage a = image->scaled(coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                         .convertToFormat(QImage::Format_RGB32);
    const QImage b = rendered.scaled(coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                         .convertToFormat(QImage::Format_RGB32);
    int far = 0;
    for (int y = 0; y < coarse.height(); ++y) {
        for (int x = 0; x < coarse.width(); ++x) {
            const QColor one = a.pixelColor(x, y);
            const QColor other = b.pixelColor(x, y);
            const int off = std::abs(one.red() - other.red())
                + std::abs(one.green() - other.green()) + std::abs(one.blue() - other.blue());
            far += off > 90 ? 1 : 0;
        }
    }
    QVERIFY2(far * 100 < coarse.width() * coarse.height(), qPrintable(QString::number(far)));
}

void TestExport::sameInputGivesSameBytes()
{
    const Plan plan = splitColumn();
    QCOMPARE(toSvg(pictureOf(plan), "plan"), toSvg(pictureOf(plan), "plan"));
    QCOMPARE(*toPng(pictureOf(plan), 1, "plan"), *toPng(pictureOf(plan), 1, "plan"));
}

void TestExport::picturesCarryThePlan()
{
    const Plan plan = hostile();
    const QByteArray packed = packPlan(plan);
    const DisplayList list = pictureOf(plan);
    QCOMPARE(embeddedPlanOf(toSvg(list, packed)), packed);
    QCOMPARE(embeddedPlanOf(*toPng(list, 1, packed)), packed);
    QVERIFY(toPdf(list, packed)->contains("/EmbeddedFile"));
    QVERIFY(!embeddedPlanOf(toSvg(list)));
    QVERIFY(!embeddedPlanOf(*toPng(list)));
}

void TestExport::foreignFilesCarryNoPlan()
{
    QVERIFY(!embeddedPlanOf({}));
    QVERIFY(!embeddedPlanOf("\x89PNG and no more"));
    QVERIFY(!embeddedPlanOf(
        "<svg><metadata><whimbrel:plan x=\"1\">!!!!</whimbrel:plan></metadata></svg>"));
    // Claims to unpack to four gigabytes.
    QVERIFY(!embeddedPlanOf("<whimbrel:plan >" + QByteArray("\xff\xff\xff\xff garbage").toBase64()
        + "</whimbrel:plan>"));
}

void TestExport::pngTellsItsResolution()
{
    const DisplayList list = pictureOf(test::chain(2));
    QByteArray bytes = *toPng(list, 2);
    QBuffer buffer(&bytes);
    QVERIFY(buffer.open(QIODevice::ReadOnly));
    QImageReader reader(&buffer, "png");
    const QImage image = reader.read();
    QCOMPARE(image.width(), static_cast<int>(std::ceil(list.bounds.width() * 2)));
    QCOMPARE(image.dotsPerMeterX(), 7559);
}

void TestExport::tooLargeIsSaid()
{
    DisplayList list = pictureOf(test::chain(2));
    list.bounds = QRectF(0, 0, 60000, 30000);
    const auto image = toImage(list, 4);
    QVERIFY(!image);
    QVERIFY2(image.error().message.contains(QString::fromUtf8("240000 × 120000")),
        qPrintable(image.error().text()));
    QVERIFY(!toImage(list, 0));
    QVERIFY(!toImage(list, -1));
    QVERIFY(!toPng(DisplayList()));
    QVERIFY(!toPdf(DisplayList()));
}

void TestExport::pdfHasOnePageOfTheSize()
{
    DisplayList list = pictureOf(test::chain(2));
    list.bounds = QRectF(0, 0, 800, 400);
    const auto pdf = toPdf(list);
    QVERIFY(pdf);
    QVERIFY(pdf->startsWith("%PDF-"));
    QVERIFY(pdf->contains("/Count 1"));
    static const QRegularExpression page(
        QStringLiteral("/MediaBox \\[0 0 600(\\.0+)? 300(\\.0+)?\\]"));
    QVERIFY(page.match(QString::fromLatin1(*pdf)).hasMatch());
    // A picture longer than PDF allows comes smaller, not cut.
    list.bounds = QRectF(0, 0, 40000, 400);
    QVERIFY(toPdf(list)->contains("/MediaBox [0 0 14400"));
}

QTEST_MAIN(TestExport)
#include "test_export.moc"
