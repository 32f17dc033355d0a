// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sequence/part_tree.h"

#include <algorithm>

namespace whimbrel {

PartTree::PartTree(const QList<SequencePart>& parts)
{
    Item diagram;
    diagram.operands.append(Ends{});
    m_items.append(diagram);
    m_index.insert(SequencePartId(), 0);
    fill(0, 0, parts);
}

void PartTree::fill(int around, qsizetype operand, const QList<SequencePart>& parts)
{
    for (const SequencePart& part : parts) {
        const int item = make(part);
        link(item, around, operand, endsOf(around, operand).last, none);
        if (const Fragment* fragment = part.fragment()) {
            for (qsizetype o = 0; o < fragment->operands.size(); ++o) {
                fill(item, o, fragment->operands.at(o).parts);
            }
        }
    }
}

int PartTree::make(const SequencePart& part)
{
    const int item = static_cast<int>(m_items.size());
    Item made;
    made.part = part;
    if (auto* fragment = std::get_if<Fragment>(&made.part.body)) {
        made.operands.resize(fragment->operands.size());
        for (Operand& operand : fragment->operands) {
            operand.parts.clear();
        }
    }
    m_items.append(made);
    if (!contains(part.id)) {
        m_index.insert(part.id, item);
    }
    return item;
}

void PartTree::add(const SequencePart& part)
{
    make(part);
}

bool PartTree::contains(const SequencePartId& id) const
{
    int item = itemOf(id);
    while (item > 0) {
        item = m_items.at(item).around;
    }
    return item == 0;
}

const SequencePart& PartTree::part(const SequencePartId& id) const
{
    return m_items.at(std::max(0, itemOf(id))).part;
}

SequencePartId PartTree::fragmentOf(const SequencePartId& id) const
{
    const int item = itemOf(id);
    const int around = item < 0 ? none : m_items.at(item).around;
    return around < 0 ? SequencePartId() : m_items.at(around).part.id;
}

bool PartTree::areSiblings(const SequencePartId& a, const SequencePartId& b) const
{
    const Item& one = m_items.at(std::max(0, itemOf(a)));
    const Item& other = m_items.at(std::max(0, itemOf(b)));
    return one.around == other.around && one.operand == other.operand;
}

PartTree::Ends& PartTree::endsOf(int around, qsizetype operand)
{
    Item& item = m_items[around];
    if (item.operands.size() <= operand) {
        item.operands.resize(operand + 1);
        if (auto* fragment = std::get_if<Fragment>(&item.part.body)) {
            fragment->operands.resize(operand + 1);
        }
    }
    return item.operands[operand];
}

void PartTree::link(int item, int around, qsizetype operand, int before, int after)
{
    Item& own = m_items[item];
    own.around = around;
    own.operand = operand;
    own.before = before;
    own.after = after;
    Ends& ends = endsOf(around, operand);
    (before < 0 ? ends.first : m_items[before].after) = item;
    (after < 0 ? ends.last : m_items[after].before) = item;
}

void PartTree::takeOut(const SequencePartId& id)
{
    const int at = itemOf(id);
    if (at <= 0 || m_items.at(at).around < 0) {
        return;
    }
    const Item own = m_items.at(at);
    Ends& ends = endsOf(own.around, own.operand);
    (own.before < 0 ? ends.first : m_items[own.before].after) = own.after;
    (own.after < 0 ? ends.last : m_items[own.after].before) = own.before;
    m_items[at].around = none;
}

void PartTree::putBehind(const SequencePartId& sibling, const SequencePartId& id)
{
    const Item& at = m_items.at(itemOf(sibling));
    link(itemOf(id), at.around, at.operand, itemOf(sibling), at.after);
}

void PartTree::putBefore(const SequencePartId& sibling, const SequencePartId& id)
{
    const Item& at = m_items.at(itemOf(sibling));
    link(itemOf(id), at.around, at.operand, at.before, itemOf(sibling));
}

void PartTree::putFirst(const SequencePartId& fragment, qsizetype operand, const SequencePartId& id)
{
    const int around = std::max(0, itemOf(fragment));
    link(itemOf(id), around, operand, none, endsOf(around, operand).first);
}

void PartTree::putLast(const SequencePartId& fragment, qsizetype operand, const SequencePartId& id)
{
    const int around = std::max(0, itemOf(fragment));
    link(itemOf(id), around, operand, endsOf(around, operand).last, none);
}

QList<SequencePart> PartTree::partsOf(int around, qsizetype operand) const
{
    QList<SequencePart> made;
    for (int at = m_items.at(around).operands.at(operand).first; at >= 0;
         at = m_items.at(at).after) {
        made.append(m_items.at(at).part);
        if (auto* fragment = std::get_if<Fragment>(&made.last().body)) {
            for (qsizetype o = 0; o < fragment->operands.size(); ++o) {
                fragment->operands[o].parts = partsOf(at, o);
            }
        }
    }
    return made;
}

} // namespace whimbrel
