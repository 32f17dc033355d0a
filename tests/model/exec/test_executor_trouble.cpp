// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/sqlite_connection.h"
#include "model/exec/journal_store.h"
#include "model/io/plan_file.h"
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"
#include "tests/support/small_disk.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <sqlite3.h>
#include <unistd.h>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// Another program's open transaction on the database.
class Holder final {
public:
    Holder(const QString& path, const char* statements)
    {
        sqlite3_open(path.toUtf8().constData(), &m_handle);
        sqlite3_exec(m_handle, statements, nullptr, nullptr, nullptr);
    }
    ~Holder() { sqlite3_close(m_handle); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

private:
    sqlite3* m_handle = nullptr;
};

/// A plan in which nothing may happen twice: each step adds to what it finds.
Plan countingPlan()
{
    Node fill = node(s("fill"), NodeKind::Backfill);
    BackfillAction backfill;
    backfill.table = s("customers");
    backfill.key = s("id");
    backfill.batch = 7;
    backfill.sql.text
        = s("UPDATE customers SET name = name || '!' WHERE id BETWEEN :first AND :last");
    Action action;
    action.body = backfill;
    fill.action = action;
    Node backup = node(s("backup"), NodeKind::Backup);
    backup.action = Action{};
    backup.action->body = BackupAction{};
    return planOf(
        {node(s("start"), NodeKind::Start), backup,
            change(s("log"),
                s("CREATE TABLE log (step TEXT); INSERT INTO log VALUES ('a');"
                  "ALTER TABLE customers ADD COLUMN seen INTEGER NOT NULL DEFAULT 0")),
            verification(s("logged"), s("SELECT count(*) FROM log"), s("1")), fill,
            verification(
                s("filled"), s("SELECT count(*) FROM customers WHERE name NOT LIKE '%!'"), s("0")),
            change(s("more"),
                s("INSERT INTO log VALUES ('b'); VACUUM; UPDATE customers SET seen = seen + 1")),
            verification(s("seen"), s("SELECT sum(seen) FROM customers"), s("60")),
            node(s("end"), NodeKind::End)},
        {forward(s("start"), s("backup")), forward(s("backup"), s("log")),
            forward(s("log"), s("logged")), forward(s("logged"), s("fill")),
            forward(s("fill"), s("filled")), forward(s("filled"), s("more")),
            forward(s("more"), s("seen")), forward(s("seen"), s("end"))});
}

QString runToEnd()
{
    return QCoreApplication::applicationDirPath() + s("/run_to_end");
}

} // namespace

class TestExecutorTrouble final : public QObject {
    Q_OBJECT

private slots:
    void missingDatabase();
    void notADatabase();
    void truncatedDatabase();
    void emptyFileIsADatabase();
    void lockedDatabase();
    void readOnlyDatabase();
    void fullDisk();
    void fact31_cancelTellsWhatIsTrue();
    void cancelDuringACheck();
    void fact49_lockInTheMiddleRestsAndGoesOn();
    void fact32_walDatabase();
    void statementTimeout();
    void copiedDatabaseIsNamed();
    void restoredDatabaseIsNamed();
    void newerJournalIsRefused();
    void killedAtRandom();
    void fact50_killedAtEachWrite();
};

void TestExecutorTrouble::missingDatabase()
{
    RunFixture shop;
    RunRequest request = shop.request(twoColumns());
    request.bindings[TargetId(s("primary"))] = s("sqlite:/nowhere/at/all.db");
    Run run;
    QVERIFY(!run.start(request));
    QCOMPARE(run.lastError().code, ErrorCode::Connection);
    QVERIFY(run.lastError().message.contains(s("/nowhere/at/all.db")));
    QCOMPARE(run.exitCode, 4);
    request.bindings[TargetId(s("primary"))] = s("sqlite:") + shop.folder();
    Run folder;
    QVERIFY(!folder.start(request));
    QCOMPARE(folder.exitCode, 4);
    request.bindings.clear();
    Run unbound;
    QVERIFY(!unbound.start(request));
    QCOMPARE(unbound.lastError().code, ErrorCode::Usage);
}

