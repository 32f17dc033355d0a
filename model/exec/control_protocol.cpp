// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/control_protocol.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

namespace whimbrel {

namespace {

template <class T>
struct Name {
    T type;
    const char* key;
};

constexpr std::array commands{
    Name<Command::Type>{Command::Type::Next, "next"},
    Name<Command::Type>{Command::Type::RunTo, "run-to"},
    Name<Command::Type>{Command::Type::GoOn, "go-on"},
    Name<Command::Type>{Command::Type::Pause, "pause"},
    Name<Command::Type>{Command::Type::Cancel, "cancel"},
    Name<Command::Type>{Command::Type::Retry, "retry"},
    Name<Command::Type>{Command::Type::Skip, "skip"},
    Name<Command::Type>{Command::Type::MarkDone, "mark-done"},
    Name<Command::Type>{Command::Type::Rollback, "rollback"},
    Name<Command::Type>{Command::Type::Answer, "answer"},
    Name<Command::Type>{Command::Type::Confirm, "confirm"},
    Name<Command::Type>{Command::Type::Decide, "decide"},
    Name<Command::Type>{Command::Type::AllowCommands, "allow-commands"},
    Name<Command::Type>{Command::Type::StopBlocker, "stop-blocker"},
    Name<Command::Type>{Command::Type::SetBreakpoints, "set-breakpoints"},
    Name<Command::Type>{Command::Type::HandOver, "hand-over"},
    Name<Command::Type>{Command::Type::Quit, "quit"},
};

constexpr std::array messages{
    Name<RunnerMessage::Type>{RunnerMessage::Type::Hello, "hello"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Event, "event"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Progress, "progress"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Around, "around"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Resting, "resting"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Presence, "presence"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Remark, "remark"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Refused, "refused"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Failed, "failed"},
    Name<RunnerMessage::Type>{RunnerMessage::Type::Bye, "bye"},
};

constexpr std::array codes{
    Name<ErrorCode>{ErrorCode::Usage, "usage"},
    Name<ErrorCode>{ErrorCode::Unreadable, "unreadable"},
    Name<ErrorCode>{ErrorCode::Unwritable, "unwritable"},
    Name<ErrorCode>{ErrorCode::Impossible, "impossible"},
    Name<ErrorCode>{ErrorCode::Sql, "sql"},
    Name<ErrorCode>{ErrorCode::CheckFailed, "check-failed"},
    Name<ErrorCode>{ErrorCode::Connection, "connection"},
    Name<ErrorCode>{ErrorCode::ConnectionLost, "connection-lost"},
    Name<ErrorCode>{ErrorCode::Locked, "locked"},
    Name<ErrorCode>{ErrorCode::InDoubt, "in-doubt"},
    Name<ErrorCode>{ErrorCode::Cancelled, "cancelled"},
};

template <class T, size_t N>
QString nameOf(const std::array<Name<T>, N>& names, T type)
{
    for (const Name<T>& row : names) {
        if (row.type == type) {
            return QString::fromLatin1(row.key);
        }
    }
    return {};
}

template <class T, size_t N>
std::optional<T> typeOf(const std::array<Name<T>, N>& names, const QString& key)
{
    for (const Name<T>& row : names) {
        if (key == QLatin1String(row.key)) {
            return row.type;
        }
    }
    return std::nullopt;
}

QByteArray line(const QJsonObject& json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact) + '\n';
}

void put(QJsonObject& json, const char* key, const QString& value)
{
    if (!value.isEmpty()) {
        json.insert(QLatin1String(key), value);
    }
}

QString text(const QJsonObject& json, const char* key)
{
    return json.value(QLatin1String(key)).toString();
}

Result<QJsonObject> parse(const QByteArray& bytes)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject()) {
        const QString why = problem.error != QJsonParseError::NoError
            ? problem.errorString()
            : QCoreApplication::translate("Protocol", "it is not an object");
        return fail({ErrorCode::Usage,
            QCoreApplication::translate("Protocol", "This line is not a JSON object: %1.").arg(why),
            {}, {}});
    }
    return document.object();
}

