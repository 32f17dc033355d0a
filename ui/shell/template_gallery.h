// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"
#include "render/draw/theme.h"

#include <QWidget>

class QComboBox;

namespace whimbrel {

class TemplateCard;

/// The templates as cards, in rows, for the database that is chosen above them.
class TemplateGallery final : public QWidget {
    Q_OBJECT

public:
    explicit TemplateGallery(QWidget* parent = nullptr);

    void setTheme(ThemeName theme);
    [[nodiscard]] QComboBox* dialects() const { return m_dialects; }
    [[nodiscard]] Dialect dialect() const;

signals:
    void chosen(const QString& name, whimbrel::Dialect dialect);

private:
    void follow();

    QComboBox* m_dialects = nullptr;
    QList<TemplateCard*> m_cards{};
};

} // namespace whimbrel
