// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "render/draw/display_list.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace whimbrel {

/// Shows the pages of a picture, each as large as there is room, on the paper or the pixels that it
/// will have.
class PicturePreview final : public QWidget {
    Q_OBJECT

public:
    explicit PicturePreview(QWidget* parent = nullptr);

    /// The page that is shown stays, if there is one of that number.
    void show(const QList<DisplayList>& pages);
    /// Shows a message where no picture can be drawn.
    void say(const QString& message);
    [[nodiscard]] qsizetype pageCount() const { return m_pages.size(); }
    [[nodiscard]] const QString& message() const { return m_message; }

    [[nodiscard]] QSize sizeHint() const override { return {560, 420}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void turn(int pages);
    void place();

    QList<DisplayList> m_pages{};
    QString m_message{};
    qsizetype m_page = 0;
    QToolButton* m_back;
    QToolButton* m_on;
    QLabel* m_number;
};

} // namespace whimbrel
