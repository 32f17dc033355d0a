// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/problems/problems_pane.h"

#include "model/plan/sequence_parts.h"
#include "ui/problems/finding_detail.h"
#include "ui/problems/finding_model.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

QToolButton* makeFilter(QWidget* parent, bool on)
{
    auto* button = new QToolButton(parent);
    button->setProperty("role", QStringLiteral("filter"));
    button->setCheckable(true);
    button->setChecked(on);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

/// What of the flow a finding is about: of a message, the step that it shows.
ElementRef inTheFlow(const Plan& plan, const ElementRef& element)
{
    if (element.type != ElementType::Sequence && element.type != ElementType::SequencePart) {
        return element;
    }
    const auto place = findPart(plan, element);
    const SequencePart* part = place ? findPart(*place->sequence, place->part) : nullptr;
    if (const Message* message = part ? part->message() : nullptr) {
        for (const NodeId& node : message->nodes) {
            if (plan.nodes.contains(node)) {
                return ElementRef::of(node);
            }
        }
    }
    return {};
}

} // namespace

ProblemsPane::ProblemsPane(PlanSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    m_model = new FindingModel(this);
    m_filter = new FindingFilter(this);
    m_filter->setSourceModel(m_model);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(4);
    m_errors = makeFilter(this, true);
    m_warnings = makeFilter(this, true);
    m_accepted = makeFilter(this, false);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Filter"));
    m_search->setAccessibleName(tr("Filter problems by text"));
    m_search->setClearButtonEnabled(true);
    m_search->setMaximumWidth(240);
    bar->addWidget(m_errors);
    bar->addWidget(m_warnings);
    bar->addWidget(m_accepted);
    bar->addStretch(1);
    bar->addWidget(m_search);
    layout->addLayout(bar);

    m_list = new QTreeView(this);
    m_list->setModel(m_filter);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSortingEnabled(true);
    m_list->setAccessibleName(tr("Problems"));
    m_list->sortByColumn(FindingModel::Message, Qt::AscendingOrder);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(FindingModel::Message, QHeaderView::Stretch);
    m_list->header()->resizeSection(FindingModel::Where, 150);
    m_list->header()->resizeSection(FindingModel::RuleName, 200);

    m_detail = new FindingDetail(session, this);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(m_detail);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_list);
    splitter->addWidget(scroll);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({680, 360});
    splitter->setChildrenCollapsible(false);

    m_empty = new QLabel(this);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("role", QStringLiteral("caption"));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(splitter);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_list);

    for (QToolButton* button : {m_errors, m_warnings, m_accepted}) {
        connect(button, &QToolButton::toggled, this, &ProblemsPane::applyFilter);
    }
    connect(m_search, &QLineEdit::textChanged, this, &ProblemsPane::applyFilter);
    connect(m_list, &QTreeView::clicked, this, &ProblemsPane::reveal);
    connect(m_list, &QTreeView::activated, this, &ProblemsPane::reveal);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &ProblemsPane::showDetail);
    connect(&session, &PlanSession::validationChanged, this, &ProblemsPane::takeValidation);
    connect(&session, &PlanSession::selectionChanged, this, &ProblemsPane::followSelection);
    takeValidation();
}

/// Whoever selects an element with a problem, on the canvas or by F8, wants to read about it.
void ProblemsPane::followSelection()
{
    const QList<ElementRef>& selection = m_session.selection();
    const auto elementAt = [this](const QModelIndex& index) {
        return m_model->finding(m_filter->mapToSource(index).row()).element;
    };
    const QModelIndex now = m_list->currentIndex();
    if (selection.size() != 1 || (now.isValid() && elementAt(now) == selection.constFirst())) {
        return;
    }
    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, FindingModel::Message);
        if (elementAt(index) == selection.constFirst()) {
            m_list->setCurrentIndex(index);
            return;
        }
    }
}

void ProblemsPane::takeValidation()
{
    const Findings& findings = m_session.validation().findings;
    const QString selected = m_selected;
    const int scrolled = m_list->verticalScrollBar()->value();
    m_model->setFindings(findings, m_session.plan());

    int errors = 0;
    int warnings = 0;
    int accepted = 0;
    for (const Finding& finding : findings) {
        (finding.accepted                             ? accepted
                : finding.severity == Severity::Error ? errors
                                                      : warnings)
            += 1;
    }
    const UiColors& colors = uiColors(palette());
    const auto label = [](QToolButton* button, const QString& iconName, const QColor& color,
                           const QString& text) {
        button->setIcon(icon(iconName, color));
        button->setText(text);
        button->setAccessibleName(text);
    };
    label(m_errors, QStringLiteral("error"), colors.error, tr("Errors %1").arg(errors));
    label(m_warnings, QStringLiteral("warning"), colors.warning, tr("Warnings %1").arg(warnings));
    label(m_accepted, QStringLiteral("accept"), colors.secondary, tr("Accepted %1").arg(accepted));

    for (int row = 0; row < m_filter->rowCount(); ++row) {
        const QModelIndex index = m_filter->index(row, FindingModel::Message);
        if (index.data(FindingModel::KeyRole).toString() == selected && !selected.isEmpty()) {
            m_list->setCurrentIndex(index);
            m_list->verticalScrollBar()->setValue(scrolled);
        }
    }
    showDetail();
    updateEmptyState();
}

void ProblemsPane::showDetail()
{
    const QModelIndex index = m_filter->mapToSource(m_list->currentIndex());
    if (!index.isValid()) {
        m_detail->show(std::nullopt);
        return;
    }
    const Finding& finding = m_model->finding(index.row());
    m_selected = finding.key;
    m_detail->show(finding);
}

void ProblemsPane::applyFilter()
{
    m_filter->setShown(m_errors->isChecked(), m_warnings->isChecked(), m_accepted->isChecked());
    m_filter->setText(m_search->text());
    updateEmptyState();
}

void ProblemsPane::reveal(const QModelIndex& index)
{
    const QModelIndex source = m_filter->mapToSource(index);
    if (!source.isValid()) {
        return;
    }
    const ElementRef element = inTheFlow(m_session.plan(), m_model->finding(source.row()).element);
    if (element.type == ElementType::Plan) {
        m_session.select({});
    } else {
        m_session.reveal(element);
    }
}

void ProblemsPane::updateEmptyState()
{
    const bool nothing = m_filter->rowCount() == 0;
    if (nothing) {
        const bool hidden = m_model->rowCount() > 0;
        m_empty->setText(m_session.plan().nodes.isEmpty()
                ? tr("Problems appear here while you draw.\nBegin with a step from the palette.")
                : hidden ? tr("No problem matches the filter.")
                         : tr("No problems. Every change has a way back and is verified."));
    }
    m_stack->setCurrentIndex(nothing ? 1 : 0);
}

} // namespace whimbrel
