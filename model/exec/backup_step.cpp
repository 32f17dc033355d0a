// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/backup_step.h"

#include "model/exec/journal_sql.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QThread>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Backup", text);
}

/// Pages copied between two looks at cancel and progress.
constexpr int pagesAtOnce = 2000;

/// A database opened with SQLite itself: a file that no target is bound to.
class PlainDatabase final {
public:
    PlainDatabase() = default;
    ~PlainDatabase() { sqlite3_close(m_handle); }
    PlainDatabase(const PlainDatabase&) = delete;
    PlainDatabase& operator=(const PlainDatabase&) = delete;

    Result<> open(const QString& path, int flags)
    {
        const int opened
            = sqlite3_open_v2(QFile::encodeName(path).constData(), &m_handle, flags, nullptr);
        if (opened != SQLITE_OK) {
            return fail({ErrorCode::Unwritable,
                tr("The file \"%1\" could not be opened: %2.")
                    .arg(path, QString::fromUtf8(sqlite3_errstr(opened))),
                {}, tr("Check the folder and its free space.")});
        }
        return {};
    }

    Result<> checkIntegrity(const QString& path)
    {
        QString found;
        const auto take = [](void* to, int, char** values, char**) {
            auto* text = static_cast<QString*>(to);
            if (text->isEmpty() && values[0]) {
                *text = QString::fromUtf8(values[0]);
            }
            return 0;
        };
        sqlite3_exec(m_handle, "PRAGMA integrity_check(1)", take, &found, nullptr);
        if (found == QLatin1String("ok")) {
            return {};
        }
        return fail({ErrorCode::Unreadable,
            tr("The copy \"%1\" is not sound: %2.")
                .arg(path, found.isEmpty() ? QString::fromUtf8(sqlite3_errmsg(m_handle)) : found),
            {}, tr("Check the database with PRAGMA integrity_check before migrating it.")});
    }

    sqlite3* handle() { return m_handle; }

private:
    sqlite3* m_handle = nullptr;
};

using CopyProgress = std::function<void(int left, int total)>;

/// Copies a whole database into another with SQLite's online backup. The destination changes in
/// one transaction. `cancelled` is asked between pages.
Result<> copyDatabase(sqlite3* to, sqlite3* from, const QString& name, qint64 lockTimeoutMs,
    bool inOneGo, const std::function<bool()>& cancelled, const CopyProgress& progress)
{
    sqlite3_backup* copy = sqlite3_backup_init(to, "main", from, "main");
    if (!copy) {
        return fail({ErrorCode::Unwritable,
            tr("The copy into \"%1\" could not be begun: %2.")
                .arg(name, QString::fromUtf8(sqlite3_errmsg(to))),
            {}, {}});
    }
    QElapsedTimer waiting;
    waiting.start();
    int step = SQLITE_OK;
    int left = 0;
    int restarts = 0;
    constexpr int patience = 3;
    while (!cancelled()) {
        // Somebody who writes makes an online backup start again; after a few times it takes all
        // pages in one go, during which writers have to wait.
        step = sqlite3_backup_step(copy, inOneGo || restarts > patience ? -1 : pagesAtOnce);
        if (step == SQLITE_BUSY || step == SQLITE_LOCKED) {
            if (waiting.elapsed() > lockTimeoutMs) {
                break;
            }
            QThread::msleep(50);
            continue;
        }
        if (step != SQLITE_OK) {
            break;
        }
        waiting.restart();
        const int now = sqlite3_backup_remaining(copy);
        restarts += left > 0 && now >= left ? 1 : 0;
        left = now;
        progress(left, sqlite3_backup_pagecount(copy));
    }
    const bool stopped = step != SQLITE_DONE && cancelled();
    const int finished = sqlite3_backup_finish(copy);
    if (stopped) {
        return fail({ErrorCode::Cancelled, tr("The copy was cancelled."), {}, {}});
    }
    if (step == SQLITE_DONE && finished == SQLITE_OK) {
        return {};
    }
    const int why = step == SQLITE_DONE ? finished : step;
    if (why == SQLITE_BUSY || why == SQLITE_LOCKED) {
        return fail({ErrorCode::Locked,
            tr("The database \"%1\" is locked by another process; waited %2 s.")
                .arg(name)
                .arg(static_cast<double>(lockTimeoutMs) / 1000.0),
            {}, tr("End what holds it, then retry.")});
    }
    return fail({ErrorCode::Unwritable,
        tr("Copying into \"%1\" failed: %2.").arg(name, QString::fromUtf8(sqlite3_errstr(why))), {},
        tr("Check the disk's free space, then retry.")});
}

Result<> syncToDisk(const QString& path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    const int why = errno;
    if (file >= 0) {
        ::close(file);
    }
    if (!synced) {
        return fail({ErrorCode::Unwritable,
            tr("\"%1\" could not be written to the disk: %2.")
                .arg(path, QString::fromLocal8Bit(std::strerror(why))),
            {}, {}});
    }
    return {};
}

