// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/presence.h"

#include "model/base/duration.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Presence", text);
}

QDateTime timeAt(const QJsonObject& json, const char* key)
{
    return QDateTime::fromString(json.value(QLatin1String(key)).toString(), Qt::ISODateWithMs)
        .toUTC();
}

} // namespace

QString keyOf(Presence::Runner runner)
{
    switch (runner) {
    case Presence::Runner::Unknown:
        return QStringLiteral("unknown");
    case Presence::Runner::None:
        return QStringLiteral("none");
    case Presence::Runner::Alive:
        return QStringLiteral("alive");
    case Presence::Runner::Silent:
        return QStringLiteral("silent");
    }
    return {};
}

QJsonObject toJson(const Presence& presence)
{
    QJsonObject json{{QStringLiteral("state"), keyOf(presence.runner)},
        {QStringLiteral("by"), presence.who.by}, {QStringLiteral("host"), presence.who.host},
        {QStringLiteral("pid"), presence.who.pid},
        {QStringLiteral("since"), presence.who.since.toString(Qt::ISODateWithMs)},
        {QStringLiteral("problems"), QJsonArray::fromStringList(presence.problems)}};
    if (presence.heartbeatMs >= 0) {
        json.insert(QStringLiteral("heartbeatMs"), presence.heartbeatMs);
    }
    if (presence.handover) {
        json.insert(QStringLiteral("handover"),
            QJsonObject{{QStringLiteral("by"), presence.handover->by},
                {QStringLiteral("to"), presence.handover->to},
                {QStringLiteral("note"), presence.handover->note},
                {QStringLiteral("at"), presence.handover->at.toString(Qt::ISODateWithMs)}});
    }
    return json;
}

Presence presenceFrom(const QJsonObject& json)
{
    Presence presence;
    const QString state = json.value(QLatin1String("state")).toString();
    for (const auto runner : {Presence::Runner::Unknown, Presence::Runner::None,
             Presence::Runner::Alive, Presence::Runner::Silent}) {
        presence.runner = keyOf(runner) == state ? runner : presence.runner;
    }
    presence.who
        = {json.value(QLatin1String("by")).toString(), json.value(QLatin1String("host")).toString(),
            json.value(QLatin1String("pid")).toInteger(), timeAt(json, "since")};
    presence.heartbeatMs = json.value(QLatin1String("heartbeatMs")).toInteger(-1);
    for (const QJsonValue& problem : json.value(QLatin1String("problems")).toArray()) {
        presence.problems.append(problem.toString());
    }
    const QJsonObject handover = json.value(QLatin1String("handover")).toObject();
    if (!handover.isEmpty()) {
        presence.handover = Handover{handover.value(QLatin1String("by")).toString(),
            handover.value(QLatin1String("to")).toString(),
            handover.value(QLatin1String("note")).toString(), timeAt(handover, "at")};
    }
    return presence;
}

QString presenceText(const Presence& presence)
{
    const QString where
        = tr("%1 on %2 (process %3)").arg(presence.who.by, presence.who.host).arg(presence.who.pid);
    constexpr qint64 second = 1000;
    const QString heard = durationText(qMax(presence.heartbeatMs / second, qint64(1)) * second, 2);
    switch (presence.runner) {
    case Presence::Runner::None:
        return tr("Nobody runs it at the moment; last it was %1.").arg(where);
    case Presence::Runner::Alive:
        return presence.heartbeatMs < 0 ? tr("Run by %1.").arg(where)
                                        : tr("Run by %1, heard of %2 ago.").arg(where, heard);
    case Presence::Runner::Silent:
        return presence.heartbeatMs < 0
            ? tr("The runner seems dead: %1 is not there any more.").arg(where)
            : tr("The runner seems dead: nothing heard of %1 for %2.").arg(where, heard);
    case Presence::Runner::Unknown:
        break;
    }
    return tr("Last run by %1; whether it is there now cannot be seen from here.").arg(where);
}

QString handoverText(const Handover& handover)
{
    const QString note = handover.note.isEmpty() ? QString() : QStringLiteral(": ") + handover.note;
    return tr("Handed over by %1 to %2 at %3%4")
        .arg(handover.by, handover.to, handover.at.toString(Qt::ISODate), note);
}

} // namespace whimbrel
