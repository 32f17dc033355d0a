// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace whimbrel::test {

/// A file system of a chosen size, in memory, for tests of full disks. Mounting takes root: it is
/// tried as who runs the tests, then by sudo where that asks nothing. A test fails if neither goes.
class SmallDisk final {
public:
    /// Mounts it on the folder, which has to be there; `size` as mount takes it: "700k".
    SmallDisk(QString folder, const QString& size);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool isThere() const { return m_problem.isEmpty(); }
    /// Why it is not there, and what to do.
    [[nodiscard]] QByteArray problem() const { return m_problem; }
    [[nodiscard]] bool resize(const QString& size) const;

private:
    QString m_folder;
    QByteArray m_problem{};
};

} // namespace whimbrel::test
