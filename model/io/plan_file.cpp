// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"

#include "model/io/atomic_file.h"
#include "model/io/violation.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <vector>

namespace whimbrel {

namespace {

tl::unexpected<Error> unreadable(const QString& path, const QString& message, const QString& advice)
{
    return fail({ErrorCode::Unreadable, message, path, advice});
}

/// The bytes of the plan file; its size is looked at before any is read.
Result<QByteArray> readBytes(const QString& path)
{
    const QFileInfo info(path);
    if (!info.exists()) {
        return unreadable(
            path, PlanFileText::tr("There is no such file."), PlanFileText::tr("Check the path."));
    }
    if (!info.isFile()) {
        return unreadable(path,
            info.isDir() ? PlanFileText::tr("This is a folder, not a plan file.")
                         : PlanFileText::tr("This is not an ordinary file."),
            PlanFileText::tr("Name the plan file itself (NAME.whimbrel)."));
    }
    if (info.size() > maxPlanBytes) {
        return unreadable(path, tooLargeText(info.size()), {});
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return unreadable(path,
            PlanFileText::tr("The file cannot be read: %1.").arg(file.errorString()),
            PlanFileText::tr("Ask for the right to read it."));
    }
    QByteArray bytes = file.read(maxPlanBytes + 1);
    if (file.error() != QFileDevice::NoError) {
        return unreadable(
            path, PlanFileText::tr("The file cannot be read: %1.").arg(file.errorString()), {});
    }
    return bytes;
}

/// Reads the files that a plan names.
class FileCollector final {
public:
    explicit FileCollector(const QString& planPath)
        : m_planPath(planPath)
    { }

    void collect(const FileReference& reference)
    {
        if (m_files.contains(reference.path) || m_missing.contains(reference.path)) {
            return;
        }
        const Result<QString> resolved = resolvePlanFile(m_planPath, reference.path);
        if (!resolved) {
            refuse(reference, resolved.error().text());
            return;
        }
        const QFileInfo info(*resolved);
        QFile file(*resolved);
        if (!info.isFile() || !file.open(QIODevice::ReadOnly)) {
            m_missing.append(reference.path);
            return;
        }
        if (info.size() > maxSqlFileBytes) {
            refuse(reference,
                PlanFileText::tr("“%1” is too large for a file with SQL: %2, where %3 is the most.")
                    .arg(reference.path, sizeText(info.size()), sizeText(maxSqlFileBytes)));
            return;
        }
        m_bytes += info.size();
        if (m_bytes > maxSqlBytes) {
            refuse(reference,
                PlanFileText::tr("The files of this plan hold more than %1 together.")
                    .arg(sizeText(maxSqlBytes)));
            return;
        }
        const QByteArray content = file.read(maxSqlFileBytes);
        if (file.error() != QFileDevice::NoError) {
            m_missing.append(reference.path);
            return;
        }
        m_files.insert(reference.path, content);
    }

    [[nodiscard]] const QMap<QString, QByteArray>& files() const { return m_files; }
    [[nodiscard]] const QStringList& missing() const { return m_missing; }
    [[nodiscard]] const QList<Violation>& violations() const { return m_violations; }

private:
    void refuse(const FileReference& reference, const QString& message)
    {
        m_violations.append(Violation{reference.line, reference.pointer, message});
    }

