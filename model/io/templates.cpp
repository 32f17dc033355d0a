// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/templates.h"

#include "model/plan/names.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <array>

// The templates lie in a static library, whose resources are known to the program only once asked
// for; the macro must stand outside the namespace.
static void initTemplates()
{
    Q_INIT_RESOURCE(templates);
}

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(Templates)
};

struct Row {
    const char* name;
    const char* title;
    const char* description;
    int sampleRows;
};

constexpr std::array rows{
    Row{"split-column", QT_TRANSLATE_NOOP("Templates", "Split a column"),
        QT_TRANSLATE_NOOP("Templates",
            "Carries customers.full_name over to first and last name: both are written by "
            "triggers, rows are filled in batches, reads and writes switch one after the other, "
            "and the old column is hidden before it is dropped."),
        200000},
    Row{"add-not-null-column", QT_TRANSLATE_NOOP("Templates", "Add a NOT NULL column"),
        QT_TRANSLATE_NOOP("Templates",
            "Adds a required column to a table in use: nullable first, kept filled by triggers, "
            "filled in batches, and required only when every writer gives it."),
        100000},
    Row{"rename-column", QT_TRANSLATE_NOOP("Templates", "Rename a column"),
        QT_TRANSLATE_NOOP("Templates",
            "Renames a column without breaking the running version: old and new name live side "
            "by side, kept equal by triggers, until every reader and writer has moved."),
        100000},
    Row{"add-index-and-foreign-key",
        QT_TRANSLATE_NOOP("Templates", "Add an index and a foreign key"),
        QT_TRANSLATE_NOOP("Templates",
            "Gives a large table in use an index and a foreign key: the index is built "
            "concurrently, the key holds for new rows first, and is proven for the others when "
            "every writer has lived with it."),
        0},
    Row{"change-column-type", QT_TRANSLATE_NOOP("Templates", "Change the type of a column"),
        QT_TRANSLATE_NOOP("Templates",
            "Gives a column another type without a lock: a column of the new type is written and "
            "filled beside it, both swap their names, and the old one is kept up to date until it "
            "goes."),
        50000},
    Row{"move-rows", QT_TRANSLATE_NOOP("Templates", "Move rows to another store"),
        QT_TRANSLATE_NOOP("Templates",
            "Takes old rows out of a table in use: they are held still, copied into another "
            "database in batches, compared there month by month, and deleted only when everybody "
            "finds them in the archive."),
        20000},
};

const QString planName = QStringLiteral("plan.whimbrel");
const QString scriptName = QStringLiteral("sample.sql");

/// Where a template's files for one dialect lie: SQLite's at the top, the others' in a folder each.
QString resourceFolder(const QString& name, Dialect dialect)
{
    initTemplates();
    const QString top = QStringLiteral(":/templates/%1").arg(name);
    return dialect == Dialect::Sqlite ? top : top + QLatin1Char('/') + keyOf(dialect);
}

/// The dialects of a template; none if there is no such template.
QList<Dialect> dialectsOf(const QString& name)
{
    QList<Dialect> found;
    for (const NamedValue<Dialect>& each : namedValues<Dialect>()) {
        if (QFileInfo::exists(resourceFolder(name, each.value) + QLatin1Char('/') + planName)) {
            found.append(each.value);
        }
    }
    return found;
}

Error unknown(const QString& name)
{
    QStringList names;
    for (const Row& row : rows) {
        names.append(QString::fromLatin1(row.name));
    }
    return {ErrorCode::Usage, Texts::tr("There is no template \"%1\".").arg(name), {},
        Texts::tr("The templates are %1.").arg(names.join(QLatin1String(", ")))};
}

Error notIn(const QString& name, Dialect dialect)
{
    QStringList keys;
    for (const Dialect each : dialectsOf(name)) {
        keys.append(keyOf(each));
    }
    return {ErrorCode::Usage,
        Texts::tr("There is no template \"%1\" for %2.").arg(name, keyOf(dialect)), {},
        Texts::tr("It comes for %1.").arg(keys.join(QLatin1String(", ")))};
}

