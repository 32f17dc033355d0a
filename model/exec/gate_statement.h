// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/exec/event.h"
#include "model/exec/run_state.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

namespace whimbrel {

/// What somebody says at a gate, with all that it holds for: another run, another plan, another
/// database or the next time that the gate asks are not meant by it.
struct GateStatement {
    QString planHash{};
    QString run{};
    QMap<TargetId, QString> databases{}; ///< to which the run is bound, as shown
    NodeId gate{};
    qint64 asked = 0; ///< number of the event with which the gate asked
    QString outcome{};
    QString by{};
    QString at{}; ///< when the person answered, ISO 8601, UTC
    QString because{};
    bool operator==(const GateStatement&) const = default;
};

/// The statement as it is signed: UTF-8, one "key: value" a line in a fixed order; a line break or
/// backslash within a value is escaped with a backslash. The same statement gives the same bytes.
[[nodiscard]] QByteArray canonicalText(const GateStatement& statement);
/// Reads what canonicalText() wrote; the error says what is not as it should be.
[[nodiscard]] Result<GateStatement> parseGateStatement(const QByteArray& text);

/// What an answer to the gate that the run rests at would say.
[[nodiscard]] GateStatement statementFor(const RunState& state, const QString& outcome,
    const QString& by, const QString& at, const QString& because);

/// An answer that the journal holds.
struct GateAnswer {
    GateStatement statement{};
    QString question{};
    QDateTime at{}; ///< when it was journaled
    QString signature{}; ///< as ssh-keygen writes it; empty: none
    qint64 event = 0;
};

/// The answers to gates in a run's events, oldest first.
[[nodiscard]] QList<GateAnswer> gateAnswers(const QList<Event>& events);

} // namespace whimbrel
