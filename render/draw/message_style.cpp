// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/message_style.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

MessageLook lookOf(const Plan& plan, const Message& message)
{
    const bool undoes
        = !message.edge.isEmpty() || std::ranges::any_of(message.nodes, [&](const NodeId& id) {
              const Node* node = plan.nodes.find(id);
              return node && node->kind == NodeKind::Rollback;
          });
    if (undoes && message.kind != MessageKind::Reply) {
        return MessageLook::WayBack;
    }
    switch (message.kind) {
    case MessageKind::Sync:
    case MessageKind::Found:
        return MessageLook::Call;
    case MessageKind::Async:
        return MessageLook::Signal;
    case MessageKind::Reply:
        return MessageLook::Answer;
    case MessageKind::Create:
        return MessageLook::Creates;
    case MessageKind::Destroy:
        return MessageLook::Destroys;
    case MessageKind::Lost:
        return MessageLook::Failure;
    }
    return MessageLook::Call;
}

LineStyle lineStyle(MessageLook look, const Theme& theme)
{
    switch (look) {
    case MessageLook::Call:
        return {{theme.forward, 1.75, {}, false}, true, true, 10, 8, false};
    case MessageLook::Signal:
        return {{theme.forward, 1.75, {}, false}, false, true, 9, 9, false};
    case MessageLook::Answer:
        return {{theme.annotation, 1.5, {5, 4}, false}, false, true, 9, 8, false};
    case MessageLook::Creates:
        return {{theme.forward, 1.5, {5, 4}, false}, false, true, 9, 9, false};
    case MessageLook::Destroys:
        return {{theme.forward, 1.75, {}, false}, true, true, 10, 8, false};
    case MessageLook::Failure:
        return {{theme.failure, 2, {2, 3}, false}, true, true, 9, 8, false};
    case MessageLook::WayBack:
        return {{theme.rollback, 1.75, {7, 4}, false}, false, true, 9, 9, false};
    }
    return {};
}

QString nameOf(MessageLook look)
{
    const auto text
        = [](const char* source) { return QCoreApplication::translate("SequenceDrawing", source); };
    switch (look) {
    case MessageLook::Call:
        return text("Call");
    case MessageLook::Signal:
        return text("Signal");
    case MessageLook::Answer:
        return text("Answer");
    case MessageLook::Creates:
        return text("Creates");
    case MessageLook::Destroys:
        return text("Ends");
    case MessageLook::Failure:
        return text("Fails");
    case MessageLook::WayBack:
        return text("Takes back");
    }
    return {};
}

const Node* shownNode(const Plan& plan, const Message& message)
{
    for (const NodeId& id : message.nodes) {
        if (const Node* node = plan.nodes.find(id)) {
            return node;
        }
    }
    return nullptr;
}

} // namespace whimbrel
