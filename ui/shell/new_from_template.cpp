// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/new_from_template.h"

#include "model/exec/sample_database.h"
#include "model/io/plan_file.h"
#include "model/io/templates.h"
#include "ui/session/background.h"
#include "ui/session/settings.h"
#include "ui/shell/document_controller.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace whimbrel {

namespace {

const auto suffix = QStringLiteral(".whimbrel");
const auto sampleName = QStringLiteral("sample.db");

/// A folder for the plan that nothing is in yet.
QString freshFolder(const QSettings& store, const QString& name)
{
    QString base = settings::lastFolder.read(store);
    if (base.isEmpty() || !QDir(base).exists()) {
        base = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    }
    if (!QDir(base).exists()) {
        base = QDir::homePath();
    }
    QString folder = QDir(base).filePath(name);
    for (int i = 2; QDir(folder).exists() && !QDir(folder).isEmpty(); ++i) {
        folder = QDir(base).filePath(QStringLiteral("%1-%2").arg(name).arg(i));
    }
    return folder;
}

/// The databases that a plan for SQLite runs on.
Result<> makeSamples(const QString& name, const QString& path)
{
    const QString folder = QFileInfo(path).absolutePath();
    const QString sample = QDir(folder).filePath(sampleName);
    if (QFileInfo::exists(sample)) {
        return {}; // somebody has one already
    }
    const Result<QByteArray> script = sampleScript(name, Dialect::Sqlite);
    const Result<LoadedPlan> loaded = loadPlan(path);
    if (!script || !loaded) {
        return fail(script ? loaded.error() : script.error());
    }
    if (Result<> made = makeSampleDatabase(*script, sample); !made) {
        return made;
    }
    const auto others = makeOtherDatabases(loaded->plan, folder);
    return others ? Result<>() : fail(others.error());
}

/// How the server's own client makes the sample: the script begins with it.
QString sampleCommand(const QString& name, Dialect dialect)
{
    const QString start = QStringLiteral("--   ");
    QStringList commands;
    const QString script = QString::fromUtf8(sampleScript(name, dialect).value_or(QByteArray()));
    for (const QString& line : script.split(QLatin1Char('\n'))) {
        if (!line.startsWith(QLatin1String("--"))) {
            break;
        }
        if (line.startsWith(start)) {
            commands.append(line.mid(start.size()).trimmed());
        }
    }
    return commands.join(QStringLiteral(" && "));
}

} // namespace

NewFromTemplate::NewFromTemplate(
    DocumentController& documents, QSettings& settings, Prompts& prompts, QWidget* window)
    : QObject(window)
    , m_documents(documents)
    , m_settings(settings)
    , m_prompts(prompts)
    , m_window(window)
{ }

void NewFromTemplate::begin(const QString& name, Dialect dialect)
{
    // Dialogs only propose folders that are there; one that is not used goes again.
    const QString proposed = freshFolder(m_settings, name);
    const bool made = !QDir(proposed).exists() && QDir().mkpath(proposed);
    QString path = m_prompts.saveFile(m_window, tr("Where the plan and its SQL files go"),
        QDir(proposed).filePath(name + suffix), tr("Whimbrel plans (*%1)").arg(suffix));
    if (!path.isEmpty() && !path.endsWith(suffix)) {
        path += suffix;
    }
    if (made && QFileInfo(path).absolutePath() != QFileInfo(proposed).absoluteFilePath()) {
        QDir().rmdir(proposed);
    }
    if (!path.isEmpty()) {
        make(name, dialect, path);
    }
}

void NewFromTemplate::make(const QString& name, Dialect dialect, const QString& path)
{
    struct Made {
        Result<> plan{};
        Result<> samples{};
    };
    inBackground(
        this,
        [name, dialect, path] {
            Made made{createFromTemplate(name, path, dialect), {}};
            if (made.plan && dialect == Dialect::Sqlite) {
                made.samples = makeSamples(name, path);
            }
            return made;
        },
        [this, name, dialect, path](const Made& made) {
            if (!made.plan) {
                m_prompts.showProblem(m_window, tr("The template could not be written"),
                    made.plan.error().text(), {});
                return;
            }
            m_documents.open(path);
            if (!made.samples) {
                m_prompts.showProblem(m_window, tr("The sample database could not be made"),
                    made.samples.error().text(), {});
            } else if (dialect != Dialect::Sqlite) {
                emit sampleWanted(sampleCommand(name, dialect), QFileInfo(path).absolutePath());
            }
        });
}

} // namespace whimbrel
