// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/export_form.h"

#include "render/draw/flow_part.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QPageSize>

namespace whimbrel {

namespace {

constexpr double standardScale = 2;

template <class T>
T chosen(const QComboBox* box)
{
    return static_cast<T>(box->currentData().toInt());
}

QString nameOf(const QString& title, const QString& id)
{
    return title.isEmpty() ? id : title;
}

QComboBox* makeBox(const char* name, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    box->setObjectName(QString::fromLatin1(name));
    // A long title must not widen the dialog.
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(24);
    return box;
}

} // namespace

ExportForm::ExportForm(
    const Plan& plan, const ExportContext& context, Purpose purpose, QWidget* parent)
    : QWidget(parent)
    , m_purpose(purpose)
    , m_hasFolded(!plan.layout.folded.isEmpty())
    , m_form(new QFormLayout(this))
    , m_content(makeBox("content", this))
    , m_detail(makeBox("detail", this))
    , m_theme(makeBox("theme", this))
    , m_format(makeBox("format", this))
    , m_scale(new QDoubleSpinBox(this))
    , m_paper(makeBox("paper", this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(space::large);
    m_form->setVerticalSpacing(space::small);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    fillContents(plan, context);
    fillChoices();
    m_form->addRow(tr("Show"), m_content);
    m_form->addRow(tr("For"), m_detail);
    m_form->addRow(tr("Colors"), m_theme);
    m_form->addRow(tr("Format"), m_format);
    m_form->addRow(tr("Scale"), m_scale);
    m_form->addRow(tr("Paper"), m_paper);
    m_unfold = addBox(tr("Open folded phases"), "unfold", false);
    m_pages = addBox(tr("Then a page for each phase"), "pages", false);
    m_riskSummary = addBox(tr("Title, and the count of risky steps"), "summary", true);
    m_legend = addBox(tr("Legend of the kinds in use"), "legend", true);
    m_titleBlock = addBox(tr("Title block"), "title-block", true);
    m_transparent = addBox(tr("No background"), "transparent", false);
    m_embed = addBox(tr("The plan and its SQL inside: opens again"), "embed", true);
    for (QComboBox* box : {m_content, m_detail, m_theme, m_format, m_paper}) {
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            showWhatApplies();
            emit changed();
        });
    }
    connect(m_scale, &QDoubleSpinBox::valueChanged, this, &ExportForm::changed);
    if (purpose == Purpose::Printer) {
        m_theme->setCurrentIndex(m_theme->findData(static_cast<int>(ThemeName::Print)));
    }
    showWhatApplies();
}

QCheckBox* ExportForm::addBox(const QString& text, const char* name, bool on)
{
    auto* box = new QCheckBox(text, this);
    box->setObjectName(QString::fromLatin1(name));
    box->setChecked(on);
    m_form->addRow(QString(), box);
    connect(box, &QCheckBox::toggled, this, &ExportForm::changed);
    return box;
}

void ExportForm::fillContents(const Plan& plan, const ExportContext& context)
{
    const auto add = [this](const QString& text, const PictureContent& content) {
        m_content->addItem(text);
        m_contents.append(content);
    };
    add(tr("The whole flow"), {});
    PictureContent selected;
    for (const ElementRef& element : context.selection) {
        if (element.type == ElementType::Node) {
            selected.nodes.insert(NodeId(element.id));
        } else if (element.type == ElementType::Group) {
            selected.nodes |= nodesOf(plan, GroupId(element.id));
        }
    }
    if (!selected.nodes.isEmpty()) {
        add(tr("What is selected"), selected);
    }
    if (context.view.isValid()) {
        PictureContent view;
        view.view = context.view;
        add(tr("What is in sight"), view);
    }
    for (const Group& group : plan.groups) {
        PictureContent phase;
        phase.phase = group.id;
        const QString name = nameOf(group.title, group.id.text());
        add(group.kind == GroupKind::Phase ? tr("Phase: %1").arg(name) : tr("Region: %1").arg(name),
            phase);
        if (group.id == context.page) {
            m_content->setCurrentIndex(m_content->count() - 1);
        }
    }
    PictureContent back;
    back.diagram = PictureContent::Diagram::WaysBack;
    add(tr("The ways back"), back);
    if (selected.nodes.size() == 1) {
        back.from = *selected.nodes.constBegin();
        const Node* node = plan.nodes.find(back.from);
        add(tr("The ways back from: %1")
                .arg(nameOf(node ? node->title : QString(), back.from.text())),
            back);
    }
    for (const Sequence& sequence : plan.sequences) {
        PictureContent content;
        content.diagram = PictureContent::Diagram::Sequence;
        content.sequence = sequence.id;
        add(tr("Sequence: %1").arg(nameOf(sequence.title, sequence.id.text())), content);
        if (sequence.id == context.sequence) {
            m_content->setCurrentIndex(m_content->count() - 1);
        }
    }
}

