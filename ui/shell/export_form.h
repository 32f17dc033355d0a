// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/export/plan_picture.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;

namespace whimbrel {

/// What a person sees and has chosen when they ask for a picture.
struct ExportContext {
    QList<ElementRef> selection{};
    QRectF view{}; ///< the part of the flow that is in sight
    SequenceId sequence{}; ///< the diagram that is in sight, where it is not the flow
    GroupId page{}; ///< the group that the flow shows alone
};

/// What is drawn, for whom, how it looks and what file it becomes; for the printer all but the
/// last.
class ExportForm final : public QWidget {
    Q_OBJECT

public:
    enum class Purpose { File, Printer };

    ExportForm(const Plan& plan, const ExportContext& context, Purpose purpose, QWidget* parent);

    /// What else a dialog asks stands below, in the same columns.
    [[nodiscard]] QFormLayout& rows() { return *m_form; }
    [[nodiscard]] PlanPicture picture() const;
    [[nodiscard]] PictureFile file() const;
    [[nodiscard]] QString suffix() const; ///< "svg"

signals:
    void changed();

private:
    void fillContents(const Plan& plan, const ExportContext& context);
    void fillChoices();
    void showWhatApplies();
    [[nodiscard]] QCheckBox* addBox(const QString& text, const char* name, bool on);

    Purpose m_purpose;
    bool m_hasFolded = false; ///< the plan has folded groups
    QList<PictureContent> m_contents{}; ///< in the order of m_content
    QFormLayout* m_form;
    QComboBox* m_content;
    QComboBox* m_detail;
    QComboBox* m_theme;
    QComboBox* m_format;
    QDoubleSpinBox* m_scale;
    QComboBox* m_paper;
    QCheckBox* m_pages;
    QCheckBox* m_legend;
    QCheckBox* m_titleBlock;
    QCheckBox* m_riskSummary;
    QCheckBox* m_transparent;
    QCheckBox* m_embed;
    QCheckBox* m_unfold;
};

} // namespace whimbrel
