// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/production_facts.h"

#include "model/exec/position.h"
#include "model/io/plan_hash.h"
#include "model/plan/node_kind.h"
#include "ui/connections/connections.h"
#include "ui/run/binding_row.h"

#include <QCoreApplication>
#include <QLocale>

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(ProductionFacts)
};

} // namespace

ProductionRun productionRun(const Plan& plan)
{
    ProductionRun run;
    run.plan = plan.header.title;
    run.planHash = planHash(plan);
    run.steps = countSteps(Flow(plan), RunState{}).all;
    for (const Node& node : plan.nodes) {
        run.changes += isChange(node) ? 1 : 0;
    }
    return run;
}

ProductionRun::Database productionDatabase(const BindingRow& row, Connections& connections)
{
    ProductionRun::Database database{row.target().text(), {}, redactedUrl(row.url()), {}, {}};
    if (const Result<ConnectionUrl> url = connections.known(row.url())) {
        database.database = url->shown;
        database.user = url->user;
    }
    if (connections.named(row.url())) {
        database.connection = row.url();
    }
    if (row.probe()) {
        database.database = row.probe()->name;
        database.server = row.probe()->version;
        database.user = row.probe()->user;
    }
    return database;
}

QString provenText(const Rehearsal& proof)
{
    const QDateTime at = QDateTime::fromString(proof.at, Qt::ISODate).toLocalTime();
    return Texts::tr("Every way back holds: rehearsed %1 by %2")
        .arg(QLocale().toString(at, QLocale::ShortFormat) + QLatin1Char(' ')
                + at.timeZoneAbbreviation(),
            proof.by);
}

} // namespace whimbrel
