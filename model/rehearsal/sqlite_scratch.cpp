// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/sqlite_scratch.h"

#include "model/database/connection_url.h"
#include "model/exec/sample_database.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <sqlite3.h>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Rehearsal", text);
}

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Result<Handle> openPlain(const QString& path, int flags)
{
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(QFile::encodeName(path).constData(), &opened, flags, nullptr);
    Handle handle(opened);
    if (code != SQLITE_OK) {
        return fail({ErrorCode::Connection,
            tr("\"%1\" could not be opened: %2.")
                .arg(path, QString::fromUtf8(sqlite3_errstr(code))),
            {}, tr("Check the path.")});
    }
    constexpr int patience = 5000;
    sqlite3_busy_timeout(opened, patience);
    return handle;
}

Error copyError(const QString& path, int code)
{
    const bool locked = code == SQLITE_BUSY || code == SQLITE_LOCKED;
    return {locked ? ErrorCode::Locked : ErrorCode::Connection,
        tr("\"%1\" could not be copied: %2.").arg(path, QString::fromUtf8(sqlite3_errstr(code))),
        {},
        locked ? tr("Somebody is writing to it; try again.")
               : tr("Check that it is a database and that the temporary folder has room.")};
}

/// One consistent copy of a database that others may be working on.
Result<> copyOnline(
    const QString& from, const QString& to, const std::function<bool()>& isCancelled)
{
    Result<Handle> source = openPlain(from, SQLITE_OPEN_READONLY);
    if (!source) {
        return fail(source.error());
    }
    Result<Handle> copy = openPlain(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (!copy) {
        return fail(copy.error());
    }
    sqlite3_exec(copy->get(), "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);
    sqlite3_backup* backup = sqlite3_backup_init(copy->get(), "main", source->get(), "main");
    if (!backup) {
        return fail(copyError(from, sqlite3_errcode(copy->get())));
    }
    constexpr int pagesAtOnce = 4000;
    constexpr int mostWaits = 200;
    int code = SQLITE_OK;
    int waits = 0;
    bool cancelled = false;
    while (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        cancelled = isCancelled();
        if (cancelled || waits > mostWaits) {
            break;
        }
        code = sqlite3_backup_step(backup, pagesAtOnce);
        if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
            ++waits;
            QThread::msleep(50);
        }
    }
    sqlite3_backup_finish(backup);
    if (cancelled) {
        return fail({ErrorCode::Cancelled, tr("The rehearsal was cancelled."), {}, {}});
    }
    return code == SQLITE_DONE ? Result<>() : fail(copyError(from, code));
}

/// The journal in a copy tells of runs on the original: here none has begun.
Result<> dropJournal(const QString& path)
{
    Result<Handle> database = openPlain(path, SQLITE_OPEN_READWRITE);
    if (!database) {
        return fail(database.error());
    }
    QStringList names;
    const auto take = [](void* to, int, char** values, char**) {
        static_cast<QStringList*>(to)->append(QString::fromUtf8(values[0]));
        return 0;
    };
    int code = sqlite3_exec(database->get(),
        "PRAGMA foreign_keys = OFF;"
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'whimbrel\\_%' ESCAPE "
        "'\\'",
        take, &names, nullptr);
    for (QString name : std::as_const(names)) {
        name.replace(QLatin1Char('"'), QLatin1String("\"\""));
        code = code != SQLITE_OK
            ? code
            : sqlite3_exec(database->get(),
                QStringLiteral("DROP TABLE \"%1\"").arg(name).toUtf8().constData(), nullptr,
                nullptr, nullptr);
    }
    return code == SQLITE_OK ? Result<>() : fail(copyError(path, code));
}

void removeDatabase(const QString& path)
{
    for (const char* end : {"", "-wal", "-shm", "-journal"}) {
        QFile::remove(path + QLatin1String(end));
    }
}

} // namespace

Result<std::unique_ptr<SqliteScratch>> SqliteScratch::make(const ScratchSource& source,
    const QString& folder, const QString& name, const std::function<bool()>& isCancelled)
{
    const QString path = folder + QLatin1Char('/') + name + QStringLiteral(".db");
    QString from;
    QString original;
    switch (source.content) {
    case ScratchSource::Content::Empty:
        from = tr("empty");
        break;
    case ScratchSource::Content::Baseline:
        from = tr("made by %1").arg(source.baselineName);
        break;
    case ScratchSource::Content::Copy: {
        const Result<ConnectionUrl> url = parseConnectionUrl(source.url);
        if (!url) {
            return fail(url.error());
        }
        original = url->path;
        from = tr("copy of %1").arg(QFileInfo(original).fileName());
        break;
    }
    case ScratchSource::Content::Template:
    case ScratchSource::Content::Schema:
        return fail({ErrorCode::Usage,
            tr("A SQLite database is rehearsed on a copy, a baseline script, or an empty one."), {},
            tr("Leave out what only servers know.")});
    }
    std::unique_ptr<SqliteScratch> made(new SqliteScratch(path, from));
    Result<> done;
    if (!original.isEmpty()) {
        if (!QFileInfo(original).isFile()) {
            return fail({ErrorCode::Connection,
                tr("There is no database \"%1\" to rehearse on.").arg(original), {},
                tr("Check the path.")});
        }
        done = copyOnline(original, made->origin(), isCancelled);
        if (done) {
            done = dropJournal(made->origin());
        }
    } else {
        done = makeSampleDatabase(source.baseline, made->origin());
        if (!done && source.content == ScratchSource::Content::Baseline) {
            Error error = done.error();
            error.where = source.baselineName;
            done = fail(error);
        }
    }
    if (done) {
        done = made->reset();
    }
    if (!done) {
        return fail(done.error());
    }
    return made;
}

SqliteScratch::~SqliteScratch()
{
    removeDatabase(m_path);
    removeDatabase(origin());
}

qint64 SqliteScratch::bytes() const
{
    return QFileInfo(origin()).size();
}

Result<> SqliteScratch::reset()
{
    removeDatabase(m_path);
    if (!QFile::copy(origin(), m_path)) {
        return fail({ErrorCode::Unwritable,
            tr("The scratch database \"%1\" could not be written.").arg(m_path), {},
            tr("Make room in the temporary folder, or let TMPDIR name another.")});
    }
    return {};
}

} // namespace whimbrel
