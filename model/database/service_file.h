// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/connection_url.h"

namespace whimbrel {

/// The URL with what the file of its option `servicefile` says of its `service`; what the URL says
/// itself wins. A URL that names no such file stays as it is: libpq then looks where it always does
/// (PGSERVICEFILE, ~/.pg_service.conf).
[[nodiscard]] Result<ConnectionUrl> withServiceFile(ConnectionUrl url);

} // namespace whimbrel