QJsonObject toJson(const Blocker& blocker)
{
    QJsonObject one{{QStringLiteral("session"), blocker.session},
        {QStringLiteral("ageMs"), blocker.ageMs}, {QStringLiteral("depth"), blocker.depth}};
    put(one, "user", blocker.user);
    put(one, "application", blocker.application);
    put(one, "query", blocker.query);
    put(one, "state", blocker.state);
    if (blocker.inferred) {
        one.insert(QStringLiteral("inferred"), true);
    }
    return one;
}

Blocker blockerFrom(const QJsonObject& one)
{
    Blocker blocker;
    blocker.session = one.value(QLatin1String("session")).toInteger();
    blocker.user = text(one, "user");
    blocker.application = text(one, "application");
    blocker.query = text(one, "query");
    blocker.state = text(one, "state");
    blocker.ageMs = one.value(QLatin1String("ageMs")).toInteger(-1);
    blocker.depth = one.value(QLatin1String("depth")).toInt(1);
    blocker.inferred = one.value(QLatin1String("inferred")).toBool();
    return blocker;
}

QJsonObject toJson(const Sighting& seen)
{
    QJsonObject json;
    put(json, "phase", seen.phase);
    if (seen.fraction >= 0) {
        json.insert(QStringLiteral("fraction"), seen.fraction);
    }
    QJsonArray blockers;
    for (const Blocker& blocker : seen.blockers) {
        blockers.append(toJson(blocker));
    }
    json.insert(QStringLiteral("blockers"), blockers);
    QJsonArray locks;
    for (const HeldLock& lock : seen.locks) {
        locks.append(QJsonObject{{QStringLiteral("object"), lock.object},
            {QStringLiteral("mode"), lock.mode}, {QStringLiteral("granted"), lock.granted}});
    }
    json.insert(QStringLiteral("locks"), locks);
    return json;
}

Sighting sightingFrom(const QJsonObject& json)
{
    Sighting seen;
    seen.phase = text(json, "phase");
    seen.fraction = json.value(QLatin1String("fraction")).toDouble(-1);
    for (const QJsonValue& value : json.value(QLatin1String("blockers")).toArray()) {
        seen.blockers.append(blockerFrom(value.toObject()));
    }
    for (const QJsonValue& value : json.value(QLatin1String("locks")).toArray()) {
        const QJsonObject one = value.toObject();
        seen.locks.append({text(one, "object"), text(one, "mode"),
            one.value(QLatin1String("granted")).toBool(true)});
    }
    return seen;
}

QJsonObject toJson(const Progress& progress)
{
    QJsonObject json{
        {QStringLiteral("elapsedMs"), progress.elapsedMs},
        {QStringLiteral("rows"), progress.rows},
        {QStringLiteral("fraction"), progress.fraction},
        {QStringLiteral("rowsPerSecond"), progress.rowsPerSecond},
        {QStringLiteral("leftMs"), progress.leftMs},
    };
    put(json, "node", progress.node.text());
    put(json, "edge", progress.edge.text());
    put(json, "text", progress.text);
    put(json, "waitsFor", progress.waitsFor);
    if (progress.leftAtMostMs >= 0) {
        json.insert(QStringLiteral("leftAtMostMs"), progress.leftAtMostMs);
    }
    if (progress.sighting != Sighting{}) {
        json.insert(QStringLiteral("server"), toJson(progress.sighting));
    }
    return json;
}

