// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/preflight/judge.h"
#include "tests/support/sample_plan.h"
#include "tests/support/servers/test_servers.h"

#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <QUuid>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

Plan stepPlan(Dialect dialect, const char* sql, const char* back = nullptr)
{
    const auto action = [](const char* text) {
        Action made;
        SqlAction body;
        body.sql.text = s(text);
        made.body = body;
        return made;
    };
    Node step = node(s("step"), NodeKind::Expand);
    step.action = action(sql);
    Plan plan = planOf({node(s("start"), NodeKind::Start), step, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("step")), forward(s("step"), s("end"))});
    if (back) {
        Edge edge;
        edge.id = EdgeId(s("back"));
        edge.kind = EdgeKind::Rollback;
        edge.from = NodeId(s("step"));
        edge.to = NodeId(s("start"));
        edge.action = action(back);
        plan.edges.put(edge);
    }
    plan.targets = {};
    Target target;
    target.id = TargetId(s("primary"));
    target.dialect = dialect;
    plan.targets.put(target);
    return plan;
}

PreflightReport preflightOf(const Plan& plan, const QString& url)
{
    RunRequest request;
    request.plan = plan;
    request.bindings.insert(TargetId(s("primary")), url);
    return preflight(request);
}

TargetSnapshot seenBy(const Plan& plan, const QString& url)
{
    RunRequest request;
    request.plan = plan;
    request.bindings.insert(TargetId(s("primary")), url);
    return lookAtTargets(request, needsOf(request)).targets.constFirst();
}

QString shown(const PreflightReport& report)
{
    QStringList lines;
    for (const PreflightFinding& each : report.findings) {
        lines.append(keyOf(each.level) + QLatin1Char(' ') + each.about + s(": ") + each.text);
    }
    return lines.join(QLatin1Char('\n'));
}

bool says(const PreflightReport& report, PreflightLevel level, const char* about, const char* words)
{
    return std::any_of(
        report.findings.begin(), report.findings.end(), [&](const PreflightFinding& each) {
            return each.level == level && each.about == s(about) && each.text.contains(s(words));
        });
}

#define VERIFY_SAYS(report, level, about, words)                                                   \
    QVERIFY2(says(report, PreflightLevel::level, about, words), qPrintable(shown(report)))

/// A user of the server that the test takes away again, and may do nothing but connect.
class Somebody final {
public:
    explicit Somebody(const ScratchDatabase& database)
        : m_database(database)
        , m_name(s("u") + QUuid::createUuid().toString(QUuid::Id128).left(10))
    {
        const auto boss = database.open();
        if (database.dialect() == Dialect::Postgresql) {
            execute(*boss, s("CREATE ROLE %1 LOGIN PASSWORD 'pw'").arg(m_name));
        } else {
            execute(*boss, s("CREATE USER %1@'%' IDENTIFIED BY 'pw'").arg(m_name));
        }
    }

    ~Somebody()
    {
        const auto boss = m_database.open();
        if (m_database.dialect() == Dialect::Postgresql) {
            execute(*boss, s("DROP OWNED BY %1").arg(m_name));
            execute(*boss, s("DROP ROLE %1").arg(m_name));
        } else {
            execute(*boss, s("DROP USER %1@'%'").arg(m_name));
        }
    }

    Q_DISABLE_COPY_MOVE(Somebody)

    [[nodiscard]] const QString& name() const { return m_name; }

    [[nodiscard]] QString url() const
    {
        const Servers& servers = Servers::shared();
        const bool postgres = m_database.dialect() == Dialect::Postgresql;
        return s("%1://%2:pw@127.0.0.1:%3/%4")
            .arg(postgres ? s("postgresql") : s("mysql"), m_name)
            .arg(servers.port(m_database.dialect()))
            .arg(m_database.name());
    }

private:
    const ScratchDatabase& m_database;
    QString m_name{};
};

} // namespace

