// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/outline.h"

#include "model/base/digraph.h"
#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "model/plan/sequence_parts.h"
#include "ui/session/sequence_edits.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <array>

namespace whimbrel {

namespace {

enum Role { TypeRole = Qt::UserRole, IdRole, SearchRole };

ElementRef refOf(const QTreeWidgetItem* item)
{
    return {static_cast<ElementType>(item->data(0, TypeRole).toInt()),
        item->data(0, IdRole).toString()};
}

/// What the search looks through.
QString searchText(const Plan& plan, const Node& node)
{
    QStringList parts{node.title, node.id.text(), node.notes, displayName(node.kind)};
    if (const Participant* owner = plan.participants.find(node.owner)) {
        parts.append(owner->title);
    }
    if (node.action) {
        if (const SqlSource* sql = node.action->sql()) {
            parts.append(sql->file);
            parts.append(QString::fromUtf8(plan.sqlText(*sql)));
        }
    }
    return parts.join(QLatin1Char('\n'));
}

QList<int> flowOrder(const Plan& plan)
{
    Digraph graph(static_cast<int>(plan.nodes.size()));
    for (const Edge& edge : plan.edges) {
        const int from = static_cast<int>(plan.nodes.indexOf(edge.from));
        const int to = static_cast<int>(plan.nodes.indexOf(edge.to));
        if (edge.kind == EdgeKind::Forward && from >= 0 && to >= 0) {
            graph.addEdge(from, to);
        }
    }
    return graph.topologicalOrder();
}

} // namespace

Outline::Outline(PlanSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeWidget(this))
    , m_empty(new QLabel(this))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::medium, space::small, space::medium, 0);
    column->setSpacing(space::small);
    auto* heading = new QLabel(tr("Outline"), this);
    heading->setProperty("role", QStringLiteral("heading"));
    column->addWidget(heading);
    m_search->setPlaceholderText(tr("Find a step or message"));
    m_search->setClearButtonEnabled(true);
    m_search->setAccessibleName(tr("Find a step or message"));
    m_search->addAction(
        icon(QStringLiteral("search"), uiColors(palette()).secondary), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);
    column->addWidget(m_search);
    m_tree->setObjectName(QStringLiteral("outline"));
    m_tree->setAccessibleName(tr("Outline"));
    m_tree->setHeaderHidden(true);
    m_tree->setColumnCount(2);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setMinimumSectionSize(20);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::Fixed);
    m_tree->header()->resizeSection(1, 28);
    m_tree->setIndentation(12);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setUniformRowHeights(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_tree, 1);
    m_empty->setWordWrap(true);
    m_empty->setProperty("role", QStringLiteral("caption"));
    m_empty->setAlignment(Qt::AlignTop);
    column->addWidget(m_empty, 1);
    connect(m_search, &QLineEdit::textChanged, this, &Outline::filter);
    connect(m_tree, &QTreeWidget::itemSelectionChanged, this, &Outline::selectChosen);
    connect(m_tree, &QTreeWidget::itemActivated, this,
        [this](QTreeWidgetItem* item) { m_session.reveal(refOf(item)); });
    connect(m_tree, &QTreeWidget::itemClicked, this,
        [this](QTreeWidgetItem* item) { emit m_session.revealRequested(refOf(item)); });
    connect(&session, &PlanSession::changed, this, &Outline::follow);
    connect(&session, &PlanSession::selectionChanged, this, &Outline::showSelection);
    connect(&session, &PlanSession::validationChanged, this, &Outline::showFindings);
    rebuild();
}

void Outline::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool Outline::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down) {
            m_tree->setFocus();
            QCoreApplication::sendEvent(m_tree, event);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            for (auto it = QTreeWidgetItemIterator(m_tree, QTreeWidgetItemIterator::NotHidden); *it;
                 ++it) {
                const ElementType type = refOf(*it).type;
                const bool fits = (*it)
                                      ->data(0, SearchRole)
                                      .toString()
                                      .contains(m_search->text().trimmed(), Qt::CaseInsensitive);
                if (type == ElementType::Node || (fits && type != ElementType::Group)) {
                    m_session.reveal(refOf(*it));
                    break;
                }
            }
            return true;
        }
        if (key == Qt::Key_Escape) {
            m_search->clear();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void Outline::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        rebuild();
    }
}