Progress progressFrom(const QJsonObject& json)
{
    Progress progress;
    progress.node = NodeId(text(json, "node"));
    progress.edge = EdgeId(text(json, "edge"));
    progress.elapsedMs = json.value(QLatin1String("elapsedMs")).toInteger();
    progress.rows = json.value(QLatin1String("rows")).toInteger();
    progress.fraction = json.value(QLatin1String("fraction")).toDouble(-1);
    progress.rowsPerSecond = json.value(QLatin1String("rowsPerSecond")).toDouble();
    progress.leftMs = json.value(QLatin1String("leftMs")).toInteger(-1);
    progress.text = text(json, "text");
    progress.waitsFor = text(json, "waitsFor");
    progress.leftAtMostMs = json.value(QLatin1String("leftAtMostMs")).toInteger(-1);
    progress.sighting = sightingFrom(json.value(QLatin1String("server")).toObject());
    return progress;
}

QJsonObject toJson(const Surroundings& around)
{
    QJsonArray holders;
    for (const LockHolder& holder : around.holders) {
        QJsonObject one{{QStringLiteral("who"), toJson(holder.who)}};
        put(one, "table", holder.table);
        put(one, "mode", holder.mode);
        if (!holder.granted) {
            one.insert(QStringLiteral("granted"), false);
        }
        holders.append(one);
    }
    QJsonArray tables;
    for (const TableSize& size : around.tables) {
        tables.append(QJsonObject{{QStringLiteral("table"), size.table},
            {QStringLiteral("rows"), size.rows}, {QStringLiteral("bytes"), size.bytes}});
    }
    QJsonObject json{{QStringLiteral("holders"), holders}, {QStringLiteral("tables"), tables}};
    put(json, "node", around.node.text());
    put(json, "edge", around.edge.text());
    put(json, "unseen", around.unseen);
    return json;
}

Surroundings surroundingsFrom(const QJsonObject& json)
{
    Surroundings around;
    around.node = NodeId(text(json, "node"));
    around.edge = EdgeId(text(json, "edge"));
    around.unseen = text(json, "unseen");
    for (const QJsonValue& value : json.value(QLatin1String("holders")).toArray()) {
        const QJsonObject one = value.toObject();
        around.holders.append({text(one, "table"), text(one, "mode"),
            one.value(QLatin1String("granted")).toBool(true),
            blockerFrom(one.value(QLatin1String("who")).toObject())});
    }
    for (const QJsonValue& value : json.value(QLatin1String("tables")).toArray()) {
        const QJsonObject one = value.toObject();
        around.tables.append({text(one, "table"), one.value(QLatin1String("rows")).toInteger(-1),
            one.value(QLatin1String("bytes")).toInteger(-1)});
    }
    return around;
}

} // namespace

QString keyOf(Command::Type type)
{
    return nameOf(commands, type);
}

QByteArray encode(const Command& command)
{
    QJsonObject json{{QStringLiteral("command"), keyOf(command.type)}};
    put(json, "node", command.node.text());
    put(json, "outcome", command.outcome);
    put(json, "because", command.because);
    put(json, "by", command.by);
    if (command.type == Command::Type::SetBreakpoints) {
        QJsonArray nodes;
        for (const NodeId& node : command.nodes) {
            nodes.append(node.text());
        }
        json.insert(QStringLiteral("nodes"), nodes);
    }
    put(json, "signature", command.signature);
    put(json, "at", command.at);
    if (command.session != 0) {
        json.insert(QStringLiteral("session"), command.session);
    }
    return line(json);
}

