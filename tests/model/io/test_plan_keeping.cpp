// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_file.h"
#include "tests/model/io/random_plan.h"
#include "tests/support/cases.h"
#include "tests/support/sample_plan.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace whimbrel;

/// Locks, autosaves and packed plans.
class TestPlanKeeping final : public QObject {
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("split.whimbrel"));
        QVERIFY(savePlan(test::chain(1), m_path).has_value());
    }

    void oneProgramOpensAPlanForEditing()
    {
        auto first = lockPlan(m_path);
        QVERIFY(first.has_value());
        const auto second = lockPlan(m_path);
        QVERIFY(!second.has_value());
        QCOMPARE(second.error().code, ErrorCode::Locked);
        QVERIFY(second.error().message.contains(QString::number(::getpid())));
        first->reset();
        QVERIFY(lockPlan(m_path).has_value());
        QCOMPARE(hiddenFiles(), QStringList()); // a lock that was let go leaves nothing
    }

    void aDeadHolderDoesNotCount()
    {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const auto lock = lockPlan(m_path);
            static_cast<void>(::write(ends[1], lock ? "y" : "n", 1));
            ::pause();
            ::_exit(0);
        }
        char answer = 0;
        QCOMPARE(::read(ends[0], &answer, 1), 1);
        QCOMPARE(answer, 'y');
        const auto refused = lockPlan(m_path);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, ErrorCode::Locked);
        QVERIFY2(refused.error().message.contains(QString::number(child)),
            qPrintable(refused.error().message));
        QVERIFY(!refused.error().advice.isEmpty());
        QCOMPARE(::kill(child, SIGKILL), 0);
        QCOMPARE(::waitpid(child, nullptr, 0), child);
        QCOMPARE(hiddenFiles(), {QStringLiteral(".split.whimbrel-lock")});
        QVERIFY(lockPlan(m_path).has_value());
        ::close(ends[0]);
        ::close(ends[1]);
    }

    /// Whoever takes and drops it how often: never two at once.
    void theLockIsNeverHeldTwice()
    {
        const QString token = m_folder->filePath(QStringLiteral("held"));
        QList<pid_t> children;
        for (int i = 0; i < 3; ++i) {
            const pid_t child = ::fork();
            if (child == 0) {
                int wrong = 0;
                for (int turn = 0; turn < 300; ++turn) {
                    if (const auto lock = lockPlan(m_path)) {
                        QFile file(token);
                        wrong += file.open(QIODevice::WriteOnly | QIODevice::NewOnly) ? 0 : 1;
                        QFile::remove(token);
                    }
                }
                ::_exit(wrong == 0 ? 0 : 1);
            }
            children.append(child);
        }
        for (const pid_t child : children) {
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QVERIFY(WIFEXITED(status));
            QCOMPARE(WEXITSTATUS(status), 0);
        }
    }

    void unsavedWorkComesBack()
    {
        const QByteArray original = test::contentOf(m_path);
        QVERIFY(readAutosave(m_path).has_value());
        QVERIFY(!readAutosave(m_path)->has_value());
        Plan edited = test::chain(2);
        edited.files.insert(QStringLiteral("sql/a.sql"), "SELECT 'unsaved';\n");
        edited.files.insert(QStringLiteral("sql/latin1.sql"), "SELECT '\xe9';\n");
        QVERIFY(writeAutosave(edited, m_path).has_value());
        QCOMPARE(hiddenFiles(), {QStringLiteral(".split.whimbrel-autosave")});
        QCOMPARE(test::contentOf(m_path), original);
        const auto autosave = readAutosave(m_path);
        QVERIFY(autosave.has_value() && autosave->has_value());
        QVERIFY((*autosave)->plan == edited);
        QVERIFY(qAbs((*autosave)->savedAt.secsTo(QDateTime::currentDateTime())) < 60);
        removeAutosave(m_path);
        QCOMPARE(hiddenFiles(), QStringList());
    }

    void anAutosaveOfWhatIsSavedIsNone()
    {
        QVERIFY(writeAutosave(test::chain(1), m_path).has_value());
        const auto autosave = readAutosave(m_path);
        QVERIFY(autosave.has_value());
        QVERIFY(!autosave->has_value());
    }

    void anAutosaveOutlivesASpoiledPlan()
    {
        QVERIFY(writeAutosave(test::chain(1), m_path).has_value());
        QVERIFY(QFile::resize(m_path, 20));
        QVERIFY(!loadPlan(m_path).has_value());
        const auto autosave = readAutosave(m_path);
        QVERIFY(autosave.has_value() && autosave->has_value());
        QVERIFY((*autosave)->plan == test::chain(1));
    }

    void aSpoiledAutosaveIsNamed()
    {
        QVERIFY(writeAutosave(test::chain(2), m_path).has_value());
        const QString path = m_folder->filePath(QStringLiteral(".split.whimbrel-autosave"));
        QVERIFY(QFile::resize(path, 100));
        const auto autosave = readAutosave(m_path);
        QVERIFY(!autosave.has_value());
        QCOMPARE(autosave.error().where, path);
        QVERIFY(autosave.error().advice.contains(QStringLiteral("not touched")));
    }

    void aKilledAutosaveLeavesTheOneBefore()
    {
        QVERIFY(writeAutosave(test::chain(200), m_path).has_value());
        for (int i = 0; i < 20; ++i) {
            const pid_t child = ::fork();
            if (child == 0) {
                for (int turn = 0;; ++turn) {
                    static_cast<void>(writeAutosave(test::chain(200 + turn % 2), m_path));
                }
            }
            ::usleep(static_cast<useconds_t>(2000 + i * 1500));
            QCOMPARE(::kill(child, SIGKILL), 0);
            QCOMPARE(::waitpid(child, nullptr, 0), child);
            const auto autosave = readAutosave(m_path);
            QVERIFY(autosave.has_value() && autosave->has_value());
            QVERIFY((*autosave)->plan == test::chain(200) || (*autosave)->plan == test::chain(201));
        }
    }

    void packedPlansComeBackWhole()
    {
        QRandomGenerator random(3);
        for (int i = 0; i < 100; ++i) {
            Plan plan = test::randomPlan(random);
            plan.files.insert(QStringLiteral("sql/1.sql"), "SELECT 'ü';\n");
            plan.files.insert(QStringLiteral("sql/2.sql"), QByteArray("\xff\x00\x01", 3));
            const QByteArray packed = packPlan(plan);
            QVERIFY(!packed.contains('\n'));
            const Result<Plan> back = unpackPlan(packed);
            QVERIFY2(back.has_value(), qPrintable(back ? QString() : back.error().text()));
            QVERIFY(*back == plan);
        }
    }

    void whatIsNoPackIsRefused_data()
    {
        QTest::addColumn<QByteArray>("packed");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a plan") << QByteArray(R"({"whimbrel": 1})");
        QTest::newRow("newer") << QByteArray(R"({"whimbrel-pack": 2, "plan": {"whimbrel": 1}})");
        QTest::newRow("no plan") << QByteArray(R"({"whimbrel-pack": 1})");
        QTest::newRow("a bad plan") << QByteArray(R"({"whimbrel-pack": 1, "plan": {}})");
        QTest::newRow("a bad file") << QByteArray(
            R"({"whimbrel-pack": 1, "plan": {"whimbrel": 1}, "files": {"a": {"base64": "?"}}})");
    }
    void whatIsNoPackIsRefused()
    {
        QFETCH(QByteArray, packed);
        const Result<Plan> back = unpackPlan(packed);
        QVERIFY(!back.has_value());
        QCOMPARE(back.error().code, ErrorCode::Unreadable);
    }

private:
    [[nodiscard]] QStringList hiddenFiles() const
    {
        return QDir(m_folder->path())
            .entryList({QStringLiteral(".*")}, QDir::Files | QDir::Hidden, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder{};
    QString m_path{};
};

QTEST_GUILESS_MAIN(TestPlanKeeping)
#include "test_plan_keeping.moc"
