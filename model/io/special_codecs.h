// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/io/objects.h"
#include "model/io/plan_reader.h"

#include <QTime>

/// Values that stand in the file in a way of their own.
namespace whimbrel::format {

/// The two sides of a compare check as the file has them.
struct LeftSide {
    SqlSource sql{};
    Extras extras{};
};
struct RightSide {
    TargetId target{};
    SqlSource sql{};
    Extras extras{};
};

/// A node's place as the file has it.
struct PlaceEntry {
    NodeId id{};
    double x = 0;
    double y = 0;
    bool pinned = false;
    Extras extras{};
    bool operator==(const PlaceEntry&) const = default;
};

/// Where a line goes through as the file has it.
struct WaypointEntry {
    double along = 0;
    double x = 0;
    double y = 0;
    Extras extras{};
    bool operator==(const WaypointEntry&) const = default;
};

/// An edge that was led by hand as the file has it.
struct RouteEntry {
    EdgeId id{};
    EndSide out = EndSide::Free;
    EndSide in = EndSide::Free;
    QList<WaypointEntry> through{};
    Extras extras{};
    bool operator==(const RouteEntry&) const = default;
};

/// The layout as the file has it.
struct LayoutEntry {
    FlowDirection direction = FlowDirection::LeftToRight;
    FlowLanes lanes = FlowLanes::None;
    QList<GroupId> folded{};
    QList<PlaceEntry> flow{};
    QList<RouteEntry> routes{};
    Extras extras{};
};

/// SQL in the plan, and a path that names it, exclude each other.
void refuseBothSources(const JsonRef& value, const char* other, ReadReport& report);
/// The digest of a source's bytes, which is the same wherever they are kept.
[[nodiscard]] JsonText sourceDigest(const Plan& plan, const SqlSource& source);

/// The key "sql" of an object that holds an SqlSource.
template <class Way>
constexpr Field<typename Way::Owner> sqlRow()
{
    using Owner = typename Way::Owner;
    return {"sql", Meaning, "SQL of one line; longer SQL is kept in a file.",
        [](const JsonRef& value, Owner& owner, ReadReport& report) {
            TextCodec::read(value, Way::get(owner).text, report);
            refuseBothSources(value, "file", report);
        },
        [](const Owner& owner, const WriteContext& context, unsigned) -> std::optional<JsonText> {
            const SqlSource& source = Way::get(owner);
            if (source.isEmpty()) {
                return std::nullopt;
            }
            if (context.meaningOnly) {
                return sourceDigest(context.plan, source);
            }
            if (!source.file.isEmpty()) {
                return std::nullopt;
            }
            return JsonText::of(source.text);
        },
        [] { return typeSchema("string"); }};
}

/// The key "file" of an object that holds an SqlSource.
template <class Way>
constexpr Field<typename Way::Owner> fileRow()
{
    using Owner = typename Way::Owner;
    return {"file", Plain, "A file with SQL, relative to the plan's folder.",
        [](const JsonRef& value, Owner& owner, ReadReport& report) {
            QString& path = Way::get(owner).file;
            TextCodec::read(value, path, report);
            refuseBothSources(value, "sql", report);
            if (!path.isEmpty()) {
                report.addFile(value, path);
            }
        },
        [](const Owner& owner, const WriteContext&, unsigned) -> std::optional<JsonText> {
            const SqlSource& source = Way::get(owner);
            return source.file.isEmpty() ? std::nullopt
                                         : std::optional<JsonText>(JsonText::of(source.file));
        },
        [] { return typeSchema("string"); }};
}

/// The key "type", which chooses the body. It is read before all others.
template <class Owner>
constexpr Field<Owner> typeRow(const char* about)
{
    return {"type", Required | Always | Meaning, about, [](const JsonRef&, Owner&, ReadReport&) {},
        [](const Owner& owner, const WriteContext&, unsigned) -> std::optional<JsonText> {
            return JsonText::of(keyOf(owner.type()));
        },
        [] { return EnumCodec<decltype(Owner{}.type())>::schema(); }};
}

void readLeft(const JsonRef& value, Check& check, ReadReport& report);
void readRight(const JsonRef& value, Check& check, ReadReport& report);
[[nodiscard]] std::optional<JsonText> writeLeft(
    const Check& check, const WriteContext& context, unsigned flags);
[[nodiscard]] std::optional<JsonText> writeRight(
    const Check& check, const WriteContext& context, unsigned flags);
[[nodiscard]] JsonText leftSchema();
[[nodiscard]] JsonText rightSchema();

/// The keys "left" and "right" of a compare check.
constexpr Field<Check> leftRow()
{
    return {
        "left", Meaning, "The query on the check's own target.", readLeft, writeLeft, leftSchema};
}
constexpr Field<Check> rightRow()
{
    return {"right", Meaning, "The query whose rows must be the same.", readRight, writeRight,
        rightSchema};
}

/// The key "whimbrel": the format's version, which the reader looks at before all else.
constexpr Field<Plan> versionRow()
{
    return {"whimbrel", Required | Always, "The version of the format.",
        [](const JsonRef&, Plan&, ReadReport&) {},
        [](const Plan&, const WriteContext&, unsigned) -> std::optional<JsonText> {
            return JsonText::of(qint64{planFormatVersion});
        },
        [] {
            JsonText made = JsonText::object();
            made.insert(u"const", JsonText::of(qint64{planFormatVersion}));
            return made;
        }};
}

struct ForeignKeysCodec {
    static void read(const JsonRef& value, bool& off, ReadReport& report);
    static JsonText write(bool off, const WriteContext&);
    static JsonText schema();
};

/// An object whose keys are dialects.
struct DialectsCodec {
    static void read(const JsonRef& value, QList<DialectSql>& out, ReadReport& report);
    static JsonText write(const QList<DialectSql>& dialects, const WriteContext& context);
    static JsonText schema();
};

/// An object whose keys are free and whose values are texts.
struct TextMapCodec {
    static void read(const JsonRef& value, QMap<QString, QString>& out, ReadReport& report);
    static JsonText write(const QMap<QString, QString>& map, const WriteContext&);
    static JsonText schema();
};

/// A day of the week: mon … sun.
struct DayCodec {
    static void read(const JsonRef& value, int& out, ReadReport& report);
    static JsonText write(int day, const WriteContext&);
    static JsonText schema();
};

/// A time of day: 22:00 or 22:00:30.
struct TimeCodec {
    static void read(const JsonRef& value, QTime& out, ReadReport& report);
    static JsonText write(QTime time, const WriteContext&);
    static JsonText schema();
};

/// What a comment is about: "node:fill", "edge:f8", or "plan".
struct AnchorCodec {
    static void read(const JsonRef& value, ElementRef& out, ReadReport& report);
    static JsonText write(const ElementRef& element, const WriteContext&);
    static JsonText schema();
};

/// Places, one a node.
struct PlacesCodec {
    static void read(const JsonRef& value, QList<PlaceEntry>& out, ReadReport& report);
    static JsonText write(const QList<PlaceEntry>& places, const WriteContext& context);
    static JsonText schema();
};

/// Lines that were led by hand, one an edge.
struct RoutesCodec {
    static void read(const JsonRef& value, QList<RouteEntry>& out, ReadReport& report);
    static JsonText write(const QList<RouteEntry>& routes, const WriteContext& context);
    static JsonText schema();
};

struct LayoutCodec {
    static void read(const JsonRef& value, FlowLayout& out, ReadReport& report);
    static JsonText write(const FlowLayout& layout, const WriteContext& context);
    static JsonText schema();
};

} // namespace whimbrel::format
