// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/plan_difference.h"
#include "render/draw/theme.h"
#include "ui/prompts/prompts.h"
#include "ui/session/plan_session.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace whimbrel {

class PictureView;

/// What is different between the open plan and an earlier version of it: a list, and both in one
/// diagram. It follows what is edited meanwhile.
class CompareWindow final : public QDialog {
    Q_OBJECT

public:
    CompareWindow(PlanSession& session, Prompts& prompts, ThemeName theme, QWidget* parent);

    /// Against what the plan's file holds.
    void compareWithSaved();
    /// Against a plan file, or a picture that holds a plan.
    void compareWithFile(const QString& path);
    [[nodiscard]] const PlanDifference& difference() const { return m_difference; }

signals:
    void compared();

private:
    void chooseFile();
    void compare();
    void showList();
    void showChosen(const QTreeWidgetItem* item);
    void chooseElement(const ElementRef& element);

    PlanSession& m_session;
    Prompts& m_prompts;
    ThemeName m_theme;
    Plan m_before{};
    QString m_beforeName{};
    bool m_isSaved = false; ///< m_before is what the plan's file holds
    PlanDifference m_difference{};
    QLabel* m_heading;
    QLabel* m_summary;
    QCheckBox* m_semantic;
    QTreeWidget* m_list;
    PictureView* m_picture;
    QTimer m_soon;
    quint64 m_turn = 0;
};

} // namespace whimbrel
