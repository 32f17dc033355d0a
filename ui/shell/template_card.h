// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/templates.h"
#include "render/draw/theme.h"

#include <QAbstractButton>
#include <QImage>

namespace whimbrel {

/// A template to begin with: its own picture, title and description. The picture is drawn from the
/// template's plan, off the GUI thread.
class TemplateCard final : public QAbstractButton {
    Q_OBJECT

public:
    explicit TemplateCard(const TemplateInfo& info, QWidget* parent = nullptr);

    void setTheme(ThemeName theme);
    /// Shows the plan as it is for that database; a template that does not come for it can be seen
    /// and not chosen.
    void setDialect(Dialect dialect);
    [[nodiscard]] QSize sizeHint() const override { return {280, 280}; }
    [[nodiscard]] bool hasPicture() const { return !m_picture.isNull(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void draw();
    /// The dialect that is shown: the chosen one if the template comes in it.
    [[nodiscard]] Dialect shownDialect() const;

    TemplateInfo m_info;
    QImage m_picture{};
    std::optional<ThemeName> m_theme{};
    Dialect m_dialect = Dialect::Sqlite;
    Dialect m_drawn = Dialect::External; ///< none yet
    quint64 m_turn = 0;
};

} // namespace whimbrel