QByteArray encode(const RunnerMessage& message)
{
    QJsonObject json{{QStringLiteral("message"), nameOf(messages, message.type)}};
    put(json, "run", message.run);
    switch (message.type) {
    case RunnerMessage::Type::Hello:
        put(json, "version", message.version);
        break;
    case RunnerMessage::Type::Event:
        json.insert(QStringLiteral("event"), toJson(message.event));
        break;
    case RunnerMessage::Type::Progress:
        json.insert(QStringLiteral("progress"), toJson(message.progress));
        break;
    case RunnerMessage::Type::Around:
        json.insert(QStringLiteral("around"), toJson(message.around));
        break;
    case RunnerMessage::Type::Presence:
        json.insert(QStringLiteral("presence"), toJson(message.presence));
        break;
    case RunnerMessage::Type::Remark:
        put(json, "text", message.text);
        break;
    case RunnerMessage::Type::Resting:
        break;
    case RunnerMessage::Type::Refused:
    case RunnerMessage::Type::Failed: {
        QJsonObject error{{QStringLiteral("code"), nameOf(codes, message.error.code)},
            {QStringLiteral("message"), message.error.message}};
        put(error, "where", message.error.where);
        put(error, "advice", message.error.advice);
        json.insert(QStringLiteral("error"), error);
        if (message.orphan) {
            QJsonObject orphan{{QStringLiteral("who"), toJson(message.orphan->who)}};
            put(orphan, "database", message.orphan->database);
            put(orphan, "runner", message.orphan->runner);
            json.insert(QStringLiteral("orphan"), orphan);
        }
        break;
    }
    case RunnerMessage::Type::Bye:
        json.insert(QStringLiteral("exitCode"), message.exitCode);
        break;
    }
    return line(json);
}

Result<Command> decodeCommand(const QByteArray& bytes)
{
    const Result<QJsonObject> json = parse(bytes);
    if (!json) {
        return fail(json.error());
    }
    const QString key = text(*json, "command");
    const std::optional<Command::Type> type = typeOf(commands, key);
    if (!type) {
        return fail({ErrorCode::Usage,
            QCoreApplication::translate("Protocol", "\"%1\" is not a command of the runner.")
                .arg(key),
            {}, {}});
    }
    Command command;
    command.type = *type;
    command.node = NodeId(text(*json, "node"));
    command.outcome = text(*json, "outcome");
    command.because = text(*json, "because");
    command.by = text(*json, "by");
    command.signature = text(*json, "signature");
    command.at = text(*json, "at");
    command.session = json->value(QLatin1String("session")).toInteger();
    for (const QJsonValue& node : json->value(QLatin1String("nodes")).toArray()) {
        command.nodes.append(NodeId(node.toString()));
    }
    return command;
}

Result<RunnerMessage> decodeMessage(const QByteArray& bytes)
{
    const Result<QJsonObject> json = parse(bytes);
    if (!json) {
        return fail(json.error());
    }
    const QString key = text(*json, "message");
    const std::optional<RunnerMessage::Type> type = typeOf(messages, key);
    if (!type) {
        return fail({ErrorCode::Usage,
            QCoreApplication::translate("Protocol", "\"%1\" is not a message of the runner.")
                .arg(key),
            {}, {}});
    }
    RunnerMessage message;
    message.type = *type;
    message.run = text(*json, "run");
    message.version = text(*json, "version");
    message.text = text(*json, "text");
    message.exitCode = json->value(QLatin1String("exitCode")).toInt();
    message.progress = progressFrom(json->value(QLatin1String("progress")).toObject());
    message.around = surroundingsFrom(json->value(QLatin1String("around")).toObject());
    message.presence = presenceFrom(json->value(QLatin1String("presence")).toObject());
    const QJsonObject error = json->value(QLatin1String("error")).toObject();
    message.error = {typeOf(codes, text(error, "code")).value_or(ErrorCode::Usage),
        text(error, "message"), text(error, "where"), text(error, "advice")};
    if (const QJsonValue value = json->value(QLatin1String("orphan")); value.isObject()) {
        const QJsonObject orphan = value.toObject();
        message.orphan = Orphan{text(orphan, "database"), text(orphan, "runner"),
            blockerFrom(orphan.value(QLatin1String("who")).toObject())};
    }
    if (message.type == RunnerMessage::Type::Event) {
        Result<Event> event = eventFromJson(json->value(QLatin1String("event")).toObject());
        if (!event) {
            return fail(event.error());
        }
        message.event = *std::move(event);
    }
    return message;
}

} // namespace whimbrel
