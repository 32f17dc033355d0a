// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"
#include "model/io/plan_file.h"
#include "render/draw/flow_drawing.h"
#include "render/export/export.h"
#include "tests/support/sample_plan.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QProcess>
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

/// Coarsely: the share of squares of 16 pixels whose mean color is not nearly the same.
double shareOff(const QImage& one, const QImage& other)
{
    const QSize coarse(one.width() / 16, one.height() / 16);
    const auto squares = [&](const QImage& image) {
        return image.scaled(coarse, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    };
    const QImage a = squares(one);
    const QImage b = squares(other);
    int far = 0;
    for (int y = 0; y < coarse.height(); ++y) {
        for (int x = 0; x < coarse.width(); ++x) {
            const QColor left = a.pixelColor(x, y);
            const QColor right = b.pixelColor(x, y);
            const int off = std::abs(left.red() - right.red())
                + std::abs(left.green() - right.green()) + std::abs(left.blue() - right.blue());
            far += off > 90 ? 1 : 0;
        }
    }
    return static_cast<double>(far) / (coarse.width() * coarse.height());
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
    void foreignFilesCarryNoPlan_data();
    void foreignFilesCarryNoPlan();
    void pngTellsItsResolution();
    void tooLargeIsSaid();
    void pdfHasOnePageOfTheSize();
    void pdfHasPaperLinksAndBookmarks();
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
    QVERIFY2(shareOff(*image, rendered) < 0.01, "Qt's own renderer");
    // Another program altogether (package librsvg2-bin).
    QProcess other;
    other.start(QStringLiteral("rsvg-convert"), {});
    QVERIFY2(other.waitForStarted(), "rsvg-convert is not there; install librsvg2-bin");
    other.write(toSvg(list));
    other.closeWriteChannel();
    QVERIFY(other.waitForFinished());
    const QImage foreign = QImage::fromData(other.readAllStandardOutput(), "PNG");
    QVERIFY2(!foreign.isNull(), other.readAllStandardError().constData());
    QVERIFY(std::abs(foreign.width() - image->width()) <= 1);
    const double off = shareOff(*image, foreign);
    QVERIFY2(off < 0.01, qPrintable(QStringLiteral("rsvg-convert: %1").arg(off)));
}

void TestExport::sameInputGivesSameBytes()
{
    const Plan plan = splitColumn();
    QCOMPARE(toSvg(pictureOf(plan), "plan"), toSvg(pictureOf(plan), "plan"));
    QCOMPARE(*toPng(pictureOf(plan), 1, "plan"), *toPng(pictureOf(plan), 1, "plan"));
    PdfOptions options;
    options.embeddedPlan = "plan";
    options.date = QDateTime(QDate(2026, 3, 4), QTime(5, 6, 7), Qt::UTC);
    const QByteArray pdf = *toPdf({pictureOf(plan)}, options);
    QCOMPARE(pdf, *toPdf({pictureOf(plan)}, options));
    QVERIFY(pdf.contains("/CreationDate (D:20260304050607Z)"));
    QCOMPARE(pdf.count("/CreationDate"), 1);
}

void TestExport::picturesCarryThePlan()
{
    const Plan plan = hostile();
    const QByteArray packed = packPlan(plan);
    const DisplayList list = pictureOf(plan);
    PdfOptions options;
    options.embeddedPlan = packed;
    QCOMPARE(embeddedPlanOf(toSvg(list, packed)), Result<QByteArray>(packed));
    QCOMPARE(embeddedPlanOf(*toPng(list, 1, packed)), Result<QByteArray>(packed));
    QCOMPARE(embeddedPlanOf(*toPdf({list}, options)), Result<QByteArray>(packed));
    for (const QByteArray& without : {toSvg(list), *toPng(list), *toPdf({list})}) {
        const Result<QByteArray> found = embeddedPlanOf(without);
        QVERIFY(!found);
        QVERIFY2(found.error().message.contains(QStringLiteral("carries no plan")),
            qPrintable(found.error().text()));
    }
}

void TestExport::foreignFilesCarryNoPlan_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("says");
    const auto svg = [](const QByteArray& held) {
        return QByteArray(
            "<svg><metadata><whimbrel:plan x=\"1\">" + held + "</whimbrel:plan></metadata></svg>");
    };
    const QByteArray packed = embedded::packed("{}");
    QTest::newRow("nothing") << QByteArray() << "carries no plan";
    QTest::newRow("PNG without a chunk") << QByteArray("\x89PNG\r\n\x1a\n") << "carries no plan";
    QTest::newRow("a PNG's begin") << QByteArray("\x89PNG\r\n\x1a\n and no more") << "damaged";
    QTest::newRow("no Base64") << svg("!!!!") << "damaged";
    QTest::newRow("no zlib") << svg(QByteArray("garbage").toBase64()) << "damaged";
    QTest::newRow("cut") << svg(packed.first(packed.size() / 4 * 2)) << "damaged";
    QTest::newRow("never closed") << QByteArray("<svg><whimbrel:plan >" + packed) << "damaged";
    // Unpacks to 80 MB of zeros; nobody but the unpacker could tell before.
    QTest::newRow("bomb") << svg(embedded::packed(QByteArray(80 * 1024 * 1024, '\0')))
                          << "too large";
    QTest::newRow("PDF, its length too long")
        << QByteArray("%PDF-1.4\n/WhimbrelPlan 1 /Length 999999999999 >>\nstream\nx") << "damaged";
    QTest::newRow("PDF, no length")
        << QByteArray("%PDF-1.4\n/WhimbrelPlan 1 /Length x") << "damaged";
    QByteArray chunk
        = QByteArray("\x89PNG\r\n\x1a\n") + QByteArray("\x7f\xff\xff\xff", 4) + "tEXtwhim";
    QTest::newRow("PNG, a chunk too long") << chunk.append(20, 'x') << "damaged";
}

