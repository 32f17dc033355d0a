// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/ui/panes/run_view_fixture.h"

#include "model/database/sqlite_connection.h"
#include "model/exec/sample_database.h"
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/mnemonics.h"
#include "ui/run/run_models.h"
#include "ui/run/run_texts.h"

#include <QFile>
#include <QMenu>
#include <QTest>

namespace whimbrel::test {

SqlAction sql(const char* text)
{
    return {{QString::fromLatin1(text), {}}, false};
}

Plan runPlan(bool broken)
{
    const auto id = [](const char* text) { return QString::fromLatin1(text); };
    Node first = node(id("first"), NodeKind::Expand);
    first.action->body = sql("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    Node second = node(id("second"), NodeKind::Expand);
    second.action->body = sql("INSERT INTO t VALUES (1), (2), (3)");
    Node empty = node(id("empty"), NodeKind::Verification);
    empty.checks.first().body
        = QueryCheck{{id("SELECT count(*) FROM t"), {}}, {Comparison::Equal, id("0"), false, {}}};
    Node filled = node(id("filled"), NodeKind::Verification);
    filled.checks.first().body = QueryCheck{{id("SELECT count(*) FROM t"), {}},
        {Comparison::Equal, broken ? id("4") : id("3"), false, {}}};
    Node gate = node(id("gate"), NodeKind::Gate);
    gate.ask = id("Fill it?");
    Node given = node(id("given-up"), NodeKind::End);
    given.outcome = Outcome::Abandoned;
    Edge back = rollback(id("first"), id("start"));
    back.action->body = sql("DROP TABLE t");
    back.estimateMs = 2000;
    Edge emptied = rollback(id("second"), id("gate"));
    emptied.action->body = sql("DELETE FROM t");
    Plan made = planOf({node(id("start"), NodeKind::Start), first, empty, gate, second, filled,
                           node(id("end"), NodeKind::End), given},
        {forward(id("start"), id("first")), forward(id("first"), id("empty")),
            forward(id("empty"), id("gate")), forward(id("gate"), id("second"), id("yes")),
            forward(id("gate"), id("given-up"), id("no")), forward(id("second"), id("filled")),
            forward(id("filled"), id("end")), back, emptied});
    made.header.title = id("A table");
    return made;
}

void RunViewFixture::useRunner(const char* test)
{
    qputenv("WHIMBREL_CLI", WHIMBREL_CLI_PATH);
    QVERIFY2(QFile::exists(QStringLiteral(WHIMBREL_CLI_PATH)), "build whimbrel-cli first");
    QCoreApplication::setOrganizationName(QStringLiteral("whimbrel-tests"));
    QCoreApplication::setApplicationName(QString::fromLatin1(test));
}

void RunViewFixture::clear()
{
    m_view.reset();
    m_session.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = m_folder->filePath(QStringLiteral("data.db"));
    QVERIFY(makeSampleDatabase("CREATE TABLE other (id INTEGER);", m_database));
}

void RunViewFixture::open(bool broken)
{
    open(runPlan(broken));
}

QAction* RunViewFixture::more(const char* key) const
{
    for (QAction* each : m_view->moreMenu()->actions()) {
        if (each->data().toString() == QLatin1String(key)) {
            return each;
        }
    }
    return nullptr;
}

QString RunViewFixture::clashes() const
{
    Mnemonics letters;
    for (const char* menu : {"&File", "&Edit", "&Step", "&View", "&Run", "&Help"}) {
        letters.add(QString::fromLatin1(menu));
    }
    letters.add(static_cast<const QWidget&>(*m_view));
    return letters.clashes();
}

QString RunViewFixture::lastDetails(EventType type) const
{
    const JournalModel& journal = m_view->journal();
    for (int row = journal.rowCount() - 1; row >= 0; --row) {
        const auto cell = [&](int column) {
            return journal.data(journal.index(row, column), Qt::DisplayRole).toString();
        };
        if (cell(JournalModel::What) == eventName(type)) {
            return cell(JournalModel::Text);
        }
    }
    return {};
}

void RunViewFixture::open(const Plan& made)
{
    const QString path = m_folder->filePath(QStringLiteral("plan.whimbrel"));
    QVERIFY(savePlan(made, path));
    m_session = std::make_unique<PlanSession>();
    m_session->open(made, path);
    QTRY_VERIFY(m_session->isValidated());
    m_view = std::make_unique<RunView>(*m_session, m_connections);
    m_view->resize(1200, 700);
    m_view->show();
}

void RunViewFixture::start()
{
    RunSettings settings;
    settings.bindings.insert(
        TargetId(QStringLiteral("primary")), QStringLiteral("sqlite:") + m_database);
    settings.by = QStringLiteral("tester");
    m_view->controller().start(settings);
    QTRY_VERIFY2_WITH_TIMEOUT(resting(), qPrintable(m_view->controller().complaint()), patience);
}

QString RunViewFixture::count(const QString& query) const
{
    auto connection = SqliteConnection::open(m_database, SqliteConnection::Access::Read);
    if (!connection) {
        return connection.error().text();
    }
    const Result<QList<Row>> rows = (*connection)->rows(query);
    return rows && !rows->isEmpty() ? rows->first().first().toString() : QStringLiteral("no rows");
}

} // namespace whimbrel::test