    QString m_planPath;
    QMap<QString, QByteArray> m_files{};
    QStringList m_missing{};
    QList<Violation> m_violations{};
    qint64 m_bytes = 0;
};

/// All that is wrong with a plan file, as one error.
tl::unexpected<Error> refuseAll(const QString& path, const QList<Violation>& violations)
{
    if (violations.size() == 1) {
        return unreadable(path, violations.first().text(), {});
    }
    return unreadable(path,
        PlanFileText::tr("This cannot be read as a plan, for %1 reasons:\n%2")
            .arg(QString::number(violations.size()), describe(violations)),
        {});
}

void addSource(const SqlSource& source, QStringList& files, QSet<QString>& seen)
{
    if (!source.file.isEmpty() && !seen.contains(source.file)) {
        seen.insert(source.file);
        files.append(source.file);
    }
}

bool differsFromDisk(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return QFileInfo(path).size() != content.size() || !file.open(QIODevice::ReadOnly)
        || file.readAll() != content;
}

} // namespace

Result<LoadedPlan> loadPlan(const QString& path)
{
    const Result<QByteArray> bytes = readBytes(path);
    if (!bytes) {
        return fail(bytes.error());
    }
    PlanReading reading = readPlan(*bytes);
    if (!reading.plan) {
        return refuseAll(path, reading.violations);
    }
    FileCollector collector(path);
    for (const FileReference& reference : reading.files) {
        collector.collect(reference);
    }
    if (!collector.violations().isEmpty()) {
        return refuseAll(path, collector.violations());
    }
    LoadedPlan loaded;
    loaded.plan = *std::move(reading.plan);
    loaded.plan.files = collector.files();
    loaded.path = path;
    loaded.missingFiles = collector.missing();
    return loaded;
}

Result<> savePlan(const Plan& plan, const QString& path)
{
    const QByteArray bytes = writePlan(plan);
    // What nobody could open again must not take the place of what was good.
    const PlanReading reading = readPlan(bytes);
    if (!reading.plan) {
        return fail({ErrorCode::Impossible,
            PlanFileText::tr("The plan cannot be saved as it is, because it could not be opened "
                             "again:\n%1")
                .arg(describe(reading.violations)),
            path, PlanFileText::tr("The file was not changed. Mend these places first.")});
    }
    if (!QFileInfo(planFolder(path)).isDir()) {
        return fail({ErrorCode::Unwritable,
            PlanFileText::tr("There is no folder %1.").arg(planFolder(path)), path,
            PlanFileText::tr("Create it, or save the plan in another place.")});
    }

    // Everything is written and synced aside before anything is put in place, so that a full disk
    // is met while all is as it was.
    std::vector<AtomicFile> written;
    for (const QString& name : referencedFiles(plan)) {
        const auto content = plan.files.constFind(name);
        if (content == plan.files.cend()) {
            continue; // missing on the disk too
        }
        const Result<QString> file = resolvePlanFile(path, name);
        if (!file) {
            Error error = file.error();
            error.code = ErrorCode::Unwritable;
            return fail(std::move(error));
        }
        if (!differsFromDisk(*file, *content)) {
            continue;
        }
        const QString folder = QFileInfo(*file).path();
        if (!QDir().mkpath(folder)) {
            return fail({ErrorCode::Unwritable,
                PlanFileText::tr("The folder %1 cannot be created.").arg(folder), path,
                PlanFileText::tr("Nothing was changed. Create it, or save the plan in another "
                                 "place.")});
        }
        Result<AtomicFile> aside = AtomicFile::write(*file, *content);
        if (!aside) {
            return fail(aside.error());
        }
        written.push_back(*std::move(aside));
    }
    Result<AtomicFile> aside = AtomicFile::write(path, bytes);
    if (!aside) {
        return fail(aside.error());
    }
    written.push_back(*std::move(aside));
    for (AtomicFile& file : written) {
        if (const Result<> replaced = file.replace(); !replaced) {
            return replaced;
        }
    }
    return {};
}

QStringList referencedFiles(const Plan& plan)
{
    QStringList files;
    QSet<QString> seen;
    const auto addAction = [&](const std::optional<Action>& action) {
        if (!action) {
            return;
        }
        if (const SqlSource* source = action->sql()) {
            addSource(*source, files, seen);
        }
        for (const DialectSql& own : action->dialects) {
            addSource(own.sql, files, seen);
        }
    };
    const auto addChecks = [&](const QList<Check>& checks) {
        for (const Check& check : checks) {
            if (const auto* query = std::get_if<QueryCheck>(&check.body)) {
                addSource(query->sql, files, seen);
            } else if (const auto* compare = std::get_if<CompareCheck>(&check.body)) {
                addSource(compare->left, files, seen);
                addSource(compare->right, files, seen);
            }
        }
    };
    for (const Node& node : plan.nodes) {
        addChecks(node.entry);
        addAction(node.action);
        addChecks(node.exit);
        addChecks(node.checks);
    }
    for (const Edge& edge : plan.edges) {
        addAction(edge.action);
    }
    return files;
}

} // namespace whimbrel
