// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output_file.h"

#include "app/cli/console.h"
#include "app/cli/exit_code.h"

#include <QSaveFile>

namespace whimbrel::cli {

int deliver(const QByteArray& bytes, const QString& output)
{
    if (output.isEmpty()) {
        console::raw(bytes);
        return Well;
    }
    QSaveFile file(output);
    file.setDirectWriteFallback(true); // /dev/stdout, pipes
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        console::error(Error{ErrorCode::Unwritable,
            Texts::tr("The file could not be written: %1.").arg(file.errorString()), output,
            Texts::tr("Choose a folder that is there, that you may write to, and that has room.")});
        return Wrong;
    }
    return Well;
}

} // namespace whimbrel::cli
