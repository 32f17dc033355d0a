// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/database/secret.h"

#include <QString>

#include <functional>

namespace whimbrel {

/// Where passwords are kept between runs. What keeps them is chosen by the application; nothing
/// else in the product stores one.
class SecretStore {
public:
    virtual ~SecretStore() = default;

    /// Hands the password kept under `name` to `then`, in the calling thread, later. An error of
    /// ErrorCode::Impossible: there is none; of any other code: the store cannot be used.
    virtual void read(const QString& name, std::function<void(Result<Secret>)> then) = 0;
    virtual void write(
        const QString& name, const Secret& secret, std::function<void(Result<>)> then)
        = 0;
    virtual void remove(const QString& name, std::function<void(Result<>)> then) = 0;
};

} // namespace whimbrel
