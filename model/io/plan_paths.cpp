// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_paths.h"

#include "model/io/violation.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringList>

#include <cstdlib>
#include <memory>

namespace whimbrel {

namespace {

/// The plan file itself, through symbolic links.
QString realPath(const QString& planPath)
{
    const QString canonical = QFileInfo(planPath).canonicalFilePath();
    return canonical.isEmpty() ? QFileInfo(planPath).absoluteFilePath() : canonical;
}

/// The existing path without links; empty if it leads nowhere. (QFileInfo calls a link that leads
/// back to itself canonical.)
QString withoutLinks(const QString& path)
{
    const std::unique_ptr<char, decltype(&std::free)> real(
        ::realpath(QFile::encodeName(path).constData(), nullptr), &std::free);
    return real ? QFile::decodeName(real.get()) : QString();
}

/// The path with the links in its existing part followed; what does not exist yet is kept. Empty
/// if the links lead nowhere.
QString followLinks(const QString& path)
{
    constexpr int mostLinks = 40;
    QString existing = path;
    QStringList rest;
    for (int links = 0; withoutLinks(existing).isEmpty();) {
        const QFileInfo info(existing);
        if (info.isSymLink()) {
            // A link to nothing: writing would create what it points at.
            if (++links > mostLinks) {
                return {};
            }
            existing = info.symLinkTarget();
            continue;
        }
        if (info.isRoot()) {
            return {};
        }
        rest.prepend(info.fileName());
        existing = info.path();
    }
    const QString base = withoutLinks(existing);
    return rest.isEmpty() ? base
                          : QDir::cleanPath(base + QLatin1Char('/') + rest.join(QLatin1Char('/')));
}

bool isInside(const QString& path, const QString& folder)
{
    return path == folder
        || path.startsWith(folder.endsWith(QLatin1Char('/')) ? folder : folder + QLatin1Char('/'));
}

tl::unexpected<Error> refuse(const QString& message, const QString& advice)
{
    return fail({ErrorCode::Unreadable, message, {}, advice});
}

} // namespace

QString planFolder(const QString& planPath)
{
    return QFileInfo(realPath(planPath)).absolutePath();
}

QString planRoot(const QString& planPath)
{
    const QString folder = followLinks(planFolder(planPath));
    for (QDir at(folder);;) {
        if (at.exists(QStringLiteral(".git")) || at.exists(QStringLiteral(".whimbrel-root"))) {
            return at.absolutePath();
        }
        if (!at.cdUp()) {
            return folder;
        }
    }
}

Result<QString> resolvePlanFile(const QString& planPath, const QString& file)
{
    const QString inside
        = PlanFileText::tr("Name a file in the plan's folder by its relative path.");
    const bool hasDrive = file.size() > 1 && file.at(1) == QLatin1Char(':');
    if (file.isEmpty() || file.startsWith(QLatin1Char('~')) || QDir::isAbsolutePath(file)
        || hasDrive || file.contains(QLatin1Char('\\')) || file.contains(QChar(0))) {
        return refuse(PlanFileText::tr("“%1” is not a path relative to the plan, with forward "
                                       "slashes.")
                          .arg(file),
            inside);
    }
    const QString root = planRoot(planPath);
    const QString named
        = QDir::cleanPath(followLinks(planFolder(planPath)) + QLatin1Char('/') + file);
    const QString target = followLinks(named);
    if (!isInside(named, root) || !isInside(target, root)) {
        return refuse(
            PlanFileText::tr("“%1” leads out of the plan's root %2.").arg(file, root), inside);
    }
    if (target.mid(root.size()).split(QLatin1Char('/')).contains(QLatin1String(".git"))) {
        return refuse(
            PlanFileText::tr("“%1” leads into the repository's .git folder.").arg(file), inside);
    }
    return target;
}

QString companionPath(const QString& planPath, const QString& ending)
{
    const QFileInfo plan(realPath(planPath));
    const QString suffix = QStringLiteral(".whimbrel");
    QString name = plan.fileName();
    if (name.endsWith(suffix) && name.size() > suffix.size()) {
        name.chop(suffix.size());
    }
    return plan.absolutePath() + QStringLiteral("/.") + name + QLatin1Char('.') + ending;
}

} // namespace whimbrel
