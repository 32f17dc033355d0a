// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "tests/support/cases.h"
#include "tests/support/sample_plan.h"
#include "tests/support/small_disk.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace whimbrel;

namespace {

void put(const QString& path, const QByteArray& content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QByteArray planNaming(const QStringList& files)
{
    QByteArray json = "{\"whimbrel\": 1,\n\"nodes\": [";
    for (const QString& file : files) {
        json += json.endsWith('[') ? "\n" : ",\n";
        json += "{\"id\": \"" + QByteArray::number(json.size())
            + R"(", "kind": "expand", "action": {"type": "sql", "file": ")" + file.toUtf8()
            + "\"}}";
    }
    return json + "]}\n";
}

/// A chain of changes that keep their SQL in files; `mark` is in the title and in every file.
Plan planWithFiles(const QString& mark, int changes, qsizetype padding = 0)
{
    Plan plan = test::chain(changes);
    plan.header.title = mark;
    for (int i = 0; i < changes; ++i) {
        const QString file = QStringLiteral("sql/%1.sql").arg(i);
        Node node = *plan.nodes.find(NodeId(QStringLiteral("c%1").arg(i)));
        node.action->body = SqlAction{SqlSource{{}, file}, false};
        plan.nodes.put(node);
        plan.files.insert(file, "-- " + mark.toUtf8() + QByteArray(padding, 'x') + "\n");
    }
    return plan;
}

/// Everything in a folder but what our own saving leaves when it is killed.
QStringList visibleFiles(const QString& folder)
{
    return QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
}

} // namespace

class TestPlanFile final : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
        m_path = at(QStringLiteral("split.whimbrel"));
    }

    void savedAndLoaded()
    {
        const Plan plan = planWithFiles(QStringLiteral("one"), 3);
        QVERIFY(savePlan(plan, m_path).has_value());
        const Result<LoadedPlan> loaded = loadPlan(m_path);
        QVERIFY2(loaded.has_value(), qPrintable(loaded ? QString() : loaded.error().text()));
        QVERIFY(loaded->plan == plan);
        QVERIFY(loaded->missingFiles.isEmpty());
        QCOMPARE(test::contentOf(m_path), writePlan(plan));
        QCOMPARE(visibleFiles(m_folder->path()), {QStringLiteral("split.whimbrel")});
    }