/// The folder of the template's files for `dialect`, or for the first of its own.
Result<QString> folderOf(const QString& name, std::optional<Dialect> dialect)
{
    const bool isKnown = std::any_of(rows.begin(), rows.end(),
        [&name](const Row& row) { return name == QLatin1String(row.name); });
    if (!isKnown) {
        return fail(unknown(name));
    }
    const QList<Dialect> own = dialectsOf(name);
    if (dialect && !own.contains(*dialect)) {
        return fail(notIn(name, *dialect));
    }
    return resourceFolder(name, dialect.value_or(own.value(0)));
}

/// The files of a template, relative to its folder, the plan first.
QStringList filesOf(const QString& folder)
{
    QStringList files{planName, scriptName};
    const QDir sql(folder + QStringLiteral("/sql"));
    for (const QString& file : sql.entryList(QDir::Files, QDir::Name)) {
        files.append(QStringLiteral("sql/") + file);
    }
    return files;
}

QString placeOf(const QString& file, const QString& planPath)
{
    const QFileInfo plan(planPath);
    return file == planName ? plan.absoluteFilePath() : plan.absoluteDir().absoluteFilePath(file);
}

Result<QByteArray> contentOf(const QString& path)
{
    QFile source(path);
    if (!source.open(QIODevice::ReadOnly)) {
        return fail({ErrorCode::Unreadable,
            Texts::tr("The template could not be read: %1.").arg(source.errorString()), path,
            Texts::tr("Install the program again.")});
    }
    return source.readAll();
}

Result<> write(const QString& path, const QByteArray& content)
{
    const QString folder = QFileInfo(path).absolutePath();
    QSaveFile file(path);
    if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly)
        || file.write(content) != content.size() || !file.commit()) {
        return fail({ErrorCode::Unwritable,
            Texts::tr("The file could not be written: %1.").arg(file.errorString()), path,
            Texts::tr("Choose a folder that you may write to and that has room.")});
    }
    return {};
}

} // namespace

QList<TemplateInfo> planTemplates()
{
    QList<TemplateInfo> all;
    for (const Row& row : rows) {
        const QString name = QString::fromLatin1(row.name);
        all.append({name, QCoreApplication::translate("Templates", row.title),
            QCoreApplication::translate("Templates", row.description), dialectsOf(name),
            row.sampleRows});
    }
    return all;
}

QStringList templateFiles(
    const QString& name, const QString& planPath, std::optional<Dialect> dialect)
{
    QStringList paths;
    if (const Result<QString> folder = folderOf(name, dialect)) {
        for (const QString& file : filesOf(*folder)) {
            paths.append(placeOf(file, planPath));
        }
    }
    return paths;
}

Result<> createFromTemplate(
    const QString& name, const QString& planPath, std::optional<Dialect> dialect)
{
    const Result<QString> folder = folderOf(name, dialect);
    if (!folder) {
        return fail(folder.error());
    }
    for (const QString& path : templateFiles(name, planPath, dialect)) {
        if (QFileInfo::exists(path)) {
            return fail({ErrorCode::Impossible,
                Texts::tr("The file is there already and is left as it is."), path,
                Texts::tr("Choose a new or an empty folder for the plan.")});
        }
    }
    QStringList written;
    for (const QString& file : filesOf(*folder)) {
        const QString path = placeOf(file, planPath);
        const Result<QByteArray> content = contentOf(*folder + QLatin1Char('/') + file);
        const Result<> done = content ? write(path, *content) : fail(content.error());
        if (!done) {
            for (const QString& each : written) {
                QFile::remove(each);
            }
            return done;
        }
        written.append(path);
    }
    return {};
}

Result<QByteArray> sampleScript(const QString& name, std::optional<Dialect> dialect)
{
    const Result<QString> folder = folderOf(name, dialect);
    if (!folder) {
        return fail(folder.error());
    }
    return contentOf(*folder + QLatin1Char('/') + scriptName);
}

} // namespace whimbrel