void TestExecutorTrouble::notADatabase()
{
    RunFixture shop;
    QFile file(shop.path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    Run run;
    QVERIFY(!run.start(shop.request(twoColumns())));
    QVERIFY2(run.lastError().message.contains(s("not an SQLite database")),
        qPrintable(run.lastError().text()));
    QCOMPARE(QFileInfo(shop.path()).size(), 8192);
}

void TestExecutorTrouble::truncatedDatabase()
{
    RunFixture shop(2000);
    QFile file(shop.path());
    QVERIFY(file.resize(file.size() / 2));
    Run run;
    const bool started = run.start(shop.request(twoColumns()));
    if (started) {
        run.tell(Command::Type::GoOn);
        QVERIFY(!run.state().ended);
    }
    QVERIFY2(!run.lastError().message.isEmpty() || !run.state().rest.detail.isEmpty(),
        qPrintable(run.why()));
}

void TestExecutorTrouble::emptyFileIsADatabase()
{
    RunFixture shop;
    QVERIFY(QFile::resize(shop.path(), 0));
    Run run;
    QVERIFY2(run.start(shop.request(twoColumns())), qPrintable(run.why()));
}

void TestExecutorTrouble::lockedDatabase()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Run run;
    {
        const Holder holder(shop.path(), "BEGIN EXCLUSIVE");
        QVERIFY(!run.start(shop.request(twoColumns())));
    }
    QCOMPARE(run.lastError().code, ErrorCode::Locked);
    QVERIFY(run.lastError().message.contains(s("locked by another process")));
    QCOMPARE(run.exitCode, 4);
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutorTrouble::readOnlyDatabase()
{
    RunFixture shop;
    QFile::setPermissions(shop.path(), QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther);
    if (::access(shop.path().toUtf8().constData(), W_OK) == 0) {
        // Root may write to anything: be root without that right. (Somebody else might not even be
        // able to reach the test's program.)
        QVERIFY(savePlan(twoColumns(), shop.folder() + s("/plan.whimbrel")).has_value());
        QProcess process;
        process.start(s("setpriv"),
            {s("--bounding-set=-dac_override,-dac_read_search,-fowner"), runToEnd(), shop.path(),
                shop.folder() + s("/plan.whimbrel")});
        QVERIFY2(process.waitForFinished(),
            "setpriv could not be started; it is in the package util-linux.");
        const QByteArray said = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 4, said.constData());
        QVERIFY2(said.contains("read-only"), said.constData());
        return;
    }
    Run run;
    QVERIFY(!run.start(shop.request(twoColumns())));
    QVERIFY(run.lastError().message.contains(s("read-only")));
}

void TestExecutorTrouble::fullDisk()
{
    QTemporaryDir folder;
    const SmallDisk disk(folder.path(), s("700k"));
    QVERIFY2(disk.isThere(), disk.problem().constData());
    RunFixture shop;
    const QString path = folder.path() + s("/shop.db");
    QVERIFY(QFile::copy(shop.path(), path));
    RunRequest request = shop.request(withNodes(twoColumns(),
        {change(s("a"),
            s("CREATE TABLE big (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
              "n "
              "WHERE i < 3000) INSERT INTO big SELECT hex(randomblob(400)) FROM n"))}));
    request.bindings[TargetId(s("primary"))] = s("sqlite:") + path;
    {
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.why()));
        run.tell(Command::Type::GoOn);
        QVERIFY2(run.why().contains(s("full")), qPrintable(run.why()));
        QVERIFY(run.state().applied.isEmpty());
    }
    {
        const auto connection = SqliteConnection::open(path, SqliteConnection::Access::Read);
        QVERIFY(connection.has_value());
        QCOMPARE((*connection)->value(s("PRAGMA integrity_check"))->toString(), s("ok"));
        QCOMPARE((*connection)->value(s("SELECT count(*) FROM customers"))->toInt(), 20);
        QCOMPARE((*connection)
                     ->value(s("SELECT count(*) FROM sqlite_master WHERE name = 'big'"))
                     ->toInt(),
            0);
    }
    QVERIFY(disk.resize(s("20m")));
    ResumeRequest again = shop.resumeRequest();
    again.bindings = request.bindings;
    {
        Run run;
        QVERIFY2(run.resume(again), qPrintable(run.why()));
        run.tell(run.state().rest.reason == RestReason::Failure ? Command::Type::Retry
                                                                : Command::Type::Next);
        QVERIFY2(run.status("a") == StepStatus::Done, qPrintable(run.why()));
    }
}

void TestExecutorTrouble::fact31_cancelTellsWhatIsTrue()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Run run;
    QVERIFY(run.start(shop.request(withNodes(twoColumns(),
        {change(s("a"),
            s("CREATE TABLE big (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM "
              "n "
              "WHERE i < 500000000) INSERT INTO big SELECT i FROM n"))}))));
    Command go;
    go.type = Command::Type::GoOn;
    run.executor.execute(go);
    QTRY_COMPARE(run.count(EventType::StepIntended), 1);
    QTest::qWait(100);
    QElapsedTimer clock;
    clock.start();
    run.tell(Command::Type::Cancel);
    QVERIFY(clock.elapsed() < 5000);
    QCOMPARE(run.count(EventType::Cancelled), 1);
    QCOMPARE(run.state().rest.reason, RestReason::Paused);
    QVERIFY2(
        run.state().rest.detail.contains(s("rolled back")), qPrintable(run.state().rest.detail));
    QCOMPARE(shop.dump(), untouched);
    run.tell(Command::Type::Skip, s("a"), {}, s("too big"));
    QVERIFY2(run.state().rest.reason != RestReason::None
            || run.state().step(NodeId(s("a"))).status == StepStatus::Skipped,
        qPrintable(run.why()));
    QCOMPARE(run.status("a"), StepStatus::Skipped);
}

