// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"

#include "model/base/counted.h"
#include "model/io/atomic_file.h"
#include "model/io/embedded_plan.h"
#include "model/io/violation.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <optional>
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

QString tooLargeSqlText(const QString& name, qint64 bytes)
{
    return PlanFileText::tr("“%1” is too large for a file with SQL: %2, where %3 is the most.")
        .arg(name, sizeText(bytes), sizeText(maxSqlFileBytes));
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
            refuse(reference, tooLargeSqlText(reference.path, info.size()));
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

/// The bytes of a file, or nothing where there is none that can be read.
std::optional<QByteArray> onDisk(const QString& path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
        return std::nullopt;
    }
    return file.readAll();
}

tl::unexpected<Error> changedByOthers(const QString& planPath, const QString& file)
{
    return fail({ErrorCode::Impossible,
        PlanFileText::tr("“%1” was changed on the disk by somebody else since the plan was opened, "
                         "and here too.")
            .arg(file),
        planPath,
        PlanFileText::tr("Nothing was saved. Save the plan under another name and compare the two, "
                         "or open it again.")});
}

/// Writes the SQL files that have to be written aside.
Result<> writeFilesAside(
    const Plan& plan, const QString& planPath, const Plan* before, std::vector<AtomicFile>& written)
{
    for (const QString& name : referencedFiles(plan)) {
        const auto content = plan.files.constFind(name);
        if (content == plan.files.cend()) {
            continue; // missing on the disk too
        }
        const Result<QString> file = resolvePlanFile(planPath, name);
        if (!file) {
            Error error = file.error();
            error.code = ErrorCode::Unwritable;
            return fail(std::move(error));
        }
        if (content->size() > maxSqlFileBytes) {
            return fail({ErrorCode::Unwritable, tooLargeSqlText(name, content->size()), planPath,
                PlanFileText::tr("Nothing was changed.")});
        }
        const std::optional<QByteArray> there = onDisk(*file);
        if (there == *content) {
            continue;
        }
        const auto known = before ? before->files.constFind(name) : plan.files.cend();
        if (before && there && known != before->files.cend() && *there != *known) {
            if (*known == *content) {
                continue; // only others changed it
            }
            return changedByOthers(planPath, name);
        }
        const QString folder = QFileInfo(*file).path();
        if (!QDir().mkpath(folder)) {
            return fail({ErrorCode::Unwritable,
                PlanFileText::tr("The folder %1 cannot be created.").arg(folder), planPath,
                PlanFileText::tr("Nothing was changed. Create it, or save the plan in another "
                                 "place.")});
        }
        Result<AtomicFile> aside = AtomicFile::write(*file, *content);
        if (!aside) {
            return fail(aside.error());
        }
        written.push_back(*std::move(aside));
    }
    return {};
}

/// Whether the plan on the disk is no longer the one that was known; its files do not count.
bool wasReplaced(const QString& path, const Plan& before)
{
    const Result<QByteArray> bytes = readBytes(path);
    if (!bytes) {
        return false; // there is none to overwrite, or none that anybody could read
    }
    const PlanReading reading = readPlan(*bytes);
    Plan known = before;
    known.files.clear();
    return !reading.plan || *reading.plan != known;
}

/// Whether a picture stands where a plan is to be saved.
bool isPictureOnDisk(const QString& path)
{
    constexpr qint64 head = 4096;
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly)
        && embedded::isPicture(file.read(head));
}

Result<> save(const Plan& plan, const QString& path, const Plan* before)
{
    if (isPictureOnDisk(path)) {
        return fail({ErrorCode::Unwritable,
            PlanFileText::tr("This is a picture; a plan is not saved over it."), path,
            PlanFileText::tr("Save the plan as a file of its own (NAME.whimbrel), and export the "
                             "picture anew.")});
    }
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
    if (before && wasReplaced(path, *before)) {
        return changedByOthers(path, QFileInfo(path).fileName());
    }
    // Everything is written and synced aside before anything is put in place, so that a full disk
    // is met while all is as it was.
    std::vector<AtomicFile> written;
    if (const Result<> files = writeFilesAside(plan, path, before, written); !files) {
        return files;
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

/// A plan that was packed with its files, as if they stood beside `path`.
Result<LoadedPlan> loadCopy(const QString& path, const Result<QByteArray>& packed)
{
    Result<Plan> plan = packed ? unpackPlan(*packed) : fail(packed.error());
    if (!plan) {
        return unreadable(path, plan.error().message, plan.error().advice);
    }
    LoadedPlan loaded;
    loaded.path = path;
    loaded.isCopy = true;
    const QMap<QString, QByteArray> carried = std::exchange(plan->files, {});
    for (const QString& name : referencedFiles(*plan)) {
        if (const Result<QString> file = resolvePlanFile(path, name); !file) {
            return unreadable(path,
                PlanFileText::tr("The plan in this file names a file that it may not: %1")
                    .arg(file.error().message),
                PlanFileText::tr("Open it in the repository that it comes from, or not at all."));
        }
        if (const auto content = carried.constFind(name); content != carried.cend()) {
            plan->files.insert(name, *content);
        } else {
            loaded.missingFiles.append(name);
        }
    }
    loaded.plan = *std::move(plan);
    return loaded;
}

} // namespace

Result<LoadedPlan> loadPlan(const QString& path)
{
    const Result<QByteArray> bytes = readBytes(path);
    if (!bytes) {
        return fail(bytes.error());
    }
    const bool isPicture = embedded::isPicture(*bytes);
    if (isPicture || isPacked(*bytes)) {
        return loadCopy(path, isPicture ? embeddedPlanOf(*bytes) : bytes);
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

Result<Plan> loadPlanAlone(const QString& path)
{
    const Result<QByteArray> bytes = readBytes(path);
    if (!bytes) {
        return fail(bytes.error());
    }
    PlanReading reading = readPlan(*bytes);
    return reading.plan ? Result<Plan>(*std::move(reading.plan))
                        : refuseAll(path, reading.violations);
}

Result<> savePlan(const Plan& plan, const QString& path)
{
    return save(plan, path, nullptr);
}

Result<> savePlan(const Plan& plan, const QString& path, const Plan& before)
{
    return save(plan, path, &before);
}

QStringList referencedFiles(const Plan& plan)
{
    QStringList files;
    QSet<QString> seen;
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
        if (const QList<Check>* limits = limitsOf(action)) {
            addChecks(*limits);
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
