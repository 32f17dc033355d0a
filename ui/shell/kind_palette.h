// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"

#include <QWidget>

class QListWidget;

namespace whimbrel {

/// The kinds of steps. Drag one to the canvas, or click it (or press Enter) to add it after the
/// selected step; with Shift a change comes with its verification and way back.
class KindPalette final : public QWidget {
    Q_OBJECT

public:
    explicit KindPalette(QWidget* parent = nullptr);

signals:
    void chosen(whimbrel::NodeKind kind);
    void unitChosen(whimbrel::NodeKind kind);

protected:
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void choose(NodeKind kind, bool unit);

    QListWidget* m_list;
};

} // namespace whimbrel
