// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/bindings.h"
#include "app/cli/bound_urls.h"
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/picture_report.h"
#include "model/exec/journal.h"
#include "model/io/dot.h"
#include "model/io/mermaid.h"
#include "model/io/plan_file.h"
#include "model/io/rehearsal_file.h"
#include "model/plan/names.h"
#include "render/export/plan_picture.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonObject>
#include <QPageSize>
#include <QSaveFile>

namespace whimbrel::cli {

namespace {

const QString svg = QStringLiteral("svg");
const QString png = QStringLiteral("png");
const QString pdf = QStringLiteral("pdf");
const QString dot = QStringLiteral("dot");
const QString mermaid = QStringLiteral("mmd");
const QString planEnding = QStringLiteral("whimbrel");

const QString stakeholder = QStringLiteral("stakeholder");
const QString reviewer = QStringLiteral("reviewer");
const QString operatorView = QStringLiteral("operator");

const QString flowDiagram = QStringLiteral("flow");
const QString rollbackDiagram = QStringLiteral("rollback");
const QString rollbackPrefix = QStringLiteral("rollback:");
const QString sequencePrefix = QStringLiteral("sequence:");

CommandLine arguments()
{
    CommandLine line(QStringLiteral("export"), QStringLiteral("PLAN -o FILE [options]"),
        Texts::tr(
            "Draws a plan. The file's ending says how: .svg (text stays text, elements carry "
            "ids, titles and links), .png, .pdf, .dot for Graphviz, or .mmd for Mermaid. SVG, PNG "
            "and PDF hold "
            "the plan and its SQL files too: such a picture opens again in Whimbrel, and every "
            "command takes it as PLAN. The ending .whimbrel writes them out as files. With --bind "
            "the picture also shows where the last run on that database is."));
    line.setArguments(1, 1, Texts::tr("a plan file, or a picture that holds one"));
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("The file to write; it is replaced if it is there."), QStringLiteral("FILE")});
    line.add({{QStringLiteral("diagram")},
        Texts::tr("What to draw: flow; rollback for the ways back, read from the latest change to "
                  "the start, or rollback:NODE for those from one step; or sequence:ID."),
        QStringLiteral("WHAT"), flowDiagram});
    line.add({{QStringLiteral("phase")},
        Texts::tr("Only the steps of this phase or region, and by name where its edges lead."),
        QStringLiteral("ID")});
    line.add({{QStringLiteral("nodes")}, Texts::tr("Only these steps, and the edges between them."),
        QStringLiteral("ID,ID…")});
    line.add({{QStringLiteral("unfold")},
        Texts::tr("Draws folded phases open; without it they are one box each, as on screen.")});
    line.add({{QStringLiteral("theme")}, Texts::tr("light, dark or print (black and white)."),
        QStringLiteral("THEME"), keyOf(ThemeName::Light)});
    line.add({{QStringLiteral("transparent")}, Texts::tr("Leaves the background out.")});
    line.add({{QStringLiteral("detail")},
        Texts::tr("stakeholder: title block and legend, no SQL, no table, no path, and no plan "
                  "inside; reviewer: findings and open comments are marked too; operator: the "
                  "flow alone, as large as it gets."),
        QStringLiteral("FOR"), reviewer});
    line.add({{QStringLiteral("no-legend")}, Texts::tr("Leaves the legend out.")});
    line.add({{QStringLiteral("no-title-block")}, Texts::tr("Leaves the title block out.")});
    line.add({{QStringLiteral("no-summary")},
        Texts::tr("Leaves out the title and the count of safe, caution and risky steps.")});
    line.add({{QStringLiteral("scale")},
        Texts::tr("PNG only: pixels of the image to a pixel of the diagram, 0.1 to 16."),
        QStringLiteral("N"), QStringLiteral("1")});
    line.add({{QStringLiteral("dpi")}, Texts::tr("PNG only, instead of --scale: 96 is scale 1."),
        QStringLiteral("N")});
    line.add({{QStringLiteral("paper")},
        Texts::tr("PDF only: a3, a4, a5, letter, legal or tabloid; the picture is made smaller to "
                  "fit. Without: a page of the picture's size."),
        QStringLiteral("SIZE")});
    line.add({{QStringLiteral("page-per-phase")},
        Texts::tr("PDF only: the whole flow, then each phase on a page of its own.")});
    line.add({{QStringLiteral("no-plan")},
        Texts::tr("Leaves the plan and its SQL out of the picture's file, for pictures that go "
                  "outside.")});
    line.add({{QStringLiteral("arrange")},
        Texts::tr("Lays the flow out anew instead of where the plan has it. Pinned nodes stay; the "
                  "plan's file keeps its places.")});
    line.add({{QStringLiteral("lanes")},
        Texts::tr("Swim lanes by owner or region, or none, instead of what the plan has. The flow "
                  "is laid out for them, pinned nodes too; the plan's file stays as it is."),
        QStringLiteral("BY"), QString()});
    line.add({{QStringLiteral("report")},
        Texts::tr("Also says how good the picture is: what lies on something else, crossings, "
                  "bends, and how far nodes moved from the plan's places.")});
    line.add({{QStringLiteral("bind")},
        Texts::tr("The database whose last run of this plan is shown, as for run."),
        QStringLiteral("[TARGET=]URL")});
    line.addFormat();
    line.addExample(QStringLiteral("whimbrel-cli export split/plan.whimbrel -o split.svg"),
        Texts::tr("A picture for a web page or a pull request."));
    line.addExample(
        QStringLiteral(
            "whimbrel-cli export split/plan.whimbrel -o split.png --theme dark --scale 2"),
        Texts::tr("A sharp image for slides."));
    line.addExample(
        QStringLiteral(
            "whimbrel-cli export split/plan.whimbrel -o split.pdf --paper a4 --page-per-phase"),
        Texts::tr("For a folder: an overview, then a page a phase, with bookmarks."));
    line.addExample(
        QStringLiteral("whimbrel-cli export split/plan.whimbrel --diagram rollback -o back.pdf"),
        Texts::tr("How to get out, from the last change to the start."));
    line.addExample(
        QStringLiteral("whimbrel-cli export split/plan.whimbrel --lanes owner -o who.svg"),
        Texts::tr("Who does what: a swim lane for each owner."));
    line.addExample(QStringLiteral("whimbrel-cli export split.svg -o again/plan.whimbrel"),
        Texts::tr("The plan and its SQL files out of a picture."));
    return line;
}

