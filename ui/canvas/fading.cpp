// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/canvas/fading.h"

#include "model/plan/node_kind.h"
#include "render/layout/flow_scene.h"
#include "ui/canvas/flow_view.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"
#include "ui/style/search_popup.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QTreeWidget>

namespace whimbrel {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Fading", text);
}

/// Kinds, owners and phases that the plan has, by name.
class FadePicker final : public SearchPopup {
public:
    FadePicker(Fading& fading, FlowView& view)
        : SearchPopup(words("Look at which kind, owner or phase?"), &view)
        , m_fading(fading)
    {
        setObjectName(QStringLiteral("fadePicker"));
        list().setColumnCount(2);
        list().setFixedSize(320, 320);
        list().header()->setSectionResizeMode(0, QHeaderView::Stretch);
        list().header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
        const Plan& plan = view.session().plan();
        QSet<NodeKind> kinds;
        QSet<ParticipantId> owners;
        for (const Node& node : plan.nodes) {
            kinds.insert(node.kind);
            owners.insert(node.owner);
        }
        for (const NodeKindTraits& row : nodeKinds()) {
            if (kinds.contains(row.kind)) {
                add(displayName(row.kind), words("Kind"), icon(iconName(row.key)),
                    [kind = row.kind](const Node& node) { return node.kind == kind; });
            }
        }
        for (const Participant& owner : plan.participants) {
            if (owners.contains(owner.id)) {
                add(owner.title.isEmpty() ? owner.id.text() : owner.title, words("Owner"),
                    icon(QStringLiteral("person")),
                    [id = owner.id](const Node& node) { return node.owner == id; });
            }
        }
        for (const Group& group : plan.groups) {
            add(group.title.isEmpty() ? group.id.text() : group.title, words("Phase"),
                icon(QStringLiteral("phase")),
                [groups = plan, index = plan.groups.indexOf(group.id)](const Node& node) {
                    return groupsAround(groups, node.group).contains(static_cast<int>(index));
                });
        }
        list().setCurrentItem(list().topLevelItem(0));
    }

private:
    void add(const QString& name, const QString& type, const QIcon& sign, const KeepsStep& keeps)
    {
        auto* item = new QTreeWidgetItem(&list(), {name, type});
        item->setIcon(0, sign);
        item->setForeground(1, uiColors(palette()).secondary);
        m_keeps.append(keeps);
    }
    void filter(const QString& text) override
    {
        QTreeWidgetItem* first = nullptr;
        for (int i = 0; i < list().topLevelItemCount(); ++i) {
            QTreeWidgetItem* item = list().topLevelItem(i);
            const bool fits = item->text(0).contains(text, Qt::CaseInsensitive)
                || item->text(1).contains(text, Qt::CaseInsensitive);
            item->setHidden(!fits);
            first = first == nullptr && fits ? item : first;
        }
        list().setCurrentItem(first);
    }
    void take() override
    {
        QTreeWidgetItem* item = list().currentItem();
        if (item != nullptr && !item->isHidden()) {
            m_fading.keepOnly(m_keeps.at(list().indexOfTopLevelItem(item)),
                words("Looking at “%1”. Esc shows everything again.").arg(item->text(0)));
            close();
        }
    }

    Fading& m_fading;
    QList<KeepsStep> m_keeps{};
};

} // namespace

void fadeAllBut(FlowView& view, const KeepsStep& keeps)
{
    const CanvasScene& scene = view.flowScene();
    const Plan& plan = view.session().plan();
    QSet<NodeId> kept;
    QSet<GroupId> around;
    const auto fade = [&scene](const ElementRef& element, bool faded) {
        if (ElementItem* item = scene.item(element)) {
            item->setFaded(faded);
        }
    };
    for (const Node& node : plan.nodes) {
        const bool isKept = !keeps || keeps(node);
        fade(ElementRef::of(node.id), !isKept);
        if (isKept) {
            kept.insert(node.id);
            for (const int group : groupsAround(plan, node.group)) {
                around.insert(plan.groups.at(group).id);
            }
        }
    }
    for (const Edge& edge : plan.edges) {
        fade(ElementRef::of(edge.id), !kept.contains(edge.from) || !kept.contains(edge.to));
    }
    for (const Group& group : plan.groups) {
        fade(ElementRef::of(group.id), keeps && !around.contains(group.id));
    }
}

Fading::Fading(FlowView& view)
    : QObject(&view)
    , m_view(view)
{
    connect(&view.flowScene(), &CanvasScene::contentChanged, this, [this] {
        if (isOn()) {
            fadeAllBut(m_view, m_keeps);
        }
    });
    view.installEventFilter(this);
    connect(&view.session(), &PlanSession::changed, this, [this](const PlanChange& change) {
        if (change.everything && isOn()) {
            keepOnly(nullptr, {});
        }
    });
}

bool Fading::eventFilter(QObject* watched, QEvent* event)
{
    if (isOn() && !m_view.isBusy() && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        keepOnly(nullptr, {});
        return true;
    }
    return QObject::eventFilter(watched, event);
}

void Fading::keepOnly(const KeepsStep& keeps, const QString& notice)
{
    m_keeps = keeps;
    fadeAllBut(m_view, m_keeps);
    m_view.notify(notice);
}

void Fading::pick()
{
    auto* picker = new FadePicker(*this, m_view);
    m_view.showBesideSelection(*picker);
}

} // namespace whimbrel
