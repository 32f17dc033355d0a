// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/counted.h"
#include "model/preflight/judge.h"

#include <QCoreApplication>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

/// About how much an entry of an index takes: a key of a few bytes, and where its row is.
constexpr qint64 indexEntryBytes = 40;

/// How much room a statement needs beside what is there; -1: cannot be told.
struct Room {
    qint64 bytes = 0;
    QString why{};
};

Room roomFor(const StatementNeed& statement, const TargetSnapshot& seen)
{
    const auto table = seen.tables.constFind(statement.table.toLower());
    const qint64 tableBytes = table == seen.tables.cend() ? -1 : table->bytes;
    const bool sqlite = seen.dialect == Dialect::Sqlite;
    switch (statement.space) {
    case SpaceUse::None:
        return {};
    case SpaceUse::Copy:
        return {seen.databaseBytes, tr("a copy of the database")};
    case SpaceUse::Index:
        if (table != seen.tables.cend() && table->rows >= 0) {
            return {
                table->rows * indexEntryBytes, tr("an index of about %1 entries").arg(table->rows)};
        }
        return {sqlite ? seen.databaseBytes / 3 : tableBytes, tr("an index")};
    case SpaceUse::Rewrite:
        // The new form stands beside the old one; PostgreSQL writes it into its log as well.
        if (sqlite) {
            return {2 * seen.databaseBytes, tr("the database written anew")};
        }
        return {tableBytes < 0                        ? -1
                : seen.dialect == Dialect::Postgresql ? 2 * tableBytes
                                                      : tableBytes,
            seen.dialect == Dialect::Postgresql
                ? tr("\"%1\" written anew, and once more into the log").arg(statement.table)
                : tr("\"%1\" written anew").arg(statement.table)};
    case SpaceUse::Rows:
        if (sqlite) {
            return {seen.databaseBytes, tr("changed pages in SQLite's journal")};
        }
        return {tableBytes < 0 ? -1 : 2 * tableBytes,
            tr("at most a new version of every row of \"%1\", and its log").arg(statement.table)};
    }
    return {};
}

} // namespace

void judgeRoom(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings)
{
    const StatementNeed* largest = nullptr;
    Room most;
    for (const StatementNeed& statement : what.needs.statements) {
        if (statement.target == seen.target) {
            const Room room = roomFor(statement, seen);
            if (room.bytes > most.bytes) {
                most = room;
                largest = &statement;
            }
        }
    }
    if (!largest) {
        return;
    }
    PreflightFinding found = finding(PreflightLevel::Note, "space", &seen, {});
    found.node = largest->node;
    found.edge = largest->edge;
    const QString need = tr("The step that needs most room takes about %1 (%2)")
                             .arg(sizeText(most.bytes), most.why);
    if (seen.freeBytes < 0) {
        found.text = tr("%1; how much is free on the server cannot be seen from here.").arg(need);
        found.advice = seen.dataFolder.isEmpty()
            ? tr("See on the server how much is free where its data lies.")
            : tr("See on the server: df -h %1").arg(seen.dataFolder);
        // Little is not worth a warning, wherever it is.
        constexpr qint64 little = 100 * 1000 * 1000;
        found.level = most.bytes > little ? PreflightLevel::Warning : PreflightLevel::Note;
    } else {
        found.text
            = tr("%1; %2 are free in \"%3\".").arg(need, sizeText(seen.freeBytes), seen.dataFolder);
        const auto tight
            = static_cast<qint64>(static_cast<double>(seen.freeBytes) * what.limits.tightShare);
        if (most.bytes > tight) {
            found.level
                = most.bytes > seen.freeBytes ? PreflightLevel::Error : PreflightLevel::Warning;
            found.expected = tr("twice that much free");
            found.advice = tr("Make room first.");
        }
    }
    findings.append(found);
}

} // namespace whimbrel
