// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sample_database.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>

#include <memory>
#include <utility>

namespace whimbrel {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(SampleDatabase)
};

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};

/// Runs statements; the error is what SQLite says.
Result<> execute(sqlite3* database, const QByteArray& sql, const QString& path)
{
    if (sqlite3_exec(database, sql.constData(), nullptr, nullptr, nullptr) == SQLITE_OK) {
        return {};
    }
    const int code = sqlite3_errcode(database);
    return fail({code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_READONLY
                || code == SQLITE_CANTOPEN
            ? ErrorCode::Unwritable
            : ErrorCode::Sql,
        Texts::tr("The sample database could not be made: %1.")
            .arg(QString::fromUtf8(sqlite3_errmsg(database))),
        path, Texts::tr("Check that the folder has room and may be written to.")});
}

Result<> fillDatabase(const QByteArray& script, const QString& path, int rows)
{
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &opened,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const std::unique_ptr<sqlite3, Close> database(opened);
    if (code != SQLITE_OK) {
        return fail({ErrorCode::Unwritable,
            Texts::tr("The sample database could not be made: %1.")
                .arg(QString::fromUtf8(sqlite3_errstr(code))),
            path, Texts::tr("Choose a folder that you may write to.")});
    }
    // The file counts only once it is whole and renamed, so nothing is lost by not syncing each
    // statement.
    Result<> done = execute(opened, QByteArrayLiteral("PRAGMA synchronous = OFF"), path);
    if (done && rows > 0) {
        done = execute(opened,
            QByteArrayLiteral("CREATE TEMP TABLE sample_size(rows INTEGER NOT NULL);"
                              "INSERT INTO sample_size VALUES (")
                + QByteArray::number(rows) + QByteArrayLiteral(")"),
            path);
    }
    return done ? execute(opened, script, path) : done;
}

} // namespace

Result<> makeSampleDatabase(const QByteArray& script, const QString& databasePath, int rows)
{
    const QFileInfo place(databasePath);
    if (place.exists() || place.isSymLink()) {
        return fail(
            {ErrorCode::Impossible, Texts::tr("The file is there already and is left as it is."),
                databasePath, Texts::tr("Choose another path, or delete the file first.")});
    }
    if (!QDir().mkpath(place.absolutePath())) {
        return fail({ErrorCode::Unwritable, Texts::tr("The folder could not be made."),
            place.absolutePath(), Texts::tr("Choose a folder that you may write to.")});
    }
    const QString aside = place.absoluteFilePath() + QLatin1String(".making");
    QFile::remove(aside);
    Result<> done = fillDatabase(script, aside, rows);
    if (done && !QFile::rename(aside, place.absoluteFilePath())) {
        done = fail({ErrorCode::Unwritable, Texts::tr("The sample database could not be named."),
            databasePath, Texts::tr("Choose a folder that you may write to.")});
    }
    if (!done) {
        QFile::remove(aside);
        QFile::remove(aside + QLatin1String("-journal"));
    }
    return done;
}

Result<QMap<TargetId, QString>> makeOtherDatabases(const Plan& plan, const QString& folder)
{
    QMap<TargetId, QString> made;
    bool isFirst = true;
    for (const Target& target : plan.targets) {
        if (std::exchange(isFirst, false) || target.dialect != Dialect::Sqlite) {
            continue;
        }
        const QString path = QDir(folder).filePath(target.id.text() + QLatin1String(".db"));
        if (const Result<> done = makeSampleDatabase({}, path); !done) {
            return fail(done.error());
        }
        made.insert(target.id, path);
    }
    return made;
}

} // namespace whimbrel
