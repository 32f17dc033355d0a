// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/secret.h"
#include "model/plan/ids.h"

#include <QList>
#include <QMap>
#include <QString>

class QSettings;

namespace whimbrel {

/// How a plan is run from this window: what its targets are bound to, in which environment, what
/// happens on failure. Remembered for each plan, without secrets.
struct RunSettings {
    QMap<TargetId, QString> bindings{}; ///< target → connection URL, or "@NAME"
    QMap<TargetId, Secret> passwords{}; ///< where one is wanted; never remembered
    QString environment = QStringLiteral("development");
    QString policy = QStringLiteral("stop");
    QString runner{}; ///< the machine that does the work, ssh://HOST; empty: this one
    QString by{}; ///< who; empty: the user of the operating system
    bool allowCommands = false;
    QString unrehearsedBecause{}; ///< in production: why no rehearsal proves the plan
    QList<NodeId> breakpoints{}; ///< where the run stops; kept by Breakpoints, not here
    QString preflightAccepted{}; ///< in production: why it begins in spite of the preflight
    bool operator==(const RunSettings&) const = default;
};

/// What was remembered for the plan of this path; bindings that hold a password never are.
[[nodiscard]] RunSettings readRunSettings(const QSettings& store, const QString& planPath);
void writeRunSettings(QSettings& store, const QString& planPath, const RunSettings& settings);

} // namespace whimbrel
