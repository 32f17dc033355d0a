// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace whimbrel {

/// A decimal number of any length, exact: what checks compare found and expected values with.
class Decimal final {
public:
    /// "12", "-0.50", "1e6"; nothing for any other text, and for exponents beyond ±400.
    [[nodiscard]] static std::optional<Decimal> from(const QString& text);

    /// Less than 0, 0 or more than 0.
    [[nodiscard]] static int compare(const Decimal& a, const Decimal& b);
    /// The same bytes for equal numbers: "1.50" and "1.5" both give "15e-1".
    [[nodiscard]] QByteArray canonical() const;
    /// |a - b|
    [[nodiscard]] static Decimal distance(const Decimal& a, const Decimal& b);

private:
    bool m_negative = false;
    QByteArray m_digits{"0"}; ///< without leading zeros, but for zero itself
    int m_scale = 0; ///< how many of them stand behind the point
};

} // namespace whimbrel
