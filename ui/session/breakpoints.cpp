// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/breakpoints.h"

#include "ui/session/settings.h"

#include <algorithm>

namespace whimbrel {

Breakpoints::Breakpoints(QObject* parent)
    : QObject(parent)
{ }

QList<NodeId> Breakpoints::sorted() const
{
    QList<NodeId> nodes(m_nodes.cbegin(), m_nodes.cend());
    std::sort(nodes.begin(), nodes.end());
    return nodes;
}

void Breakpoints::set(const NodeId& node, bool on)
{
    if (contains(node) == on) {
        return;
    }
    if (on) {
        m_nodes.insert(node);
    } else {
        m_nodes.remove(node);
    }
    write();
    emit changed();
}

void Breakpoints::open(const QString& planPath)
{
    const QSet<NodeId> before = std::exchange(m_nodes, {});
    m_planPath = planPath;
    if (!planPath.isEmpty()) {
        const QSettings store;
        for (const QString& node :
            store.value(settings::keyOfPlan(planPath) + QStringLiteral("breakpoints"))
                .toStringList()) {
            m_nodes.insert(NodeId(node));
        }
    }
    if (before != m_nodes) {
        emit changed();
    }
}

void Breakpoints::moveTo(const QString& planPath)
{
    if (m_planPath != planPath) {
        m_planPath = planPath;
        write();
    }
}

void Breakpoints::write() const
{
    if (m_planPath.isEmpty()) {
        return;
    }
    QSettings store;
    const QString key = settings::keyOfPlan(m_planPath) + QStringLiteral("breakpoints");
    QStringList names;
    for (const NodeId& node : sorted()) {
        names.append(node.text());
    }
    if (names.isEmpty()) {
        store.remove(key);
    } else {
        store.setValue(key, names);
    }
}

} // namespace whimbrel