Result<QString> sha256Of(const QString& path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file)) {
        return fail({ErrorCode::Unreadable,
            tr("The backup \"%1\" cannot be read: %2.").arg(path, file.errorString()), {}, {}});
    }
    return QString::fromLatin1(hash.result().toHex());
}

void removeDatabase(const QString& path)
{
    for (const char* ending : {"", "-journal", "-wal", "-shm"}) {
        QFile::remove(path + QLatin1String(ending));
    }
}

Progress copying(const StepContext& step, const QElapsedTimer& clock, int left, int total)
{
    Progress now;
    now.node = step.node;
    now.edge = step.edge;
    now.elapsedMs = clock.elapsed();
    now.fraction = total > 0 ? 1.0 - static_cast<double>(left) / static_cast<double>(total) : -1;
    if (now.fraction > 0) {
        now.leftMs = static_cast<qint64>(
            static_cast<double>(now.elapsedMs) * (1 - now.fraction) / now.fraction);
    }
    now.text = tr("%1 of %2 pages").arg(total - left).arg(total);
    return now;
}

Result<> copyAside(SqliteConnection& connection, const StepContext& step, const QString& aside,
    const QElapsedTimer& clock, const ReportProgress& progress)
{
    removeDatabase(aside);
    PlainDatabase copy;
    Result<> made = copy.open(aside, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (made) {
        made = copyDatabase(
            copy.handle(), connection.handle(), aside, step.lockTimeoutMs, false,
            [&] { return connection.interrupter().isCancelled(); },
            [&](int left, int total) { progress(copying(step, clock, left, total)); });
    }
    return made ? copy.checkIntegrity(aside) : made;
}

} // namespace

QString freeBackupPath(const QString& wanted, const QString& run)
{
    if (!QFileInfo::exists(wanted)) {
        return wanted;
    }
    const QFileInfo file(wanted);
    const QString ending = file.suffix().isEmpty() ? QString() : QLatin1Char('.') + file.suffix();
    QString stem = wanted.chopped(ending.size());
    if (!stem.endsWith(run)) { // its second backup; or the name was chosen without the run
        stem += QLatin1Char('-') + run;
    }
    QString path = stem + ending;
    for (int i = 2; QFileInfo::exists(path); ++i) {
        path = stem + QLatin1Char('-') + QString::number(i) + ending;
    }
    return path;
}

StepReport performBackup(SqliteConnection& connection, JournalWriter writer,
    const StepContext& step, const BackupWork& work, const ReportProgress& progress)
{
    applyLimits(connection, step);
    connection.setStatementTimeout(std::chrono::milliseconds(0));
    QElapsedTimer clock;
    clock.start();
    const Result<> intended
        = intend(connection, writer, step, {{QStringLiteral("path"), work.path}});
    if (!intended) {
        return endWithError(connection, writer, step, intended.error(), Effect::None);
    }
    const QString aside = work.path + QStringLiteral(".part");
    const QString folder = QFileInfo(work.path).absolutePath();
    Result<> done;
    if (QFileInfo::exists(work.path) && !work.again) {
        done = fail({ErrorCode::Unwritable,
            tr("\"%1\" is there already and is not overwritten.").arg(work.path), {},
            tr("Move it away, then retry.")});
    } else if (!QDir().mkpath(folder)) {
        done = fail({ErrorCode::Unwritable,
            tr("The folder \"%1\" for the backup could not be made.").arg(folder), {}, {}});
    }
    if (done) {
        done = copyAside(connection, step, aside, clock, progress);
    }
    if (done) {
        done = syncToDisk(aside);
    }
    QString sha256;
    if (done) {
        const Result<QString> hash = sha256Of(aside);
        done = hash ? Result<>() : fail(hash.error());
        sha256 = hash.value_or(QString());
    }
    if (done
        && ::rename(QFile::encodeName(aside).constData(), QFile::encodeName(work.path).constData())
            != 0) {
        done = fail({ErrorCode::Unwritable,
            tr("The backup could not be named \"%1\": %2.")
                .arg(work.path, QString::fromLocal8Bit(std::strerror(errno))),
            {}, {}});
    }
    if (done) {
        done = syncToDisk(folder);
    }
    if (!done) {
        removeDatabase(aside);
        return endWithError(connection, writer, step, done.error(), Effect::None);
    }
    addDone(writer, step,
        {{QStringLiteral("ms"), clock.elapsed()}, {QStringLiteral("evidence"), work.path},
            {QStringLiteral("bytes"), QFileInfo(work.path).size()},
            {QStringLiteral("sha256"), sha256}});
    const Result<> written = writer.write(connection);
    return written ? StepReport{writer.committed(), {}}
                   : endWithError(connection, writer, step, written.error(), Effect::None);
}

