// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/event.h"
#include "model/plan/extras.h"
#include "model/plan/plan.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// A database that a run worked on. Never holds a secret.
struct ReportTarget {
    TargetId target{};
    QString dialect{}; ///< "sqlite", "postgresql", "mysql"
    QString database{}; ///< the connection as it is shown
    QString server{}; ///< its version
    QString identity{}; ///< what tells it from its copies
    QStringList notes{};
    Extras extras{};
    bool operator==(const ReportTarget&) const = default;
};

/// One statement of a step.
struct ReportStatement {
    int number = 0;
    QString sql{};
    QString began{}; ///< ISO 8601, UTC; so are all times here
    QString result{}; ///< "done", "failed", "not-applied", "open"
    qint64 ms = -1; ///< -1: unknown
    qint64 rows = -1; ///< -1: nothing that counts rows
    QStringList tries{}; ///< earlier tries that a lock or the connection ended, and why
    QString found{}; ///< what the database said when its end was not journaled
    Extras extras{};
    bool operator==(const ReportStatement&) const = default;
};

/// The last look of a check.
struct ReportCheck {
    QString check{};
    QString title{};
    QString phase{}; ///< "entry", "exit", "checks"
    QString result{}; ///< "pass", "fail", "unknown"
    QString found{};
    QString expected{};
    QString message{};
    int tries = 1;
    qint64 ms = 0;
    QString at{};
    Extras extras{};
    bool operator==(const ReportCheck&) const = default;
};

/// Something else that happened in a step.
struct ReportRemark {
    QString at{};
    QString text{};
    Extras extras{};
    bool operator==(const ReportRemark&) const = default;
};

/// A step that the run was at, or a way back that it took. A step entered twice stands twice.
struct ReportStep {
    NodeId node{};
    EdgeId edge{}; ///< of a way back
    QString title{};
    QString kind{}; ///< as the plan file spells it
    QString began{};
    QString ended{}; ///< empty: never
    QString result{}; ///< "done", "failed", "skipped", "marked-done", "in-doubt", "open"
    QString outcome{}; ///< pass, fail, yes, no or a label
    qint64 ms = -1; ///< of its action
    qint64 rows = -1;
    qint64 batches = 0; ///< of a backfill
    qint64 rehearsedMs = -1; ///< what its action took in the rehearsal
    QString error{};
    QString evidence{};
    QList<ReportStatement> statements{};
    QList<ReportCheck> checks{};
    QList<ReportRemark> remarks{};
    Extras extras{};
    bool operator==(const ReportStep&) const = default;
};

/// An answer to a gate.
struct ReportGate {
    NodeId node{};
    QString title{};
    QString question{};
    QString outcome{};
    QString by{};
    QString at{};
    QString because{};
    QString proof{}; ///< "recorded", "unchecked", "proven", "broken"
    QString proofText{}; ///< the same in words
    QString key{}; ///< the fingerprint of the key that signed it
    Extras extras{};
    bool operator==(const ReportGate&) const = default;
};

/// Something that a person decided.
struct ReportDecision {
    QString at{};
    NodeId node{};
    QString title{};
    QString what{};
    QString by{};
    QString because{};
    Extras extras{};
    bool operator==(const ReportDecision&) const = default;
};

/// The run went back.
struct ReportRollback {
    QString at{};
    QString ended{}; ///< empty: it is under way
    NodeId to{};
    QString title{};
    QString by{};
    QString because{};
    QStringList takenBack{}; ///< titles, in the order in which they were
    Extras extras{};
    bool operator==(const ReportRollback&) const = default;
};

/// What was known to be otherwise than it should be, and accepted.
struct ReportAcceptance {
    QString what{};
    QString because{};
    QString by{};
    QString at{};
    Extras extras{};
    bool operator==(const ReportAcceptance&) const = default;
};

/// A runner that worked on the run.
struct ReportShift {
    QString at{};
    QString by{};
    QString host{};
    QString version{}; ///< of Whimbrel
    Extras extras{};
    bool operator==(const ReportShift&) const = default;
};

/// All that the journal of a run says, for people who were not there.
struct RunReport {
    QString run{};
    QString title{};
    QString planHash{};
    QString environment{};
    QString policy{};
    QString by{};
    QString started{};
    QString lastEvent{};
    QString outcome{}; ///< "migrated", "reverted", "restored", "abandoned"; "open"
    QString rests{}; ///< of an open run: the titles of the steps that it is at
    QString rehearsed{}; ///< when the plan was rehearsed, for a run in production
    QList<ReportTarget> targets{};
    QList<ReportShift> shifts{};
    QList<ReportStep> steps{};
    QList<ReportGate> gates{};
    QList<ReportDecision> decisions{};
    QList<ReportRollback> rollbacks{};
    QList<ReportAcceptance> accepted{};
    Extras extras{};
    bool operator==(const RunReport&) const = default;
};

/// What a run's events say. `plan` is the one that ran, `planPath` where it is kept, for its
/// rehearsals; `allowedSigners` whose signatures count, both may be empty. Blocks for a moment
/// where answers are signed.
[[nodiscard]] RunReport runReport(const Plan& plan, const QList<Event>& events,
    const QString& planPath = {}, const QString& allowedSigners = {});

/// As JSON, see resources/schema/whimbrel-run-report.schema.json.
[[nodiscard]] QByteArray reportJson(const RunReport& report);
/// Reads what reportJson() wrote.
[[nodiscard]] Result<RunReport> readReport(const QByteArray& json);

/// As CSV (RFC 4180, UTF-8): one row a step, statement, try, check, gate, decision, way back and
/// acceptance. What a spreadsheet would take for a formula begins with an apostrophe.
[[nodiscard]] QByteArray reportCsv(const RunReport& report);

namespace format {
/// The JSON Schema of a report.
[[nodiscard]] QByteArray reportSchema();
} // namespace format

} // namespace whimbrel
