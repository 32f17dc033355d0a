// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sequence/version_order.h"

#include <QCollator>

#include <algorithm>

namespace whimbrel {

namespace {

QString versionOf(const Plan& plan, const ParticipantId& id)
{
    const Participant* who = plan.participants.find(id);
    return who ? who->version : QString();
}

} // namespace

QList<ParticipantId> applicationsByAge(const Plan& plan, const QList<ParticipantId>& participants)
{
    QList<ParticipantId> applications;
    for (const ParticipantId& id : participants) {
        const Participant* who = plan.participants.find(id);
        if (who && who->kind == ParticipantKind::Application) {
            applications.append(id);
        }
    }
    QCollator byNumber(QLocale::c());
    byNumber.setNumericMode(true);
    std::ranges::stable_sort(applications, [&](const ParticipantId& a, const ParticipantId& b) {
        return byNumber.compare(versionOf(plan, a), versionOf(plan, b)) < 0;
    });
    return applications;
}

QList<ParticipantId> oldApplications(const Plan& plan, const QList<ParticipantId>& participants)
{
    QList<ParticipantId> applications = applicationsByAge(plan, participants);
    const QString newest
        = applications.isEmpty() ? QString() : versionOf(plan, applications.last());
    applications.removeIf([&](const ParticipantId& id) { return versionOf(plan, id) == newest; });
    return applications;
}

} // namespace whimbrel
