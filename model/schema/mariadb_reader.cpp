// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/readers.h"

namespace whimbrel {

Result<Schema> readMariadbSchema(Connection& connection)
{
    return fail({ErrorCode::Usage, QStringLiteral("This database cannot be read yet."),
        connection.name(), {}});
}

} // namespace whimbrel
