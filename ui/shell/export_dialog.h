// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/flow_drawing.h"
#include "render/layout/flow_layout.h"
#include "ui/prompts/prompts.h"
#include "ui/session/plan_session.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace whimbrel {

/// Writes the flow as a picture. Drawn and written off the GUI thread.
class ExportDialog final : public QDialog {
    Q_OBJECT

public:
    enum class Format { Svg, Png, Pdf };

    ExportDialog(PlanSession& session, Prompts& prompts, const QHash<NodeId, QPointF>& positions,
        QWidget* parent);

signals:
    void exported(const QString& path);

private:
    struct Request {
        Plan plan{};
        Rehearsed rehearsed{};
        QHash<NodeId, QPointF> positions{};
        Format format = Format::Svg;
        ThemeName theme = ThemeName::Light;
        double scale = 2;
        bool legend = true;
        bool titleBlock = true;
        bool riskSummary = false;
        bool embed = true;
        QString path{};
    };
    [[nodiscard]] static Result<> write(const Request& request);
    void begin();
    void showFormat();

    PlanSession& m_session;
    Prompts& m_prompts;
    QHash<NodeId, QPointF> m_positions;
    QComboBox* m_format;
    QComboBox* m_theme;
    QDoubleSpinBox* m_scale;
    QLabel* m_scaleLabel;
    QCheckBox* m_legend;
    QCheckBox* m_titleBlock;
    QCheckBox* m_riskSummary;
    QCheckBox* m_embed;
    QLabel* m_status;
    QPushButton* m_export;
};

} // namespace whimbrel