void TestExport::foreignFilesCarryNoPlan()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, says);
    const Result<QByteArray> found = embeddedPlanOf(file);
    QVERIFY(!found);
    QVERIFY2(found.error().message.contains(says), qPrintable(found.error().text()));
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
    QVERIFY(!toPdf({DisplayList()}));
}

void TestExport::pdfHasOnePageOfTheSize()
{
    DisplayList list = pictureOf(test::chain(2));
    list.bounds = QRectF(0, 0, 800, 400);
    const auto pdf = toPdf({list});
    QVERIFY(pdf);
    QVERIFY(pdf->startsWith("%PDF-"));
    QVERIFY(pdf->contains("/Count 1"));
    static const QRegularExpression page(
        QStringLiteral("/MediaBox \\[0 0 600(\\.0+)? 300(\\.0+)?\\]"));
    QVERIFY(page.match(QString::fromLatin1(*pdf)).hasMatch());
    // A picture longer than PDF allows comes smaller, not cut.
    list.bounds = QRectF(0, 0, 40000, 400);
    QVERIFY(toPdf({list})->contains("/MediaBox [0 0 14400"));
}

void TestExport::pdfHasPaperLinksAndBookmarks()
{
    DisplayList wide = pictureOf(splitColumn());
    DisplayList tall = pictureOf(test::chain(2));
    wide.bounds = QRectF(0, 0, 4000, 1000);
    tall.bounds = QRectF(0, 0, 300, 600);
    DrawGroup& group = wide.groups.first();
    group.link = QStringLiteral("https://example.org/a(1)?x=ü");
    PdfOptions options;
    options.paper.millimeters = QSizeF(210, 297);
    const auto pdf = toPdf({wide, tall}, options);
    QVERIFY(pdf);
    QVERIFY(pdf->contains("/Count 2"));
    QCOMPARE(pdf->count("/MediaBox [0 0 842"), 1); // turned, because it is wide
    QCOMPARE(pdf->count("/MediaBox [0 0 595"), 1);
    QVERIFY(pdf->contains("/URI (https://example.org/a%281%29?x=%C3%BC)"));
    QVERIFY(pdf->contains("/Outlines"));
    QVERIFY(pdf->count("/Dest [") >= 2);
}

QTEST_MAIN(TestExport)
#include "test_export.moc"