void Outline::follow(const PlanChange& change)
{
    const auto concerns = [](const ElementRef& ref) {
        return ref.type == ElementType::Node || ref.type == ElementType::Group
            || ref.type == ElementType::Edge || ref.type == ElementType::Sequence
            || ref.type == ElementType::Participant;
    };
    if (change.everything || std::any_of(change.put.begin(), change.put.end(), concerns)
        || std::any_of(change.erased.begin(), change.erased.end(), concerns)) {
        rebuild();
    }
}

void Outline::rebuild()
{
    m_syncing = true;
    QSet<ElementRef> open;
    for (auto entry = m_items.cbegin(); entry != m_items.cend(); ++entry) {
        if ((*entry)->isExpanded()) {
            open.insert(entry.key());
        }
    }
    m_tree->clear();
    m_items.clear();
    const Plan& plan = m_session.plan();
    // A phase stands where its first step does; phases without steps come last.
    const auto groupItem = [this, &plan](const GroupId& id, const auto& self) -> QTreeWidgetItem* {
        const Group* group = plan.groups.find(id);
        if (group == nullptr) {
            return m_tree->invisibleRootItem();
        }
        const ElementRef ref = ElementRef::of(id);
        if (QTreeWidgetItem* known = m_items.value(ref)) {
            return known;
        }
        m_items.insert(ref, m_tree->invisibleRootItem()); // a circle of parents ends here
        QTreeWidgetItem* parent = self(group->parent, self);
        auto* item = new QTreeWidgetItem(
            parent, {group->title.isEmpty() ? id.text() : group->title, QString()});
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        item->setFont(0, bold);
        item->setData(0, TypeRole, static_cast<int>(ElementType::Group));
        item->setData(0, IdRole, id.text());
        item->setData(0, SearchRole, group->title);
        item->setExpanded(true);
        m_items.insert(ref, item);
        return item;
    };
    for (const int index : flowOrder(plan)) {
        const Node& node = plan.nodes.at(index);
        const QString title = node.title.isEmpty() ? node.id.text() : node.title;
        auto* item = new QTreeWidgetItem(groupItem(node.group, groupItem),
            {QString(title).replace(QLatin1Char('\n'), QLatin1Char(' ')), QString()});
        item->setIcon(0, icon(iconName(traits(node.kind).key), uiColors(palette()).secondary));
        item->setToolTip(0, QStringLiteral("%1 · %2").arg(title, displayName(node.kind)));
        item->setData(0, TypeRole, static_cast<int>(ElementType::Node));
        item->setData(0, IdRole, node.id.text());
        item->setData(0, SearchRole, searchText(plan, node));
        m_items.insert(ElementRef::of(node.id), item);
    }
    for (const Group& group : plan.groups) {
        groupItem(group.id, groupItem);
    }
    addSequences(open);
    m_syncing = false;
    filter();
    showFindings();
    showSelection();
}

QTreeWidgetItem* Outline::addItem(
    QTreeWidgetItem* parent, const ElementRef& ref, const QString& text, const QString& picture)
{
    auto* item = new QTreeWidgetItem(
        parent, {QString(text).replace(QLatin1Char('\n'), QLatin1Char(' ')), QString()});
    item->setIcon(0, icon(picture, uiColors(palette()).secondary));
    item->setToolTip(0, text);
    item->setData(0, TypeRole, static_cast<int>(ref.type));
    item->setData(0, IdRole, ref.id);
    item->setData(0, SearchRole, text);
    m_items.insert(ref, item);
    return item;
}

/// Each sequence diagram with what is in it, folded unless somebody opened it; then who takes part.
void Outline::addSequences(const QSet<ElementRef>& open)
{
    const Plan& plan = m_session.plan();
    QTreeWidgetItem* root = m_tree->invisibleRootItem();
    for (const Sequence& sequence : plan.sequences) {
        const ElementRef ref = ElementRef::of(sequence.id);
        QTreeWidgetItem* top
            = addItem(root, ref, sequence.title.isEmpty() ? sequence.id.text() : sequence.title,
                QStringLiteral("sequence"));
        addParts(top, sequence, sequence.parts, open);
        top->setExpanded(open.contains(ref));
    }
    if (plan.sequences.isEmpty() || plan.participants.isEmpty()) {
        return;
    }
    QTreeWidgetItem* people = addItem(
        root, {ElementType::Participant, {}}, tr("Participants"), QStringLiteral("person"));
    people->setFlags(Qt::ItemIsEnabled);
    people->setExpanded(open.contains({ElementType::Participant, {}}));
    for (const Participant& who : plan.participants) {
        addItem(people, {ElementType::Participant, who.id.text()}, nameOf(plan, who.id),
            QStringLiteral("participant"));
    }
}

