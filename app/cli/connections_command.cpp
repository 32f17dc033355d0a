// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/secret_prompt.h"
#include "app/cli/secrets.h"
#include "model/database/connection_profile.h"
#include "model/database/connection_report.h"
#include "model/database/open_connection.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("connections"),
        QStringLiteral("[list | add NAME URL | remove NAME | test NAME|URL]"),
        Texts::tr(
            "Names connections, to be written as @NAME wherever a URL is taken. Without "
            "arguments it lists them. Passwords are never stored in a file: they go into the "
            "desktop's keychain, stay where the database's own client keeps them (PGPASSFILE, "
            "an option file), or are asked for."));
    line.setArguments(0, 3, Texts::tr("at most three arguments"));
    line.add({{QStringLiteral("e"), QStringLiteral("environment")},
        Texts::tr("add: development, staging or production; shown during every run."),
        QStringLiteral("NAME")});
    line.add({{QStringLiteral("keychain")},
        Texts::tr("add: asks for the password (or reads it as the first line of standard input) "
                  "and puts it into the keychain.")});
    line.addFormat();
    line.addExample(QStringLiteral("whimbrel-cli connections add shop-staging "
                                   "postgresql://dba@db1/shop -e staging --keychain"),
        Texts::tr("Names a database of staging and keeps its password."));
    line.addExample(QStringLiteral("whimbrel-cli connections test @shop-staging"),
        Texts::tr("Connects, and says which server answers, as whom, how it is encrypted, and "
                  "what may be done there."));
    return line;
}

int refuse(const Error& error)
{
    console::error(error);
    return exitCode(error.code);
}

int list(bool asJson)
{
    const auto profiles = readConnectionProfiles(connectionProfilesPath());
    if (!profiles) {
        return refuse(profiles.error());
    }
    if (asJson) {
        QJsonArray all;
        for (const ConnectionProfile& each : *profiles) {
            all.append(
                QJsonObject{{QStringLiteral("name"), each.name}, {QStringLiteral("url"), each.url},
                    {QStringLiteral("environment"), each.environment},
                    {QStringLiteral("keychain"), each.keychain}});
        }
        console::json({{QStringLiteral("connections"), all}});
        return Well;
    }
    if (profiles->isEmpty()) {
        console::line(Texts::tr("No connection has a name yet. Add one: whimbrel-cli connections "
                                "add NAME URL"));
    }
    qsizetype widest = 0;
    for (const ConnectionProfile& each : *profiles) {
        widest = std::max(widest, each.name.size());
    }
    for (const ConnectionProfile& each : *profiles) {
        console::line(
            QStringLiteral("@%1  %2  %3%4")
                .arg(each.name.leftJustified(widest), each.environment.leftJustified(11), each.url,
                    each.keychain ? Texts::tr("  (password in the keychain)") : QString()));
    }
    return Well;
}

int add(const CommandLine& line)
{
    const QStringList given = line.arguments();
    if (given.size() != 3) {
        return line.refuse(Texts::tr("connections add needs a name and a URL."));
    }
    auto profiles = readConnectionProfiles(connectionProfilesPath());
    if (!profiles) {
        return refuse(profiles.error());
    }
    ConnectionProfile profile;
    profile.name = given[1].startsWith(QLatin1Char('@')) ? given[1].mid(1) : given[1];
    profile.url = given[2];
    profile.environment = line.value(QStringLiteral("environment"));
    profile.keychain = line.has(QStringLiteral("keychain"));
    profiles->append(profile);
    // The file first: what it refuses must not leave a password in the keychain.
    if (const Result<> saved = writeConnectionProfiles(connectionProfilesPath(), *profiles);
        !saved) {
        return refuse(saved.error());
    }
    if (profile.keychain) {
        const Result<Secret> secret = askSecret(Texts::tr("Password for @%1").arg(profile.name));
        const Result<> kept = secret ? keepSecret(profile.name, *secret) : fail(secret.error());
        if (!kept) {
            profiles->removeLast();
            const Result<> undone = writeConnectionProfiles(connectionProfilesPath(), *profiles);
            return refuse(undone ? kept.error() : undone.error());
        }
    }
    console::line(Texts::tr("Added. Try it: whimbrel-cli connections test @%1").arg(profile.name));
    return Well;
}