void TestExecutorTrouble::cancelDuringACheck()
{
    RunFixture shop;
    Run run;
    QVERIFY(run.start(shop.request(withNodes(twoColumns(),
        {verification(s("va"),
            s("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM "
              "n"),
            s("1"))}))));
    Command go;
    go.type = Command::Type::GoOn;
    run.executor.execute(go);
    QTRY_COMPARE(run.state().applied.size(), 1);
    QTest::qWait(200);
    run.tell(Command::Type::Cancel);
    QCOMPARE(run.state().rest.reason, RestReason::Paused);
    QCOMPARE(run.count(EventType::CheckDone), 0);
    run.tell(Command::Type::Rollback, s("start"), {}, s("x"));
    QVERIFY2(run.state().ended == Outcome::Reverted, qPrintable(run.why()));
}

void TestExecutorTrouble::fact49_lockInTheMiddleRestsAndGoesOn()
{
    RunFixture shop;
    Node a = change(s("a"), s("ALTER TABLE customers ADD COLUMN a TEXT"));
    a.action->lockTimeoutMs = 200;
    a.action->tries = 2;
    Run run;
    QVERIFY(run.start(shop.request(withNodes(twoColumns(), {a}))));
    run.tell(Command::Type::RunTo, s("a"));
    {
        const Holder holder(shop.path(), "BEGIN IMMEDIATE");
        QElapsedTimer clock;
        clock.start();
        run.tell(Command::Type::Next);
        QVERIFY(run.executor.isResting());
        QCOMPARE(run.lastError().code, ErrorCode::Locked);
        QVERIFY(run.lastError().message.contains(s("locked by another process")));
    }
    QCOMPARE(run.status("va"), StepStatus::Waiting);
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
}

void TestExecutorTrouble::fact32_walDatabase()
{
    RunFixture shop;
    shop.sql(s("PRAGMA journal_mode = WAL"));
    const QString untouched = shop.dump();
    const Holder reader(shop.path(), "BEGIN; SELECT * FROM customers");
    Run run;
    QVERIFY2(run.start(shop.request(twoColumns())), qPrintable(run.why()));
    run.tell(Command::Type::GoOn);
    QVERIFY2(run.state().ended == Outcome::Migrated, qPrintable(run.why()));
    run.tell(Command::Type::Rollback, s("start"), {}, s("x"));
    QCOMPARE(shop.dump(), untouched);
    QCOMPARE(shop.sql(s("PRAGMA journal_mode")), s("wal"));
}

void TestExecutorTrouble::statementTimeout()
{
    RunFixture shop;
    const QString untouched = shop.dump();
    Node a = change(s("a"),
        s("CREATE TABLE big (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
          "WHERE "
          "i < 500000000) INSERT INTO big SELECT i FROM n"));
    a.action->statementTimeoutMs = 200;
    Run run;
    QVERIFY(run.start(shop.request(withNodes(twoColumns(), {a}))));
    run.tell(Command::Type::GoOn);
    QCOMPARE(run.state().rest.reason, RestReason::Failure);
    QVERIFY2(run.state().rest.detail.contains(s("200 ms")), qPrintable(run.state().rest.detail));
    QCOMPARE(shop.dump(), untouched);
}

void TestExecutorTrouble::copiedDatabaseIsNamed()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("b"));
    }
    const QString copy = shop.folder() + s("/copy.db");
    QVERIFY(QFile::copy(shop.path(), copy));
    ResumeRequest request = shop.resumeRequest();
    request.bindings[TargetId(s("primary"))] = s("sqlite:") + copy;
    Run named;
    QVERIFY(!named.resume(request));
    QCOMPARE(named.lastError().code, ErrorCode::InDoubt);
    QVERIFY2(named.lastError().message.contains(s("copy")), qPrintable(named.lastError().text()));
    QCOMPARE(named.exitCode, 5);
    request.acceptBecause = s("moved to the new disk");
    Run again;
    QVERIFY2(again.resume(request), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

void TestExecutorTrouble::restoredDatabaseIsNamed()
{
    RunFixture shop;
    const QString aside = shop.folder() + s("/aside.db");
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
        run.tell(Command::Type::RunTo, s("a"));
        QVERIFY(QFile::copy(shop.path(), aside));
        run.tell(Command::Type::GoOn);
        QVERIFY(run.state().ended.has_value());
    }
    // An older state comes back into the same file.
    QFile from(aside);
    QFile to(shop.path());
    QVERIFY(from.open(QIODevice::ReadOnly) && to.open(QIODevice::WriteOnly | QIODevice::Truncate));
    to.write(from.readAll());
    to.close();
    Run named;
    QVERIFY(!named.resume(shop.resumeRequest()));
    QVERIFY2(named.lastError().message.contains(s("earlier state")),
        qPrintable(named.lastError().text()));
    ResumeRequest accept = shop.resumeRequest();
    accept.acceptBecause = s("restored on purpose");
    Run again;
    QVERIFY2(again.resume(accept), qPrintable(again.why()));
    again.tell(Command::Type::GoOn);
    QVERIFY2(again.state().ended == Outcome::Migrated, qPrintable(again.why()));
}

