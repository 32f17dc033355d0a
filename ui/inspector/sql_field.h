// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"
#include "ui/inspector/property.h"

#include <QWidget>

#include <functional>

class QLabel;
class QLineEdit;
class QTimer;
class QToolButton;

namespace whimbrel {

class EditTurn;
class SqlEdit;

/// What an SQL field must know of its surroundings.
struct SqlContext {
    QString name{}; ///< of the field, for history and assistive tools: "SQL"
    QString fileStem{}; ///< for the file that SQL of several lines moves into
    ElementRef element{}; ///< whose findings are underlined
    std::function<Dialect()> dialect{};
};

/// Edits one SQL source: its text, with what its statements are underneath, and where it is kept.
/// SQL of one line stays in the plan; when it grows longer it moves into a file beside the plan.
class SqlField final : public QWidget {
    Q_OBJECT

public:
    SqlField(PlanSession& session, const Property<SqlSource>& property, const SqlContext& context,
        QWidget* parent = nullptr);

    /// Brings the field to the present plan.
    void refresh();
    /// Lets the editor fill the height that it gets, as in a window of its own.
    void fillHeight();
    [[nodiscard]] SqlEdit* editor() const { return m_editor; }
    [[nodiscard]] QLineEdit* fileEditor() const { return m_file; }

private:
    void takeText();
    void takeFile();
    void moveIntoPlan();
    void openWindow();
    void chooseFile();
    void describe();

    PlanSession& m_session;
    Property<SqlSource> m_property;
    SqlContext m_context;
    SqlEdit* m_editor = nullptr;
    EditTurn* m_turn = nullptr;
    QLabel* m_hint = nullptr;
    QLineEdit* m_file = nullptr;
    QToolButton* m_intoPlan = nullptr;
    QToolButton* m_choose = nullptr;
    QToolButton* m_window = nullptr;
    QTimer* m_describeSoon = nullptr;
};

/// What a class of statement does, in a word or two.
[[nodiscard]] QString describeClass(StatementClass kind);

} // namespace whimbrel
