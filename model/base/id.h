// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHashFunctions>
#include <QString>

#include <utility>

namespace whimbrel {

/// The stable name of an element in the plan file. Tag keeps a node's id from being used for an
/// edge. An empty id means "none".
template <class Tag>
class Id final {
public:
    Id() = default;
    explicit Id(QString text)
        : m_text(std::move(text))
    { }

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }

    friend bool operator==(const Id&, const Id&) = default;
    friend bool operator<(const Id& a, const Id& b) { return a.m_text < b.m_text; }
    friend size_t qHash(const Id& id, size_t seed = 0) { return ::qHash(id.m_text, seed); }

private:
    QString m_text{};
};

} // namespace whimbrel
