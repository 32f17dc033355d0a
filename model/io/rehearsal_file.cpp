// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/rehearsal_file.h"

#include "model/io/atomic_file.h"
#include "model/io/lone_document.h"
#include "model/io/rehearsal_tables.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace whimbrel {

namespace {

constexpr int maxDepth = 32;
constexpr qint64 maxBytes = 64 * 1024 * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("RehearsalFile", text);
}

Error unreadable(const QString& where, const QString& what)
{
    return {ErrorCode::Unreadable, tr("The rehearsals could not be read: %1").arg(what), where,
        tr("Move the file away, and rehearse again.")};
}

} // namespace

QString rehearsalPath(const QString& planPath)
{
    const QFileInfo plan(planPath);
    return plan.path() + QLatin1Char('/') + plan.completeBaseName()
        + QStringLiteral(".rehearsal.json");
}

QByteArray writeRehearsals(const RehearsalLog& log)
{
    return format::documentJson(log);
}

QByteArray writeRehearsal(const Rehearsal& rehearsal)
{
    return format::ObjectCodec<Rehearsal>::write(rehearsal, format::withoutPlan()).compact();
}

QByteArray writeRehearsedWay(const RehearsedWay& way)
{
    return format::ObjectCodec<RehearsedWay>::write(way, format::withoutPlan()).compact();
}

namespace {

/// Reads one object with everything that may be wrong with it.
template <class T>
Result<T> readObject(const QByteArray& json, const QString& where)
{
    QList<Violation> violations;
    T read;
    if (const auto document = JsonDocument::parse(json, maxDepth, violations)) {
        ReadReport report;
        format::ObjectCodec<T>::read(document->root(), read, report);
        violations = report.violations;
    }
    if (violations.isEmpty()) {
        return read;
    }
    QStringList lines;
    for (const Violation& each : violations) {
        lines.append(tr("line %1: %2").arg(each.line).arg(each.message));
    }
    return fail(unreadable(where, lines.join(QLatin1Char('\n'))));
}

} // namespace

Result<RehearsedWay> readRehearsedWay(const QByteArray& json)
{
    return readObject<RehearsedWay>(json, {});
}

Result<RehearsalLog> readRehearsals(const QByteArray& json, const QString& where)
{
    return readObject<RehearsalLog>(json, where);
}

Result<RehearsalLog> loadRehearsals(const QString& planPath)
{
    const QString path = rehearsalPath(planPath);
    QFile file(path);
    if (planPath.isEmpty() || !file.exists()) {
        return RehearsalLog{};
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(unreadable(path, file.errorString()));
    }
    if (file.size() > maxBytes) {
        return fail(unreadable(path, tr("the file is too large.")));
    }
    return readRehearsals(file.readAll(), path);
}

Result<> saveRehearsals(const RehearsalLog& log, const QString& planPath)
{
    Result<AtomicFile> aside = AtomicFile::write(rehearsalPath(planPath), writeRehearsals(log));
    return aside ? aside->replace() : fail(aside.error());
}

Result<> keepRehearsal(const Rehearsal& rehearsal, const QString& planPath)
{
    Result<RehearsalLog> log = loadRehearsals(planPath);
    if (!log) {
        return fail(log.error());
    }
    add(*log, rehearsal);
    return saveRehearsals(*log, planPath);
}

namespace format {

namespace {

template <class... T>
JsonText definitions()
{
    JsonText made = JsonText::object();
    (made.insert(QString::fromLatin1(ObjectOf<T>::name), definitionOf<T>()), ...);
    return made;
}

} // namespace

QByteArray rehearsalSchema()
{
    JsonText made = JsonText::object();
    made.insert(u"$schema", JsonText::of(u"http://json-schema.org/draft-07/schema#"));
    made.insert(u"title", JsonText::of(u"Whimbrel rehearsals"));
    made.insert(u"$ref", JsonText::of(u"#/definitions/rehearsals"));
    made.insert(u"definitions",
        definitions<RehearsalLog, Rehearsal, RehearsedDatabase, RehearsedWay, RehearsedWhole,
            RehearsedStep, RehearsedAssumption, RehearsedDifference, RehearsedLock>());
    return made.indented();
}

} // namespace format

} // namespace whimbrel
