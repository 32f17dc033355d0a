// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace whimbrel::embedded {

/// The key of the text chunk in a PNG, and the name of the attachment in a PDF.
inline const QString pngKey = QStringLiteral("whimbrel-plan");
inline const QString attachment = QStringLiteral("plan.whimbrel");

/// Compressed, in Base64.
[[nodiscard]] QByteArray packed(const QByteArray& plan);
/// The other way; nothing for what packed() did not write, or for more than 64 MB.
[[nodiscard]] std::optional<QByteArray> unpacked(const QByteArray& text);

} // namespace whimbrel::embedded
