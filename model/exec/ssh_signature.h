// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/exec/gate_statement.h"

namespace whimbrel {

/// Who may be asked for the passphrase of a key.
enum class PassphraseFrom {
    Nobody, ///< a key with a passphrase fails unless ssh-agent holds it
    Terminal, ///< ssh-keygen asks where this process runs
    Desktop, ///< through SSH_ASKPASS
};

/// Signs with the person's SSH key, as `ssh-keygen -Y sign -n whimbrel-gate -f KEY` does: a private
/// key, or a public one (.pub) whose private half ssh-agent holds. Blocks until it is signed; the
/// runner never calls this.
[[nodiscard]] Result<QString> signWithSshKey(
    const QByteArray& text, const QString& keyFile, PassphraseFrom from);

/// What is known of who gave an answer.
enum class Proof {
    Recorded, ///< no signature: the journal says so, and nothing proves it
    Unchecked, ///< a signature that fits, of a key of which nobody says whose it is
    Proven, ///< signed by who answered, with a key that the allowed signers have
    Broken, ///< there is a signature, and it does not hold
};

struct SignatureProof {
    Proof proof = Proof::Recorded;
    QString signer{}; ///< as the file of allowed signers names the key's owner
    QString key{}; ///< "ED25519 key SHA256:…"
    QString because{}; ///< why it does not hold, or could not be checked
    bool operator==(const SignatureProof&) const = default;
};

/// Checks an answer's signature against a file of allowed signers (see ssh-keygen(1)), as of the
/// time at which it was journaled. The name that the file gives the key has to be the one that
/// stands in the answer. Blocks for a moment.
[[nodiscard]] SignatureProof checkSignature(
    const GateAnswer& answer, const QString& allowedSigners);

/// "recorded, not proven", "proven: signed by NAME with key SHA256:…", "signature does not hold: …"
[[nodiscard]] QString proofText(const SignatureProof& proof);
/// "recorded", "unchecked", "proven", "broken"
[[nodiscard]] QString keyOf(Proof proof);

/// The file "allowed_signers" beside the plan, or in the nearest folder above it up to the plan's
/// root; empty if there is none.
[[nodiscard]] QString allowedSignersFor(const QString& planPath);

} // namespace whimbrel
