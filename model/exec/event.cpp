// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/event.h"

#include <QCoreApplication>

#include <array>

namespace whimbrel {

namespace {

struct EventName {
    EventType type;
    const char* key;
};

constexpr std::array names{
    EventName{EventType::RunStarted, "run-started"},
    EventName{EventType::RunResumed, "run-resumed"},
    EventName{EventType::NodeEntered, "node-entered"},
    EventName{EventType::BeforeTaken, "before-taken"},
    EventName{EventType::StepIntended, "step-intended"},
    EventName{EventType::StatementIntended, "statement-intended"},
    EventName{EventType::StatementDone, "statement-done"},
    EventName{EventType::TriedAgain, "tried-again"},
    EventName{EventType::Resolved, "resolved"},
    EventName{EventType::BatchDone, "batch-done"},
    EventName{EventType::StepDone, "step-done"},
    EventName{EventType::StepFailed, "step-failed"},
    EventName{EventType::StepSkipped, "step-skipped"},
    EventName{EventType::StepMarkedDone, "step-marked-done"},
    EventName{EventType::CheckDone, "check-done"},
    EventName{EventType::NodeDone, "node-done"},
    EventName{EventType::EdgeFollowed, "edge-followed"},
    EventName{EventType::GateAsked, "gate-asked"},
    EventName{EventType::GateAnswered, "gate-answered"},
    EventName{EventType::ConfirmationAsked, "confirmation-asked"},
    EventName{EventType::ConfirmationGiven, "confirmation-given"},
    EventName{EventType::HoldBegan, "hold-began"},
    EventName{EventType::RollbackBegan, "rollback-began"},
    EventName{EventType::Compensated, "compensated"},
    EventName{EventType::RollbackEnded, "rollback-ended"},
    EventName{EventType::DoubtFound, "doubt-found"},
    EventName{EventType::Decided, "decided"},
    EventName{EventType::Paused, "paused"},
    EventName{EventType::Cancelled, "cancelled"},
    EventName{EventType::HandedOver, "handed-over"},
    EventName{EventType::BlockerStopped, "blocker-stopped"},
    EventName{EventType::PlanAdopted, "plan-adopted"},
    EventName{EventType::RunEnded, "run-ended"},
};

tl::unexpected<Error> malformed(const QString& what)
{
    return fail({ErrorCode::Unreadable,
        QCoreApplication::translate("Event", "This is not a journal event: %1.").arg(what), {},
        {}});
}

} // namespace

QString keyOf(EventType type)
{
    const EventName& row = names[static_cast<size_t>(type)];
    Q_ASSERT(row.type == type);
    return QString::fromLatin1(row.key);
}

std::optional<EventType> eventTypeOf(const QString& key)
{
    for (const EventName& row : names) {
        if (key == QLatin1String(row.key)) {
            return row.type;
        }
    }
    return std::nullopt;
}

QJsonObject toJson(const Event& event)
{
    QJsonObject json{
        {QStringLiteral("number"), event.number},
        {QStringLiteral("run"), event.run},
        {QStringLiteral("at"), event.at.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("type"), keyOf(event.type)},
    };
    if (!event.node.isEmpty()) {
        json.insert(QStringLiteral("node"), event.node.text());
    }
    if (!event.edge.isEmpty()) {
        json.insert(QStringLiteral("edge"), event.edge.text());
    }
    if (!event.target.isEmpty()) {
        json.insert(QStringLiteral("target"), event.target.text());
    }
    if (!event.data.isEmpty()) {
        json.insert(QStringLiteral("data"), event.data);
    }
    return json;
}

Result<Event> eventFromJson(const QJsonObject& json)
{
    Event event;
    const QJsonValue number = json.value(QStringLiteral("number"));
    event.number = number.toInteger();
    if (!number.isDouble() || event.number < 1) {
        return malformed(QCoreApplication::translate("Event", "it has no number"));
    }
    event.run = json.value(QStringLiteral("run")).toString();
    if (event.run.isEmpty()) {
        return malformed(QCoreApplication::translate("Event", "it names no run"));
    }
    event.at = QDateTime::fromString(json.value(QStringLiteral("at")).toString(), Qt::ISODateWithMs)
                   .toUTC();
    if (!event.at.isValid()) {
        return malformed(QCoreApplication::translate("Event", "its time is not ISO 8601"));
    }
    const QString key = json.value(QStringLiteral("type")).toString();
    const std::optional<EventType> type = eventTypeOf(key);
    if (!type) {
        return malformed(QCoreApplication::translate("Event",
            "its type \"%1\" is not known to this version; a newer version may have written it")
                             .arg(key));
    }
    event.type = *type;
    event.node = NodeId(json.value(QStringLiteral("node")).toString());
    event.edge = EdgeId(json.value(QStringLiteral("edge")).toString());
    event.target = TargetId(json.value(QStringLiteral("target")).toString());
    event.data = json.value(QStringLiteral("data")).toObject();
    return event;
}

} // namespace whimbrel
