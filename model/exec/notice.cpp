// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/notice.h"

#include "model/exec/windows.h"

#include <QCoreApplication>

#include <optional>
#include <utility>

namespace whimbrel {

namespace {

constexpr qint64 warnBeforeMs = 15 * 60 * 1000;

QString tr(const char* text)
{
    return QCoreApplication::translate("Notice", text);
}

Notice noticeOf(Notice::Kind kind, const Plan& plan, const RunState& state, const NodeId& node)
{
    const Node* found = plan.nodes.find(node);
    return {kind, state.run, state.title, state.environment, node,
        found && !found->title.isEmpty() ? found->title : node.text(),
        QDateTime::currentDateTimeUtc()};
}

std::optional<Notice::Kind> kindOf(RestReason reason)
{
    switch (reason) {
    case RestReason::Gate:
    case RestReason::Confirmation:
        return Notice::Kind::Gate;
    case RestReason::Failure:
    case RestReason::CheckFailed:
        return Notice::Kind::Failure;
    case RestReason::Doubt:
    case RestReason::Unknown:
        return Notice::Kind::Doubt;
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        break;
    }
    return std::nullopt;
}

/// Names one hold of a step: the next time it holds, it ends at another time.
QString holdKey(const RunState& state, const NodeId& node)
{
    return node.text() + QLatin1Char('\n') + state.step(node).holdUntil.toString(Qt::ISODateWithMs);
}

} // namespace

QString keyOf(Notice::Kind kind)
{
    switch (kind) {
    case Notice::Kind::Gate:
        return QStringLiteral("gate");
    case Notice::Kind::Failure:
        return QStringLiteral("failure");
    case Notice::Kind::Doubt:
        return QStringLiteral("doubt");
    case Notice::Kind::HoldEnded:
        return QStringLiteral("hold-ended");
    case Notice::Kind::WindowCloses:
        return QStringLiteral("window-closes");
    }
    return {};
}

QJsonObject toJson(const Notice& notice)
{
    return {{QStringLiteral("notice"), keyOf(notice.kind)}, {QStringLiteral("run"), notice.run},
        {QStringLiteral("plan"), notice.plan}, {QStringLiteral("environment"), notice.environment},
        {QStringLiteral("step"), notice.node.text()}, {QStringLiteral("title"), notice.step},
        {QStringLiteral("at"), notice.at.toUTC().toString(Qt::ISODateWithMs)},
        {QStringLiteral("text"), noticeText(notice)}};
}

QString noticeText(const Notice& notice)
{
    QString said;
    switch (notice.kind) {
    case Notice::Kind::Gate:
        said = tr("\"%1\" waits for an answer");
        break;
    case Notice::Kind::Failure:
        said = tr("\"%1\" failed, and somebody has to decide");
        break;
    case Notice::Kind::Doubt:
        said = tr("in doubt about \"%1\"");
        break;
    case Notice::Kind::HoldEnded:
        said = tr("the hold of \"%1\" is over");
        break;
    case Notice::Kind::WindowCloses:
        said = tr("the window of \"%1\" closes soon");
        break;
    }
    const QString about = said.arg(notice.step);
    return notice.environment.isEmpty() ? about : notice.environment + QStringLiteral(": ") + about;
}

QList<Notice> NoticeWatch::take(
    const RunnerMessage& message, const Plan& plan, const RunState& state)
{
    QList<Notice> notices;
    if (message.type == RunnerMessage::Type::Event && m_live) {
        if (state.rest.reason == RestReason::Hold) {
            if (!wasTold(state, state.rest.node)) {
                m_holding = state.rest.node;
            }
        } else if (!m_holding.isEmpty() && message.event.type == EventType::NodeDone
            && message.event.node == m_holding) {
            notices.append(
                noticeOf(Notice::Kind::HoldEnded, plan, state, std::exchange(m_holding, NodeId())));
        }
    }
    // Who only follows is not told that it rests, but looks at it again and again.
    if (message.type != RunnerMessage::Type::Resting
        && message.type != RunnerMessage::Type::Presence) {
        return notices;
    }
    m_live = true;
    if (state.rest.reason == RestReason::Hold && !wasTold(state, state.rest.node)) {
        m_holding = state.rest.node;
    }
    const std::optional<Notice::Kind> kind = kindOf(state.rest.reason);
    if (kind && m_restTold != state.events) {
        m_restTold = state.events;
        notices.append(noticeOf(*kind, plan, state, state.rest.node));
    }
    return notices;
}

bool NoticeWatch::wasTold(const RunState& state, const NodeId& node) const
{
    return m_holdsTold.contains(holdKey(state, node));
}

/// Whether a hold has come to its end and nobody was told of it. The journal knows when it ends; a
/// runner that paused, quit or died in it does not change that.
bool NoticeWatch::isOver(const RunState& state, const NodeId& node, const QDateTime& now)
{
    const StepRun step = state.step(node);
    if (!m_live || step.left || !step.holdUntil.isValid() || now < step.holdUntil) {
        return false;
    }
    if (wasTold(state, node)) {
        return false;
    }
    m_holdsTold.insert(holdKey(state, node));
    m_holding = m_holding == node ? NodeId() : m_holding;
    return true;
}

QList<Notice> NoticeWatch::look(const Plan& plan, const RunState& state, const QDateTime& now)
{
    QList<Notice> notices;
    if (!state.isOpen()) {
        return notices;
    }
    for (const NodeId& id : state.ready) {
        if (isOver(state, id, now)) {
            notices.append(noticeOf(Notice::Kind::HoldEnded, plan, state, id));
        }
        const Node* node = plan.nodes.find(id);
        if (!node || !node->window || !isOpen(*node->window, now)
            || isOpen(*node->window, now.addMSecs(warnBeforeMs))) {
            continue;
        }
        // Told of once a day and window.
        const QString key = id.text() + now.toUTC().toString(QStringLiteral("'\n'yyyyMMdd"));
        if (!m_windowsTold.contains(key)) {
            m_windowsTold.insert(key);
            notices.append(noticeOf(Notice::Kind::WindowCloses, plan, state, id));
        }
    }
    return notices;
}

} // namespace whimbrel
