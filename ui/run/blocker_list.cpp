// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/blocker_list.h"

#include "model/base/counted.h"
#include "model/base/duration.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr int sessionRole = Qt::UserRole;

constexpr int lockColumn = 4;
constexpr int mostRows = 4; // the others scroll

/// Whether it does nothing that could be cancelled: only what it left open keeps others waiting.
bool isIdle(const Blocker& blocker)
{
    return blocker.state.startsWith(QLatin1String("idle"))
        || blocker.state.compare(QLatin1String("sleep"), Qt::CaseInsensitive) == 0;
}

/// "ACCESS SHARE on customers"; empty where the server does not say.
QString lockText(const LockHolder& holder)
{
    if (holder.mode.isEmpty()) {
        return holder.who.inferred ? QString() : BlockerList::tr("an older transaction");
    }
    return holder.granted ? BlockerList::tr("%1 on %2").arg(holder.mode, holder.table)
                          : BlockerList::tr("waits for %1 on %2").arg(holder.mode, holder.table);
}

QStringList cellsOf(const LockHolder& holder)
{
    const Blocker& blocker = holder.who;
    QString who = blocker.session == 0 ? BlockerList::tr("prepared transaction")
                                       : QString::number(blocker.session);
    if (blocker.depth > 1) {
        who = BlockerList::tr("%1, which blocks those above").arg(who);
    }
    if (blocker.inferred) {
        who = BlockerList::tr("%1 (likely)").arg(who);
    }
    const QString user = blocker.application.isEmpty()
        ? blocker.user
        : QStringLiteral("%1 (%2)").arg(blocker.user, blocker.application);
    return {who, user, blocker.state,
        blocker.ageMs < 0 ? QString() : durationText(blocker.ageMs, 2), lockText(holder),
        blocker.query.simplified()};
}

} // namespace

BlockerList::BlockerList(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::tight, 0, 0);
    layout->setSpacing(space::tight);
    m_title = new QLabel(this);
    m_title->setTextFormat(Qt::PlainText);
    layout->addWidget(m_title);
    m_table = new QTreeWidget(this);
    m_table->setHeaderLabels(
        {tr("Session"), tr("User"), tr("State"), tr("Age"), tr("Lock"), tr("Statement")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAccessibleName(tr("Who keeps this step waiting"));
    m_table->header()->resizeSection(0, 88);
    m_table->header()->resizeSection(1, 136);
    m_table->header()->resizeSection(2, 124);
    m_table->header()->resizeSection(3, 88);
    m_table->header()->resizeSection(lockColumn, 184);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the statement takes the rest
    layout->addWidget(m_table);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    m_reason = new QLineEdit(this);
    m_reason->setPlaceholderText(tr("Why somebody else's work is stopped"));
    m_reason->setAccessibleName(tr("Reason"));
    m_cancel = new QPushButton(tr("Cancel its statement"), this);
    m_end = new QPushButton(tr("End its session"), this);
    row->addWidget(m_reason, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_end);
    layout->addLayout(row);
    connect(m_reason, &QLineEdit::textChanged, this, &BlockerList::updateButtons);
    connect(m_table, &QTreeWidget::itemSelectionChanged, this, &BlockerList::updateButtons);
    connect(m_cancel, &QPushButton::clicked, this, [this] { request(QStringLiteral("cancel")); });
    connect(m_end, &QPushButton::clicked, this, [this] { request(QStringLiteral("terminate")); });
    hide();
}

void BlockerList::setBlockers(const QList<Blocker>& blockers)
{
    QList<LockHolder> rows;
    for (const Blocker& blocker : blockers) {
        rows.append({{}, {}, true, blocker});
    }
    m_table->setColumnHidden(lockColumn, true);
    fill(rows,
        counted(blockers.size(), tr("Waits for 1 session. Waiting goes on by itself."),
            tr("Waits for %1 sessions. Waiting goes on by itself.")));
}

void BlockerList::setHolders(const QList<LockHolder>& holders)
{
    const bool sure = std::any_of(holders.cbegin(), holders.cend(),
        [](const LockHolder& each) { return !each.who.inferred; });
    m_table->setColumnHidden(lockColumn, !sure);
    fill(holders,
        sure
            ? counted(holders.size(), tr("1 session has a lock that this step would wait for."),
                tr("%1 sessions have locks that this step would wait for."))
            : counted(holders.size(), tr("1 session may have locks that this step would wait for."),
                tr("%1 sessions may have locks that this step would wait for.")));
}

void BlockerList::fill(const QList<LockHolder>& rows, const QString& title)
{
    setVisible(!rows.isEmpty());
    QPalette colors; // each time: the theme may have changed
    colors.setColor(QPalette::WindowText, uiColors(palette()).warning);
    m_title->setPalette(colors);
    if (rows == m_shown) {
        return;
    }
    const qint64 before = selected();
    m_shown = rows;
    m_title->setText(title);
    m_table->clear();
    for (const LockHolder& row : rows) {
        auto* item = new QTreeWidgetItem(m_table, cellsOf(row));
        item->setData(0, sessionRole, row.who.session);
        for (int column = 0; column < m_table->columnCount(); ++column) {
            item->setToolTip(column, item->text(column));
        }
    }
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        QTreeWidgetItem* item = m_table->topLevelItem(i);
        // The one that was chosen; without a choice the first, who blocks us himself.
        if (before > 0 ? item->data(0, sessionRole).toLongLong() == before : i == 0) {
            m_table->setCurrentItem(item);
        }
    }
    const int shown = std::min(m_table->topLevelItemCount(), mostRows);
    m_table->setFixedHeight(m_table->header()->sizeHint().height()
        + shown * m_table->sizeHintForRow(0) + 2 * m_table->frameWidth());
    updateButtons();
}

qint64 BlockerList::selected() const
{
    const QList<QTreeWidgetItem*> items = m_table->selectedItems();
    return items.isEmpty() ? 0 : items.constFirst()->data(0, sessionRole).toLongLong();
}

void BlockerList::updateButtons()
{
    // A prepared transaction has no session that could be stopped.
    const bool possible = selected() > 0 && !m_reason->text().trimmed().isEmpty();
    const qint64 session = selected();
    const bool idle = std::any_of(m_shown.cbegin(), m_shown.cend(),
        [session](const auto& each) { return each.who.session == session && isIdle(each.who); });
    m_cancel->setEnabled(possible && !idle);
    m_cancel->setToolTip(idle ? tr("It carries out no statement. Its transaction is open, and "
                                   "keeps its locks until it ends or its session is ended.")
                              : tr("The server stops what it does now; its session goes on."));
    m_end->setEnabled(possible);
    m_end->setToolTip(tr("The server throws it out; what it has not committed is lost."));
}

void BlockerList::request(const QString& outcome)
{
    emit stopRequested(selected(), outcome, m_reason->text().trimmed());
    m_reason->clear();
}

} // namespace whimbrel
