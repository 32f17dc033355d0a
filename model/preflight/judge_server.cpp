// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/counted.h"
#include "model/io/plan_hash.h"
#include "model/preflight/judge.h"

#include <QCoreApplication>
#include <QSet>
#include <QVersionNumber>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

void judgeVersions(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings)
{
    const QVersionNumber there = QVersionNumber::fromString(seen.version);
    QSet<QString> told;
    for (const StatementNeed& statement : what.needs.statements) {
        // What is wanted of MariaDB says nothing about MySQL.
        const bool counts = statement.target == seen.target && !statement.wants.isEmpty()
            && seen.product != QLatin1String("MySQL") && !told.contains(statement.wantsFor);
        if (!counts || there.isNull() || there >= QVersionNumber::fromString(statement.wants)) {
            continue;
        }
        told.insert(statement.wantsFor);
        PreflightFinding found = finding(PreflightLevel::Error, "version", &seen,
            tr("%1 %2 does not know %3.").arg(seen.product, seen.version, statement.wantsFor),
            tr("Write the step for this version, or upgrade the server first."));
        found.expected = tr("%1 %2 or later").arg(seen.product, statement.wants);
        found.node = statement.node;
        found.edge = statement.edge;
        findings.append(found);
    }
}

void judgeReplication(const TargetSnapshot& seen, PreflightFindings& findings)
{
    for (const SeenSlot& slot : seen.idleSlots) {
        const QString kept = slot.retainedBytes < 0
            ? QString()
            : tr(" %1 of it are kept already.").arg(sizeText(slot.retainedBytes));
        PreflightFinding found = finding(
            slot.limited ? PreflightLevel::Warning : PreflightLevel::Error, "replication", &seen,
            slot.limited
                ? tr("Nobody reads from the replication slot \"%1\": the run may write so much log "
                     "that the slot is given up.%2")
                      .arg(slot.name, kept)
                : tr("Nobody reads from the replication slot \"%1\": all log that the run writes "
                     "is kept for it until the disk is full.%2")
                      .arg(slot.name, kept),
            tr("Bring its reader back, or SELECT pg_drop_replication_slot('%1').").arg(slot.name));
        found.expected = tr("a reader of every replication slot");
        findings.append(found);
    }
    if (!seen.syncStandbyMissing.isEmpty()) {
        PreflightFinding found = finding(PreflightLevel::Error, "replication", &seen,
            tr("Every COMMIT waits for a synchronous replica (%1), and none is there.")
                .arg(seen.syncStandbyMissing),
            tr("Bring a replica back, or change synchronous_standby_names."));
        found.expected = tr("a synchronous replica that answers");
        findings.append(found);
    }
}

} // namespace

void judgeServer(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings)
{
    if (!seen.readOnly.isEmpty() && isWorkedOn(what, seen)) {
        PreflightFinding found = finding(PreflightLevel::Error, "read-only", &seen,
            tr("The database takes no changes: %1.").arg(seen.readOnly),
            seen.dialect == Dialect::Sqlite ? tr("Have the file and its folder made writable.")
                                            : tr("Bind the target to the primary."));
        found.expected = tr("a database that can be written");
        findings.append(found);
    }
    if (seen.pooled) { // one that shares sessions is not connected through at all
        findings.append(finding(PreflightLevel::Note, "pooler", &seen,
            tr("A connection pooler stands before the server; it keeps our session for us.")));
    }
    if (seen.connectionsLeft >= 0 && seen.connectionsLeft < what.limits.connections) {
        PreflightFinding found
            = finding(seen.connectionsLeft < 2 ? PreflightLevel::Error : PreflightLevel::Warning,
                "connections", &seen,
                tr("Only %1 more connections fit on the server.").arg(seen.connectionsLeft),
                tr("End some that are idle; a run needs two to each database."));
        found.expected = tr("room for at least %1").arg(what.limits.connections);
        findings.append(found);
    }
    if (!seen.limits.isEmpty()) {
        findings.append(finding(PreflightLevel::Note, "limits", &seen,
            tr("For sessions of %1 the server has: %2. A run sets lock and statement timeouts "
               "itself, step by step.")
                .arg(seen.user, seen.limits.join(QLatin1String(", ")))));
    }
    judgeReplication(seen, findings);
    judgeVersions(what, seen, findings);
}

void judgeTables(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings)
{
    QSet<QString> told;
    for (const StatementNeed& statement : what.needs.statements) {
        const QString key = statement.table.toLower();
        const auto table = seen.tables.constFind(key);
        if (statement.target != seen.target || !statement.changesRows || table == seen.tables.cend()
            || told.contains(key)) {
            continue;
        }
        told.insert(key);
        if (table->publishes && !table->identifiable) {
            PreflightFinding found = finding(PreflightLevel::Error, "replication", &seen,
                tr("\"%1\" is published to subscribers, but has no replica identity: %2 would "
                   "fail.")
                    .arg(statement.table, statement.verb),
                tr("ALTER TABLE %1 REPLICA IDENTITY …, or give it a primary key.")
                    .arg(statement.table));
            found.expected = tr("a replica identity");
            found.node = statement.node;
            found.edge = statement.edge;
            findings.append(found);
        }
        if (!table->triggers.isEmpty()) {
            PreflightFinding found = finding(PreflightLevel::Note, "triggers", &seen,
                tr("For rows that change in \"%1\" triggers fire: %2.")
                    .arg(statement.table, table->triggers.join(QLatin1String(", "))));
            found.node = statement.node;
            found.edge = statement.edge;
            findings.append(found);
        }
    }
}

void judgeJournal(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings)
{
    if (seen.openRun) {
        findings.append(finding(PreflightLevel::Error, "journal", &seen,
            tr("The run \"%1\" of \"%2\", begun by %3, is open here.")
                .arg(seen.openRun->run, seen.openRun->title, seen.openRun->by),
            tr("Resume it, or roll it back to its start, before another begins.")));
    } else if (seen.lastRun && seen.lastRun->ended == Outcome::Migrated
        && seen.lastRun->planHash == planHash(what.request.plan)) {
        findings.append(finding(PreflightLevel::Error, "journal", &seen,
            tr("This plan has migrated this database already: run \"%1\".").arg(seen.lastRun->run),
            tr("Roll that run back first if it is to be done again.")));
    }
    if (!seen.strangeJournal.isEmpty()) {
        findings.append(finding(PreflightLevel::Warning, "journal", &seen, seen.strangeJournal,
            tr("See whether this is the database that is meant: it may be a copy.")));
    }
}

} // namespace whimbrel
