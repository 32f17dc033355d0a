// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/templates.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

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
};

const QString planName = QStringLiteral("plan.whimbrel");
const QString scriptName = QStringLiteral("sample.sql");

QString resourceFolder(const QString& name)
{
    return QStringLiteral(":/templates/%1").arg(name);
}

bool isKnown(const QString& name)
{
    return std::any_of(rows.begin(), rows.end(),
        [&name](const Row& row) { return name == QLatin1String(row.name); });
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

/// The template's files, relative to its folder, the plan first.
QStringList filesOf(const QString& name)
{
    initTemplates();
    const QDir folder(resourceFolder(name));
    QStringList files;
    QDirIterator each(folder.path(), QDir::Files, QDirIterator::Subdirectories);
    while (each.hasNext()) {
        files.append(folder.relativeFilePath(each.next()));
    }
    files.removeAll(planName);
    files.sort();
    files.prepend(planName);
    return files;
}

QString placeOf(const QString& file, const QString& planPath)
{
    const QFileInfo plan(planPath);
    return file == planName ? plan.absoluteFilePath() : plan.absoluteDir().absoluteFilePath(file);
}

Result<QByteArray> contentOf(const QString& name, const QString& file)
{
    initTemplates();
    QFile source(resourceFolder(name) + QLatin1Char('/') + file);
    if (!source.open(QIODevice::ReadOnly)) {
        return fail(unknown(name));
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
        all.append(
            {QString::fromLatin1(row.name), QCoreApplication::translate("Templates", row.title),
                QCoreApplication::translate("Templates", row.description), row.sampleRows});
    }
    return all;
}

QStringList templateFiles(const QString& name, const QString& planPath)
{
    QStringList paths;
    if (isKnown(name)) {
        for (const QString& file : filesOf(name)) {
            paths.append(placeOf(file, planPath));
        }
    }
    return paths;
}

Result<> createFromTemplate(const QString& name, const QString& planPath)
{
    if (!isKnown(name)) {
        return fail(unknown(name));
    }
    for (const QString& path : templateFiles(name, planPath)) {
        if (QFileInfo::exists(path)) {
            return fail({ErrorCode::Impossible,
                Texts::tr("The file is there already and is left as it is."), path,
                Texts::tr("Choose a new or an empty folder for the plan.")});
        }
    }
    QStringList written;
    for (const QString& file : filesOf(name)) {
        const QString path = placeOf(file, planPath);
        const Result<QByteArray> content = contentOf(name, file);
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

Result<QByteArray> sampleScript(const QString& name)
{
    if (!isKnown(name)) {
        return fail(unknown(name));
    }
    return contentOf(name, scriptName);
}

} // namespace whimbrel