namespace {

Result<> run(sqlite3* database, const QString& sql)
{
    char* message = nullptr;
    const int done = sqlite3_exec(database, sql.toUtf8().constData(), nullptr, nullptr, &message);
    const QString said = QString::fromUtf8(message ? message : sqlite3_errstr(done));
    sqlite3_free(message);
    if (done != SQLITE_OK) {
        return fail({ErrorCode::Sql,
            tr("The journal could not be put into the restored copy: %1.").arg(said), {}, {}});
    }
    return {};
}

/// Replaces the journal in the restored copy by the one of the database it will replace.
Result<> carryJournalOver(PlainDatabase& copy, const Connection& live)
{
    // Away with the copy's own, older tables first; that takes their triggers along.
    Result<> done = run(copy.handle(), QStringLiteral("PRAGMA foreign_keys = OFF"));
    QString attached = live.name();
    attached.replace(QLatin1Char('\''), QLatin1String("''"));
    if (done) {
        done = run(copy.handle(), QStringLiteral("ATTACH '%1' AS live").arg(attached));
    }
    if (done) {
        done = run(copy.handle(), QStringLiteral("BEGIN IMMEDIATE"));
    }
    for (const QString& table : journal::tables(live)) {
        if (done) {
            done = run(copy.handle(), QStringLiteral("DROP TABLE IF EXISTS main.") + table);
        }
    }
    for (const QString& statement : journalSql(live).create) {
        if (done) {
            done = run(copy.handle(), statement);
        }
    }
    for (const QString& table : journal::tables(live)) {
        if (done) {
            done = run(copy.handle(),
                QStringLiteral("INSERT INTO main.%1 SELECT * FROM live.%1").arg(table));
        }
    }
    if (done) {
        done = run(copy.handle(), QStringLiteral("COMMIT"));
    }
    if (done) {
        done = run(copy.handle(), QStringLiteral("DETACH live"));
    }
    return done;
}

Result<> checkBackup(const RestoreWork& work)
{
    if (!QFileInfo::exists(work.path)) {
        return fail(
            {ErrorCode::Unreadable, tr("The backup \"%1\" is not there any more.").arg(work.path),
                {}, tr("Bring it back to this place, then retry.")});
    }
    const Result<QString> hash = sha256Of(work.path);
    if (!hash) {
        return fail(hash.error());
    }
    if (!work.sha256.isEmpty() && *hash != work.sha256) {
        return fail({ErrorCode::Unreadable,
            tr("The backup \"%1\" is not the file that was taken: its contents have changed.")
                .arg(work.path),
            {}, tr("Bring the original back to this place, then retry.")});
    }
    return {};
}

} // namespace

StepReport performRestore(SqliteConnection& connection, JournalWriter writer,
    const StepContext& step, const RestoreWork& work, const ReportProgress& progress)
{
    applyLimits(connection, step);
    connection.setStatementTimeout(std::chrono::milliseconds(0));
    QElapsedTimer clock;
    clock.start();
    const Result<> intended
        = intend(connection, writer, step, {{QStringLiteral("restore"), work.path}});
    if (!intended) {
        return endWithError(connection, writer, step, intended.error(), Effect::None);
    }
    const QString aside = connection.name() + QStringLiteral(".whimbrel-restore");
    removeDatabase(aside);
    Result<> done = checkBackup(work);
    if (done && !QFile::copy(work.path, aside)) {
        done = fail(
            {ErrorCode::Unwritable, tr("The backup could not be copied to \"%1\".").arg(aside), {},
                tr("Make room beside the database, then retry.")});
    }
    if (done) {
        QFile::setPermissions(aside, QFile::ReadOwner | QFile::WriteOwner);
        PlainDatabase copy;
        done = copy.open(aside, SQLITE_OPEN_READWRITE);
        if (done) {
            done = carryJournalOver(copy, connection);
        }
    }
    if (done) {
        addDone(writer, step,
            {{QStringLiteral("ms"), clock.elapsed()}, {QStringLiteral("evidence"), work.path},
                {QStringLiteral("lost"),
                    tr("Everything written since %1.").arg(work.takenAt.toString(Qt::ISODate))}});
        auto copy = SqliteConnection::open(aside, Connection::Access::ReadWrite);
        if (copy) {
            (*copy)->setJournalName(connection.journalName());
        }
        done = copy ? (*copy)->begin() : fail(copy.error());
        if (done) {
            done = writer.addTo(**copy);
        }
        if (done) {
            done = (*copy)->commit();
        }
    }
    if (done) {
        PlainDatabase copy;
        done = copy.open(aside, SQLITE_OPEN_READWRITE);
        if (done) {
            done = copy.checkIntegrity(aside);
        }
        if (done) {
            done = copyDatabase(
                connection.handle(), copy.handle(), connection.name(), step.lockTimeoutMs, true,
                [&] { return connection.interrupter().isCancelled(); },
                [&](int left, int total) { progress(copying(step, clock, left, total)); });
        }
    }
    removeDatabase(aside);
    if (!done) {
        return endWithError(connection, writer, step, done.error(), Effect::None);
    }
    writer.settle();
    return {writer.committed(), {}};
}

} // namespace whimbrel
