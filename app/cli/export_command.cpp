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
#include "model/io/plan_file.h"
#include "model/io/rehearsal_file.h"
#include "model/rules/validate.h"
#include "render/draw/flow_drawing.h"
#include "render/draw/sequence_drawing.h"
#include "render/export/export.h"
#include "render/layout/flow_layout.h"
#include "render/layout/sequence_layout.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonObject>
#include <QSaveFile>

namespace whimbrel::cli {

namespace {

const QString svg = QStringLiteral("svg");
const QString png = QStringLiteral("png");
const QString pdf = QStringLiteral("pdf");
const QString dot = QStringLiteral("dot");

const QString stakeholder = QStringLiteral("stakeholder");
const QString reviewer = QStringLiteral("reviewer");
const QString operatorView = QStringLiteral("operator");

const QString flowDiagram = QStringLiteral("flow");
const QString sequencePrefix = QStringLiteral("sequence:");

CommandLine arguments()
{
    CommandLine line(QStringLiteral("export"), QStringLiteral("PLAN -o FILE [options]"),
        Texts::tr(
            "Draws a plan. The file's ending says how: .svg (text stays text, elements carry "
            "ids, titles and links), .png, .pdf, or .dot for Graphviz. SVG, PNG and PDF hold "
            "the plan too, so that a picture opens again in Whimbrel. With --bind the picture "
            "also shows where the last run on that database is."));
    line.setArguments(1, 1, Texts::tr("a plan file"));
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("The file to write; it is replaced if it is there."), QStringLiteral("FILE")});
    line.add({{QStringLiteral("diagram")},
        Texts::tr("What to draw: flow, or sequence:ID for a sequence diagram of the plan."),
        QStringLiteral("WHAT"), flowDiagram});
    line.add({{QStringLiteral("theme")}, Texts::tr("light, dark or print."),
        QStringLiteral("THEME"), keyOf(ThemeName::Light)});
    line.add({{QStringLiteral("detail")},
        Texts::tr("stakeholder: the flow with title block and legend; reviewer: findings and "
                  "open comments are marked too; operator: the flow alone, as large as it gets."),
        QStringLiteral("FOR"), reviewer});
    line.add({{QStringLiteral("scale")},
        Texts::tr("PNG only: pixels of the image to a pixel of the diagram, 0.1 to 16."),
        QStringLiteral("N"), QStringLiteral("1")});
    line.add(
        {{QStringLiteral("no-plan")}, Texts::tr("Leaves the plan out of the picture's file.")});
    line.add({{QStringLiteral("arrange")},
        Texts::tr("Lays the flow out anew instead of where the plan has it. Pinned nodes stay; the "
                  "plan's file keeps its places.")});
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
            "whimbrel-cli export split/plan.whimbrel --diagram sequence:main -o who.pdf"),
        Texts::tr("A sequence diagram on a page."));
    return line;
}

/// When the picture is made. Builds that must give the same bytes set SOURCE_DATE_EPOCH.
QDateTime pictureDate()
{
    bool isSet = false;
    const qint64 seconds = qEnvironmentVariable("SOURCE_DATE_EPOCH").toLongLong(&isSet);
    return isSet ? QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC)
                 : QDateTime::currentDateTimeUtc();
}

struct Request {
    QString planPath{};
    QString output{};
    QString format{};
    QString diagram{};
    QString detail{};
    ThemeName theme = ThemeName::Light;
    double scale = 1;
    bool embedPlan = true;
    bool arrange = false;
    QStringList bind{};
};

