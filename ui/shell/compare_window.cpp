// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/compare_window.h"

#include "model/io/plan_file.h"
#include "render/export/comparison_picture.h"
#include "ui/session/background.h"
#include "ui/shell/picture_view.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <chrono>

namespace whimbrel {

using namespace std::chrono_literals;

namespace {

constexpr int elementRole = Qt::UserRole;
constexpr int listWidth = 380;
constexpr qsizetype longest = 80;

/// "nodes" as people call one of them.
QString nameOf(const QString& section)
{
    static const QHash<QString, const char*> names{
        {QStringLiteral("nodes"), QT_TRANSLATE_NOOP("CompareWindow", "Step")},
        {QStringLiteral("edges"), QT_TRANSLATE_NOOP("CompareWindow", "Edge")},
        {QStringLiteral("groups"), QT_TRANSLATE_NOOP("CompareWindow", "Phase")},
        {QStringLiteral("targets"), QT_TRANSLATE_NOOP("CompareWindow", "Database")},
        {QStringLiteral("parameters"), QT_TRANSLATE_NOOP("CompareWindow", "Parameter")},
        {QStringLiteral("participants"), QT_TRANSLATE_NOOP("CompareWindow", "Participant")},
        {QStringLiteral("sequences"), QT_TRANSLATE_NOOP("CompareWindow", "Sequence diagram")},
        {QStringLiteral("assumptions"), QT_TRANSLATE_NOOP("CompareWindow", "Assumption")},
        {QStringLiteral("accepted"), QT_TRANSLATE_NOOP("CompareWindow", "Accepted finding")},
        {QStringLiteral("comments"), QT_TRANSLATE_NOOP("CompareWindow", "Comment")},
        {QStringLiteral("files"), QT_TRANSLATE_NOOP("CompareWindow", "SQL file")},
        {QStringLiteral("plan"), QT_TRANSLATE_NOOP("CompareWindow", "Plan")}};
    const char* name = names.value(section);
    return name ? CompareWindow::tr(name) : section;
}

QString shortened(const QString& value)
{
    const QString one = value.simplified();
    return one.size() <= longest ? one : one.first(longest - 1) + QChar(0x2026);
}

QString fieldText(const FieldDifference& field)
{
    return QStringLiteral("%1: %2 %3 %4")
        .arg(field.field,
            field.before.isEmpty() ? CompareWindow::tr("nothing") : shortened(field.before),
            QString(QChar(0x2192)),
            field.after.isEmpty() ? CompareWindow::tr("nothing") : shortened(field.after));
}

} // namespace

CompareWindow::CompareWindow(
    PlanSession& session, Prompts& prompts, ThemeName theme, QWidget* parent)
    : QDialog(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_theme(theme)
    , m_heading(new QLabel(this))
    , m_summary(new QLabel(this))
    , m_semantic(new QCheckBox(tr("Leave out what was only moved"), this))
    , m_list(new QTreeWidget(this))
    , m_picture(new PictureView(this))
{
    setWindowTitle(tr("Compare"));
    setWindowFlag(Qt::WindowMaximizeButtonHint);
    setWindowFlag(Qt::WindowContextHelpButtonHint, false);
    m_heading->setProperty("role", QStringLiteral("title"));
    m_heading->setTextFormat(Qt::PlainText);
    m_summary->setProperty("role", QStringLiteral("caption"));
    m_list->setObjectName(QStringLiteral("differences"));
    m_list->setAccessibleName(tr("What is different"));
    m_list->setHeaderHidden(true);
    m_list->setColumnCount(1);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setRootIsDecorated(true);
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    column->addWidget(m_summary);
    column->addWidget(m_list, 1);
    column->addWidget(m_semantic);
    auto* both = new QSplitter(this);
    both->setChildrenCollapsible(false);
    both->addWidget(left);
    both->addWidget(m_picture);
    both->setStretchFactor(1, 1);
    both->setSizes({listWidth, 3 * listWidth});
    auto* other = new QPushButton(tr("Compare with another file…"), this);
    other->setAutoDefault(false);
    auto* fit = new QPushButton(tr("Fit"), this);
    fit->setAutoDefault(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* foot = new QHBoxLayout;
    foot->addWidget(other);
    foot->addStretch(1);
    foot->addWidget(fit);
    foot->addWidget(buttons);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(space::large, space::large, space::large, space::large);
    all->setSpacing(space::medium);
    all->addWidget(m_heading);
    all->addWidget(both, 1);
    all->addLayout(foot);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(other, &QPushButton::clicked, this, &CompareWindow::chooseFile);
    connect(fit, &QPushButton::clicked, m_picture, &PictureView::fit);
    connect(m_semantic, &QCheckBox::toggled, this, &CompareWindow::compare);
    connect(m_list, &QTreeWidget::currentItemChanged, this,
        [this](const QTreeWidgetItem* item) { showChosen(item); });
    connect(m_picture, &PictureView::clicked, this, &CompareWindow::chooseElement);
    m_soon.setSingleShot(true);
    m_soon.setInterval(200ms);
    connect(&m_soon, &QTimer::timeout, this, &CompareWindow::compare);
    connect(&session, &PlanSession::changed, this, [this](const PlanChange& change) {
        if (change.everything) {
            reject(); // another plan is open
        } else {
            m_soon.start();
        }
    });
    resize(1240, 720);
}

void CompareWindow::compareWithSaved()
{
    m_isSaved = true;
    m_beforeName = tr("as it was saved");
    compare();
}

void CompareWindow::compareWithFile(const QString& path)
{
    inBackground(
        this, [path] { return loadPlan(path); },
        [this, path](const Result<LoadedPlan>& loaded) {
            if (!loaded) {
                m_prompts.showProblem(this,
                    tr("“%1” cannot be compared with").arg(QFileInfo(path).fileName()),
                    loaded.error().text(), {});
                return;
            }
            m_isSaved = false;
            m_before = loaded->plan;
            m_beforeName = QFileInfo(path).fileName();
            compare();
        });
}

void CompareWindow::chooseFile()
{
    const QString path
        = m_prompts.openFile(this, tr("Compare with"), QFileInfo(m_session.path()).absolutePath(),
            tr("Plans, and pictures that hold one (*.whimbrel *.svg *.png *.pdf);;All files (*)"));
    if (!path.isEmpty()) {
        compareWithFile(path);
    }
}

void CompareWindow::compare()
{
    struct Compared {
        PlanDifference difference{};
        DisplayList picture{};
    };
    const Plan before = m_isSaved ? m_session.savedPlan() : m_before;
    ComparisonOptions options;
    options.theme = m_theme;
    options.before = m_beforeName;
    options.after = tr("now");
    options.furniture = false;
    inBackground(
        this,
        [before, after = m_session.plan(), options, semantic = m_semantic->isChecked()] {
            Compared made;
            made.difference = comparePlans(before, after);
            if (semantic) {
                made.difference = made.difference.semantic();
            }
            made.picture = drawComparison(before, after, made.difference, options);
            return made;
        },
        [this, turn = ++m_turn](const Compared& made) {
            if (turn != m_turn) {
                return;
            }
            m_difference = made.difference;
            m_picture->show(made.picture);
            showList();
            emit compared();
        });
}

void CompareWindow::showList()
{
    const ElementRef chosen = m_list->currentItem()
        ? m_list->currentItem()->data(0, elementRole).value<ElementRef>()
        : ElementRef();
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    m_heading->setText(tr("This plan, compared with %1").arg(m_beforeName));
    m_summary->setText(m_difference.isEmpty() ? tr("They are the same.")
            : m_difference.changesRun
            ? tr("%1. What a run does is not the same.").arg(summaryOf(m_difference))
            : tr("%1. A run does the same.").arg(summaryOf(m_difference)));
    m_summary->setWordWrap(true);
    for (const ElementDifference& each : m_difference.elements) {
        auto* item = new QTreeWidgetItem(m_list);
        item->setText(0,
            QStringLiteral("%1 %2: %3")
                .arg(nameOf(each.section), nameOf(each.kind),
                    each.title.isEmpty() ? each.id : each.title));
        item->setToolTip(0, item->text(0));
        item->setData(0, elementRole, QVariant::fromValue(each.element.value_or(ElementRef())));
        for (const FieldDifference& field : each.fields) {
            auto* line = new QTreeWidgetItem(item);
            line->setText(0, fieldText(field));
            line->setToolTip(
                0, tr("%1\n\nbefore: %2\n\nnow: %3").arg(field.field, field.before, field.after));
            line->setData(0, elementRole, item->data(0, elementRole));
        }
        item->setExpanded(each.fields.size() <= 4);
        if (each.element && *each.element == chosen) {
            m_list->setCurrentItem(item);
        }
    }
}

void CompareWindow::showChosen(const QTreeWidgetItem* item)
{
    const auto element = item ? item->data(0, elementRole).value<ElementRef>() : ElementRef();
    if (element.type == ElementType::Plan) {
        return;
    }
    m_picture->showElement(element);
    const bool isThere = m_session.plan().nodes.contains(NodeId(element.id))
        || m_session.plan().edges.contains(EdgeId(element.id));
    if (isThere) {
        m_session.reveal(element);
    }
}

void CompareWindow::chooseElement(const ElementRef& element)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_list->topLevelItem(i);
        if (item->data(0, elementRole).value<ElementRef>() == element) {
            m_list->setCurrentItem(item);
            return;
        }
    }
}

} // namespace whimbrel
