// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/extras.h"
#include "model/plan/ids.h"
#include "model/plan/sql_source.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace whimbrel {

/// How a found value is held against the expected one. Values compare as decimal text; NULL is met
/// by IsNull alone.
enum class Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    IsNull,
    IsNotNull
};

/// The value that a check must find.
struct Expectation {
    Comparison op = Comparison::Equal;
    QString value{};
    /// Compare with the value taken when the guarded change was entered, instead of `value`.
    bool before = false;
    /// How far a number may be away and still count as equal; decimal text, empty: not at all.
    QString tolerance{};
    Extras extras{};
    bool operator==(const Expectation&) const = default;
};

/// One value from the first column of the first row.
struct QueryCheck {
    SqlSource sql{};
    Expectation expect{};
    bool operator==(const QueryCheck&) const = default;
};

/// Two queries whose rows must be the same, on one target or on two.
struct CompareCheck {
    SqlSource left{};
    SqlSource right{};
    TargetId rightTarget{}; ///< empty: the check's own target
    int maxRows = 10000; ///< more rows than this are not compared: the result is "unknown"
    QString tolerance{}; ///< for numbers, as in Expectation
    Extras leftExtras{};
    Extras rightExtras{};
    bool operator==(const CompareCheck&) const = default;
};

/// How many rows a table has, optionally of those that meet a condition.
struct RowCountCheck {
    QString table{};
    QString where{}; ///< an SQL condition; empty: all rows
    Expectation expect{};
    bool operator==(const RowCountCheck&) const = default;
};

/// A sum of row digests that does not depend on the rows' order, of a table or of some columns.
struct ChecksumCheck {
    QString table{};
    QStringList columns{}; ///< empty: all
    Expectation expect{}; ///< usually `before`
    bool operator==(const ChecksumCheck&) const = default;
};

/// How far the replicas are behind.
struct ReplicationLagCheck {
    qint64 atMostMs = 1000;
    bool operator==(const ReplicationLagCheck&) const = default;
};

/// What a web address answers.
struct HttpCheck {
    QString url{};
    int status = 200;
    std::optional<qint64> atMostMs{}; ///< the longest time that an answer may take
    QString number{}; ///< JSON pointer to a number in the answer; empty: none is looked at
    Expectation expect{}; ///< for that number
    bool operator==(const HttpCheck&) const = default;
};

/// A program that must end with 0. Off unless the person allows commands.
struct CommandCheck {
    QString program{};
    QStringList arguments{};
    bool operator==(const CommandCheck&) const = default;
};

/// Someone looks and answers.
struct ManualCheck {
    QString question{};
    bool operator==(const ManualCheck&) const = default;
};

using CheckBody = std::variant<QueryCheck, CompareCheck, RowCountCheck, ChecksumCheck,
    ReplicationLagCheck, HttpCheck, CommandCheck, ManualCheck>;

/// In the order of CheckBody's alternatives.
enum class CheckType { Query, Compare, RowCount, Checksum, ReplicationLag, Http, Command, Manual };

/// Something that must be so. Its result is pass, fail, or unknown (it could not be found out).
struct Check {
    CheckId id{};
    QString title{};
    CheckBody body{QueryCheck{}};
    TargetId target{}; ///< empty: the plan's first target
    int tries = 1;
    qint64 intervalMs = 1000; ///< between two tries
    qint64 timeLimitMs = 30000; ///< for one try
    Extras extras{};

    [[nodiscard]] CheckType type() const { return static_cast<CheckType>(body.index()); }
    bool operator==(const Check&) const = default;
};

} // namespace whimbrel