    void onlyFilesThatDifferAreWritten()
    {
        Plan plan = planWithFiles(QStringLiteral("one"), 2);
        QVERIFY(savePlan(plan, m_path).has_value());
        const QDateTime old = QDateTime::currentDateTimeUtc().addDays(-1);
        for (const char* name : {"sql/0.sql", "sql/1.sql"}) {
            QFile file(at(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(old, QFileDevice::FileModificationTime));
        }
        plan.files[QStringLiteral("sql/1.sql")] = "SELECT 2;\n";
        QVERIFY(savePlan(plan, m_path).has_value());
        const auto age = [this](const char* name) {
            return QFileInfo(at(QString::fromLatin1(name)))
                .lastModified()
                .secsTo(QDateTime::currentDateTime());
        };
        QVERIFY(age("sql/0.sql") > 1000);
        QVERIFY(age("sql/1.sql") < 1000);
    }

    /// The plans that ship are whole, and saving one unchanged changes nothing.
    void theTemplatesAreCanonical()
    {
        QStringList paths;
        QDirIterator each(QStringLiteral(WHIMBREL_CASES "/../../resources/templates"),
            {QStringLiteral("plan.whimbrel")}, QDir::Files, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            paths.append(each.next());
        }
        QVERIFY(paths.size() >= 9);
        for (const QString& path : paths) {
            const Result<LoadedPlan> loaded = loadPlan(path);
            QVERIFY2(loaded.has_value(), qPrintable(loaded ? QString() : loaded.error().text()));
            QCOMPARE(loaded->missingFiles, QStringList());
            QCOMPARE(writePlan(loaded->plan), test::contentOf(path));
        }
    }

    void missingFilesAreNamed()
    {
        put(m_path, planNaming({QStringLiteral("sql/there.sql"), QStringLiteral("sql/gone.sql")}));
        put(at(QStringLiteral("sql/there.sql")), "SELECT 1;\n");
        const Result<LoadedPlan> loaded = loadPlan(m_path);
        QVERIFY(loaded.has_value());
        QCOMPARE(loaded->missingFiles, {QStringLiteral("sql/gone.sql")});
        QCOMPARE(loaded->plan.files.size(), 1);
    }

    void everyViolationIsInTheError()
    {
        put(m_path, "{\"whimbrel\": 1,\n\"nodes\": [{\"id\": \"a\"}],\n\"edges\": 5}");
        const Result<LoadedPlan> loaded = loadPlan(m_path);
        QVERIFY(!loaded.has_value());
        QCOMPARE(loaded.error().code, ErrorCode::Unreadable);
        QCOMPARE(loaded.error().where, m_path);
        QVERIFY(loaded.error().message.contains(QStringLiteral("line 2, /nodes/0: ")));
        QVERIFY(loaded.error().message.contains(QStringLiteral("line 3, /edges: ")));
    }

    void whatIsNoFileIsRefused()
    {
        QCOMPARE(
            loadPlan(at(QStringLiteral("nowhere.whimbrel"))).error().code, ErrorCode::Unreadable);
        QVERIFY(loadPlan(m_folder->path()).error().message.contains(QStringLiteral("folder")));
        const QByteArray pipe = QFile::encodeName(at(QStringLiteral("pipe.whimbrel")));
        QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
        QVERIFY(!loadPlan(QFile::decodeName(pipe)).has_value());
    }

    /// Refused by its size, before a byte is read.
    void aHugeFileIsRefusedAtOnce()
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(200LL * 1024 * 1024));
        QElapsedTimer timer;
        timer.start();
        const Result<LoadedPlan> loaded = loadPlan(m_path);
        QVERIFY(timer.elapsed() < 1000);
        QVERIFY(!loaded.has_value());
        QVERIFY(loaded.error().message.contains(QStringLiteral("200 MB")));
    }

    void aHugeSqlFileIsRefused()
    {
        put(m_path, planNaming({QStringLiteral("big.sql")}));
        QFile file(at(QStringLiteral("big.sql")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QVERIFY(file.resize(maxSqlFileBytes + 1));
        const Result<LoadedPlan> loaded = loadPlan(m_path);
        QVERIFY(!loaded.has_value());
        QVERIFY(loaded.error().message.contains(QStringLiteral("/nodes/0/action/file")));
    }

    void pathsThatLeaveTheRoot_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("beside") << QStringLiteral("a.sql") << true;
        QTest::newRow("below") << QStringLiteral("sql/deep/a.sql") << true;
        QTest::newRow("up, within the root") << QStringLiteral("../shared/a.sql") << true;
        QTest::newRow("a detour") << QStringLiteral("sql/../../shared/a.sql") << true;
        QTest::newRow("link within") << QStringLiteral("inner/a.sql") << true;
        QTest::newRow("up, out of the root") << QStringLiteral("../../out.sql") << false;
        QTest::newRow("out and in again") << QStringLiteral("../../root/plans/a.sql") << true;
        QTest::newRow("absolute") << QStringLiteral("/etc/passwd") << false;
        QTest::newRow("drive") << QStringLiteral("C:/a.sql") << false;
        QTest::newRow("backslashes") << QStringLiteral("..\\\\..\\\\out.sql") << false;
        QTest::newRow("home") << QStringLiteral("~/a.sql") << false;
        QTest::newRow("linked folder") << QStringLiteral("outer/a.sql") << false;
        QTest::newRow("linked file") << QStringLiteral("link.sql") << false;
        QTest::newRow("link to nothing outside") << QStringLiteral("dangling.sql") << false;
        QTest::newRow("link in a circle") << QStringLiteral("circle.sql") << false;
        QTest::newRow("git") << QStringLiteral("../.git/hooks/pre-commit") << false;
    }
    void pathsThatLeaveTheRoot()
    {
        QFETCH(QString, file);
        QFETCH(bool, allowed);
        const QString plans = at(QStringLiteral("root/plans"));
        QVERIFY(QDir().mkpath(at(QStringLiteral("root/.git/hooks"))));
        QVERIFY(QDir().mkpath(plans));
        QVERIFY(QDir().mkpath(at(QStringLiteral("root/shared"))));
        QVERIFY(QDir().mkpath(at(QStringLiteral("outside"))));
        put(at(QStringLiteral("out.sql")), "SELECT 'out'");
        QVERIFY(QFile::link(at(QStringLiteral("root/shared")), plans + QStringLiteral("/inner")));
        QVERIFY(QFile::link(at(QStringLiteral("outside")), plans + QStringLiteral("/outer")));
        QVERIFY(QFile::link(at(QStringLiteral("out.sql")), plans + QStringLiteral("/link.sql")));
        QVERIFY(QFile::link(
            at(QStringLiteral("outside/no.sql")), plans + QStringLiteral("/dangling.sql")));
        QVERIFY(QFile::link(QStringLiteral("other.sql"), plans + QStringLiteral("/circle.sql")));
        QVERIFY(QFile::link(QStringLiteral("circle.sql"), plans + QStringLiteral("/other.sql")));

        const QString path = plans + QStringLiteral("/p.whimbrel");
        put(path, planNaming({file}));
        const Result<LoadedPlan> loaded = loadPlan(path);
        QVERIFY2(loaded.has_value() == allowed,
            qPrintable(loaded ? QStringLiteral("loaded") : loaded.error().text()));
        // Saving there is refused alike, and writes nothing.
        Plan plan = *readPlan(test::contentOf(path)).plan;
        const QString name = plan.nodes.at(0).action->sql()->file;
        plan.files.insert(name, "written");
        QCOMPARE(savePlan(plan, path).has_value(), allowed);
        QCOMPARE(test::contentOf(at(QStringLiteral("out.sql"))), QByteArray("SELECT 'out'"));
        QVERIFY(QDir(at(QStringLiteral("outside"))).isEmpty());
        QVERIFY(!QFile::exists(at(QStringLiteral("root/.git/hooks/pre-commit"))));
    }

    void theRootIsTheFolderWhereNothingMarksAnother()
    {
        put(at(QStringLiteral("out.sql")), "SELECT 1");
        put(at(QStringLiteral("plans/p.whimbrel")), planNaming({QStringLiteral("../out.sql")}));
        QVERIFY(!loadPlan(at(QStringLiteral("plans/p.whimbrel"))).has_value());
        put(at(QStringLiteral(".whimbrel-root")), {});
        QVERIFY(loadPlan(at(QStringLiteral("plans/p.whimbrel"))).has_value());
    }

    void aLinkedPlanStaysALink()
    {
        const QString real = at(QStringLiteral("plans/real.whimbrel"));
        QVERIFY(QDir().mkpath(at(QStringLiteral("plans"))));
        QVERIFY(savePlan(planWithFiles(QStringLiteral("one"), 1), real).has_value());
        QVERIFY(QFile::link(real, m_path));
        const Plan plan = planWithFiles(QStringLiteral("two"), 1);
        QVERIFY(savePlan(plan, m_path).has_value());
        QVERIFY(QFileInfo(m_path).isSymLink());
        QVERIFY(loadPlan(real)->plan == plan);
        QVERIFY(QFile::exists(at(QStringLiteral("plans/sql/0.sql"))));
    }

    void theModeIsKept()
    {
        QVERIFY(savePlan(test::chain(1), m_path).has_value());
        const QByteArray name = QFile::encodeName(m_path);
        QCOMPARE(::chmod(name.constData(), 0640), 0);
        QVERIFY(savePlan(test::chain(2), m_path).has_value());
        struct stat info { };
        QCOMPARE(::stat(name.constData(), &info), 0);
        QCOMPARE(info.st_mode & 07777U, 0640U);
    }

    void whatCouldNotBeReadAgainIsNotSaved()
    {
        const Plan good = test::chain(1);
        QVERIFY(savePlan(good, m_path).has_value());
        Plan bad = good;
        Node node = bad.nodes.at(4);
        node.checks = {node.checks.at(0), node.checks.at(0)};
        bad.nodes.put(node);
        const Result<> saved = savePlan(bad, m_path);
        QVERIFY(!saved.has_value());
        QVERIFY(saved.error().message.contains(QStringLiteral("/nodes/4/checks/1/id")));
        QVERIFY(loadPlan(m_path)->plan == good);
    }

    void aFolderThatIsNotThereIsNamed()
    {
        const Result<> saved = savePlan(test::chain(1), at(QStringLiteral("no/where.whimbrel")));
        QVERIFY(!saved.has_value());
        QCOMPARE(saved.error().code, ErrorCode::Unwritable);
        QVERIFY(saved.error().message.contains(QStringLiteral("/no")));
    }

    void aReadOnlyFolderLosesNothing()
    {
        const Plan plan = planWithFiles(QStringLiteral("one"), 1);
        QVERIFY(savePlan(plan, m_path).has_value());
        const QByteArray folder = QFile::encodeName(m_folder->path());
        const bool isRoot = ::geteuid() == 0;
        QCOMPARE(::chmod(folder.constData(), 0555), 0);
        QVERIFY(!isRoot || ::seteuid(65534) == 0); // nothing is read-only to root
        const Result<> saved = savePlan(planWithFiles(QStringLiteral("two"), 1), m_path);
        const Result<> kept = writeAutosave(plan, m_path);
        const auto lock = lockPlan(m_path);
        QVERIFY(!isRoot || ::seteuid(0) == 0);
        QCOMPARE(::chmod(folder.constData(), 0755), 0);
        for (const Error& error : {saved.error(), kept.error(), lock.error()}) {
            QCOMPARE(error.code, ErrorCode::Unwritable);
            QVERIFY(!error.advice.isEmpty());
        }
        QVERIFY(loadPlan(m_path)->plan == plan);
    }

    void aFullDiskLosesNothing()
    {
        const QString folder = at(QStringLiteral("disk"));
        QVERIFY(QDir().mkpath(folder));
        const test::SmallDisk disk(folder, QStringLiteral("256k"));
        QVERIFY2(disk.isThere(), disk.problem().constData());
        const QString path = folder + QStringLiteral("/p.whimbrel");
        const Plan small = planWithFiles(QStringLiteral("one"), 2);
        const Result<> first = savePlan(small, path);
        const Result<> saved = savePlan(planWithFiles(QStringLiteral("two"), 2, 200'000), path);
        const Result<> kept = writeAutosave(planWithFiles(QStringLiteral("two"), 2, 200'000), path);
        const Result<LoadedPlan> loaded = loadPlan(path);
        const QStringList left
            = visibleFiles(folder) + visibleFiles(folder + QStringLiteral("/sql"));
        QVERIFY(first.has_value());
        for (const Result<>& refused : {saved, kept}) {
            QVERIFY(!refused.has_value());
            QCOMPARE(refused.error().code, ErrorCode::Unwritable);
            QVERIFY(refused.error().text().contains(QStringLiteral("No space left")));
            QVERIFY(refused.error().advice.contains(QStringLiteral("Free some space")));
        }
        QVERIFY(loaded.has_value());
        QVERIFY(loaded->plan == small);
        QCOMPARE(left,
            (QStringList{
                QStringLiteral("p.whimbrel"), QStringLiteral("0.sql"), QStringLiteral("1.sql")}));
    }

    /// The same by a limit of the process.
    void aFileThatGrowsTooLargeLosesNothing()
    {
        const Plan small = planWithFiles(QStringLiteral("one"), 2);
        QVERIFY(savePlan(small, m_path).has_value());
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const rlimit tight{100'000, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
        const Result<> saved = savePlan(planWithFiles(QStringLiteral("two"), 2, 200'000), m_path);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        QVERIFY(!saved.has_value());
        QCOMPARE(saved.error().code, ErrorCode::Unwritable);
        QVERIFY(loadPlan(m_path)->plan == small);
        QCOMPARE(visibleFiles(at(QStringLiteral("sql"))).size(), 2);
    }

    /// Killed at any moment, every file is the old or the new one, whole.
    void aKilledSaveLeavesOldOrNew()
    {
        constexpr int kills = 60;
        const QByteArray one = QByteArray(60'000, 'x');
        const Plan plans[] = {planWithFiles(QStringLiteral("one"), 2, one.size()),
            planWithFiles(QStringLiteral("two"), 2, one.size())};
        QVERIFY(savePlan(plans[0], m_path).has_value());
        QRandomGenerator random(11);
        int seen[2] = {0, 0};
        // On a busy machine a child may be killed before it saved at all: then it is given longer.
        for (int i = 0; i < kills || seen[0] == 0 || seen[1] == 0; ++i) {
            QVERIFY(i < 10 * kills);
            const pid_t child = ::fork();
            QVERIFY(child >= 0);
            if (child == 0) {
                for (int turn = 0;; ++turn) {
                    static_cast<void>(savePlan(plans[(turn + i) % 2], m_path));
                }
            }
            ::usleep(static_cast<useconds_t>(random.bounded(1000, 25'000 * (1 + i / kills))));
            QCOMPARE(::kill(child, SIGKILL), 0);
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFSIGNALED(status));
            const Result<LoadedPlan> loaded = loadPlan(m_path);
            QVERIFY2(loaded.has_value(), qPrintable(loaded ? QString() : loaded.error().text()));
            const int which = loaded->plan.header.title == plans[0].header.title ? 0 : 1;
            ++seen[which];
            QVERIFY(loaded->plan.nodes == plans[which].nodes);
            for (const QByteArray& content : loaded->plan.files) {
                QVERIFY(content == plans[0].files.first() || content == plans[1].files.first());
            }
        }
        QVERIFY(seen[0] > 0 && seen[1] > 0);
    }

    void whatAKilledSaveLeftIsRemovedByALaterOne()
    {
        const pid_t child = ::fork();
        if (child == 0) {
            ::_exit(0);
        }
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        const QString left = at(QStringLiteral(".split.whimbrel.%1-1.whimbrel-new").arg(child));
        const QString ours
            = at(QStringLiteral(".split.whimbrel.%1-99.whimbrel-new").arg(::getpid()));
        for (const QString& path : {left, ours}) {
            put(path, "half");
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadWrite));
            QVERIFY(file.setFileTime(
                QDateTime::currentDateTimeUtc().addSecs(-600), QFileDevice::FileModificationTime));
        }
        QVERIFY(savePlan(test::chain(1), m_path).has_value());
        QVERIFY(!QFile::exists(left));
        QVERIFY(QFile::exists(ours)); // its process lives and may be writing it
    }

    void whatOthersChangedIsNotOverwritten()
    {
        const Plan before = planWithFiles(QStringLiteral("one"), 2);
        QVERIFY(savePlan(before, m_path).has_value());
        Plan mine = before;
        mine.header.title = QStringLiteral("mine");
        mine.files[QStringLiteral("sql/0.sql")] = "SELECT 'mine';\n";
        put(at(QStringLiteral("sql/1.sql")), "SELECT 'theirs';\n");
        QVERIFY(savePlan(mine, m_path, before).has_value());
        QCOMPARE(test::contentOf(at(QStringLiteral("sql/0.sql"))), QByteArray("SELECT 'mine';\n"));
        QCOMPARE(
            test::contentOf(at(QStringLiteral("sql/1.sql"))), QByteArray("SELECT 'theirs';\n"));

        Plan both = mine;
        both.files[QStringLiteral("sql/1.sql")] = "SELECT 'mine too';\n";
        const Result<> saved = savePlan(both, m_path, mine);
        QVERIFY(!saved.has_value());
        QVERIFY(saved.error().message.contains(QStringLiteral("sql/1.sql")));

        Plan theirs = mine;
        theirs.header.title = QStringLiteral("theirs");
        put(m_path, writePlan(theirs));
        QVERIFY(!savePlan(both, m_path, mine).has_value());
        QCOMPARE(loadPlan(m_path)->plan.header.title, QStringLiteral("theirs"));
    }

private:
    [[nodiscard]] QString at(const QString& name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder{};
    QString m_path{};
};

QTEST_GUILESS_MAIN(TestPlanFile)
#include "test_plan_file.moc"
