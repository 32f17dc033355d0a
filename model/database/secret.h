// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDebug>
#include <QString>

namespace whimbrel {

/// A password: can be handed on, but not printed. Whoever needs its text asks for it by name.
class Secret final {
public:
    Secret() = default;
    explicit Secret(QString text)
        : m_text(std::move(text))
    { }

    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    [[nodiscard]] const QString& revealed() const { return m_text; }

    bool operator==(const Secret&) const = default;

private:
    QString m_text{};
};

QDebug operator<<(QDebug, const Secret&) = delete;

} // namespace whimbrel
