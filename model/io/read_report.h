// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/json_document.h"
#include "model/io/violation.h"

#include <QList>
#include <QString>

namespace whimbrel {

/// A place in the plan file that names a file beside it.
struct FileReference {
    QString path{};
    int line = 1;
    QString pointer{};
};

/// What reading a tree found beside the values themselves.
class ReadReport final {
public:
    /// Something is wrong with a value.
    void add(const JsonRef& at, const QString& message);
    /// The value is of another type than the format asks for.
    void addUnexpected(const JsonRef& at, const QString& expected);
    /// An object lacks a key that it must have.
    void addMissing(const JsonRef& object, const char* key);
    /// An id was given before.
    void addTwin(const JsonRef& id, const JsonRef& first);
    void addFile(const JsonRef& at, const QString& path);

    QList<Violation> violations{};
    QList<FileReference> files{};
};

/// What a value is, for messages: the text “soon”, the number 3, a list.
[[nodiscard]] QString describe(const JsonRef& value);

} // namespace whimbrel
