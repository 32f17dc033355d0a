// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"
#include "model/io/plan_file.h"
#include "render/export/plan_picture.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/shell/main_window_fixture.h"
#include "ui/session/fragment.h"
#include "ui/shell/compare_window.h"
#include "ui/shell/export_dialog.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/picture_preview.h"
#include "ui/shell/print_dialog.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QTreeWidget>

using namespace whimbrel;

namespace {

/// A plan with SQL in a file.
Plan withFile()
{
    Plan plan = test::chain(2);
    Node node = *plan.nodes.find(NodeId(QStringLiteral("c0")));
    SqlAction action;
    action.sql.file = QStringLiteral("sql/one.sql");
    node.action->body = action;
    plan.nodes.put(node);
    plan.files.insert(action.sql.file, "SELECT 1;\n");
    return plan;
}

void choose(QWidget* in, const char* box, int index)
{
    in->findChild<QComboBox*>(QLatin1String(box))->setCurrentIndex(index);
}

void check(QWidget* in, const char* box, bool on)
{
    in->findChild<QCheckBox*>(QLatin1String(box))->setChecked(on);
}

} // namespace

/// Pictures in the window: exported, opened, dropped, pasted, printed, compared.
class TestPictures final : public QObject, private test::MainWindowFixture {
    Q_OBJECT

private slots:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void opensWhatItExported_data() { addFormats(); }
    void opensWhatItExported();
    void droppedPictureOpens();
    void startPageTakesPictures_data();
    void startPageTakesPictures();
    void refusesPicturesWithoutAPlan();
    void pastesAPicture_data();
    void pastesAPicture();
    void copiesAsPicture();
    void previewFollowsTheChoices();
    void stakeholdersGetNoPlan();
    void printsOneSheetOrAPoster();
    void comparesWithWhatWasSaved();
    void comparesWithAFile();

private:
    static void addFormats();
    void openSample();
    [[nodiscard]] QByteArray pictureOf(const Plan& plan, PictureFormat format) const;
    [[nodiscard]] ExportDialog* openExport();
    void exportAs(const QString& name, int format);
    void isOpenedFrom(const QString& picture, const Plan& plan);
};

void TestPictures::addFormats()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("name");
    QTest::newRow("svg") << 0 << "a.svg";
    QTest::newRow("png") << 1 << "a.png";
    QTest::newRow("pdf") << 2 << "a.pdf";
}

void TestPictures::openSample()
{
    QVERIFY(savePlan(withFile(), path("plan.whimbrel")));
    open(path("plan.whimbrel"));
}

QByteArray TestPictures::pictureOf(const Plan& plan, PictureFormat format) const
{
    PictureFile file;
    file.format = format;
    const Result<DrawnPlan> drawn = drawPlan(plan, {});
    return drawn ? encodePlan(plan, {}, *drawn, file).value_or(QByteArray()) : QByteArray();
}

ExportDialog* TestPictures::openExport()
{
    trigger(ActionId::Export);
    return m_window->findChildren<ExportDialog*>().constLast();
}

void TestPictures::exportAs(const QString& name, int format)
{
    ExportDialog* dialog = openExport();
    choose(dialog, "format", format);
    auto* preview = dialog->findChild<PicturePreview*>();
    QTRY_VERIFY(preview->pageCount() > 0);
    m_prompts.nextSave = m_folder->filePath(name);
    QSignalSpy exported(dialog, &ExportDialog::exported);
    for (QPushButton* button : dialog->findChildren<QPushButton*>()) {
        if (button->isDefault()) {
            QTRY_VERIFY(button->isEnabled());
            button->click();
        }
    }
    QTRY_COMPARE(exported.count(), 1);
}