struct Request {
    QString planPath{};
    QString output{};
    QString format{};
    PlanPicture picture{};
    PictureFile file{};
    QStringList bind{};
};

/// What was made, and how good the picture is; a sequence diagram has no figures.
struct Made {
    QByteArray bytes{};
    FlowQuality quality{};
};

/// Where the last run of the plan on the bound database is; nothing if none was asked for.
Result<std::optional<RunState>> runToShow(const Request& request, const Plan& plan)
{
    if (request.bind.isEmpty()) {
        return std::optional<RunState>();
    }
    const Result<FoundRun> found = findRun(plan, request.bind, {});
    if (!found) {
        return fail(found.error());
    }
    const Result<QList<Event>> events = readEvents(found->urls, found->summary.run);
    if (!events) {
        return fail(events.error());
    }
    return std::optional<RunState>(foldAll(*events));
}

/// The plan's places by node.
QHash<NodeId, QPointF> storedPlaces(const Plan& plan)
{
    QHash<NodeId, QPointF> places;
    for (auto place = plan.layout.places.cbegin(); place != plan.layout.places.cend(); ++place) {
        places.insert(place.key(), place->position);
    }
    return places;
}

Result<Made> makePicture(const Request& request, const Plan& plan)
{
    if (request.format == dot) {
        return Made{writeDot(plan), {}};
    }
    if (request.format == mermaid) {
        return Made{writeMermaid(plan).toUtf8(), {}};
    }
    const Result<std::optional<RunState>> run = runToShow(request, plan);
    if (!run) {
        return fail(run.error());
    }
    PlanPicture picture = request.picture;
    picture.run = *run;
    picture.date = dateOfPlan(request.planPath);
    picture.planFolder = folderFromPicture(request.output, request.planPath);
    // Evidence that cannot be read, or that is of another state of the plan, is none.
    picture.rehearsed
        = rehearsedAs(loadRehearsals(request.planPath).value_or(RehearsalLog{}), planHash(plan));
    const Result<DrawnPlan> drawn = drawPlan(plan, picture);
    if (!drawn) {
        return fail(drawn.error());
    }
    const Result<QByteArray> bytes = encodePlan(plan, picture, *drawn, request.file);
    if (!bytes) {
        return fail(bytes.error());
    }
    return Made{*bytes, measureFlow(drawn->shown, drawn->flow, storedPlaces(plan))};
}

