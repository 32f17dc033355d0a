// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sequence/flow_participants.h"

#include "model/sequence/version_order.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("FlowSequence", source);
}

int rankOf(const Participant* who)
{
    switch (who->kind) {
    case ParticipantKind::Person:
        return 0;
    case ParticipantKind::Runner:
        return 1;
    case ParticipantKind::Application:
        return 2;
    case ParticipantKind::Flags:
    case ParticipantKind::Queue:
    case ParticipantKind::Service:
        return 3;
    case ParticipantKind::Database:
        return 4;
    case ParticipantKind::Replica:
        return 5;
    }
    return 6;
}

class Finder final {
public:
    explicit Finder(const Plan& plan)
        : m_plan(plan)
    { }

    FlowParticipants found()
    {
        m_found.runner = runner();
        findApplications();
        for (const Target& target : m_plan.targets) {
            m_found.targets.insert(target.id, participantOf(target));
        }
        return std::move(m_found);
    }

private:
    ParticipantId add(const QString& id, const QString& title, ParticipantKind kind,
        const QString& version = {}, const TargetId& target = {})
    {
        Participant made;
        made.id = ParticipantId(id);
        for (int i = 2; isTaken(made.id); ++i) {
            made.id = ParticipantId(id + QLatin1Char('-') + QString::number(i));
        }
        made.title = title;
        made.kind = kind;
        made.version = version;
        made.target = target;
        m_found.added.append(made);
        return made.id;
    }

    bool isTaken(const ParticipantId& id) const
    {
        return m_plan.participants.contains(id)
            || std::ranges::any_of(
                m_found.added, [&](const Participant& each) { return each.id == id; });
    }

    ParticipantId runner()
    {
        for (const Participant& each : m_plan.participants) {
            if (each.kind == ParticipantKind::Runner) {
                return each.id;
            }
        }
        return add(QStringLiteral("runner"), text("Migration runner"), ParticipantKind::Runner);
    }

    void findApplications()
    {
        QList<ParticipantId> all;
        for (const Participant& each : m_plan.participants) {
            all.append(each.id);
        }
        QList<ParticipantId> known = applicationsByAge(m_plan, all);
        // Those that say their version are meant, where some do.
        const auto saysNone = [this](const ParticipantId& id) {
            return m_plan.participants.find(id)->version.isEmpty();
        };
        if (!std::ranges::all_of(known, saysNone)) {
            known.removeIf(saysNone);
        }
        const bool releases = std::ranges::any_of(
            m_plan.nodes, [](const Node& node) { return node.kind == NodeKind::Deploy; });
        m_found.oldApplication = known.isEmpty()
            ? add(QStringLiteral("app-1"), text("Application 1"), ParticipantKind::Application,
                QStringLiteral("1"))
            : known.first();
        // Of several with the newest version the first counts: one that is added later, for another
        // diagram, changes nothing here.
        const QList<ParticipantId> older = oldApplications(m_plan, known);
        m_found.newApplication = known.isEmpty() ? m_found.oldApplication : known.at(older.size());
        const bool alone = known.isEmpty() || older.isEmpty();
        if (alone && releases) {
            const Participant* old = m_plan.participants.find(m_found.oldApplication);
            m_found.newApplication = old
                ? add(old->id.text() + QStringLiteral("-next"),
                    text("%1 (next)").arg(old->title.isEmpty() ? old->id.text() : old->title),
                    ParticipantKind::Application, QStringLiteral("next"))
                : add(QStringLiteral("app-2"), text("Application 2"), ParticipantKind::Application,
                    QStringLiteral("2"));
        }
    }

    ParticipantId participantOf(const Target& target)
    {
        for (const Participant& each : m_plan.participants) {
            if (each.target == target.id) {
                return each.id;
            }
        }
        const ParticipantId same(target.id.text());
        const Participant* named = m_plan.participants.find(same);
        if (named && named->kind != ParticipantKind::Person) {
            return same;
        }
        const bool copies = target.id.text().contains(QLatin1String("replica"));
        const ParticipantKind kind = target.dialect == Dialect::External ? ParticipantKind::Service
            : copies                                                     ? ParticipantKind::Replica
                     : ParticipantKind::Database;
        return add(target.id.text(), target.title.isEmpty() ? target.id.text() : target.title, kind,
            {}, target.id);
    }

    const Plan& m_plan;
    FlowParticipants m_found{};
};

} // namespace

QList<ParticipantId> inOrder(
    const Plan& plan, const QList<Participant>& added, const QSet<ParticipantId>& used)
{
    QList<const Participant*> all;
    for (const Participant& each : plan.participants) {
        all.append(&each);
    }
    for (const Participant& each : added) {
        all.append(&each);
    }
    std::ranges::stable_sort(all, {}, rankOf);
    QList<ParticipantId> ordered;
    for (const Participant* who : std::as_const(all)) {
        if (used.contains(who->id)) {
            ordered.append(who->id);
        }
    }
    return ordered;
}

FlowParticipants participantsOfFlow(const Plan& plan)
{
    return Finder(plan).found();
}

} // namespace whimbrel
