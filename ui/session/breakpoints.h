// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/ids.h"

#include <QObject>
#include <QSet>
#include <QString>

namespace whimbrel {

/// The steps of the open plan before which this person wants a run to stop. They are kept in the
/// application's settings by the plan's path, not in the plan: they are nobody else's business.
class Breakpoints final : public QObject {
    Q_OBJECT

public:
    explicit Breakpoints(QObject* parent = nullptr);

    [[nodiscard]] const QSet<NodeId>& nodes() const { return m_nodes; }
    [[nodiscard]] bool contains(const NodeId& node) const { return m_nodes.contains(node); }
    /// In a fixed order, for the runner.
    [[nodiscard]] QList<NodeId> sorted() const;

    void set(const NodeId& node, bool on);
    void toggle(const NodeId& node) { set(node, !contains(node)); }

    /// Another plan is open: its breakpoints are read. An empty path has none.
    void open(const QString& planPath);
    /// The plan was saved elsewhere: they go along.
    void moveTo(const QString& planPath);

signals:
    void changed();

private:
    void write() const;

    QString m_planPath{};
    QSet<NodeId> m_nodes{};
};

} // namespace whimbrel
