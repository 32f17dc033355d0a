// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_format.h"

#include "model/io/plan_tables.h"

namespace whimbrel::format {

void readPlan(const JsonRef& value, Plan& plan, ReadReport& report)
{
    ObjectCodec<Plan>::read(value, plan, report);
}

JsonText planText(const Plan& plan)
{
    return ObjectCodec<Plan>::write(plan, {plan, false});
}

JsonText meaningOf(const Plan& plan, const Node& node)
{
    return ObjectCodec<Node>::write(node, {plan, true});
}

JsonText meaningOf(const Plan& plan, const Edge& edge)
{
    return ObjectCodec<Edge>::write(edge, {plan, true});
}

JsonText meaningOf(const Plan& plan, const Target& target)
{
    return ObjectCodec<Target>::write(target, {plan, true});
}

JsonText meaningOf(const Plan& plan, const Parameter& parameter)
{
    return ObjectCodec<Parameter>::write(parameter, {plan, true});
}

namespace {

template <class... T>
JsonText definitions()
{
    JsonText made = JsonText::object();
    (made.insert(QString::fromLatin1(ObjectOf<T>::name), definitionOf<T>()), ...);
    return made;
}

} // namespace

QByteArray planSchema()
{
    JsonText made = JsonText::object();
    made.insert(u"$schema", JsonText::of(u"http://json-schema.org/draft-07/schema#"));
    made.insert(u"title", JsonText::of(u"Whimbrel plan"));
    made.insert(u"$ref", JsonText::of(u"#/definitions/plan"));
    made.insert(u"definitions",
        definitions<Plan, Target, Parameter, Participant, Group, Node, Window, RiskOverride,
            BackupEvidence, Link, Action, DialectSql, Check, Expectation, LeftSide, RightSide, Edge,
            Sequence, SequencePart, Operand, SequenceRange, Assumption, Acceptance, Comment,
            LayoutEntry, PlaceEntry, RouteEntry, WaypointEntry>());
    return made.indented();
}

} // namespace whimbrel::format