/// What a preflight finds on real servers.
class TestPreflight final : public QObject {
    Q_OBJECT

private slots:
    void aUserWithoutTheRights_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::newRow("postgresql") << Dialect::Postgresql;
        QTest::newRow("mariadb") << Dialect::Mysql;
    }

    void aUserWithoutTheRights()
    {
        QFETCH(Dialect, dialect);
        const bool postgres = dialect == Dialect::Postgresql;
        const ScratchDatabase database(dialect);
        const auto boss = database.open();
        execute(*boss, s("CREATE TABLE orders (id int PRIMARY KEY, a int)"));
        const Somebody app(database);
        if (postgres) {
            execute(*boss, s("GRANT SELECT ON orders TO %1").arg(app.name()));
        } else {
            execute(
                *boss, s("GRANT SELECT ON %1.orders TO %2@'%'").arg(database.name(), app.name()));
        }
        const Plan plan
            = stepPlan(dialect, "ALTER TABLE orders ADD COLUMN b int; UPDATE orders SET b = a",
                "ALTER TABLE orders DROP COLUMN b");
        const PreflightReport report = preflightOf(plan, app.url());
        if (postgres) {
            VERIFY_SAYS(report, Error, "rights", "does not own \"orders\"");
        } else {
            VERIFY_SAYS(report, Error, "rights", "may not ALTER \"orders\"");
        }
        VERIFY_SAYS(report, Error, "rights", "may not UPDATE \"orders\"");
        VERIFY_SAYS(report, Error, "rights", "journal");
        QVERIFY2(!says(report, PreflightLevel::Error, "rights", "may not SELECT"),
            qPrintable(shown(report)));
        QCOMPARE(report.targets.constFirst().user.section(QLatin1Char('@'), 0, 0), app.name());
        // Whoever may do everything has no such finding.
        const PreflightReport good = preflightOf(plan, database.url());
        QVERIFY2(!says(good, PreflightLevel::Error, "rights", ""), qPrintable(shown(good)));
        QVERIFY(!says(good, PreflightLevel::Warning, "rights", ""));
    }

    void whatAnEarlierStepMakes()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const PreflightReport report
            = preflightOf(stepPlan(Dialect::Postgresql,
                              "CREATE TABLE made (id int); ALTER TABLE made ADD COLUMN b int; "
                              "CREATE INDEX i ON made (b); ALTER TABLE absent ADD COLUMN b int",
                              "DROP TABLE made"),
                database.url());
        VERIFY_SAYS(report, Warning, "rights", "\"absent\" is not there");
        QVERIFY2(
            !says(report, PreflightLevel::Warning, "rights", "made"), qPrintable(shown(report)));
    }

    void whoeverHoldsALockNow()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto boss = database.open();
        execute(*boss, s("CREATE TABLE orders (id int)"));
        const auto other = database.open();
        execute(*other, s("BEGIN"));
        execute(*other, s("LOCK TABLE orders IN ACCESS SHARE MODE"));
        const Plan plan = stepPlan(Dialect::Postgresql, "ALTER TABLE orders ADD COLUMN b int");
        const PreflightReport report = preflightOf(plan, database.url());
        VERIFY_SAYS(report, Warning, "locks", "AccessShareLock on \"orders\"");
        // The same session is an old transaction, once it is old enough.
        const TargetSnapshot seen = seenBy(plan, database.url());
        RunRequest request;
        request.plan = plan;
        const PlanNeeds needs = needsOf(request);
        const Snapshot snapshot{{seen}};
        Judged what{.request = request, .needs = needs, .snapshot = snapshot};
        what.limits.oldTransactionMs = 0;
        PreflightFindings findings;
        judgeSessions(what, seen, findings);
        QVERIFY(!findings.isEmpty());
        QCOMPARE(findings.constFirst().level, PreflightLevel::Error);
        execute(*other, s("ROLLBACK"));
        const PreflightReport after = preflightOf(plan, database.url());
        QVERIFY2(!says(after, PreflightLevel::Warning, "locks", ""), qPrintable(shown(after)));
    }

    void openTransactionsOnMariaDb()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto boss = database.open();
        execute(*boss, s("CREATE TABLE orders (id int) ENGINE=InnoDB"));
        const auto other = database.open();
        execute(*other, s("BEGIN"));
        execute(*other, s("INSERT INTO orders VALUES (1)"));
        const TargetSnapshot seen = seenBy(
            stepPlan(Dialect::Mysql, "ALTER TABLE orders ADD COLUMN b int"), database.url());
        QVERIFY2(!seen.sessions.isEmpty(), qPrintable(seen.unseen.join(QLatin1Char('\n'))));
        QVERIFY(seen.sessions.constFirst().who.ageMs >= 0);
        execute(*other, s("ROLLBACK"));
    }

    void whoMayHoldAMetadataLock()
    {
        const ScratchDatabase database(Dialect::Mysql);
        const auto boss = database.open();
        execute(*boss, s("CREATE TABLE orders (id int) ENGINE=InnoDB"));
        const Plan plan = stepPlan(Dialect::Mysql, "ALTER TABLE orders ADD COLUMN b int");
        const auto reader = database.open();
        QVERIFY(reader->begin().has_value());
        (void)single(*reader, s("SELECT count(*) FROM orders"));
        const PreflightReport report = preflightOf(plan, database.url());
        // It may be; that it is, this server does not tell.
        VERIFY_SAYS(report, Warning, "locks", "Possibly in the way");
        VERIFY_SAYS(report, Warning, "locks", "metadata_lock_info is not installed");
        const PreflightReport harmless
            = preflightOf(stepPlan(Dialect::Mysql, "UPDATE orders SET id = 2"), database.url());
        QVERIFY2(
            !says(harmless, PreflightLevel::Warning, "locks", ""), qPrintable(shown(harmless)));

        // Somebody whom it keeps waiting stands in the way as well.
        std::thread altering([&boss] {
            boss->setLockTimeout(std::chrono::seconds(20));
            (void)boss->exec(s("ALTER TABLE orders ADD COLUMN c int"));
        });
        const auto end = qScopeGuard([&] {
            reader->rollback();
            altering.join();
        });
        const auto waits = [&] {
            return says(preflightOf(plan, database.url()), PreflightLevel::Warning, "locks",
                "waits for a metadata lock");
        };
        QTRY_VERIFY_WITH_TIMEOUT(waits(), 10000);
    }

    void whoHoldsAMetadataLockWhereTheServerTells()
    {
        const OwnServer server(Dialect::Mysql);
        const ScratchDatabase database(Dialect::Mysql, server.url());
        const auto boss = database.open();
        execute(*boss, s("INSTALL SONAME 'metadata_lock_info'"));
        execute(*boss, s("CREATE TABLE orders (id int) ENGINE=InnoDB"));
        execute(*boss, s("CREATE TABLE others (id int) ENGINE=InnoDB"));
        const auto reader = database.open();
        QVERIFY(reader->begin().has_value());
        (void)single(*reader, s("SELECT count(*) FROM orders"));
        const PreflightReport report = preflightOf(
            stepPlan(Dialect::Mysql, "ALTER TABLE orders ADD COLUMN b int"), database.url());
        VERIFY_SAYS(report, Warning, "locks", "on \"orders\" at the moment");
        const PreflightReport other = preflightOf(
            stepPlan(Dialect::Mysql, "ALTER TABLE others ADD COLUMN b int"), database.url());
        QVERIFY2(!says(other, PreflightLevel::Warning, "locks", ""), qPrintable(shown(other)));
        reader->rollback();
    }

    void rightsToCopyRows_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::newRow("postgresql") << Dialect::Postgresql;
        QTest::newRow("mariadb") << Dialect::Mysql;
    }

    void rightsToCopyRows()
    {
        QFETCH(Dialect, dialect);
        const bool postgres = dialect == Dialect::Postgresql;
        const ScratchDatabase from(dialect);
        const ScratchDatabase to(dialect);
        execute(*from.open(), s("CREATE TABLE orders (id int PRIMARY KEY, a int)"));
        execute(*to.open(), s("CREATE TABLE old_orders (id int PRIMARY KEY, a int)"));
        const Somebody app(from);
        Plan plan = stepPlan(dialect, "SELECT 1");
        Target archive;
        archive.id = TargetId(s("archive"));
        archive.dialect = dialect;
        plan.targets.put(archive);
        CopyAction copy;
        copy.from = TargetId(s("primary"));
        copy.table = s("orders");
        copy.key = s("id");
        copy.columns = {s("a")};
        copy.into = s("old_orders");
        Node step = *plan.nodes.find(NodeId(s("step")));
        step.action->body = copy;
        step.action->target = archive.id;
        plan.nodes.put(step);
        RunRequest request;
        request.plan = plan;
        request.bindings.insert(copy.from, app.url());
        request.bindings.insert(archive.id, app.url().replace(from.name(), to.name()));
        if (!postgres) { // or there is no getting in at all
            execute(*from.open(), s("GRANT CREATE ON %1.* TO %2@'%'").arg(from.name(), app.name()));
            execute(*to.open(), s("GRANT CREATE ON %1.* TO %2@'%'").arg(to.name(), app.name()));
        }
        const PreflightReport refused = preflight(request);
        VERIFY_SAYS(refused, Error, "rights", "may not SELECT \"orders\", which COPY needs");
        VERIFY_SAYS(refused, Error, "rights", "may not INSERT \"old_orders\", which COPY needs");
        VERIFY_SAYS(refused, Error, "rights", "may not UPDATE \"old_orders\"");
        const QString who = postgres ? app.name() : app.name() + s("@'%'");
        execute(*from.open(),
            s("GRANT SELECT ON %1orders TO %2")
                .arg(postgres ? QString() : from.name() + s("."), who));
        execute(*to.open(),
            s("GRANT SELECT, INSERT, UPDATE ON %1old_orders TO %2")
                .arg(postgres ? QString() : to.name() + s("."), who));
        const PreflightReport good = preflight(request);
        QVERIFY2(!says(good, PreflightLevel::Error, "rights", "COPY"), qPrintable(shown(good)));
        if (postgres) {
            execute(*to.open(), s("REVOKE ALL ON old_orders FROM %1").arg(app.name()));
        }
    }

    void aDatabaseThatOnlyChecksRead()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const ScratchDatabase looked(Dialect::Postgresql);
        execute(*looked.open(), s("CREATE TABLE orders (id int PRIMARY KEY)"));
        const Somebody reader(looked);
        Plan plan = stepPlan(Dialect::Postgresql, "CREATE TABLE x (id int)");
        Target other;
        other.id = TargetId(s("looked-at"));
        other.dialect = Dialect::Postgresql;
        plan.targets.put(other);
        RunRequest request;
        request.plan = plan;
        request.bindings.insert(TargetId(s("primary")), database.url());
        request.bindings.insert(other.id, reader.url());
        const PreflightReport report = preflight(request);
        QVERIFY2(
            !says(report, PreflightLevel::Error, "rights", "journal"), qPrintable(shown(report)));
        request.bindings.insert(other.id, Servers::shared().replicaUrl());
        const PreflightReport onReplica = preflight(request);
        QVERIFY2(
            !says(onReplica, PreflightLevel::Error, "read-only", ""), qPrintable(shown(onReplica)));
    }

    void aSlotThatNobodyReads()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto boss = database.open();
        const QString name = s("idle_") + QUuid::createUuid().toString(QUuid::Id128).left(8);
        execute(*boss, s("SELECT pg_create_physical_replication_slot('%1', true)").arg(name));
        const PreflightReport report
            = preflightOf(stepPlan(Dialect::Postgresql, "CREATE TABLE x (id int)"), database.url());
        execute(*boss, s("SELECT pg_drop_replication_slot('%1')").arg(name));
        QVERIFY2(says(report, PreflightLevel::Error, "replication", qPrintable(name))
                || says(report, PreflightLevel::Warning, "replication", qPrintable(name)),
            qPrintable(shown(report)));
    }

    void aReplica()
    {
        const PreflightReport report
            = preflightOf(stepPlan(Dialect::Postgresql, "CREATE TABLE x (id int)"),
                Servers::shared().replicaUrl());
        VERIFY_SAYS(report, Error, "read-only", "replica");
    }

    void rowsWithoutAnIdentityForSubscribers()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto boss = database.open();
        execute(*boss, s("CREATE TABLE orders (id int)"));
        execute(*boss, s("CREATE PUBLICATION p FOR TABLE orders"));
        execute(*boss,
            s("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS "
              "'BEGIN RETURN NEW; END'"));
        execute(*boss,
            s("CREATE TRIGGER audit BEFORE UPDATE ON orders FOR EACH ROW EXECUTE "
              "FUNCTION f()"));
        const Plan plan = stepPlan(Dialect::Postgresql, "UPDATE orders SET id = 1");
        const PreflightReport report = preflightOf(plan, database.url());
        VERIFY_SAYS(report, Error, "replication", "no replica identity");
        VERIFY_SAYS(report, Note, "triggers", "audit");
        execute(*boss, s("ALTER TABLE orders ADD PRIMARY KEY (id)"));
        const PreflightReport mended = preflightOf(plan, database.url());
        QVERIFY2(!says(mended, PreflightLevel::Error, "replication", "identity"),
            qPrintable(shown(mended)));
    }

    void roomIsSaidHonestly()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const auto boss = database.open();
        execute(*boss, s("CREATE TABLE orders (id int, a text)"));
        execute(*boss,
            s("INSERT INTO orders SELECT g, repeat('x', 100) FROM "
              "generate_series(1, 20000) g"));
        const Plan plan
            = stepPlan(Dialect::Postgresql, "ALTER TABLE orders ALTER COLUMN id TYPE bigint");
        const TargetSnapshot seen = seenBy(plan, database.url());
        QVERIFY(seen.tables.value(s("orders")).bytes > 2'000'000);
        const PreflightReport report = preflightOf(plan, database.url());
        // The server of the tests is on this machine: what is free in its folder can be seen.
        VERIFY_SAYS(report, Note, "space", "are free in");
        QVERIFY(seen.freeBytes > 0);
        // Elsewhere the connection may say where this machine sees the data.
        QTemporaryDir mounted;
        const TargetSnapshot told
            = seenBy(plan, database.url() + s("?datafolder=") + mounted.path());
        QCOMPARE(told.dataFolder, mounted.path());
        QVERIFY(told.freeBytes > 0);
        const PreflightReport wrong
            = preflightOf(plan, database.url() + s("?datafolder=/not/there"));
        VERIFY_SAYS(wrong, Note, "unseen", "\"/not/there\", which is not there");
    }

    void connectionsThatAreLeft()
    {
        const ScratchDatabase database(Dialect::Postgresql);
        const Somebody app(database);
        const auto boss = database.open();
        execute(*boss, s("ALTER ROLE %1 CONNECTION LIMIT 1").arg(app.name()));
        const PreflightReport report
            = preflightOf(stepPlan(Dialect::Postgresql, "SELECT 1"), app.url());
        VERIFY_SAYS(report, Error, "connections", "Only");
    }

    void aDatabaseThatIsNotThere()
    {
        const PreflightReport report = preflightOf(
            stepPlan(Dialect::Sqlite, "CREATE TABLE x (id)"), s("sqlite:/nowhere/at/all.db"));
        VERIFY_SAYS(report, Error, "connection", "cannot be reached");
    }

    void aFileThatMayNotBeWritten()
    {
        const ScratchDatabase database(Dialect::Sqlite);
        execute(*database.open(), s("CREATE TABLE orders (id)"));
        const Plan plan = stepPlan(Dialect::Sqlite, "ALTER TABLE orders ADD COLUMN b");
        const PreflightReport before = preflightOf(plan, database.url());
        QVERIFY2(!says(before, PreflightLevel::Error, "read-only", ""), qPrintable(shown(before)));
        if (::geteuid() == 0) { // who may write anything: somebody else has to try
            const pid_t child = ::fork();
            if (child == 0) {
                TargetSnapshot seen;
                const bool other = ::setuid(65534) == 0;
                lookAtSqliteFile(database.name(), seen);
                ::_exit(other && seen.readOnly.contains(s("may not be written")) ? 0 : 1);
            }
            int status = 1;
            QCOMPARE(::waitpid(child, &status, 0), child);
            QCOMPARE(status, 0);
            return;
        }
        QVERIFY(QFile::setPermissions(database.name(), QFileDevice::ReadOwner));
        const PreflightReport report = preflightOf(plan, database.url());
        VERIFY_SAYS(report, Error, "read-only", "may not be written");
    }

    void somebodyWritesIntoAFile()
    {
        const ScratchDatabase database(Dialect::Sqlite);
        execute(*database.open(), s("CREATE TABLE orders (id)"));
        // Locks of one's own process do not show: another one has to hold it.
        int ready[2];
        QVERIFY(::pipe(ready) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto writer = openConnection(database.url(), Connection::Access::ReadWrite);
            if (writer && (*writer)->begin() && (*writer)->exec(s("DELETE FROM orders"))) {
                (void)!::write(ready[1], "x", 1);
                ::sleep(30);
            }
            ::_exit(0);
        }
        char byte = 0;
        QVERIFY(::read(ready[0], &byte, 1) == 1);
        TargetSnapshot seen;
        lookAtSqliteFile(database.name(), seen);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QCOMPARE(seen.sessions.size(), 1);
        QCOMPARE(seen.sessions.constFirst().who.session, qint64(child));
    }
};

QTEST_GUILESS_MAIN(TestPreflight)
#include "test_preflight.moc"
