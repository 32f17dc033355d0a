// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"

#include <QFrame>

#include <optional>

class QButtonGroup;
class QLineEdit;
class QListWidget;

namespace whimbrel {

/// A small window that asks for a step's kind, and (when it will be at the end of a new edge) for
/// the edge's. Typing filters, arrows choose, Enter takes, Esc gives up. Deletes itself.
class KindPicker final : public QFrame {
    Q_OBJECT

public:
    KindPicker(std::optional<EdgeKind> edge, QWidget* parent);

    [[nodiscard]] EdgeKind edgeKind() const;

signals:
    void picked(whimbrel::NodeKind kind);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addEdgeKinds(EdgeKind chosen);
    void filter(const QString& text);
    void take();

    QButtonGroup* m_edges = nullptr;
    QLineEdit* m_search;
    QListWidget* m_list;
};

} // namespace whimbrel