void TestExecutorTrouble::newerJournalIsRefused()
{
    RunFixture shop;
    {
        Run run;
        QVERIFY(run.start(shop.request(twoColumns())));
    }
    shop.sql(s("UPDATE whimbrel_journal SET version = 3"));
    Run run;
    QVERIFY(!run.resume(shop.resumeRequest()));
    QVERIFY(run.lastError().message.contains(s("version 3")));
}

void TestExecutorTrouble::killedAtRandom()
{
    RunFixture uninterrupted(60);
    const QString plan = uninterrupted.folder() + s("/plan.whimbrel");
    QVERIFY(savePlan(countingPlan(), plan).has_value());
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(QProcess::execute(runToEnd(), {uninterrupted.path(), plan}), 0);
    const int whole = static_cast<int>(qMax<qint64>(clock.elapsed(), 50));
    const QString expected = uninterrupted.dump();
    int killed = 0;
    constexpr int runs = 5;
    for (int i = 0; i < runs; ++i) {
        RunFixture shop(60);
        int exitCode = -1;
        for (int attempt = 0; exitCode != 0 && attempt < 100; ++attempt) {
            QProcess process;
            process.start(runToEnd(), {shop.path(), plan});
            const int patience = attempt < 10 ? QRandomGenerator::global()->bounded(1, whole) : -1;
            if (!process.waitForFinished(patience)) {
                process.kill();
                process.waitForFinished();
                ++killed;
                continue;
            }
            exitCode = process.exitCode();
            QVERIFY2(exitCode == 0, process.readAllStandardError().constData());
        }
        QCOMPARE(exitCode, 0);
        QCOMPARE(shop.dump(), expected);
    }
    QVERIFY(killed > 0);
}

void TestExecutorTrouble::fact50_killedAtEachWrite()
{
    const QString strace = s("strace");
    QVERIFY2(QProcess::execute(strace, {s("-o"), s("/dev/null"), s("true")}) == 0,
        "strace is needed (package strace), and the right to trace: a container needs "
        "--cap-add SYS_PTRACE.");
    RunFixture uninterrupted(20);
    Plan plan = countingPlan();
    plan.nodes.put(verification(s("seen"), s("SELECT sum(seen) FROM customers"), s("20")));
    const QString path = uninterrupted.folder() + s("/plan.whimbrel");
    QVERIFY(savePlan(plan, path).has_value());
    QCOMPARE(QProcess::execute(runToEnd(), {uninterrupted.path(), path}), 0);
    const QString expected = uninterrupted.dump();
    // The writes come in groups: journal, pages, sync. A stride that has no factor in common with
    // their lengths meets every place in some group.
    constexpr int stride = 17;
    for (int write = 1;; write += stride) {
        RunFixture shop(20);
        QProcess process;
        // Leaks cannot be looked for in a process that is traced.
        QProcessEnvironment traced = QProcessEnvironment::systemEnvironment();
        traced.insert(s("ASAN_OPTIONS"), s("detect_leaks=0"));
        process.setProcessEnvironment(traced);
        process.start(strace,
            {s("-f"), s("-o"), s("/dev/null"), s("-e"),
                s("inject=pwrite64:signal=KILL:when=%1").arg(write), runToEnd(), shop.path(),
                path});
        QVERIFY(process.waitForFinished(60000));
        const bool wasKilled
            = process.exitStatus() == QProcess::CrashExit || process.exitCode() > 100;
        if (wasKilled) {
            QProcess resumed;
            resumed.start(runToEnd(), {shop.path(), path});
            QVERIFY(resumed.waitForFinished(60000));
            QVERIFY2(resumed.exitCode() == 0, resumed.readAllStandardError().constData());
        } else {
            QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        }
        QCOMPARE(shop.dump(), expected);
        if (!wasKilled) {
            QVERIFY(write > 50);
            break;
        }
    }
}

QTEST_GUILESS_MAIN(TestExecutorTrouble)
#include "test_executor_trouble.moc"