/// A picture as its file will hold it, and how good it is; DOT holds none and has no figures.
struct Picture {
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

Result<Picture> encoded(const Request& request, const Plan& plan, const DisplayList& list,
    const FlowQuality& quality = {})
{
    const QByteArray embedded = request.embedPlan ? packPlan(plan) : QByteArray();
    const Result<QByteArray> bytes = request.format == svg
        ? Result<QByteArray>(toSvg(list, embedded))
        : request.format == png ? toPng(list, request.scale, embedded)
                                : toPdf(list, embedded);
    if (!bytes) {
        return fail(bytes.error());
    }
    return Picture{*bytes, quality};
}

Result<Picture> sequencePicture(const Request& request, const Plan& plan)
{
    const SequenceId id(request.diagram.mid(sequencePrefix.size()));
    const Sequence* sequence = plan.sequences.find(id);
    if (!sequence) {
        QStringList known;
        for (const Sequence& each : plan.sequences) {
            known << each.id.text();
        }
        return fail({ErrorCode::Usage,
            Texts::tr("The plan has no sequence diagram \"%1\".").arg(id.text()), request.planPath,
            known.isEmpty() ? Texts::tr("It has none at all.")
                            : Texts::tr("It has %1.").arg(known.join(QStringLiteral(", ")))});
    }
    SequenceDrawingOptions options;
    options.theme = request.theme;
    options.titleBlock = request.detail != operatorView;
    options.legend = options.titleBlock;
    options.header = options.titleBlock;
    options.planHash = planHash(plan);
    options.date = pictureDate();
    Validation validation;
    if (request.detail == reviewer) {
        validation = validate(plan);
        options.findings = &validation.findings;
    }
    return encoded(
        request, plan, drawSequence(plan, *sequence, layOutSequence(plan, *sequence), options));
}

Result<Picture> picture(const Request& request, const Plan& plan)
{
    if (request.diagram.startsWith(sequencePrefix)) {
        return sequencePicture(request, plan);
    }
    if (request.format == dot) {
        return Picture{writeDot(plan), {}};
    }
    const Result<std::optional<RunState>> run = runToShow(request, plan);
    if (!run) {
        return fail(run.error());
    }
    FlowDrawingOptions options;
    options.theme = request.theme;
    options.titleBlock = request.detail != operatorView;
    options.legend = options.titleBlock;
    options.riskSummary = options.titleBlock;
    options.comments = request.detail == reviewer;
    options.planHash = planHash(plan);
    options.date = pictureDate();
    // Evidence that cannot be read, or that is of another state of the plan, is none.
    const Rehearsed rehearsed
        = rehearsedAs(loadRehearsals(request.planPath).value_or(RehearsalLog{}), options.planHash);
    options.rehearsed = request.detail == stakeholder ? nullptr : &rehearsed;
    Validation validation;
    if (request.detail == reviewer) {
        validation = validate(plan);
        options.findings = &validation.findings;
    }
    if (*run) {
        options.run = &**run;
    }
    const FlowGeometry geometry
        = request.arrange ? routeFlow(plan, arrangeFlow(plan)) : layOutFlow(plan);
    return encoded(request, plan, drawFlow(plan, geometry, options),
        measureFlow(plan, geometry, storedPlaces(plan)));
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

/// What the file's ending asks for; the error says what there is.
Result<QString> formatOf(const QString& path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    const QStringList known{svg, png, pdf, dot};
    if (known.contains(ending)) {
        return ending;
    }
    static const QStringList later{QStringLiteral("mmd"), QStringLiteral("mermaid"),
        QStringLiteral("html"), QStringLiteral("htm"), QStringLiteral("md")};
    return fail({ErrorCode::Usage,
        later.contains(ending) ? Texts::tr("This version does not write .%1 files.").arg(ending)
                               : Texts::tr("The ending of \"%1\" names no format.").arg(path),
        {}, Texts::tr("End it in .svg, .png, .pdf or .dot.")});
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
            {QStringLiteral("detail"), {stakeholder, reviewer, operatorView}}}) {
        if (const auto code = line.refuseUnless(option, allowed)) {
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
    request.diagram = line.value(QStringLiteral("diagram"));
    const bool isSequence = request.diagram.startsWith(sequencePrefix);
    if (request.diagram != flowDiagram && !isSequence) {
        return line.refuse(
            Texts::tr("--diagram has to be flow or sequence:ID, not \"%1\".").arg(request.diagram));
    }
    if (isSequence && request.format == dot) {
        return line.refuse(Texts::tr("Only the flow can be written as .dot."));
    }
    if (isSequence && line.has(QStringLiteral("bind"))) {
        return line.refuse(Texts::tr("--bind shows a run on the flow, not on a sequence diagram."));
    }
    if (isSequence && (line.has(QStringLiteral("arrange")) || line.has(QStringLiteral("report")))) {
        return line.refuse(Texts::tr("--arrange and --report are for the flow: a sequence diagram "
                                     "has but one arrangement."));
    }
    request.detail = line.value(QStringLiteral("detail"));
    request.theme = themeFromKey(line.value(QStringLiteral("theme"))).value_or(ThemeName::Light);
    bool isNumber = false;
    request.scale = line.value(QStringLiteral("scale")).toDouble(&isNumber);
    if (!isNumber || request.scale < 0.1 || request.scale > 16) {
        return line.refuse(Texts::tr("--scale has to be a number from 0.1 to 16."));
    }
    request.embedPlan = !line.has(QStringLiteral("no-plan"));
    request.arrange = line.has(QStringLiteral("arrange"));
    const bool reports = line.has(QStringLiteral("report"));
    if (reports && request.format == dot) {
        return line.refuse(Texts::tr(
            "--report measures a picture, and .dot holds none: end it in .svg, .png or .pdf."));
    }
    const auto urls = boundUrls(line);
    if (!urls) {
        console::error(urls.error());
        return exitCode(urls.error().code);
    }
    request.bind = urls->urls;

    const Result<LoadedPlan> loaded = loadPlan(request.planPath);
    const Result<Picture> made = loaded ? picture(request, loaded->plan) : fail(loaded.error());
    const Result<> written = made ? write(request.output, made->bytes) : fail(made.error());
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
