// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/client_programs.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

namespace whimbrel::programs {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

Result<QString> findProgram(const QStringList& names)
{
    for (const QString& name : names) {
        const QString path = QStandardPaths::findExecutable(name);
        if (!path.isEmpty()) {
            return path;
        }
    }
    const bool postgres = names.constFirst().startsWith(QLatin1Char('p'));
    return fail(
        {ErrorCode::Usage, tr("The program \"%1\" is not there.").arg(names.constFirst()), {},
            tr("Install %1, or rehearse on a baseline script (--baseline) or an empty database "
               "(--empty).")
                .arg(postgres ? QStringLiteral("postgresql-client")
                              : QStringLiteral("mariadb-client"))});
}

/// Runs a program to its end; what it wrote.
Result<QByteArray> run(const QStringList& names, const QStringList& arguments,
    const ConnectionUrl& url, const QByteArray& input, const IsCancelled& isCancelled)
{
    const Result<QString> path = findProgram(names);
    if (!path) {
        return fail(path.error());
    }
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    if (!url.password.isEmpty()) {
        environment.insert(url.dialect == Dialect::Postgresql ? QStringLiteral("PGPASSWORD")
                                                              : QStringLiteral("MYSQL_PWD"),
            url.password.revealed());
    }
    if (const QString file = url.options.value(QStringLiteral("servicefile")); !file.isEmpty()) {
        environment.insert(QStringLiteral("PGSERVICEFILE"), file);
    }
    QProcess process;
    process.setProcessEnvironment(environment);
    process.start(*path, arguments);
    QByteArray output;
    if (process.waitForStarted()) {
        process.write(input);
        process.closeWriteChannel();
        constexpr int often = 200;
        while (!process.waitForFinished(often) && process.state() != QProcess::NotRunning) {
            output += process.readAllStandardOutput();
            if (isCancelled()) {
                process.kill();
                process.waitForFinished();
                return fail({ErrorCode::Cancelled, tr("The rehearsal was cancelled."), {}, {}});
            }
        }
    }
    output += process.readAllStandardOutput();
    if (process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0
        && process.error() != QProcess::FailedToStart) {
        return output;
    }
    constexpr qsizetype mostShown = 2000;
    const QString said
        = QString::fromLocal8Bit(process.readAllStandardError()).trimmed().right(mostShown);
    return fail({ErrorCode::Sql,
        tr("%1 failed: %2").arg(names.constFirst(), said.isEmpty() ? process.errorString() : said),
        url.shown, {}});
}

/// libpq's own way to write a value.
QString quotedForLibpq(QString value)
{
    value.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    value.replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + value + QLatin1Char('\'');
}

QStringList argumentsFor(const ConnectionUrl& url)
{
    if (url.dialect == Dialect::Postgresql) {
        QStringList words;
        const auto add = [&words](const QString& key, const QString& value) {
            if (!value.isEmpty()) {
                words.append(key + QLatin1Char('=') + quotedForLibpq(value));
            }
        };
        add(QStringLiteral("host"), url.host);
        add(QStringLiteral("port"), url.port > 0 ? QString::number(url.port) : QString());
        add(QStringLiteral("user"), url.user);
        add(QStringLiteral("dbname"), url.database);
        for (auto each = url.options.cbegin(); each != url.options.cend(); ++each) {
            // Neither is a word of libpq's: one is set in the session, one in the environment.
            if (each.key() != QLatin1String("role") && each.key() != QLatin1String("servicefile")) {
                add(each.key(), each.value());
            }
        }
        return {QStringLiteral("--no-password"),
            QStringLiteral("--dbname=") + words.join(QLatin1Char(' '))};
    }
    QStringList arguments;
    const auto add = [&arguments](const char* option, const QString& value) {
        if (!value.isEmpty()) {
            arguments.append(QLatin1String(option) + value);
        }
    };
    // This one has to come first.
    add("--defaults-extra-file=", url.options.value(QStringLiteral("defaults-file")));
    add("--host=", url.host);
    add("--port=", url.port > 0 ? QString::number(url.port) : QString());
    add("--user=", url.user);
    add("--socket=", url.options.value(QStringLiteral("socket")));
    add("--ssl-ca=", url.options.value(QStringLiteral("ssl-ca")));
    add("--ssl-cert=", url.options.value(QStringLiteral("ssl-cert")));
    add("--ssl-key=", url.options.value(QStringLiteral("ssl-key")));
    return arguments;
}

const QStringList& mariadbDump()
{
    static const QStringList names{QStringLiteral("mariadb-dump"), QStringLiteral("mysqldump")};
    return names;
}

} // namespace

