// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/command_palette.h"

#include "model/plan/node_kind.h"
#include "model/plan/sequence_parts.h"
#include "ui/session/sequence_edits.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QAction>
#include <QHeaderView>
#include <QTreeWidget>

#include <algorithm>

namespace whimbrel {

CommandPalette::CommandPalette(const ActionSet& actions, PlanSession& session, QWidget* parent)
    : SearchPopup(tr("What would you like to do, or which step do you look for?"), parent)
    , m_session(session)
{
    setObjectName(QStringLiteral("commandPalette"));
    list().setColumnCount(2);
    list().setFixedHeight(360);
    list().header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list().header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    for (const ActionRow& row : actionRows()) {
        QAction* action = actions[row.id];
        if (action->isEnabled() && row.id != ActionId::CommandPalette) {
            m_entries.append({plainText(row), action->shortcut().toString(QKeySequence::NativeText),
                action->icon(), action, {}});
        }
    }
    for (const Node& node : session.plan().nodes) {
        m_entries.append(
            {node.title.isEmpty() ? node.id.text() : node.title, displayName(node.kind),
                icon(iconName(traits(node.kind).key)), nullptr, ElementRef::of(node.id)});
    }
    addSequences(session.plan());
    filter({});
    const int width = std::min(560, parent->width() - 2 * space::wide);
    setFixedWidth(width);
    adjustSize();
    move(parent->mapToGlobal(QPoint((parent->width() - width) / 2, 64)));
}

void CommandPalette::addSequences(const Plan& plan)
{
    for (const Sequence& sequence : plan.sequences) {
        const QString title = sequence.title.isEmpty() ? sequence.id.text() : sequence.title;
        m_entries.append({title, tr("Sequence diagram"), icon(QStringLiteral("sequence")), nullptr,
            ElementRef::of(sequence.id)});
        forEachPart(sequence.parts, [&](const SequencePart& part) {
            const QString text
                = edits::textOfPart(sequence, part.id).replace(QLatin1Char('\n'), QLatin1Char(' '));
            if (!text.isEmpty()) {
                m_entries.append({text, title, icon(QStringLiteral("message")), nullptr,
                    ElementRef::of(sequence.id, part.id)});
            }
        });
    }
    for (const Participant& who : plan.participants) {
        m_entries.append(
            {nameOf(plan, who.id), tr("Participant"), icon(QStringLiteral("participant")), nullptr,
                {ElementType::Participant, who.id.text()}});
    }
}

int CommandPalette::score(const QString& text, const QString& letters)
{
    int score = 0;
    qsizetype at = 0;
    bool row = false;
    for (const QChar letter : letters) {
        if (letter.isSpace()) {
            row = false;
            continue;
        }
        const qsizetype found = text.indexOf(letter, at, Qt::CaseInsensitive);
        if (found < 0) {
            return -1;
        }
        const bool wordStart = found == 0 || !text.at(found - 1).isLetterOrNumber();
        score += row && found == at ? 8 : wordStart ? 6 : 1;
        at = found + 1;
        row = true;
    }
    return score;
}

void CommandPalette::filter(const QString& text)
{
    constexpr int best = 1 << 20;
    QList<std::pair<int, qsizetype>> fitting;
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const bool exact = m_entries.at(i).text.compare(text, Qt::CaseInsensitive) == 0;
        const int points = exact ? best : score(m_entries.at(i).text, text);
        if (points >= 0) {
            fitting.append({-points, i});
        }
    }
    std::sort(fitting.begin(), fitting.end());
    list().clear();
    for (const auto& [points, index] : fitting.mid(0, 200)) {
        const Entry& entry = m_entries.at(index);
        auto* item = new QTreeWidgetItem(&list(), {entry.text, entry.hint});
        item->setIcon(0, entry.icon);
        item->setForeground(1, uiColors(palette()).secondary);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setData(0, Qt::UserRole, index);
    }
    list().setCurrentItem(list().topLevelItem(0));
}

void CommandPalette::take()
{
    const QTreeWidgetItem* item = list().currentItem();
    if (item == nullptr) {
        return;
    }
    const Entry entry = m_entries.at(item->data(0, Qt::UserRole).toLongLong());
    PlanSession& session = m_session;
    close();
    if (entry.action != nullptr) {
        entry.action->trigger();
    } else {
        session.reveal(entry.element);
    }
}

} // namespace whimbrel
