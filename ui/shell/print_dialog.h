// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/export/plan_picture.h"
#include "render/export/print_sheets.h"
#include "ui/session/plan_session.h"
#include "ui/shell/export_form.h"

#include <QDialog>
#include <QPrinter>
#include <QTimer>

class QComboBox;
class QLabel;
class QPrintPreviewWidget;
class QPushButton;
class QSpinBox;

namespace whimbrel {

/// Prints a diagram, after showing the sheets: fitted onto one, a page for each phase, or as a
/// poster of many that overlap.
class PrintDialog final : public QDialog {
    Q_OBJECT

public:
    PrintDialog(PlanSession& session, const QHash<NodeId, QPointF>& positions,
        const ExportContext& context, QWidget* parent);

    /// Prints as the preview shows it.
    void printTo(QPrinter& printer) const;
    [[nodiscard]] QPrinter& printer() { return m_printer; }
    [[nodiscard]] qsizetype sheetCount() const;

signals:
    void drawn();
    void printed();

private:
    void draw();
    void showSheets();
    void choosePrinter();
    [[nodiscard]] PrintLayout layoutFor(const QPrinter& printer) const;

    PlanSession& m_session;
    QHash<NodeId, QPointF> m_positions;
    QPrinter m_printer{QPrinter::HighResolution};
    ExportForm* m_form;
    QComboBox* m_paper;
    QComboBox* m_turned;
    QComboBox* m_sheets;
    QSpinBox* m_across;
    QLabel* m_acrossLabel;
    QLabel* m_count;
    QPrintPreviewWidget* m_preview;
    QPushButton* m_print;
    QTimer m_soon;
    QList<DisplayList> m_pages{};
    quint64 m_turn = 0;
};

} // namespace whimbrel
