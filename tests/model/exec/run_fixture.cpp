// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/exec/run_fixture.h"

#include "tests/support/sample_plan.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTest>

#include <sqlite3.h>

namespace whimbrel::test {

namespace {

class Plain final {
public:
    explicit Plain(const QString& path)
    {
        sqlite3_open(path.toUtf8().constData(), &m_handle);
        sqlite3_busy_timeout(m_handle, 3000);
    }
    ~Plain() { sqlite3_close(m_handle); }
    Plain(const Plain&) = delete;
    Plain& operator=(const Plain&) = delete;

    QString run(const QString& sql)
    {
        QStringList lines;
        char* message = nullptr;
        const auto take = [](void* to, int columns, char** values, char**) {
            QStringList row;
            for (int i = 0; i < columns; ++i) {
                row.append(values[i] ? QString::fromUtf8(values[i]) : QStringLiteral("NULL"));
            }
            static_cast<QStringList*>(to)->append(row.join(QLatin1Char('|')));
            return 0;
        };
        sqlite3_exec(m_handle, sql.toUtf8().constData(), take, &lines, &message);
        if (message) {
            lines.append(QStringLiteral("error: ") + QString::fromUtf8(message));
            sqlite3_free(message);
        }
        return lines.join(QLatin1Char('\n'));
    }

private:
    sqlite3* m_handle = nullptr;
};

} // namespace

RunFixture::RunFixture(int customers)
    : m_folder(QFileInfo(QStringLiteral("/dev/shm")).isWritable()
            ? QStringLiteral("/dev/shm/whimbrel-XXXXXX")
            : QDir::tempPath() + QStringLiteral("/whimbrel-XXXXXX"))
{
    sql(QStringLiteral(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL "
        "REFERENCES customers (id) ON DELETE CASCADE);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
        "INSERT INTO customers SELECT i * 3, 'name ' || i FROM n;"
        "INSERT INTO orders (customer) SELECT id FROM customers;")
            .arg(customers));
}

RunRequest RunFixture::request(const Plan& plan) const
{
    RunRequest request;
    request.plan = plan;
    request.planPath = folder() + QStringLiteral("/shop.whimbrel");
    request.bindings.insert(TargetId(QStringLiteral("primary")), url());
    request.by = QStringLiteral("ada");
    return request;
}

ResumeRequest RunFixture::resumeRequest() const
{
    ResumeRequest request;
    request.planPath = folder() + QStringLiteral("/shop.whimbrel");
    request.bindings.insert(TargetId(QStringLiteral("primary")), url());
    request.by = QStringLiteral("grace");
    return request;
}

QString RunFixture::sql(const QString& statements) const
{
    return Plain(path()).run(statements);
}

QString RunFixture::dump() const
{
    Plain database(path());
    QString all = database.run(QStringLiteral(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'whimbrel%' AND tbl_name "
        "NOT LIKE 'whimbrel%' AND name NOT LIKE 'sqlite%' ORDER BY type, name"));
    const QStringList tables
        = database
              .run(
                  QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT "
                                 "LIKE 'whimbrel%' AND name NOT LIKE 'sqlite%' ORDER BY name"))
              .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& table : tables) {
        all += QLatin1Char('\n') + database.run(QStringLiteral("SELECT * FROM \"%1\"").arg(table));
    }
    return all;
}

Run::Run()
{
    QObject::connect(&executor, &Executor::message, &executor,
        [this](const RunnerMessage& message) { messages.append(message); });
    QObject::connect(
        &executor, &Executor::finished, &executor, [this](int code) { exitCode = code; });
}

void Run::waitForRest(int ms)
{
    (void)QTest::qWaitFor([this] { return exitCode >= 0 || executor.isResting(); }, ms);
}

bool Run::start(const RunRequest& request)
{
    const Result<> begun = executor.start(request);
    if (!begun) {
        RunnerMessage failed;
        failed.type = RunnerMessage::Type::Failed;
        failed.error = begun.error();
        messages.append(failed);
        return false;
    }
    waitForRest();
    return exitCode < 0;
}

