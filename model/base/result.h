// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/error.h"

#include <tl/expected.hpp>

#include <utility>

namespace whimbrel {

/// A value, or the Error that says why there is none. Use only what std::expected has too
/// (operator bool, *, ->, error, value_or, and_then), so that it can take its place one day.
template <class T = void>
using Result = tl::expected<T, Error>;

/// Makes the failed state of any Result: `return fail({ErrorCode::Sql, tr("…")});`
[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace whimbrel