Result<QByteArray> dumpSchema(const ConnectionUrl& url, Part part, const IsCancelled& isCancelled)
{
    if (url.dialect == Dialect::Postgresql) {
        QStringList options{QStringLiteral("--schema-only")};
        if (part != Part::Whole) {
            options.append(part == Part::Tables ? QStringLiteral("--section=pre-data")
                                                : QStringLiteral("--section=post-data"));
        }
        return run({QStringLiteral("pg_dump")}, argumentsFor(url) + options, url, {}, isCancelled);
    }
    QStringList options{QStringLiteral("--no-data"), QStringLiteral("--skip-lock-tables"),
        part == Part::Tables ? QStringLiteral("--skip-triggers") : QStringLiteral("--triggers")};
    if (part == Part::Rest) {
        options.append(QStringLiteral("--no-create-info"));
    } else {
        options += {QStringLiteral("--routines"), QStringLiteral("--events")};
    }
    options.append(url.database);
    return run(mariadbDump(), argumentsFor(url) + options, url, {}, isCancelled);
}

Result<QByteArray> dumpSample(const ConnectionUrl& url, const QList<SampledTable>& tables, int rows,
    const IsCancelled& isCancelled)
{
    if (url.dialect == Dialect::Mysql) {
        return run(mariadbDump(),
            argumentsFor(url)
                + QStringList{QStringLiteral("--no-create-info"), QStringLiteral("--skip-triggers"),
                    QStringLiteral("--skip-lock-tables"),
                    QStringLiteral("--where=1 LIMIT %1").arg(rows), url.database},
            url, {}, isCancelled);
    }
    const QStringList quiet = argumentsFor(url)
        + QStringList{QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-At"),
            QStringLiteral("-v"), QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-c")};
    QByteArray script;
    for (const SampledTable& table : tables) {
        const Result<QByteArray> copied = run({QStringLiteral("psql")},
            quiet
                + QStringList{QStringLiteral("COPY (SELECT %1 FROM %2 LIMIT %3) TO STDOUT")
                                  .arg(table.columns, table.name)
                                  .arg(rows)},
            url, {}, isCancelled);
        if (!copied) {
            return copied;
        }
        script
            += QStringLiteral("COPY %1 (%2) FROM stdin;\n").arg(table.name, table.columns).toUtf8()
            + *copied + "\\.\n";
    }
    const Result<QByteArray> sequences = run({QStringLiteral("psql")},
        quiet
            + QStringList{QStringLiteral(
                "SELECT format('SELECT pg_catalog.setval(%L, %s, true);', format('%I.%I', "
                "schemaname, sequencename), last_value) FROM pg_catalog.pg_sequences WHERE "
                "last_value IS NOT NULL")},
        url, {}, isCancelled);
    return sequences ? Result<QByteArray>(script + *sequences) : sequences;
}

Result<> load(const ConnectionUrl& url, const QByteArray& script, const IsCancelled& isCancelled)
{
    Result<QByteArray> done;
    if (url.dialect == Dialect::Postgresql) {
        done = run({QStringLiteral("psql")},
            argumentsFor(url)
                + QStringList{QStringLiteral("-X"), QStringLiteral("-q"), QStringLiteral("-v"),
                    QStringLiteral("ON_ERROR_STOP=1"), QStringLiteral("-f"), QStringLiteral("-")},
            url, script, isCancelled);
    } else {
        done = run({QStringLiteral("mariadb"), QStringLiteral("mysql")},
            argumentsFor(url) + QStringList{url.database}, url, script, isCancelled);
    }
    return done ? Result<>() : fail(done.error());
}

} // namespace whimbrel::programs
