// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/run_state.h"
#include "model/plan/plan.h"
#include "ui/run/run_texts.h"

#include <QAbstractTableModel>
#include <QColor>
#include <QPalette>

namespace whimbrel {

/// The journal's tail as a table. Times are local, their zone stands in the header; the details are
/// one line with what was found, rows, time taken and errors, and all of it as a tooltip.
class JournalModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Time, What, Step, Text, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void reset();
    /// The plan is where the steps' titles come from.
    void append(const Event& event, const Plan& plan);
    /// Adds to the text of an event what was found out about it later.
    void annotate(qint64 number, const QString& text);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        EventMood mood = EventMood::Plain;
        QStringList cells{};
        QString when{}; ///< with date and zone
        qint64 number = 0; ///< the event's
    };
    QList<Row> m_rows{};
};

/// What happened to each step that was entered: status, when, how long, rows, what ran.
class HistoryModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Step, Status, Began, Took, Estimate, Rows, Ran, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    void setState(const RunState& state, const Plan& plan);
    [[nodiscard]] NodeId node(int row) const { return m_rows.at(row).node; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(
        int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        NodeId node{};
        StepStatus status = StepStatus::Waiting;
        QStringList cells{};
        bool operator==(const Row&) const = default;
    };
    QList<Row> m_rows{};
};

/// The icon and the colour that a step's status is known by.
struct StatusLook {
    QString icon{};
    QColor color{};
};
[[nodiscard]] StatusLook lookOf(StepStatus status, const QPalette& palette);

} // namespace whimbrel
