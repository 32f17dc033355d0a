// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/preflight/judge.h"

#include <QCoreApplication>
#include <QSet>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Preflight", text);
}

QString nameOf(const RightNeed& need)
{
    return need.schema.isEmpty() ? need.name : need.schema + QLatin1Char('.') + need.name;
}

QString grantee(const TargetSnapshot& seen)
{
    return seen.owner.isEmpty() ? seen.user : seen.owner;
}

/// What is missing, what should be there, and the statement that brings it.
void describe(PreflightFinding& found, const RightNeed& need, const StatementNeed& statement,
    const TargetSnapshot& seen)
{
    const QString who = grantee(seen);
    if (need.right == QLatin1String("OWNER")) {
        const QString owner = seen.tables.value(need.name.toLower()).owner;
        found.text
            = tr("%1 does not own \"%2\", which %3 needs.").arg(who, nameOf(need), statement.verb);
        found.expected = tr("to be its owner, or a member of the role that is");
        found.advice = owner.isEmpty()
            ? tr("Connect as its owner.")
            : tr("Connect with ?role=%1, after GRANT %1 TO %2.").arg(owner, seen.user);
    } else if (need.right == QLatin1String("MEMBER")) {
        found.text
            = tr("%1 is no member of the role \"%2\", which SET ROLE needs.").arg(who, need.name);
        found.expected = tr("membership of %1").arg(need.name);
        found.advice = tr("GRANT %1 TO %2").arg(need.name, who);
    } else if (need.name.isEmpty()) {
        const QString place = need.schema.isEmpty() ? tr("the current schema") : need.schema;
        found.text = tr("%1 may not create anything in %2, which %3 needs.")
                         .arg(who, place, statement.verb);
        found.expected = tr("the right %1 there").arg(need.right);
        found.advice = seen.dialect == Dialect::Postgresql
            ? tr("GRANT CREATE ON SCHEMA %1 TO %2")
                  .arg(need.schema.isEmpty() ? QStringLiteral("…") : need.schema, who)
            : tr("GRANT %1 ON %2.* TO %3")
                  .arg(need.right, need.schema.isEmpty() ? QStringLiteral("…") : need.schema, who);
    } else {
        found.text = tr("%1 may not %2 \"%3\", which %4 needs.")
                         .arg(who, need.right, nameOf(need), statement.verb);
        found.expected = tr("the right %1 on \"%2\"").arg(need.right, nameOf(need));
        found.advice = tr("GRANT %1 ON %2 TO %3").arg(need.right, nameOf(need), who);
    }
}

void judgeNeed(const Judged& what, const TargetSnapshot& seen, const StatementNeed& statement,
    const RightNeed& need, PreflightFindings& findings)
{
    const QStringList made = what.needs.made.value(seen.target);
    if (made.contains(need.name.toLower())) {
        return; // the plan makes it, and whoever makes something owns it
    }
    PreflightFinding found = finding(PreflightLevel::Error, "rights", &seen, {});
    found.node = statement.node;
    found.edge = statement.edge;
    switch (seen.rights.value(need, RightAnswer::Unknown)) {
    case RightAnswer::Yes:
        return;
    case RightAnswer::No:
        describe(found, need, statement, seen);
        break;
    case RightAnswer::Missing:
        found.level = PreflightLevel::Warning;
        found.text = need.name.isEmpty()
            ? tr("The schema \"%1\" is not there, and no step makes it.").arg(need.schema)
            : tr("\"%1\" is not there, and no step makes it.").arg(nameOf(need));
        found.advice = tr("See whether the target is bound to the right database.");
        break;
    case RightAnswer::Unknown:
        found.level = PreflightLevel::Note;
        found.text = tr("Whether %1 has the right %2 on \"%3\" cannot be told.")
                         .arg(grantee(seen), need.right, nameOf(need));
        break;
    }
    findings.append(found);
}

} // namespace

void judgeRights(const Judged& what, const TargetSnapshot& seen, PreflightFindings& findings)
{
    QSet<RightNeed> judged;
    for (const StatementNeed& statement : what.needs.statements) {
        if (statement.target != seen.target) {
            continue;
        }
        for (const RightNeed& need : statement.rights) {
            if (!judged.contains(need)) {
                judged.insert(need);
                judgeNeed(what, seen, statement, need, findings);
            }
        }
    }
    const RightNeed journal{QStringLiteral("JOURNAL"), {}, {}};
    if (isWorkedOn(what, seen) && seen.rights.value(journal, RightAnswer::Yes) == RightAnswer::No) {
        PreflightFinding found = finding(PreflightLevel::Error, "rights", &seen,
            tr("%1 may not make or use the journal, without which nothing runs.")
                .arg(grantee(seen)),
            seen.dialect == Dialect::Postgresql
                ? tr("CREATE SCHEMA %1 AUTHORIZATION %2").arg(seen.journal, grantee(seen))
                : tr("GRANT CREATE ON the database TO %1").arg(grantee(seen)));
        found.expected = seen.dialect == Dialect::Postgresql
            ? tr("a schema \"%1\", or the right to make it").arg(seen.journal)
            : tr("the right to create tables");
        findings.append(found);
    }
    // What is made belongs to who makes it: others may lose sight of it.
    QSet<QString> owners;
    for (const StatementNeed& statement : what.needs.statements) {
        const bool makes = statement.verb.startsWith(QLatin1String("CREATE "))
            && statement.verb != QLatin1String("CREATE INDEX")
            && statement.verb != QLatin1String("CREATE TRIGGER");
        if (statement.target != seen.target || !makes || seen.owner.isEmpty()) {
            continue;
        }
        for (const SeenTable& table : seen.tables) {
            if (!table.owner.isEmpty() && table.owner != seen.owner) {
                owners.insert(table.owner);
            }
        }
        if (!owners.isEmpty()) {
            PreflightFinding found = finding(PreflightLevel::Warning, "owner", &seen,
                tr("What the plan creates will belong to %1, while the tables it works on belong "
                   "to %2.")
                    .arg(seen.owner, QStringList(owners.values()).join(QLatin1String(", "))),
                tr("Connect with ?role=%1, if new objects shall belong to it too.")
                    .arg(*owners.cbegin()));
            found.node = statement.node;
            found.edge = statement.edge;
            findings.append(found);
            break;
        }
    }
}

} // namespace whimbrel