int remove(const CommandLine& line)
{
    const QStringList given = line.arguments();
    if (given.size() != 2) {
        return line.refuse(Texts::tr("connections remove needs a name."));
    }
    auto profiles = readConnectionProfiles(connectionProfilesPath());
    if (!profiles) {
        return refuse(profiles.error());
    }
    const QString name = given[1].startsWith(QLatin1Char('@')) ? given[1].mid(1) : given[1];
    const auto found = std::find_if(profiles->begin(), profiles->end(),
        [&name](const ConnectionProfile& each) { return each.name == name; });
    if (found == profiles->end()) {
        return refuse(resolvedUrl(QLatin1Char('@') + name, *profiles).error());
    }
    if (found->keychain) {
        if (const Result<> forgotten = forgetSecret(name); !forgotten) {
            return refuse(forgotten.error());
        }
    }
    profiles->erase(found);
    const Result<> saved = writeConnectionProfiles(connectionProfilesPath(), *profiles);
    if (!saved) {
        return refuse(saved.error());
    }
    console::line(Texts::tr("Removed @%1.").arg(name));
    return Well;
}

QJsonObject jsonOf(const ConnectionReport& report)
{
    QJsonArray rights;
    for (const ConnectionRight& each : report.rights) {
        rights.append(QJsonObject{{QStringLiteral("right"), each.text},
            {QStringLiteral("granted"), each.isGranted},
            {QStringLiteral("needed"), each.isNeeded}});
    }
    return {{QStringLiteral("database"), report.name}, {QStringLiteral("product"), report.product},
        {QStringLiteral("user"), report.user}, {QStringLiteral("role"), report.role},
        {QStringLiteral("replica"), report.isReplica},
        {QStringLiteral("readOnly"), report.isReadOnly},
        {QStringLiteral("encryption"), report.encryption},
        {QStringLiteral("pooler"), report.pooling != Pooling::None},
        {QStringLiteral("roundTripMs"), static_cast<double>(report.roundTripUs) / 1000},
        {QStringLiteral("rights"), rights}};
}

/// Looks through a connection; at a terminal a password that the server wants is asked for.
Result<ConnectionReport> inspected(const QString& given)
{
    const Result<KnownConnection> known = knownConnection(given);
    if (!known) {
        return fail(known.error());
    }
    ConnectionUrl url = known->url;
    Result<ConnectionReport> report = inspectConnection(url);
    if (report || !wantsPassword(report.error())) {
        return report;
    }
    if (!known->keychain.message.isEmpty()) {
        console::remark(known->keychain.text());
    }
    if (!console::inputIsTerminal() || !url.password.isEmpty()) {
        return report;
    }
    const Result<Secret> asked = askSecret(Texts::tr("Password for %1").arg(url.shown));
    if (!asked) {
        return fail(asked.error());
    }
    url.password = *asked;
    return inspectConnection(url);
}

int test(const CommandLine& line, bool asJson)
{
    const QStringList given = line.arguments();
    if (given.size() != 2) {
        return line.refuse(Texts::tr("connections test needs a name or a URL."));
    }
    // What has no scheme can only be a name, as `remove` takes it too.
    const bool isName
        = !given[1].contains(QLatin1Char(':')) && !given[1].startsWith(QLatin1Char('@'));
    const Result<ConnectionReport> report
        = inspected(isName ? QLatin1Char('@') + given[1] : given[1]);
    if (!report) {
        return refuse(report.error());
    }
    if (asJson) {
        console::json(jsonOf(*report));
        return Well;
    }
    const QList<ReportLine> lines = describe(*report);
    qsizetype widest = 0;
    for (const ReportLine& each : lines) {
        widest = std::max(widest, each.label.size());
    }
    for (const ReportLine& each : lines) {
        console::line(each.label.leftJustified(widest) + QStringLiteral("  ") + each.text);
    }
    return Well;
}

} // namespace

int runConnections(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const bool asJson = line.asJson();
    const QString what = line.arguments().value(0);
    if (what.isEmpty() || what == QLatin1String("list")) {
        return list(asJson);
    }
    if (what == QLatin1String("add")) {
        return add(line);
    }
    if (what == QLatin1String("remove")) {
        return remove(line);
    }
    if (what == QLatin1String("test")) {
        return test(line, asJson);
    }
    return line.refuse(
        Texts::tr("connections does not know \"%1\"; it knows list, add, remove and test.")
            .arg(what));
}

} // namespace whimbrel::cli
