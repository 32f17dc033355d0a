// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QList>

#include <utility>

namespace whimbrel {

/// A sequence of values that are found by their `id` and keep the plan's order. Implicitly shared:
/// a copy costs two reference counts. T has a public `id`. Pointers handed out hold until the next
/// change.
template <class T>
class Elements final {
public:
    using IdType = decltype(T::id);
    using const_iterator = typename QList<T>::const_iterator;

    [[nodiscard]] const_iterator begin() const { return m_items.cbegin(); }
    [[nodiscard]] const_iterator end() const { return m_items.cend(); }
    [[nodiscard]] qsizetype size() const { return m_items.size(); }
    [[nodiscard]] bool isEmpty() const { return m_items.isEmpty(); }
    [[nodiscard]] const T& at(qsizetype index) const { return m_items.at(index); }

    [[nodiscard]] bool contains(const IdType& id) const { return m_places.contains(id); }
    /// Where the element stands, or -1.
    [[nodiscard]] qsizetype indexOf(const IdType& id) const { return m_places.value(id, -1); }
    /// The element, or null.
    [[nodiscard]] const T* find(const IdType& id) const
    {
        const auto place = m_places.constFind(id);
        return place == m_places.cend() ? nullptr : &m_items.at(*place);
    }

    /// Replaces the element of the same id where it stands, or inserts it before position `at`
    /// (at the end when `at` is negative or past it).
    void put(T value, qsizetype at = -1)
    {
        const auto place = m_places.constFind(value.id);
        if (place != m_places.cend()) {
            m_items[*place] = std::move(value);
            return;
        }
        const qsizetype index = at < 0 || at > m_items.size() ? m_items.size() : at;
        m_items.insert(index, std::move(value));
        renumberFrom(index);
    }

    /// Takes the element out and returns where it stood, or -1 if there was none.
    qsizetype erase(const IdType& id)
    {
        const qsizetype index = m_places.value(id, -1);
        if (index >= 0) {
            m_places.remove(id);
            m_items.removeAt(index);
            renumberFrom(index);
        }
        return index;
    }

    friend bool operator==(const Elements& a, const Elements& b) { return a.m_items == b.m_items; }

private:
    void renumberFrom(qsizetype first)
    {
        for (qsizetype i = first; i < m_items.size(); ++i) {
            m_places[m_items.at(i).id] = i;
        }
    }

    QList<T> m_items{};
    QHash<IdType, qsizetype> m_places{};
};

} // namespace whimbrel
