// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/find_pane.h"

#include "model/base/counted.h"
#include "ui/session/element_name.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int pause = 150; // ms after the last key or edit
enum Column { Where, What, Text };

} // namespace

FindPane::FindPane(PlanSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_text(new QLineEdit(this))
    , m_replacement(new QLineEdit(this))
    , m_matchCase(new QCheckBox(tr("Match case"), this))
    , m_wholeWords(new QCheckBox(tr("Whole words"), this))
    , m_replaceOne(new QPushButton(tr("Replace Here"), this))
    , m_replaceAll(new QPushButton(tr("Replace All"), this))
    , m_count(new QLabel(this))
    , m_list(new QTreeWidget(this))
{
    setObjectName(QStringLiteral("find"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* fields = new QGridLayout;
    fields->setContentsMargins(space::medium, space::small, space::medium, space::small);
    fields->setHorizontalSpacing(space::small);
    fields->setVerticalSpacing(space::tight);
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setPlaceholderText(tr("Find in names, SQL, messages, owners, notes, comments"));
    m_text->setAccessibleName(tr("Find"));
    m_text->setClearButtonEnabled(true);
    m_text->installEventFilter(this);
    m_replacement->setObjectName(QStringLiteral("findReplacement"));
    m_replacement->setPlaceholderText(tr("Replace with"));
    m_replacement->setAccessibleName(tr("Replace with"));
    m_replacement->installEventFilter(this);
    m_count->setProperty("role", QStringLiteral("caption"));
    m_count->setMinimumWidth(96);
    fields->addWidget(m_text, 0, 0);
    fields->addWidget(m_matchCase, 0, 1);
    fields->addWidget(m_wholeWords, 0, 2);
    fields->addWidget(m_count, 0, 3);
    fields->addWidget(m_replacement, 1, 0);
    fields->addWidget(m_replaceOne, 1, 1);
    fields->addWidget(m_replaceAll, 1, 2);
    fields->setColumnStretch(0, 1);
    column->addLayout(fields);
    m_list->setObjectName(QStringLiteral("findHits"));
    m_list->setAccessibleName(tr("Places"));
    m_list->setColumnCount(3);
    m_list->setHeaderLabels({tr("Where"), tr("What"), tr("Text")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->header()->setStretchLastSection(true);
    m_list->header()->resizeSection(Where, 220);
    m_list->header()->resizeSection(What, 200);
    column->addWidget(m_list, 1);
    setFocusProxy(m_text);
    m_timer.setSingleShot(true);
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &FindPane::search);
    connect(m_text, &QLineEdit::textChanged, this, &FindPane::search);
    connect(m_matchCase, &QCheckBox::toggled, this, &FindPane::search);
    connect(m_wholeWords, &QCheckBox::toggled, this, &FindPane::search);
    connect(m_replaceOne, &QPushButton::clicked, this, &FindPane::replaceHere);
    connect(m_replaceAll, &QPushButton::clicked, this, &FindPane::replaceAll);
    connect(m_list, &QTreeWidget::itemClicked, this, &FindPane::revealCurrent);
    connect(m_list, &QTreeWidget::itemActivated, this, &FindPane::revealCurrent);
    connect(&session, &PlanSession::changed, this, [this] {
        if (!m_text->text().isEmpty()) {
            m_timer.start();
        }
    });
    search();
}

void FindPane::begin()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

bool FindPane::eventFilter(QObject* watched, QEvent* event)
{
    if ((watched == m_text || watched == m_replacement) && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (watched == m_text) {
                goOn(!key->modifiers().testFlag(Qt::ShiftModifier));
            } else {
                replaceHere();
            }
            return true;
        case Qt::Key_Down:
            m_list->setFocus();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

SearchOptions FindPane::options() const
{
    return {m_matchCase->isChecked(), m_wholeWords->isChecked()};
}

void FindPane::search()
{
    m_timer.stop();
    const QList<SearchHit> found = findText(m_session.plan(), m_text->text(), options());
    if (found != m_hits || found.isEmpty()) {
        m_hits = found;
        showHits();
    }
}

void FindPane::showHits()
{
    const auto before = m_list->indexOfTopLevelItem(m_list->currentItem());
    m_list->clear();
    const Plan& plan = m_session.plan();
    for (const SearchHit& hit : std::as_const(m_hits)) {
        const QString what = hit.file.isEmpty() ? nameOf(hit.field) : hit.file;
        auto* item = new QTreeWidgetItem(m_list,
            {elementName(plan, hit.element),
                hit.field == TextField::Sql ? tr("%1, line %2").arg(what).arg(hit.line) : what,
                hit.excerpt});
        item->setForeground(What, uiColors(palette()).secondary);
        item->setToolTip(What, item->text(What));
    }
    const bool writable = m_session.readOnlyReason().isEmpty();
    const bool any = std::any_of(
        m_hits.begin(), m_hits.end(), [](const SearchHit& hit) { return hit.replaceable; });
    m_replaceOne->setEnabled(any && writable);
    m_replaceAll->setEnabled(any && writable);
    m_count->setText(m_text->text().isEmpty() ? QString()
            : m_hits.isEmpty()                ? tr("Nothing found")
                               : counted(m_hits.size(), tr("1 place"), tr("%1 places")));
    if (before >= 0) {
        m_list->setCurrentItem(
            m_list->topLevelItem(std::min(before, m_list->topLevelItemCount() - 1)));
    }
}

void FindPane::goOn(bool forward)
{
    const int size = m_list->topLevelItemCount();
    if (size == 0) {
        emit noticed(m_text->text().isEmpty() ? tr("Say what to find first: Ctrl+F.")
                                              : tr("“%1” is not found.").arg(m_text->text()));
        return;
    }
    const int now = m_list->indexOfTopLevelItem(m_list->currentItem());
    const int next = now < 0 ? (forward ? 0 : size - 1) : (now + (forward ? 1 : size - 1)) % size;
    m_list->setCurrentItem(m_list->topLevelItem(next));
    revealCurrent();
    emit noticed(tr("Place %1 of %2").arg(next + 1).arg(size));
}

void FindPane::revealCurrent()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (row < 0 || row >= m_hits.size()) {
        return;
    }
    const ElementRef& element = m_hits.at(row).element;
    if (element.type == ElementType::Plan) {
        m_session.select({});
    } else {
        m_session.reveal(element);
    }
}

void FindPane::replaceHere()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    if (row < 0) {
        goOn(true); // seen before it is changed
    } else {
        replace(m_hits.at(row).element);
    }
}

void FindPane::replaceAll()
{
    replace(std::nullopt);
}

void FindPane::replace(const std::optional<ElementRef>& only)
{
    const Edit edit
        = replaceText(m_session.plan(), m_text->text(), m_replacement->text(), options(), only);
    if (edit.isEmpty()) {
        emit noticed(tr("Nothing can be replaced there: ids stay as they are."));
        return;
    }
    QSet<ElementRef> changed;
    for (const SearchHit& hit : findText(m_session.plan(), m_text->text(), options())) {
        if (hit.replaceable && (!only || hit.element == *only)) {
            changed.insert(hit.element);
        }
    }
    if (m_session.perform(edit)) {
        emit noticed(
            counted(changed.size(), tr("Replaced in 1 element."), tr("Replaced in %1 elements.")));
        search();
    }
}

} // namespace whimbrel
