// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/special_codecs.h"

#include "model/io/plan_tables.h"

#include <QCryptographicHash>

#include <algorithm>

namespace whimbrel::format {

namespace {

const QStringList& dayNames()
{
    static const QStringList names{QStringLiteral("mon"), QStringLiteral("tue"),
        QStringLiteral("wed"), QStringLiteral("thu"), QStringLiteral("fri"), QStringLiteral("sat"),
        QStringLiteral("sun")};
    return names;
}

const QString minutesFormat = QStringLiteral("HH:mm");
const QString secondsFormat = QStringLiteral("HH:mm:ss");
const QString milliFormat = QStringLiteral("HH:mm:ss.zzz");

} // namespace

void refuseBothSources(const JsonRef& value, const char* other, ReadReport& report)
{
    // Reported once, at the second of the two.
    for (JsonRef at = value.parent().first(); at.key() != value.key(); at = at.next()) {
        if (at.key() == QByteArrayView(other)) {
            report.add(value,
                PlanFileText::tr("SQL stands either in the plan (“sql”) or in a file beside it "
                                 "(“file”), not in both. Remove one of the two."));
        }
    }
}

JsonText sourceDigest(const Plan& plan, const SqlSource& source)
{
    if (!source.file.isEmpty() && !plan.files.contains(source.file)) {
        return JsonText::null();
    }
    return JsonText::of(QString::fromLatin1(
        QCryptographicHash::hash(plan.sqlText(source), QCryptographicHash::Sha256).toHex()));
}

void readLeft(const JsonRef& value, Check& check, ReadReport& report)
{
    LeftSide side;
    ObjectCodec<LeftSide>::read(value, side, report);
    auto& compare = std::get<CompareCheck>(check.body);
    compare.left = side.sql;
    compare.leftExtras = side.extras;
}

void readRight(const JsonRef& value, Check& check, ReadReport& report)
{
    RightSide side;
    ObjectCodec<RightSide>::read(value, side, report);
    auto& compare = std::get<CompareCheck>(check.body);
    compare.right = side.sql;
    compare.rightTarget = side.target;
    compare.rightExtras = side.extras;
}

std::optional<JsonText> writeLeft(const Check& check, const WriteContext& context, unsigned)
{
    const auto& compare = std::get<CompareCheck>(check.body);
    JsonText made
        = ObjectCodec<LeftSide>::write(LeftSide{compare.left, compare.leftExtras}, context);
    return made.isEmpty() ? std::nullopt : std::optional<JsonText>(std::move(made));
}

std::optional<JsonText> writeRight(const Check& check, const WriteContext& context, unsigned)
{
    const auto& compare = std::get<CompareCheck>(check.body);
    JsonText made = ObjectCodec<RightSide>::write(
        RightSide{compare.rightTarget, compare.right, compare.rightExtras}, context);
    return made.isEmpty() ? std::nullopt : std::optional<JsonText>(std::move(made));
}

JsonText leftSchema()
{
    return ObjectCodec<LeftSide>::schema();
}

JsonText rightSchema()
{
    return ObjectCodec<RightSide>::schema();
}

void ForeignKeysCodec::read(const JsonRef& value, bool& off, ReadReport& report)
{
    if (value.type() != JsonType::String || (value.text() != "off" && value.text() != "on")) {
        addUnknown(value, {QStringLiteral("off"), QStringLiteral("on")}, report);
        return;
    }
    off = value.text() == "off";
}

JsonText ForeignKeysCodec::write(bool off, const WriteContext&)
{
    return JsonText::of(off ? u"off" : u"on");
}

JsonText ForeignKeysCodec::schema()
{
    return enumSchema({QStringLiteral("off"), QStringLiteral("on")});
}

void DialectsCodec::read(const JsonRef& value, QList<DialectSql>& out, ReadReport& report)
{
    if (!value.isObject()) {
        report.addUnexpected(value, PlanFileText::tr("an object whose keys are dialects"));
        return;
    }
    for (JsonRef member = value.first(); member; member = member.next()) {
        const std::optional<Dialect> dialect = valueOf<Dialect>(QString::fromUtf8(member.key()));
        if (!dialect) {
            report.add(member,
                PlanFileText::tr("“%1” is no dialect; there are %2.")
                    .arg(QString::fromUtf8(member.key()),
                        EnumCodec<Dialect>::allowed().join(QLatin1String(", "))));
            continue;
        }
        DialectSql own;
        ObjectCodec<DialectSql>::read(member, own, report);
        own.dialect = *dialect;
        out.append(own);
    }
}

JsonText DialectsCodec::write(const QList<DialectSql>& dialects, const WriteContext& context)
{
    QList<DialectSql> ordered = dialects;
    if (context.meaningOnly) {
        std::ranges::stable_sort(ordered, {}, &DialectSql::dialect);
    }
    JsonText made = JsonText::object();
    for (const DialectSql& own : ordered) {
        made.insert(keyOf(own.dialect), ObjectCodec<DialectSql>::write(own, context));
    }
    return made;
}

JsonText DialectsCodec::schema()
{
    JsonText properties = JsonText::object();
    for (const QString& dialect : EnumCodec<Dialect>::allowed()) {
        properties.insert(dialect, ObjectCodec<DialectSql>::schema());
    }
    JsonText made = typeSchema("object");
    made.insert(u"properties", std::move(properties));
    made.insert(u"additionalProperties", JsonText::of(false));
    return made;
}

void TextMapCodec::read(const JsonRef& value, QMap<QString, QString>& out, ReadReport& report)
{
    if (!value.isObject()) {
        report.addUnexpected(value, PlanFileText::tr("an object of texts"));
        return;
    }
    for (JsonRef member = value.first(); member; member = member.next()) {
        TextCodec::read(member, out[QString::fromUtf8(member.key())], report);
    }
}

JsonText TextMapCodec::write(const QMap<QString, QString>& map, const WriteContext&)
{
    JsonText made = JsonText::object();
    for (auto each = map.cbegin(); each != map.cend(); ++each) {
        made.insert(each.key(), JsonText::of(each.value()));
    }
    return made;
}

JsonText TextMapCodec::schema()
{
    JsonText made = typeSchema("object");
    made.insert(u"additionalProperties", typeSchema("string"));
    return made;
}

void DayCodec::read(const JsonRef& value, int& out, ReadReport& report)
{
    const qsizetype day = value.type() == JsonType::String
        ? dayNames().indexOf(QString::fromUtf8(value.text()))
        : -1;
    if (day < 0) {
        addUnknown(value, dayNames(), report);
        return;
    }
    out = static_cast<int>(day) + 1;
}

JsonText DayCodec::write(int day, const WriteContext&)
{
    return JsonText::of(dayNames().value(day - 1));
}

JsonText DayCodec::schema()
{
    return enumSchema(dayNames());
}

void TimeCodec::read(const JsonRef& value, QTime& out, ReadReport& report)
{
    const QString text
        = value.type() == JsonType::String ? QString::fromUtf8(value.text()) : QString();
    for (const QString& format : {minutesFormat, secondsFormat, milliFormat}) {
        if (const QTime time = QTime::fromString(text, format); time.isValid()) {
            out = time;
            return;
        }
    }
    report.addUnexpected(value, PlanFileText::tr("a time of day such as \"22:00\""));
}

JsonText TimeCodec::write(QTime time, const WriteContext&)
{
    return JsonText::of(time.toString(time.msec() != 0 ? milliFormat
            : time.second() != 0                       ? secondsFormat
                                                       : minutesFormat));
}

JsonText TimeCodec::schema()
{
    JsonText made = typeSchema("string");
    made.insert(
        u"pattern", JsonText::of(u"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{3})?)?$"));
    return made;
}

void AnchorCodec::read(const JsonRef& value, ElementRef& out, ReadReport& report)
{
    const QString text
        = value.type() == JsonType::String ? QString::fromUtf8(value.text()) : QString();
    const qsizetype colon = text.indexOf(QLatin1Char(':'));
    const QString id = colon < 0 ? QString() : text.mid(colon + 1);
    const std::optional<ElementType> type = valueOf<ElementType>(text.left(colon));
    if (!type || (*type == ElementType::Plan) != id.isEmpty()) {
        report.addUnexpected(
            value, PlanFileText::tr("an element such as \"node:fill\", or \"plan\""));
        return;
    }
    out = {*type, id};
}

JsonText AnchorCodec::write(const ElementRef& element, const WriteContext&)
{
    const QString type = keyOf(element.type);
    return JsonText::of(
        element.type == ElementType::Plan ? type : type + QLatin1Char(':') + element.id);
}

JsonText AnchorCodec::schema()
{
    QStringList types;
    for (const auto& row : namedValues<ElementType>()) {
        if (row.value != ElementType::Plan) {
            types.append(QString::fromLatin1(row.key));
        }
    }
    JsonText made = typeSchema("string");
    made.insert(u"pattern",
        JsonText::of(QStringLiteral("^(plan:?|(%1):[\\s\\S]+)$").arg(types.join(u'|'))));
    return made;
}

namespace {

/// Says which items of a list name what an earlier one named already.
template <class Entry>
void refuseTwice(const JsonRef& value, const QList<Entry>& entries, const char* key,
    const QString& message, ReadReport& report)
{
    if (!value.isArray()) {
        return;
    }
    QHash<QString, JsonRef> seen;
    JsonRef item = value.first();
    for (const Entry& entry : entries) {
        const JsonRef named = item.isObject() ? item.member(key) : JsonRef();
        item = item.next();
        const QString id = entry.id.text();
        if (!named || id.isEmpty()) {
            continue;
        }
        if (const auto first = seen.constFind(id); first != seen.cend()) {
            report.add(named, message.arg(id).arg(first->line()));
        } else {
            seen.insert(id, named);
        }
    }
}

} // namespace

void PlacesCodec::read(const JsonRef& value, QList<PlaceEntry>& out, ReadReport& report)
{
    ListCodec<ObjectCodec<PlaceEntry>>::read(value, out, report);
    refuseTwice(value, out, "node",
        PlanFileText::tr("The node “%1” was placed in line %2 already. Remove one of the "
                         "two places."),
        report);
}

JsonText PlacesCodec::write(const QList<PlaceEntry>& places, const WriteContext& context)
{
    return ListCodec<ObjectCodec<PlaceEntry>>::write(places, context);
}

JsonText PlacesCodec::schema()
{
    return listSchema(ObjectCodec<PlaceEntry>::schema());
}

void RoutesCodec::read(const JsonRef& value, QList<RouteEntry>& out, ReadReport& report)
{
    ListCodec<ObjectCodec<RouteEntry>>::read(value, out, report);
    refuseTwice(value, out, "edge",
        PlanFileText::tr("The edge “%1” was led in line %2 already. Remove one of the two."),
        report);
}

JsonText RoutesCodec::write(const QList<RouteEntry>& routes, const WriteContext& context)
{
    return ListCodec<ObjectCodec<RouteEntry>>::write(routes, context);
}

JsonText RoutesCodec::schema()
{
    return listSchema(ObjectCodec<RouteEntry>::schema());
}

namespace {

QList<RouteEntry> entriesOf(const QMap<EdgeId, EdgeRoute>& routes)
{
    QList<RouteEntry> entries;
    for (auto route = routes.cbegin(); route != routes.cend(); ++route) {
        RouteEntry entry{route.key(), route->out, route->in, {}, route->extras};
        for (const Waypoint& point : route->through) {
            if (std::isfinite(point.along) && std::isfinite(point.off.x())
                && std::isfinite(point.off.y())) {
                entry.through.append({point.along, point.off.x(), point.off.y(), point.extras});
            }
        }
        entries.append(entry);
    }
    return entries;
}

EdgeRoute routeOf(const RouteEntry& entry)
{
    EdgeRoute route{entry.out, entry.in, {}, entry.extras};
    for (const WaypointEntry& point : entry.through) {
        route.through.append({point.along, QPointF(point.x, point.y), point.extras});
    }
    return route;
}

} // namespace

void LayoutCodec::read(const JsonRef& value, FlowLayout& out, ReadReport& report)
{
    LayoutEntry entry;
    ObjectCodec<LayoutEntry>::read(value, entry, report);
    out.direction = entry.direction;
    out.lanes = entry.lanes;
    out.folded = {entry.folded.cbegin(), entry.folded.cend()};
    out.extras = entry.extras;
    for (const PlaceEntry& place : entry.flow) {
        out.places.insert(place.id, Place{QPointF(place.x, place.y), place.pinned, place.extras});
    }
    for (const RouteEntry& route : entry.routes) {
        out.routes.insert(route.id, routeOf(route));
    }
}

JsonText LayoutCodec::write(const FlowLayout& layout, const WriteContext& context)
{
    LayoutEntry entry;
    entry.direction = layout.direction;
    entry.lanes = layout.lanes;
    entry.folded = {layout.folded.cbegin(), layout.folded.cend()};
    std::sort(entry.folded.begin(), entry.folded.end());
    entry.extras = layout.extras;
    entry.flow.reserve(layout.places.size());
    const auto add = [&entry](const NodeId& node, const Place& place) {
        const QPointF& at = place.position;
        // What has no place that a number can say is left to the automatic layout.
        if (std::isfinite(at.x()) && std::isfinite(at.y())) {
            entry.flow.append({node, at.x(), at.y(), place.pinned, place.extras});
        }
    };
    for (const Node& node : context.plan.nodes) {
        if (const auto place = layout.places.constFind(node.id); place != layout.places.cend()) {
            add(node.id, *place);
        }
    }
    for (auto place = layout.places.cbegin(); place != layout.places.cend(); ++place) {
        if (!context.plan.nodes.contains(place.key())) {
            add(place.key(), *place);
        }
    }
    entry.routes = entriesOf(layout.routes);
    return ObjectCodec<LayoutEntry>::write(entry, context);
}

JsonText LayoutCodec::schema()
{
    return ObjectCodec<LayoutEntry>::schema();
}

} // namespace whimbrel::format
