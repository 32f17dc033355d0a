// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"
#include "model/database/connection_report.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace whimbrel {

/// What a test of a connection found, or why there is none.
class ReportView final : public QWidget {
    Q_OBJECT

public:
    explicit ReportView(QWidget* parent = nullptr);

    void clear();
    void showNote(const QString& text);
    void showReport(const ConnectionReport& report);
    void showError(const Error& error);
    /// All that is shown, a line each.
    [[nodiscard]] QString text() const;

private:
    void empty();
    void addLine(const QString& label, const QString& text, const QColor& color);

    QLabel* m_head = nullptr;
    QGridLayout* m_grid = nullptr;
    QStringList m_lines{};
    QString m_lastLabel{};
};

} // namespace whimbrel