void ExportForm::fillChoices()
{
    const auto add = [](QComboBox* box, const QString& text, auto value) {
        box->addItem(text, static_cast<int>(value));
    };
    add(m_detail, tr("Reviewers: problems are marked"), PictureDetail::Reviewer);
    add(m_detail, tr("Stakeholders: no SQL at all"), PictureDetail::Stakeholder);
    add(m_detail, tr("Operators: the diagram alone"), PictureDetail::Operator);
    add(m_theme, tr("Light"), ThemeName::Light);
    add(m_theme, tr("Dark"), ThemeName::Dark);
    add(m_theme, tr("Black and white, for printing"), ThemeName::Print);
    add(m_format, tr("SVG, for documents and browsers"), PictureFormat::Svg);
    add(m_format, tr("PNG, an image"), PictureFormat::Png);
    add(m_format, tr("PDF"), PictureFormat::Pdf);
    m_scale->setObjectName(QStringLiteral("scale"));
    m_scale->setRange(0.25, 8);
    m_scale->setSingleStep(0.5);
    m_scale->setDecimals(2);
    m_scale->setSuffix(tr(" ×"));
    m_scale->setValue(standardScale);
    m_paper->addItem(tr("As large as the picture"), -1);
    add(m_paper, tr("A4, made to fit"), QPageSize::A4);
    add(m_paper, tr("A3, made to fit"), QPageSize::A3);
    add(m_paper, tr("Letter, made to fit"), QPageSize::Letter);
    add(m_paper, tr("Tabloid, made to fit"), QPageSize::Tabloid);
}

void ExportForm::showWhatApplies()
{
    const auto format = chosen<PictureFormat>(m_format);
    const auto detail = chosen<PictureDetail>(m_detail);
    const PictureContent content = m_contents.value(m_content->currentIndex());
    const bool isWholeFlow = m_content->currentIndex() == 0;
    const auto showRow = [this](QWidget* field, bool shown) {
        field->setVisible(shown);
        if (QWidget* label = m_form->labelForField(field)) {
            label->setVisible(shown);
        }
    };
    const bool isFile = m_purpose == Purpose::File;
    showRow(m_format, isFile);
    showRow(m_scale, isFile && format == PictureFormat::Png);
    showRow(m_paper, isFile && format == PictureFormat::Pdf);
    showRow(m_unfold, m_hasFolded && content.diagram == PictureContent::Diagram::Flow);
    showRow(m_pages, !isFile || format == PictureFormat::Pdf);
    showRow(m_transparent, isFile);
    showRow(m_embed, isFile);
    m_pages->setEnabled(isWholeFlow);
    for (QCheckBox* box : {m_legend, m_titleBlock, m_riskSummary}) {
        box->setEnabled(detail != PictureDetail::Operator);
    }
    m_embed->setEnabled(detail != PictureDetail::Stakeholder);
    m_riskSummary->setText(content.diagram == PictureContent::Diagram::Sequence
            ? tr("Title")
            : tr("Title, and the count of risky steps"));
}

PlanPicture ExportForm::picture() const
{
    PlanPicture made;
    made.content = m_contents.value(m_content->currentIndex());
    const bool hasPages
        = m_purpose == Purpose::Printer || chosen<PictureFormat>(m_format) == PictureFormat::Pdf;
    made.content.pagePerPhase = hasPages && m_pages->isEnabled() && m_pages->isChecked();
    made.content.unfolded = m_unfold->isChecked();
    made.theme = chosen<ThemeName>(m_theme);
    made.detail = chosen<PictureDetail>(m_detail);
    made.transparent = m_transparent->isChecked();
    const auto isOn = [](const QCheckBox* box) { return box->isEnabled() && box->isChecked(); };
    made.legend = isOn(m_legend);
    made.titleBlock = isOn(m_titleBlock);
    made.riskSummary = isOn(m_riskSummary);
    made.embedPlan = isOn(m_embed);
    return made;
}

PictureFile ExportForm::file() const
{
    PictureFile made;
    made.format = chosen<PictureFormat>(m_format);
    made.scale = m_scale->value();
    if (const int paper = m_paper->currentData().toInt(); paper >= 0) {
        made.paper.millimeters
            = QPageSize(static_cast<QPageSize::PageSizeId>(paper)).size(QPageSize::Millimeter);
    }
    return made;
}

QString ExportForm::suffix() const
{
    switch (chosen<PictureFormat>(m_format)) {
    case PictureFormat::Svg:
        return QStringLiteral("svg");
    case PictureFormat::Png:
        return QStringLiteral("png");
    case PictureFormat::Pdf:
        break;
    }
    return QStringLiteral("pdf");
}

} // namespace whimbrel
