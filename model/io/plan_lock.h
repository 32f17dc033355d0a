// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QString>

#include <memory>

namespace whimbrel {

/// Held while a plan is open for editing, so that two windows do not overwrite each other: a lock
/// of the operating system on .NAME.whimbrel-lock beside the plan. Released when destroyed; a lock
/// whose holder died does not count.
class PlanLock final {
public:
    ~PlanLock();
    PlanLock(const PlanLock&) = delete;
    PlanLock& operator=(const PlanLock&) = delete;

private:
    friend Result<std::shared_ptr<PlanLock>> lockPlan(const QString& path);
    PlanLock(int file, QString lockPath);

    int m_file;
    QString m_lockPath;
};

/// Fails with ErrorCode::Locked, naming who holds the lock, or with ErrorCode::Unwritable where no
/// lock can be made (a read-only folder): the plan can then be looked at, not saved. Shared between
/// the parts of a program that have the plan open.
[[nodiscard]] Result<std::shared_ptr<PlanLock>> lockPlan(const QString& path);

} // namespace whimbrel
