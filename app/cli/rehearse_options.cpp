// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/rehearse_options.h"

#include "app/cli/console.h"
#include "app/cli/secrets.h"
#include "model/database/connection_url.h"
#include "model/plan/names.h"
#include "model/rehearsal/server_scratch.h"

#include <QFile>
#include <QFileInfo>

namespace whimbrel::cli {

namespace {

QStringList targetIds(const Plan& plan)
{
    QStringList ids;
    for (const Target& target : plan.targets) {
        if (target.dialect != Dialect::External) {
            ids.append(target.id.text());
        }
    }
    return ids;
}

/// Values of an option by target: those without TARGET= are for all that have none of their own.
Result<QMap<TargetId, QString>> byTarget(
    const CommandLine& line, const QString& option, const Plan& plan)
{
    QMap<TargetId, QString> values;
    QString forAll;
    for (const QString& given : line.values(option)) {
        const qsizetype equals = given.indexOf(QLatin1Char('='));
        const TargetId target(given.left(qMax<qsizetype>(equals, 0)));
        const bool named = equals > 0 && plan.targets.contains(target);
        if (named && !values.contains(target)) {
            values.insert(target, given.mid(equals + 1));
        } else if (!named && forAll.isEmpty()) {
            forAll = given;
        } else {
            return fail(
                {ErrorCode::Usage, Texts::tr("--%1 is given twice for one target.").arg(option), {},
                    Texts::tr("The plan's targets are %1; write --%2 TARGET=….")
                        .arg(targetIds(plan).join(QLatin1String(", ")), option)});
        }
    }
    for (const QString& target : targetIds(plan)) {
        if (!forAll.isEmpty() && !values.contains(TargetId(target))) {
            values.insert(TargetId(target), forAll);
        }
    }
    return values;
}

Result<QByteArray> contentOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail({ErrorCode::Unreadable,
            Texts::tr("The baseline could not be read: %1.").arg(file.errorString()), path,
            Texts::tr("Name a file with SQL that makes the database.")});
    }
    return file.readAll();
}

/// What a target on a server is made of.
Result<> chooseOnServer(const CommandLine& line, ScratchSource& source)
{
    if (source.url.isEmpty()) {
        return fail({ErrorCode::Usage,
            Texts::tr("A target of the plan is %1: say on which server to rehearse it.")
                .arg(keyOf(source.dialect)),
            {}, Texts::tr("Write --on %1.").arg(urlForm(source.dialect))});
    }
    if (source.content == ScratchSource::Content::Baseline) {
        return {};
    }
    source.templateName = line.value(QStringLiteral("template-db"));
    source.content = !source.templateName.isEmpty() ? ScratchSource::Content::Template
        : line.has(QStringLiteral("empty"))         ? ScratchSource::Content::Empty
                                                    : ScratchSource::Content::Schema;
    bool isNumber = true;
    source.sampleRows = line.value(QStringLiteral("sample-rows")).toInt(&isNumber);
    if (!isNumber || source.sampleRows < 0) {
        return fail({ErrorCode::Usage,
            Texts::tr("--sample-rows is \"%1\", but has to be a number.")
                .arg(line.value(QStringLiteral("sample-rows"))),
            {}, {}});
    }
    return {};
}

} // namespace

void addRehearsalOptions(CommandLine& line)
{
    line.add({{QStringLiteral("on")},
        Texts::tr("What the scratch database is made of. sqlite:PATH: a copy of that file. A "
                  "server: a new database there, with the schema of the database that the URL "
                  "names. The original is read and never changed. Without TARGET= for all "
                  "targets."),
        QStringLiteral("[TARGET=]URL")});
    line.add({{QStringLiteral("secrets-stdin")},
        Texts::tr("The first line of standard input holds the passwords of servers: {\"TARGET\": "
                  "\"PASSWORD\"}.")});
    line.add({{QStringLiteral("baseline")},
        Texts::tr("SQL that makes the scratch database, instead of a copy."),
        QStringLiteral("[TARGET=]FILE")});
    line.add({{QStringLiteral("template-db")},
        Texts::tr("On PostgreSQL: the database to copy with CREATE DATABASE … TEMPLATE, rows and "
                  "all. Nobody may be connected to it meanwhile."),
        QStringLiteral("NAME")});
    line.add({{QStringLiteral("empty")},
        Texts::tr("On a server: the scratch database begins without tables.")});
    line.add({{QStringLiteral("sample-rows")},
        Texts::tr("On a server: how many rows of each table are copied with the schema."),
        QStringLiteral("N"), QStringLiteral("0")});
    line.add({{QStringLiteral("environment")},
        Texts::tr("development, staging or production: which values of the plan's parameters "
                  "hold."),
        QStringLiteral("NAME"), QStringLiteral("development")});
    line.add({{QStringLiteral("allow-commands")},
        Texts::tr("Starts the programs of the plan too. Otherwise they are assumed to do well.")});
    line.add({{QStringLiteral("allow-web")},
        Texts::tr("Asks the web addresses of the plan too. Otherwise they are assumed to answer "
                  "well.")});
}

Result<QMap<TargetId, ScratchSource>> readSources(const CommandLine& line, const Plan& plan)
{
    const auto urls = byTarget(line, QStringLiteral("on"), plan);
    if (!urls) {
        return fail(urls.error());
    }
    const auto baselines = byTarget(line, QStringLiteral("baseline"), plan);
    if (!baselines) {
        return fail(baselines.error());
    }
    const Result<QJsonObject> secrets = givenSecrets(line);
    if (!secrets) {
        return fail(secrets.error());
    }
    QMap<TargetId, ScratchSource> sources;
    for (const Target& target : plan.targets) {
        if (target.dialect == Dialect::External) {
            continue;
        }
        ScratchSource source;
        source.dialect = target.dialect;
        source.url = urls->value(target.id);
        if (!source.url.isEmpty()) {
            const Result<ConnectionUrl> parsed
                = connectionFor(source.url, Secret(secrets->value(target.id.text()).toString()));
            if (!parsed) {
                return fail(parsed.error());
            }
            // What is written for one server is no SQL of another; plans for SQLite may be tried.
            if (target.dialect != Dialect::Sqlite && parsed->dialect != target.dialect) {
                return fail({ErrorCode::Usage,
                    Texts::tr("The target \"%1\" is %2, but \"%3\" is %4.")
                        .arg(target.id.text(), keyOf(target.dialect), parsed->shown,
                            keyOf(parsed->dialect)),
                    {},
                    Texts::tr("Write --on %1=%2.").arg(target.id.text(), urlForm(target.dialect))});
            }
            source.url = textWithPassword(*parsed);
            source.dialect = parsed->dialect;
            source.content = ScratchSource::Content::Copy;
        }
        const QString baseline = baselines->value(target.id);
        if (!baseline.isEmpty()) {
            const Result<QByteArray> script = contentOf(baseline);
            if (!script) {
                return fail(script.error());
            }
            source.content = ScratchSource::Content::Baseline;
            source.baseline = *script;
            source.baselineName = QFileInfo(baseline).fileName();
        }
        if (source.dialect == Dialect::Sqlite && !baseline.isEmpty() && !source.url.isEmpty()) {
            return fail({ErrorCode::Usage,
                Texts::tr("For a SQLite database, --on and --baseline exclude each other."), {},
                Texts::tr("Give a file to copy, or a script that makes one.")});
        }
        if (source.dialect != Dialect::Sqlite) {
            if (Result<> chosen = chooseOnServer(line, source); !chosen) {
                return fail(chosen.error());
            }
        }
        sources.insert(target.id, source);
    }
    return sources;
}

} // namespace whimbrel::cli