void TestPictures::isOpenedFrom(const QString& picture, const Plan& plan)
{
    QCOMPARE(session().plan(), plan);
    QVERIFY(session().isModified()); // it has no file yet
    QVERIFY(session().path().isEmpty());
    QVERIFY(session().readOnlyReason().isEmpty());
    const auto* bar = m_window->findChild<MessageBar*>();
    QCOMPARE(bar->topic(), QStringLiteral("picture"));
    m_prompts.nextSave = path("again/plan.whimbrel");
    QDir().mkpath(path("again"));
    QSignalSpy saved(&m_window->documents(), &DocumentController::saved);
    trigger(ActionId::Save);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(loadPlan(path("again/plan.whimbrel"))->plan, plan);
    QVERIFY(QFile::exists(picture));
}

void TestPictures::opensWhatItExported()
{
    QFETCH(int, format);
    QFETCH(QString, name);
    openSample();
    const Plan plan = session().plan();
    exportAs(name, format);
    QVERIFY(m_prompts.problems.isEmpty());
    const QString picture = m_folder->filePath(name);
    QFile first(picture);
    QVERIFY(first.open(QIODevice::ReadOnly));
    const QByteArray bytes = first.readAll();
    exportAs(QStringLiteral("second") + name, format);
    QFile second(m_folder->filePath(QStringLiteral("second") + name));
    QVERIFY(second.open(QIODevice::ReadOnly));
    QVERIFY(second.readAll() == bytes);
    open(picture);
    isOpenedFrom(picture, plan);
}

void TestPictures::droppedPictureOpens()
{
    const Plan plan = withFile();
    const QString picture = path("dropped.png");
    QFile file(picture);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(pictureOf(plan, PictureFormat::Png));
    file.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(picture)});
    QSignalSpy opened(&m_window->documents(), &DocumentController::opened);
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_window.get(), &drop);
    QTRY_COMPARE(opened.count(), 1);
    isOpenedFrom(picture, plan);
}

void TestPictures::startPageTakesPictures_data()
{
    QTest::addColumn<bool>("dropped");
    QTest::addColumn<int>("format");
    QTest::addColumn<QString>("type");
    for (const bool dropped : {false, true}) {
        const QByteArray how = dropped ? "dropped " : "pasted ";
        QTest::newRow(how + "svg") << dropped << 0 << "image/svg+xml";
        QTest::newRow(how + "png") << dropped << 1 << "image/png";
        QTest::newRow(how + "file") << dropped << 1 << "text/uri-list";
    }
}

