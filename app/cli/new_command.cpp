// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "model/exec/sample_database.h"
#include "model/io/plan_file.h"
#include "model/io/plan_from_sql.h"
#include "model/io/templates.h"
#include "model/plan/names.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

#include <optional>

namespace whimbrel::cli {

namespace {

CommandLine arguments()
{
    CommandLine line(QStringLiteral("new"),
        QStringLiteral("--template NAME -o PLAN [--dialect NAME]\n"
                       "       whimbrel-cli new --template NAME -o PLAN --sample-database [FILE] "
                       "[--rows N]\n"
                       "       whimbrel-cli new --from-sql FILE -o PLAN\n"
                       "       whimbrel-cli new --list"),
        Texts::tr("Writes a new plan: a complete one from a template, with its SQL files and, if "
                  "asked for, the sample database that it runs on; or one around an existing SQL "
                  "script, with a change for each group of statements and with the verifications "
                  "and ways back that remain to be filled in. Nothing is overwritten."));
    line.add({{QStringLiteral("list")}, Texts::tr("Lists the templates.")});
    line.add({{QStringLiteral("t"), QStringLiteral("template")}, Texts::tr("The template to use."),
        QStringLiteral("NAME")});
    line.add({{QStringLiteral("dialect")},
        Texts::tr("The database that the template is for: sqlite, postgresql, mariadb or "
                  "mysql. (Default: the first that --list names.)"),
        QStringLiteral("NAME")});
    line.add({{QStringLiteral("from-sql")}, Texts::tr("The script to build a plan around."),
        QStringLiteral("FILE")});
    line.add({{QStringLiteral("o"), QStringLiteral("output")},
        Texts::tr("The plan file to write. A folder, or a name that ends in /, gets "
                  "plan.whimbrel in it."),
        QStringLiteral("PLAN")});
    line.add({{QStringLiteral("sample-database")},
        Texts::tr("Makes the template's SQLite database too: FILE, or sample.db beside the plan."),
        QStringLiteral("FILE"), {}, true});
    line.add({{QStringLiteral("rows")},
        Texts::tr("How many rows the sample database gets; the template says otherwise."),
        QStringLiteral("N")});
    line.addFormat();
    line.addExample(
        QStringLiteral("whimbrel-cli new --template split-column -o split/ --sample-database"),
        Texts::tr("The sample plan in split/plan.whimbrel, its database in split/sample.db."));
    line.addExample(
        QStringLiteral("whimbrel-cli new --template split-column --dialect postgresql -o split/"),
        Texts::tr("The same for PostgreSQL. split/sample.sql makes its database, with psql."));
    line.addExample(QStringLiteral("whimbrel-cli new --from-sql release-42.sql -o release-42/"),
        Texts::tr("A plan around a script that you have already."));
    return line;
}

QStringList keysOf(const QList<Dialect>& dialects)
{
    QStringList keys;
    for (const Dialect each : dialects) {
        keys.append(keyOf(each));
    }
    return keys;
}

int listTemplates(bool asJson)
{
    if (asJson) {
        QJsonArray list;
        for (const TemplateInfo& each : planTemplates()) {
            list.append(QJsonObject{{QStringLiteral("name"), each.name},
                {QStringLiteral("title"), each.title},
                {QStringLiteral("description"), each.description},
                {QStringLiteral("dialects"), QJsonArray::fromStringList(keysOf(each.dialects))},
                {QStringLiteral("sampleRows"), each.sampleRows}});
        }
        console::json({{QStringLiteral("templates"), list}});
        return Well;
    }
    for (const TemplateInfo& each : planTemplates()) {
        console::line(QStringLiteral("%1  %2 (%3)")
                          .arg(console::toned(each.name.leftJustified(25), Tone::Strong),
                              each.title, keysOf(each.dialects).join(QLatin1String(", "))));
        console::line(QStringLiteral("    ") + wrapped(each.description, 96, 4));
    }
    return Well;
}

/// The plan file that -o means.
QString planPathOf(const QString& output)
{
    if (output.endsWith(QLatin1Char('/')) || QFileInfo(output).isDir()) {
        return QDir(output).filePath(QStringLiteral("plan.whimbrel"));
    }
    return output;
}

Result<> planAroundScript(const QString& scriptPath, const QString& planPath)
{
    QFile script(scriptPath);
    if (!script.open(QIODevice::ReadOnly)) {
        return fail({ErrorCode::Unreadable,
            Texts::tr("The script could not be read: %1.").arg(script.errorString()), scriptPath,
            Texts::tr("Check the path.")});
    }
    if (QFileInfo::exists(planPath)) {
        return fail(
            {ErrorCode::Impossible, Texts::tr("The file is there already and is left as it is."),
                planPath, Texts::tr("Choose another name with -o.")});
    }
    Result<Plan> plan = planFromSql(script.readAll(), QFileInfo(scriptPath).completeBaseName());
    if (!plan) {
        Error error = plan.error();
        error.where
            = error.where.isEmpty() ? scriptPath : scriptPath + QLatin1String(", ") + error.where;
        return fail(std::move(error));
    }
    for (auto file = plan->files.constBegin(); file != plan->files.constEnd(); ++file) {
        const QString path = QFileInfo(planPath).absoluteDir().absoluteFilePath(file.key());
        if (QFileInfo::exists(path)) {
            return fail({ErrorCode::Impossible,
                Texts::tr("The file is there already and is left as it is."), path,
                Texts::tr("Choose a new or an empty folder for the plan.")});
        }
    }
    if (!QDir().mkpath(QFileInfo(planPath).absolutePath())) {
        return fail({ErrorCode::Unwritable, Texts::tr("The folder could not be made."),
            QFileInfo(planPath).absolutePath(), {}});
    }
    return savePlan(*plan, planPath);
}

struct Made {
    QString plan{};
    QStringList files{};
    QString database{};
    int rows = 0;
    QMap<TargetId, QString> empty{}; ///< databases of the plan's other targets
};

int report(const Made& made, bool asJson)
{
    if (asJson) {
        QJsonObject object;
        if (!made.plan.isEmpty()) {
            object.insert(QStringLiteral("plan"), made.plan);
            object.insert(QStringLiteral("files"), QJsonArray::fromStringList(made.files));
        }
        if (!made.database.isEmpty()) {
            object.insert(QStringLiteral("database"), made.database);
            object.insert(QStringLiteral("rows"), made.rows);
            QJsonObject others;
            for (auto each = made.empty.cbegin(); each != made.empty.cend(); ++each) {
                others.insert(each.key().text(), each.value());
            }
            if (!others.isEmpty()) {
                object.insert(QStringLiteral("emptyDatabases"), others);
            }
        }
        console::json(object);
        return Well;
    }
    if (!made.plan.isEmpty()) {
        console::line(Texts::tr("plan      %1").arg(made.plan));
    }
    if (!made.database.isEmpty()) {
        console::line(Texts::tr("database  %1").arg(made.database));
    }
    QString others;
    for (auto each = made.empty.cbegin(); each != made.empty.cend(); ++each) {
        console::line(
            Texts::tr("database  %1 (empty, for \"%2\")").arg(each.value(), each.key().text()));
        others += QStringLiteral(" --bind %1=sqlite:%2").arg(each.key().text(), each.value());
    }
    if (!made.plan.isEmpty()) {
        console::line(Texts::tr("next      whimbrel-cli validate %1").arg(made.plan));
        if (!made.database.isEmpty()) {
            console::line(Texts::tr("          whimbrel-cli run %1 --bind primary=sqlite:%2")
                              .arg(made.plan, made.database)
                + others);
        }
    }
    return Well;
}

} // namespace

int runNew(const QStringList& given)
{
    CommandLine line = arguments();
    if (const auto code = line.parse(given)) {
        return *code;
    }
    const bool asJson = line.asJson();
    if (line.has(QStringLiteral("list"))) {
        return listTemplates(asJson);
    }
    const QString name = line.value(QStringLiteral("template"));
    const QString script = line.value(QStringLiteral("from-sql"));
    if (name.isEmpty() == script.isEmpty()) {
        return line.refuse(Texts::tr("new needs either --template or --from-sql."));
    }
    const QString output = line.value(QStringLiteral("output"));
    const bool database = line.has(QStringLiteral("sample-database"));
    if (output.isEmpty() && (!database || name.isEmpty())) {
        return line.refuse(Texts::tr("new needs -o with the plan file to write."));
    }
    if (database && name.isEmpty()) {
        return line.refuse(Texts::tr("Only templates have a sample database."));
    }
    std::optional<Dialect> dialect;
    if (line.has(QStringLiteral("dialect"))) {
        const QString wanted = line.value(QStringLiteral("dialect"));
        dialect = wanted == QLatin1String("mariadb") ? Dialect::Mysql : valueOf<Dialect>(wanted);
        if (name.isEmpty()) {
            return line.refuse(Texts::tr("--dialect belongs to --template."));
        }
        if (!dialect) {
            return line.refuse(Texts::tr("--dialect is \"%1\", but has to be one of %2.")
                                   .arg(line.value(QStringLiteral("dialect")),
                                       QStringLiteral("sqlite, postgresql, mariadb, mysql")));
        }
        if (database && *dialect != Dialect::Sqlite) {
            return line.refuse(
                Texts::tr("--sample-database makes SQLite files only. For %1, write the plan "
                          "first and run the sample.sql beside it with the server's own client.")
                    .arg(keyOf(*dialect)));
        }
    } else if (database) {
        dialect = Dialect::Sqlite;
    }
    Made made;
    if (line.has(QStringLiteral("rows"))) {
        bool isNumber = false;
        made.rows = line.value(QStringLiteral("rows")).toInt(&isNumber);
        if (!isNumber || made.rows < 1) {
            return line.refuse(Texts::tr("--rows has to be a whole number of at least 1."));
        }
        if (!database) {
            return line.refuse(Texts::tr("--rows belongs to --sample-database."));
        }
    }
    const auto refused = [](const Error& error) {
        console::error(error);
        return exitCode(error.code);
    };
    if (!output.isEmpty()) {
        made.plan = planPathOf(output);
        const Result<> done = name.isEmpty() ? planAroundScript(script, made.plan)
                                             : createFromTemplate(name, made.plan, dialect);
        if (!done) {
            return refused(done.error());
        }
        made.files = templateFiles(name, made.plan, dialect);
    }
    if (database) {
        const Result<QByteArray> sql = sampleScript(name, dialect);
        made.database = line.value(QStringLiteral("sample-database"));
        if (made.database.isEmpty()) {
            made.database = made.plan.isEmpty()
                ? QStringLiteral("sample.db")
                : QFileInfo(made.plan).dir().filePath(QStringLiteral("sample.db"));
        }
        const Result<> done
            = sql ? makeSampleDatabase(*sql, made.database, made.rows) : fail(sql.error());
        if (!done) {
            return refused(done.error());
        }
        if (!made.plan.isEmpty()) {
            const Result<LoadedPlan> loaded = loadPlan(made.plan);
            const auto others = loaded
                ? makeOtherDatabases(loaded->plan, QFileInfo(made.database).path())
                : fail(loaded.error());
            if (!others) {
                return refused(others.error());
            }
            made.empty = *others;
        }
        for (const TemplateInfo& each : planTemplates()) {
            if (each.name == name && made.rows == 0) {
                made.rows = each.sampleRows;
            }
        }
    }
    return report(made, asJson);
}

} // namespace whimbrel::cli