/// Writes the plan and its SQL files out of a picture. What is there and different stays.
Result<> unpack(const Plan& plan, const QString& path)
{
    QStringList files{QFileInfo(path).fileName()};
    files += referencedFiles(plan);
    for (const QString& name : std::as_const(files)) {
        const Result<QString> file = resolvePlanFile(path, name);
        if (!file) {
            return fail(file.error());
        }
        if (QFileInfo::exists(*file)) {
            return fail({ErrorCode::Unwritable, Texts::tr("This file is there already."), *file,
                Texts::tr("Nothing was written. Choose an empty folder.")});
        }
    }
    if (!QDir().mkpath(QFileInfo(path).absolutePath())) {
        return fail({ErrorCode::Unwritable, Texts::tr("The folder cannot be created."), path,
            Texts::tr("Choose a place that you may write to.")});
    }
    return savePlan(plan, path);
}

Result<> write(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return fail({ErrorCode::Unwritable,
            Texts::tr("The picture could not be written: %1.").arg(file.errorString()), path,
            Texts::tr("Choose a folder that is there, that you may write to, and that has room.")});
    }
    return {};
}

/// Whether the format describes the flow and draws nothing.
bool isText(const QString& format)
{
    return format == dot || format == mermaid;
}

/// What the file's ending asks for; the error says what there is.
Result<QString> formatOf(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    const QStringList known{svg, png, pdf, dot, mermaid, planEnding};
    if (known.contains(ending)) {
        return ending;
    }
    static const QStringList later{
        QStringLiteral("html"), QStringLiteral("htm"), QStringLiteral("md")};
    return fail({ErrorCode::Usage,
        later.contains(ending) ? Texts::tr("This version does not write .%1 files.").arg(ending)
                               : Texts::tr("The ending of \"%1\" names no format.").arg(path),
        {}, Texts::tr("End it in .svg, .png, .pdf, .dot, .mmd or .whimbrel.")});
}

/// Which diagram --diagram, --phase and --nodes ask for; nothing if there is no such.
std::optional<PictureContent> contentOf(const CommandLine& line)
{
    const QString diagram = line.value(QStringLiteral("diagram"));
    PictureContent content;
    if (diagram == rollbackDiagram || diagram.startsWith(rollbackPrefix)) {
        content.diagram = PictureContent::Diagram::WaysBack;
        content.from = NodeId(diagram.mid(rollbackPrefix.size()));
    } else if (diagram.startsWith(sequencePrefix)) {
        content.diagram = PictureContent::Diagram::Sequence;
        content.sequence = SequenceId(diagram.mid(sequencePrefix.size()));
    } else if (diagram != flowDiagram) {
        return std::nullopt;
    }
    content.phase = GroupId(line.value(QStringLiteral("phase")));
    const QStringList nodes
        = line.value(QStringLiteral("nodes")).split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& node : nodes) {
        content.nodes.insert(NodeId(node.trimmed()));
    }
    content.pagePerPhase = line.has(QStringLiteral("page-per-phase"));
    content.unfolded = line.has(QStringLiteral("unfold"));
    return content;
}

