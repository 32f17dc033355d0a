// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/check_places.h"

#include <algorithm>

namespace whimbrel {

QList<const QList<Check>*> checkLists(const Node& node)
{
    QList<const QList<Check>*> lists{&node.entry, &node.exit, &node.checks};
    if (const QList<Check>* limits = limitsOf(node.action)) {
        lists.append(limits);
    }
    return lists;
}

QList<QList<Check>*> checkLists(Node& node)
{
    QList<QList<Check>*> lists{&node.entry, &node.exit, &node.checks};
    if (QList<Check>* limits = limitsOf(node.action)) {
        lists.append(limits);
    }
    return lists;
}

const Check* findCheck(const Node& node, const QString& phase, const CheckId& check)
{
    const QList<Check>& checks = phase == phases::entry ? node.entry
        : phase == phases::exit                         ? node.exit
                                                        : node.checks;
    const auto found = std::find_if(
        checks.cbegin(), checks.cend(), [&check](const Check& each) { return each.id == check; });
    return found == checks.cend() ? nullptr : &*found;
}

QString checkTitle(const Plan& plan, const NodeId& node, const QString& phase, const CheckId& check)
{
    const Node* owner = plan.nodes.find(node);
    const Check* found = owner ? findCheck(*owner, phase, check) : nullptr;
    return found && !found->title.isEmpty() ? found->title : check.text();
}

} // namespace whimbrel