bool Run::resume(const ResumeRequest& request)
{
    const Result<> begun = executor.resume(request);
    if (!begun) {
        RunnerMessage failed;
        failed.type = RunnerMessage::Type::Failed;
        failed.error = begun.error();
        messages.append(failed);
        return false;
    }
    waitForRest();
    return exitCode < 0;
}

void Run::tell(
    Command::Type type, const QString& node, const QString& outcome, const QString& because)
{
    Command command;
    command.type = type;
    command.node = NodeId(node);
    command.outcome = outcome;
    command.because = because;
    tell(command);
}

void Run::tell(const Command& command)
{
    executor.execute(command);
    waitForRest();
}

Error Run::lastError() const
{
    for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
        if (message->type == RunnerMessage::Type::Failed
            || message->type == RunnerMessage::Type::Refused) {
            return message->error;
        }
    }
    return {};
}

StepStatus Run::status(const char* node) const
{
    return state().step(NodeId(QString::fromLatin1(node))).status;
}

QList<Event> Run::events() const
{
    QList<Event> all;
    for (const RunnerMessage& message : messages) {
        if (message.type == RunnerMessage::Type::Event) {
            all.append(message.event);
        }
    }
    return all;
}

int Run::count(EventType type) const
{
    const QList<Event> all = events();
    return static_cast<int>(std::count_if(
        all.cbegin(), all.cend(), [type](const Event& event) { return event.type == type; }));
}

QList<Blocker> Run::blockers() const
{
    for (auto message = messages.crbegin(); message != messages.crend(); ++message) {
        if (message->type == RunnerMessage::Type::Progress) {
            return message->progress.sighting.blockers;
        }
    }
    return {};
}

QString Run::why() const
{
    QStringList lines;
    for (const Event& event : events().mid(qMax<qsizetype>(events().size() - 8, 0))) {
        lines.append(
            QString::fromUtf8(QStringLiteral("%1 %2 %3 %4 ")
                                  .arg(event.number)
                                  .arg(keyOf(event.type), event.node.text(), event.edge.text())
                                  .toUtf8()
                + QJsonDocument(event.data).toJson(QJsonDocument::Compact)));
    }
    lines.append(lastError().text());
    return lines.join(QLatin1Char('\n'));
}

Action sqlAction(const QString& sql)
{
    Action action;
    action.body = SqlAction{SqlSource{sql, {}}, false};
    return action;
}

Node change(const QString& id, const QString& sql)
{
    Node made = node(id, NodeKind::Expand);
    made.action = sqlAction(sql);
    return made;
}

Node verification(const QString& id, const QString& sql, const QString& value)
{
    Node made = node(id, NodeKind::Verification);
    Check check;
    check.id = CheckId(QStringLiteral("found"));
    check.body = QueryCheck{SqlSource{sql, {}}, Expectation{Comparison::Equal, value, false, {}}};
    made.checks = {check};
    return made;
}

Edge back(const QString& from, const QString& to, const QString& sql)
{
    Edge edge = rollback(from, to);
    edge.action = sqlAction(sql);
    return edge;
}

Plan withNodes(Plan plan, const QList<Node>& nodes)
{
    for (const Node& each : nodes) {
        plan.nodes.put(each);
    }
    return plan;
}

Plan twoColumns()
{
    const auto s = [](const char* text) { return QString::fromLatin1(text); };
    const QString count
        = s("SELECT count(*) FROM pragma_table_info('customers') WHERE name IN ('a', 'b')");
    return planOf(
        {node(s("start"), NodeKind::Start),
            change(s("a"), s("ALTER TABLE customers ADD COLUMN a TEXT")),
            verification(s("va"), count, s("1")),
            change(
                s("b"), s("ALTER TABLE customers ADD COLUMN b TEXT; UPDATE customers SET b = id")),
            verification(s("vb"), count, s("2")), node(s("end"), NodeKind::End)},
        {forward(s("start"), s("a")), forward(s("a"), s("va")), forward(s("va"), s("b")),
            forward(s("b"), s("vb")), forward(s("vb"), s("end")),
            back(s("a"), s("start"), s("ALTER TABLE customers DROP COLUMN a")),
            back(s("b"), s("va"), s("ALTER TABLE customers DROP COLUMN b"))});
}

} // namespace whimbrel::test