QStringList laneWords()
{
    QStringList words;
    for (const auto& row : namedValues<FlowLanes>()) {
        words.append(QString::fromLatin1(row.key));
    }
    return words;
}

PictureDetail detailOf(const QString& word)
{
    return word == stakeholder ? PictureDetail::Stakeholder
        : word == operatorView ? PictureDetail::Operator
                               : PictureDetail::Reviewer;
}

/// What does not go together; empty if all is well.
QString contradiction(const CommandLine& line, const PictureContent& content, const QString& format)
{
    const auto given
        = [&line](const char* option) { return line.has(QString::fromLatin1(option)); };
    const bool isFlow = content.diagram == PictureContent::Diagram::Flow;
    if (!isFlow && (isText(format) || format == planEnding)) {
        return Texts::tr("Only the flow can be written as .%1.").arg(format);
    }
    if (content.diagram == PictureContent::Diagram::Sequence && given("bind")) {
        return Texts::tr("--bind shows a run on the flow, not on a sequence diagram.");
    }
    if (!isFlow && (given("arrange") || given("lanes") || given("report"))) {
        return Texts::tr("--arrange, --lanes and --report are for the flow: other diagrams have "
                         "but one arrangement.");
    }
    if (given("lanes") && (format == dot || format == planEnding)) {
        return Texts::tr("--lanes is for pictures: end the file in .svg, .png or .pdf.");
    }
    if (!isFlow
        && (given("phase") || given("nodes") || given("page-per-phase") || given("unfold"))) {
        return Texts::tr("--phase, --nodes, --page-per-phase and --unfold are for the flow.");
    }
    if (given("phase") && given("nodes")) {
        return Texts::tr("--phase and --nodes both say what to draw: give one of them.");
    }
    if (format != pdf && (given("paper") || given("page-per-phase"))) {
        return Texts::tr("--paper and --page-per-phase are for PDF: end the file in .pdf.");
    }
    if (format != png && (given("dpi"))) {
        return Texts::tr("--dpi is for PNG: end the file in .png.");
    }
    if (given("dpi") && given("scale")) {
        return Texts::tr("--scale and --dpi both say how large the image is: give one of them.");
    }
    if (given("report") && (isText(format) || format == planEnding)) {
        return Texts::tr("--report measures a picture, and .%1 holds none: end it in .svg, .png or "
                         ".pdf.")
            .arg(format);
    }
    return {};
}

/// How many pixels of the image --scale or --dpi ask for; nothing if that is no such number.
std::optional<double> scaleOf(const CommandLine& line)
{
    constexpr double screen = 96;
    bool isNumber = false;
    const bool byDots = line.has(QStringLiteral("dpi"));
    const double number
        = line.value(byDots ? QStringLiteral("dpi") : QStringLiteral("scale")).toDouble(&isNumber);
    const double scale = byDots ? number / screen : number;
    return isNumber && scale >= 0.1 && scale <= 16 ? std::optional(scale) : std::nullopt;
}

/// The size of a sheet by its name, in millimeters; empty if nobody calls one so.
QSizeF paperNamed(const QString& name)
{
    static const QHash<QString, QPageSize::PageSizeId> known{{QStringLiteral("a3"), QPageSize::A3},
        {QStringLiteral("a4"), QPageSize::A4}, {QStringLiteral("a5"), QPageSize::A5},
        {QStringLiteral("letter"), QPageSize::Letter}, {QStringLiteral("legal"), QPageSize::Legal},
        {QStringLiteral("tabloid"), QPageSize::Tabloid}};
    const auto found = known.constFind(name.toLower());
    return found == known.cend() ? QSizeF() : QPageSize(*found).size(QPageSize::Millimeter);
}

} // namespace

