// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/secret_store.h"

namespace whimbrel {

/// The keychain of the desktop: the Secret Service (GNOME Keyring, KeePassXC …) or KWallet. There
/// is no fallback that writes to a file: where no keychain runs, each call says so.
class Keychain final : public SecretStore {
public:
    void read(const QString& name, std::function<void(Result<Secret>)> then) override;
    void write(
        const QString& name, const Secret& secret, std::function<void(Result<>)> then) override;
    void remove(const QString& name, std::function<void(Result<>)> then) override;
};

} // namespace whimbrel
