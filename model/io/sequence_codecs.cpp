// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/sequence_codecs.h"

#include "model/io/sequence_tables.h"

namespace whimbrel::format {

namespace {

using SeenIds = QHash<QByteArray, JsonRef>;

void lookAtId(const JsonRef& element, SeenIds& seen, ReadReport& report)
{
    const JsonRef id = element.isObject() ? element.member("id") : JsonRef();
    if (!id || id.type() != JsonType::String) {
        return; // reported already
    }
    const QByteArray text = id.text().toByteArray();
    if (const auto first = seen.constFind(text); first != seen.cend()) {
        report.addTwin(id, *first);
    } else {
        seen.insert(text, id);
    }
}

JsonRef itemsOf(const JsonRef& object, QByteArrayView key)
{
    const JsonRef list = object.isObject() ? object.member(key) : JsonRef();
    return list && list.isArray() ? list.first() : JsonRef();
}

void lookAtParts(const JsonRef& holder, SeenIds& seen, ReadReport& report)
{
    for (JsonRef part = itemsOf(holder, "parts"); part; part = part.next()) {
        lookAtId(part, seen, report);
        for (JsonRef operand = itemsOf(part, "operands"); operand; operand = operand.next()) {
            lookAtParts(operand, seen, report);
        }
    }
}

} // namespace

void PartsCodec::read(const JsonRef& value, QList<SequencePart>& out, ReadReport& report)
{
    ListCodec<ObjectCodec<SequencePart>>::read(value, out, report);
}

JsonText PartsCodec::write(const QList<SequencePart>& parts, const WriteContext& context)
{
    return ListCodec<ObjectCodec<SequencePart>>::write(parts, context);
}

JsonText PartsCodec::schema()
{
    return listSchema(ObjectCodec<SequencePart>::schema());
}

void OperandsCodec::read(const JsonRef& value, QList<Operand>& out, ReadReport& report)
{
    ListCodec<ObjectCodec<Operand>>::read(value, out, report);
}

JsonText OperandsCodec::write(const QList<Operand>& operands, const WriteContext& context)
{
    return ListCodec<ObjectCodec<Operand>>::write(operands, context);
}

JsonText OperandsCodec::schema()
{
    return listSchema(ObjectCodec<Operand>::schema());
}

void LifelinesCodec::read(const JsonRef& value, QList<ParticipantId>& out, ReadReport& report)
{
    ListCodec<IdCodec<ParticipantId>>::read(value, out, report);
    QHash<ParticipantId, JsonRef> seen;
    JsonRef item = value.isArray() ? value.first() : JsonRef();
    for (const ParticipantId& id : std::as_const(out)) {
        if (const auto first = seen.constFind(id); first != seen.cend()) {
            report.add(item,
                PlanFileText::tr("“%1” has a lifeline in line %2 already. Remove one of the two.")
                    .arg(id.text())
                    .arg(first->line()));
        } else {
            seen.insert(id, item);
        }
        item = item.next();
    }
}

JsonText LifelinesCodec::write(const QList<ParticipantId>& lifelines, const WriteContext& context)
{
    return ListCodec<IdCodec<ParticipantId>>::write(lifelines, context);
}

JsonText LifelinesCodec::schema()
{
    JsonText made = listSchema(IdCodec<ParticipantId>::schema());
    made.insert(u"uniqueItems", JsonText::of(true));
    return made;
}

void SequencesCodec::read(const JsonRef& value, Elements<Sequence>& out, ReadReport& report)
{
    UniqueListCodec<Sequence>::read(value, out, report);
    for (JsonRef each = value.isArray() ? value.first() : JsonRef(); each; each = each.next()) {
        SeenIds seen;
        lookAtParts(each, seen, report);
        for (JsonRef range = itemsOf(each, "ranges"); range; range = range.next()) {
            lookAtId(range, seen, report);
        }
    }
}

JsonText SequencesCodec::write(const Elements<Sequence>& sequences, const WriteContext& context)
{
    return UniqueListCodec<Sequence>::write(sequences, context);
}

JsonText SequencesCodec::schema()
{
    return UniqueListCodec<Sequence>::schema();
}

} // namespace whimbrel::format
