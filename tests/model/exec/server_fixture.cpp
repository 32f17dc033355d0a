// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "tests/model/exec/server_fixture.h"

#include "model/sql/statement.h"
#include "tests/support/sample_plan.h"

#include <QTest>

namespace whimbrel::test {

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

ServerFixture::ServerFixture(Dialect dialect, int customers, const QString& server)
    : m_scratch(dialect, server)
    , m_connection(m_scratch.open())
{
    sql(s("CREATE TABLE customers (id bigint PRIMARY KEY, name text NOT NULL);"
          "CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint NOT NULL, "
          "FOREIGN KEY (customer) REFERENCES customers (id))"));
    QStringList rows;
    QStringList orders;
    for (int i = 1; i <= customers; ++i) {
        rows.append(s("(%1, 'name %2')").arg(i * 3).arg(i));
        orders.append(s("(%1, %2)").arg(i).arg(i * 3));
    }
    sql(s("INSERT INTO customers VALUES ") + rows.join(s(", ")));
    sql(s("INSERT INTO orders VALUES ") + orders.join(s(", ")));
}

Plan ServerFixture::inDialect(Plan plan) const
{
    Target target = plan.targets.at(0);
    target.dialect = dialect();
    plan.targets.put(target);
    return plan;
}

RunRequest ServerFixture::request(Plan plan) const
{
    RunRequest request;
    request.plan = inDialect(std::move(plan));
    request.planPath = folder() + s("/shop.whimbrel");
    request.bindings.insert(TargetId(s("primary")), url());
    request.by = s("ada");
    return request;
}

ResumeRequest ServerFixture::resumeRequest() const
{
    ResumeRequest request;
    request.planPath = folder() + s("/shop.whimbrel");
    request.bindings.insert(TargetId(s("primary")), url());
    request.by = s("grace");
    return request;
}

QString ServerFixture::sql(const QString& statements) const
{
    const Script script = splitScript(statements.toUtf8(), dialect());
    QStringList lines;
    for (const Statement& statement : script.statements) {
        lines.clear();
        const auto rows
            = m_connection->rows(QString::fromUtf8(script.text(statement)), {}, 1000000);
        if (!rows) {
            return s("error: ") + rows.error().text();
        }
        for (const Row& row : *rows) {
            QStringList values;
            for (const QVariant& value : row) {
                values.append(value.isNull() ? s("NULL") : textOf(value));
            }
            lines.append(values.join(QLatin1Char('|')));
        }
    }
    return lines.join(QLatin1Char('\n'));
}

QString ServerFixture::journal(const char* table) const
{
    return (isPostgresql() ? s("whimbrel.") : s("whimbrel_")) + s(table);
}

QString ServerFixture::dump() const
{
    const QString schema = isPostgresql() ? s("table_schema = 'public'")
                                          : s("table_schema = DATABASE() AND table_name NOT LIKE "
                                              "'whimbrel%'");
    QString all = sql(s("SELECT table_name, column_name, data_type, is_nullable FROM "
                        "information_schema.columns WHERE %1 ORDER BY table_name, "
                        "ordinal_position")
                          .arg(schema));
    all += QLatin1Char('\n')
        + (isPostgresql()
                ? sql(s("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
                        "ORDER BY indexname"))
                : sql(s("SELECT table_name, index_name, column_name FROM "
                        "information_schema.statistics WHERE %1 ORDER BY 1, 2, 3")
                          .arg(schema)));
    const QStringList tables
        = sql(s("SELECT table_name FROM information_schema.tables WHERE %1 ORDER BY table_name")
                  .arg(schema))
              .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& table : tables) {
        all += QLatin1Char('\n') + sql(s("SELECT * FROM %1 ORDER BY 1").arg(table));
    }
    return all;
}

Plan serverColumns()
{
    const QString none = s("SELECT count(a) FROM customers");
    const QString filled = s("SELECT count(b) FROM customers");
    return planOf(
        {node(s("start"), NodeKind::Start),
            change(s("a"), s("ALTER TABLE customers ADD COLUMN a text")),
            verification(s("va"), none, s("0")),
            change(
                s("b"), s("ALTER TABLE customers ADD COLUMN b text; UPDATE customers SET b = id")),
            verification(s("vb"), filled, s("20")), node(s("end"), NodeKind::End)},
        {forward(s("start"), s("a")), forward(s("a"), s("va")), forward(s("va"), s("b")),
            forward(s("b"), s("vb")), forward(s("vb"), s("end")),
            back(s("a"), s("start"), s("ALTER TABLE customers DROP COLUMN a")),
            back(s("b"), s("va"), s("ALTER TABLE customers DROP COLUMN b"))});
}

Plan countingPlan(Dialect dialect)
{
    Node fill = node(s("fill"), NodeKind::Backfill);
    BackfillAction backfill;
    backfill.table = s("customers");
    backfill.key = s("id");
    backfill.batch = 7;
    backfill.sql.text = s("UPDATE customers SET name = concat(name, '!') WHERE id BETWEEN :first "
                          "AND :last");
    Action action;
    action.body = backfill;
    fill.action = action;
    const QString alone = dialect == Dialect::Postgresql
        ? s("VACUUM customers; CREATE INDEX CONCURRENTLY customers_name ON customers (name);")
        : s("CREATE INDEX customers_name ON customers (name(20));");
    return planOf({node(s("start"), NodeKind::Start),
                      change(s("log"),
                          s("CREATE TABLE log (step text); INSERT INTO log VALUES ('a');"
                            "ALTER TABLE customers ADD COLUMN seen int NOT NULL DEFAULT 0")),
                      verification(s("logged"), s("SELECT count(*) FROM log"), s("1")), fill,
                      verification(s("filled"),
                          s("SELECT count(*) FROM customers WHERE name NOT LIKE '%!'"), s("0")),
                      change(s("more"),
                          s("INSERT INTO log VALUES ('b'); ") + alone
                              + s("UPDATE customers SET seen = seen + 1")),
                      verification(s("seen"), s("SELECT sum(seen) FROM customers"), s("60")),
                      node(s("end"), NodeKind::End)},
        {forward(s("start"), s("log")), forward(s("log"), s("logged")),
            forward(s("logged"), s("fill")), forward(s("fill"), s("filled")),
            forward(s("filled"), s("more")), forward(s("more"), s("seen")),
            forward(s("seen"), s("end"))});
}

Plan oneStep(const QString& sql, const QString& way)
{
    QList<Edge> edges{forward(s("start"), s("step")), forward(s("step"), s("end"))};
    if (!way.isEmpty()) {
        edges.append(back(s("step"), s("start"), way));
    }
    return planOf(
        {node(s("start"), NodeKind::Start), change(s("step"), sql), node(s("end"), NodeKind::End)},
        edges);
}

Plan lockingStep(const QString& sql, int lockTimeoutMs)
{
    Plan plan = oneStep(sql);
    Node step = *plan.nodes.find(NodeId(s("step")));
    step.action->lockTimeoutMs = lockTimeoutMs;
    plan.nodes.put(step);
    return plan;
}

void addServerRows()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::newRow("postgresql") << Dialect::Postgresql;
    QTest::newRow("mariadb") << Dialect::Mysql;
}

} // namespace whimbrel::test
