// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/json_text.h"
#include "model/io/read_report.h"
#include "model/plan/plan.h"

#include <optional>
#include <type_traits>

/// The format as tables: one row a key, which reader, writer, plan hash and JSON Schema all use.
namespace whimbrel::format {

/// How a row behaves.
enum Flag : unsigned {
    Plain = 0,
    Required = 1, ///< the reader misses it when it is not there
    Always = 2, ///< written also when it has its default value
    Meaning = 4, ///< execution depends on it: part of the plan hash
};

/// For what a plan is written.
struct WriteContext {
    const Plan& plan;
    /// Only what execution depends on, SQL by the digest of its bytes.
    bool meaningOnly = false;
};

/// One key of the objects that hold a T.
template <class T>
struct Field {
    const char* key;
    unsigned flags;
    const char* about; ///< for the JSON Schema: what people's editors show
    void (*read)(const JsonRef&, T&, ReadReport&);
    /// Nothing when the value is the default and need not be written.
    std::optional<JsonText> (*write)(const T&, const WriteContext&, unsigned flags);
    JsonText (*schema)();
};

/// How a value is read from JSON, written, and described: specialised in codecs.h.
template <class Value>
struct CodecFor;

/// Ways from an object to one of its values; `standard` is what the value is when it is not said.
template <auto Member>
struct Direct;

template <class Owner_, class Value_, Value_ Owner_::*Member>
struct Direct<Member> {
    using Owner = Owner_;
    using Value = Value_;
    static const Value& get(const Owner& owner) { return owner.*Member; }
    static Value& get(Owner& owner) { return owner.*Member; }
    static const Value& standard()
    {
        static const Owner owner{};
        return owner.*Member;
    }
};

/// A member of a member.
template <class Way, auto Member>
struct Then {
    using Owner = typename Way::Owner;
    using Value = typename Direct<Member>::Value;
    static const Value& get(const Owner& owner) { return Way::get(owner).*Member; }
    static Value& get(Owner& owner) { return Way::get(owner).*Member; }
    static const Value& standard() { return Way::standard().*Member; }
};

/// A member of the alternative that an action's or check's body holds.
template <class Owner_, auto Member>
struct InBody {
    using Owner = Owner_;
    using Alternative = typename Direct<Member>::Owner;
    using Value = typename Direct<Member>::Value;
    static const Value& get(const Owner& owner)
    {
        return std::get<Alternative>(owner.body).*Member;
    }
    static Value& get(Owner& owner) { return std::get<Alternative>(owner.body).*Member; }
    static const Value& standard() { return Direct<Member>::standard(); }
};

/// A row whose value is found by Way and coded by Codec.
template <class Way, class Codec = typename CodecFor<typename Way::Value>::Type>
constexpr Field<typename Way::Owner> row(const char* key, unsigned flags, const char* about)
{
    using Owner = typename Way::Owner;
    return {key, flags, about,
        [](const JsonRef& value, Owner& owner, ReadReport& report) {
            Codec::read(value, Way::get(owner), report);
        },
        [](const Owner& owner, const WriteContext& context,
            unsigned rowFlags) -> std::optional<JsonText> {
            if ((rowFlags & Always) == 0 && Way::get(owner) == Way::standard()) {
                return std::nullopt;
            }
            return Codec::write(Way::get(owner), context);
        },
        [] { return Codec::schema(); }};
}

/// A row for a direct member.
template <auto Member, class Codec = typename CodecFor<typename Direct<Member>::Value>::Type>
constexpr Field<typename Direct<Member>::Owner> at(
    const char* key, unsigned flags, const char* about)
{
    return row<Direct<Member>, Codec>(key, flags, about);
}

} // namespace whimbrel::format
