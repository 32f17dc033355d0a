// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QString>

namespace whimbrel {

/// New content for a file, written and synced aside. Until replace() the file is as it was; after
/// it the new content is there as a whole, whenever the power fails. A symbolic link stays one: the
/// file that it points at is replaced. The file's mode is kept. What was not put in place is
/// removed with the object.
class AtomicFile final {
public:
    /// Writes the content beside `path`, in a folder that must exist.
    [[nodiscard]] static Result<AtomicFile> write(const QString& path, const QByteArray& content);

    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    ~AtomicFile();

    /// Puts the content in the file's place.
    [[nodiscard]] Result<> replace();

private:
    AtomicFile(QString path, QString aside);

    QString m_path{};
    QString m_aside{}; ///< empty: nothing to remove
};

} // namespace whimbrel