/// With no plan open, a picture is opened however it comes.
void TestPictures::startPageTakesPictures()
{
    QFETCH(bool, dropped);
    QFETCH(int, format);
    QFETCH(QString, type);
    const Plan plan = withFile();
    auto data = std::make_unique<QMimeData>();
    const QByteArray picture = pictureOf(plan, static_cast<PictureFormat>(format));
    if (type == QLatin1String("text/uri-list")) {
        QFile file(path("taken.png"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(picture);
        file.close();
        data->setUrls({QUrl::fromLocalFile(file.fileName())});
    } else {
        data->setData(type, picture);
    }
    QVERIFY(!m_window->documents().isOpen());
    if (dropped) {
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({50, 50}, Qt::CopyAction, data.get(), Qt::LeftButton, {});
        QApplication::sendEvent(m_window.get(), &drop);
    } else {
        QApplication::clipboard()->setMimeData(data.release());
        QApplication::setActiveWindow(m_window.get());
        QTest::keySequence(m_window->windowHandle(), QKeySequence::Paste);
    }
    QTRY_VERIFY(m_window->documents().isOpen());
    QCOMPARE(session().plan().nodes.size(), plan.nodes.size());
    QVERIFY(session().path().isEmpty()); // new work, which has no file
    QVERIFY(session().isModified());
}

void TestPictures::refusesPicturesWithoutAPlan()
{
    openSample();
    const Plan before = session().plan();
    for (const QByteArray& content : {QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>"),
             QByteArray("\x89PNG\r\n\x1a\n"), QByteArray("%PDF-1.7\n")}) {
        QFile file(path("foreign"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        m_prompts.problems.clear();
        m_window->openPath(path("foreign"));
        QTRY_COMPARE(m_prompts.problems.size(), 1);
        QVERIFY2(m_prompts.message.contains(QStringLiteral("carries no plan")),
            qPrintable(m_prompts.message));
        QCOMPARE(session().plan(), before);
    }
}

void TestPictures::pastesAPicture_data()
{
    QTest::addColumn<QString>("type");
    QTest::newRow("SVG") << "image/svg+xml";
    QTest::newRow("PNG") << "image/png";
    QTest::newRow("PDF") << "application/pdf";
    QTest::newRow("SVG as text") << "text/plain";
    QTest::newRow("a file") << "text/uri-list";
}

void TestPictures::pastesAPicture()
{
    QFETCH(QString, type);
    openSample();
    Plan part = test::chain(1);
    const qsizetype before = session().plan().nodes.size();
    const PictureFormat format = type == QLatin1String("image/png") ? PictureFormat::Png
        : type == QLatin1String("application/pdf")                  ? PictureFormat::Pdf
                                                                    : PictureFormat::Svg;
    auto data = std::make_unique<QMimeData>();
    const QByteArray bytes = pictureOf(part, format);
    if (type == QLatin1String("text/uri-list")) {
        QFile file(path("copied.svg"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        data->setUrls({QUrl::fromLocalFile(path("copied.svg"))});
    } else if (type == QLatin1String("text/plain")) {
        data->setText(QString::fromUtf8(bytes));
    } else {
        data->setData(type, bytes);
    }
    QApplication::clipboard()->setMimeData(data.release());
    trigger(ActionId::Paste);
    QCOMPARE(session().plan().nodes.size(), before + part.nodes.size());
    trigger(ActionId::Undo);
    QCOMPARE(session().plan().nodes.size(), before);
}

void TestPictures::copiesAsPicture()
{
    openSample();
    trigger(ActionId::CopyPicture);
    const QMimeData* data = QApplication::clipboard()->mimeData();
    QVERIFY(!data->hasFormat(fragment::mimeType));
    for (const char* type : {"image/svg+xml", "image/png"}) {
        const Result<QByteArray> held = embeddedPlanOf(data->data(QLatin1String(type)));
        QVERIFY2(held, type);
        QCOMPARE(*unpackPlan(*held), session().plan());
    }
    // Copied steps are there as themselves, as text, and as pictures.
    session().select({ElementRef::of(NodeId(QStringLiteral("c0")))});
    trigger(ActionId::Copy);
    data = QApplication::clipboard()->mimeData();
    for (const QString& type : {fragment::mimeType, QStringLiteral("text/plain"),
             QStringLiteral("image/svg+xml"), QStringLiteral("image/png")}) {
        QVERIFY2(data->hasFormat(type), qPrintable(type));
    }
    const QByteArray svg = data->data(QStringLiteral("image/svg+xml"));
    QVERIFY(svg.contains("node-c0") && !svg.contains("node-c1"));
}

void TestPictures::previewFollowsTheChoices()
{
    openSample();
    session().select({ElementRef::of(NodeId(QStringLiteral("c0")))});
    ExportDialog* dialog = openExport();
    auto* preview = dialog->findChild<PicturePreview*>();
    QTRY_COMPARE(preview->pageCount(), 1);
    auto* form = dialog->findChild<ExportForm*>();
    QVERIFY(form->picture().content.nodes.isEmpty());
    choose(dialog, "content", 1);
    QCOMPARE(form->picture().content.nodes, QSet<NodeId>{NodeId(QStringLiteral("c0"))});
    choose(dialog, "theme", 2);
    QCOMPARE(form->picture().theme, ThemeName::Print);
    check(dialog, "transparent", true);
    QVERIFY(form->picture().transparent);
    choose(dialog, "format", 2);
    choose(dialog, "paper", 1);
    QCOMPARE(form->file().paper.millimeters, QSizeF(210, 297));
    // What cannot be drawn is said where the picture would be.
    auto* content = dialog->findChild<QComboBox*>(QStringLiteral("content"));
    content->setCurrentIndex(content->findText(QStringLiteral("The ways back from: c0")));
    QTRY_VERIFY(preview->pageCount() == 1);
    QVERIFY(!dialog->grab().toImage().isNull());
    dialog->close();
}

void TestPictures::stakeholdersGetNoPlan()
{
    openSample();
    ExportDialog* dialog = openExport();
    choose(dialog, "detail", 1);
    auto* form = dialog->findChild<ExportForm*>();
    QCOMPARE(form->picture().detail, PictureDetail::Stakeholder);
    QVERIFY(!form->picture().embedPlan);
    QVERIFY(!dialog->findChild<QCheckBox*>(QStringLiteral("embed"))->isEnabled());
    dialog->close();
}

void TestPictures::printsOneSheetOrAPoster()
{
    openSample();
    trigger(ActionId::Print);
    auto* dialog = m_window->findChildren<PrintDialog*>().constLast();
    QSignalSpy drawn(dialog, &PrintDialog::drawn);
    QTRY_VERIFY(drawn.count() > 0);
    QCOMPARE(dialog->sheetCount(), 1);
    const auto printed = [&](const char* name) {
        dialog->printer().setOutputFormat(QPrinter::PdfFormat);
        dialog->printer().setOutputFileName(path(name));
        dialog->printTo(dialog->printer());
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(printed("one.pdf").contains("/Count 1\n"));
    choose(dialog, "sheets", 1);
    QTRY_COMPARE(drawn.count(), 2);
    const qsizetype sheets = dialog->sheetCount();
    QVERIFY(sheets > 1);
    dialog->findChild<QSpinBox*>(QStringLiteral("across"))->setValue(3);
    QVERIFY(dialog->sheetCount() > sheets);
    dialog->findChild<QSpinBox*>(QStringLiteral("across"))->setValue(2);
    QVERIFY(printed("poster.pdf").contains("/Count " + QByteArray::number(sheets) + '\n'));
    QVERIFY(!dialog->grab().toImage().isNull());
    dialog->close();
}

void TestPictures::comparesWithWhatWasSaved()
{
    openSample();
    Node node = *session().plan().nodes.find(NodeId(QStringLiteral("c1")));
    node.title = QStringLiteral("Another");
    Edit edit;
    edit.ops.append(Put<Node>{node});
    Place place = session().plan().layout.places.value(NodeId(QStringLiteral("c0")));
    place.position += QPointF(0, 60);
    edit.ops.append(SetPlace{NodeId(QStringLiteral("c0")), place});
    QVERIFY(session().perform(edit));
    trigger(ActionId::Compare);
    auto* window = m_window->findChildren<CompareWindow*>().constLast();
    QTRY_COMPARE(window->difference().elements.size(), 2);
    auto* list = window->findChild<QTreeWidget*>();
    QTRY_COMPARE(list->topLevelItemCount(), 2);
    QVERIFY(list->topLevelItem(0)->text(0).contains(QStringLiteral("Another")));
    list->setCurrentItem(list->topLevelItem(0));
    QCOMPARE(
        session().selection(), QList<ElementRef>{ElementRef::of(NodeId(QStringLiteral("c1")))});
    window->findChild<QCheckBox*>()->setChecked(true);
    QTRY_COMPARE(list->topLevelItemCount(), 1);
    QVERIFY(!window->grab().toImage().isNull());
    // It follows what is edited.
    trigger(ActionId::Undo);
    QTRY_COMPARE(list->topLevelItemCount(), 0);
    window->close();
}

void TestPictures::comparesWithAFile()
{
    Plan other = withFile();
    other.nodes.erase(NodeId(QStringLiteral("end")));
    QFile picture(path("other.svg"));
    QVERIFY(picture.open(QIODevice::WriteOnly));
    picture.write(pictureOf(other, PictureFormat::Svg));
    picture.close();
    openSample();
    m_prompts.nextOpen = path("other.svg");
    trigger(ActionId::Compare);
    auto* window = m_window->findChildren<CompareWindow*>().constLast();
    QTRY_COMPARE(window->difference().count(DifferenceKind::Added), 1);
    window->compareWithFile(path("missing"));
    QTRY_COMPARE(m_prompts.problems.size(), 1);
    window->close();
}

QTEST_MAIN(TestPictures)
#include "test_pictures.moc"