void Outline::addParts(QTreeWidgetItem* parent, const Sequence& sequence,
    const QList<SequencePart>& parts, const QSet<ElementRef>& open)
{
    for (const SequencePart& part : parts) {
        if (part.type() == SequencePartType::Activation) {
            continue;
        }
        const ElementRef ref = ElementRef::of(sequence.id, part.id);
        const Fragment* fragment = part.fragment();
        QString text = edits::textOfPart(sequence, part.id);
        if (fragment != nullptr) {
            text = QStringLiteral("%1 %2").arg(keyOf(fragment->kind), text).trimmed();
        }
        static const std::array pictures{
            "message", "sequence-fragment", "sequence-note", "state-pill", "activation"};
        QTreeWidgetItem* item = addItem(parent, ref, text.isEmpty() ? part.id.text() : text,
            QString::fromLatin1(pictures.at(static_cast<size_t>(part.type()))));
        for (qsizetype i = 0; fragment != nullptr && i < fragment->operands.size(); ++i) {
            addParts(item, sequence, fragment->operands.at(i).parts, open);
        }
        item->setExpanded(fragment != nullptr && open.contains(ref));
    }
}

bool Outline::filterItem(QTreeWidgetItem* item, const QString& text)
{
    bool fits = text.isEmpty()
        || item->data(0, SearchRole).toString().contains(text, Qt::CaseInsensitive);
    for (int i = 0; i < item->childCount(); ++i) {
        const bool inside = filterItem(item->child(i), text);
        if (inside && !text.isEmpty()) {
            item->setExpanded(true); // what is found is seen
        }
        fits = inside || fits;
    }
    item->setHidden(!fits);
    return fits;
}

void Outline::filter()
{
    const QString text = m_search->text().trimmed();
    bool any = false;
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        any = filterItem(m_tree->topLevelItem(i), text) || any;
    }
    m_tree->setVisible(any);
    m_empty->setVisible(!any);
    m_empty->setText(text.isEmpty()
            ? tr("No steps yet. Drag a kind of step from below to the canvas, or press N there.")
            : tr("Nothing says “%1”.").arg(text));
}

void Outline::showSelection()
{
    if (m_syncing) {
        return;
    }
    m_syncing = true;
    m_tree->clearSelection();
    for (const ElementRef& ref : m_session.selection()) {
        if (QTreeWidgetItem* item = m_items.value(ref)) {
            item->setSelected(true);
            m_tree->scrollToItem(item);
            m_tree->setCurrentItem(item, 0, QItemSelectionModel::NoUpdate);
        }
    }
    m_syncing = false;
}

void Outline::selectChosen()
{
    if (m_syncing) {
        return;
    }
    m_syncing = true;
    QList<ElementRef> chosen;
    for (const QTreeWidgetItem* item : m_tree->selectedItems()) {
        chosen.append(refOf(item));
    }
    m_session.select(chosen);
    m_syncing = false;
}

void Outline::showFindings()
{
    const UiColors& colors = uiColors(palette());
    QHash<ElementRef, Severity> worst;
    QHash<ElementRef, QStringList> messages;
    for (const Finding& finding : m_session.validation().findings) {
        if (finding.accepted || finding.severity == Severity::Info) {
            continue;
        }
        const auto known = worst.constFind(finding.element);
        if (known == worst.cend() || finding.severity == Severity::Error) {
            worst.insert(finding.element, finding.severity);
        }
        messages[finding.element].append(finding.message);
    }
    for (auto entry = m_items.cbegin(); entry != m_items.cend(); ++entry) {
        QTreeWidgetItem* item = *entry;
        const auto severity = worst.constFind(entry.key());
        const bool error = severity != worst.cend() && *severity == Severity::Error;
        item->setIcon(1,
            severity == worst.cend() ? QIcon()
                : error              ? icon(QStringLiteral("error"), colors.error)
                                     : icon(QStringLiteral("warning"), colors.warning));
        item->setToolTip(1, messages.value(entry.key()).join(QLatin1Char('\n')));
    }
}

} // namespace whimbrel