int runExport(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    for (const auto& [option, allowed] :
        {std::pair<QString, QStringList>{QStringLiteral("theme"),
             {keyOf(ThemeName::Light), keyOf(ThemeName::Dark), keyOf(ThemeName::Print)}},
            {QStringLiteral("detail"), {stakeholder, reviewer, operatorView}},
            {QStringLiteral("lanes"), laneWords()}}) {
        const auto code = line.has(option) ? line.refuseUnless(option, allowed) : std::nullopt;
        if (code) {
            return *code;
        }
    }
    Request request;
    request.planPath = line.arguments().first();
    request.output = line.value(QStringLiteral("output"));
    if (request.output.isEmpty()) {
        return line.refuse(Texts::tr("export needs -o with the file to write."));
    }
    const Result<QString> format = formatOf(request.output);
    if (!format) {
        return line.refuse(format.error().text());
    }
    request.format = *format;
    const std::optional<PictureContent> content = contentOf(line);
    if (!content) {
        return line.refuse(
            Texts::tr("--diagram has to be flow, rollback, rollback:NODE or sequence:ID, not "
                      "\"%1\".")
                .arg(line.value(QStringLiteral("diagram"))));
    }
    if (const QString wrong = contradiction(line, *content, request.format); !wrong.isEmpty()) {
        return line.refuse(wrong);
    }
    PlanPicture& picture = request.picture;
    picture.content = *content;
    picture.theme = themeFromKey(line.value(QStringLiteral("theme"))).value_or(ThemeName::Light);
    picture.transparent = line.has(QStringLiteral("transparent"));
    picture.detail = detailOf(line.value(QStringLiteral("detail")));
    const bool isBare = picture.detail == PictureDetail::Operator;
    picture.legend = !isBare && !line.has(QStringLiteral("no-legend"));
    picture.titleBlock = !isBare && !line.has(QStringLiteral("no-title-block"));
    picture.riskSummary = !isBare && !line.has(QStringLiteral("no-summary"));
    picture.embedPlan = !line.has(QStringLiteral("no-plan"));
    picture.arrange = line.has(QStringLiteral("arrange"));
    picture.lanes = valueOf<FlowLanes>(line.value(QStringLiteral("lanes")));
    request.file.format = request.format == svg ? PictureFormat::Svg
        : request.format == png                 ? PictureFormat::Png
                                                : PictureFormat::Pdf;
    const std::optional<double> scale = scaleOf(line);
    if (!scale) {
        return line.refuse(line.has(QStringLiteral("dpi"))
                ? Texts::tr("--dpi has to be a number from 10 to 1536.")
                : Texts::tr("--scale has to be a number from 0.1 to 16."));
    }
    request.file.scale = *scale;
    if (line.has(QStringLiteral("paper"))) {
        request.file.paper.millimeters = paperNamed(line.value(QStringLiteral("paper")));
        if (request.file.paper.millimeters.isEmpty()) {
            return line.refuse(
                Texts::tr("--paper has to be a3, a4, a5, letter, legal or tabloid."));
        }
    }
    const bool reports = line.has(QStringLiteral("report"));
    const auto urls = boundUrls(line);
    if (!urls) {
        console::error(urls.error());
        return exitCode(urls.error().code);
    }
    request.bind = urls->urls;

    const Result<LoadedPlan> loaded = loadPlan(request.planPath);
    Result<Made> made = Made{};
    Result<> written;
    if (!loaded) {
        written = fail(loaded.error());
    } else if (request.format == planEnding) {
        written = unpack(loaded->plan, request.output);
        made->bytes = writePlan(loaded->plan);
    } else {
        made = makePicture(request, loaded->plan);
        written = made ? write(request.output, made->bytes) : fail(made.error());
    }
    if (!written) {
        console::error(written.error());
        return exitCode(written.error().code);
    }
    if (line.asJson()) {
        QJsonObject object{{QStringLiteral("output"), request.output},
            {QStringLiteral("format"), request.format},
            {QStringLiteral("bytes"), made->bytes.size()}};
        if (reports) {
            object.insert(QStringLiteral("quality"), qualityJson(made->quality));
        }
        console::json(object);
        return Well;
    }
    console::line(request.output);
    for (const QString& text : reports ? qualityLines(made->quality) : QStringList()) {
        console::line(text);
    }
    return Well;
}

} // namespace whimbrel::cli
