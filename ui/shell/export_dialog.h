// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/prompts/prompts.h"
#include "ui/session/plan_session.h"
#include "ui/shell/export_form.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;

namespace whimbrel {

class PicturePreview;

/// Writes a picture of the plan, and shows beforehand what it will be. Drawn and written off the
/// GUI thread.
class ExportDialog final : public QDialog {
    Q_OBJECT

public:
    ExportDialog(PlanSession& session, Prompts& prompts, const QHash<NodeId, QPointF>& positions,
        const ExportContext& context, QWidget* parent);

signals:
    void exported(const QString& path);

private:
    [[nodiscard]] PlanPicture picture() const;
    void preview();
    void takePreview(quint64 turn, const Result<DrawnPlan>& drawn);
    void showSize();
    void begin();

    PlanSession& m_session;
    Prompts& m_prompts;
    QHash<NodeId, QPointF> m_positions;
    ExportForm* m_form;
    PicturePreview* m_preview;
    QLabel* m_status;
    QPushButton* m_export;
    QTimer m_soon;
    QSizeF m_size{}; ///< of the first page, in diagram pixels
    quint64 m_turn = 0;
};

} // namespace whimbrel
