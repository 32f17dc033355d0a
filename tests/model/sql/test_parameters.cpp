// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/parameters.h"
#include "model/sql/statement.h"

#include <QTest>

using namespace whimbrel;

namespace {

Parameter made(const char* id, ParameterType type, const QString& value)
{
    Parameter parameter;
    parameter.id = ParameterId(QString::fromLatin1(id));
    parameter.type = type;
    parameter.value = value;
    return parameter;
}

Plan plan()
{
    Plan plan;
    plan.parameters.put(made("table", ParameterType::Identifier, QStringLiteral("my \"table\"")));
    plan.parameters.put(
        made("text", ParameterType::Literal, QStringLiteral("O'Hara; DROP TABLE t --")));
    plan.parameters.put(made("none", ParameterType::Literal, QString()));
    plan.parameters.put(made("n", ParameterType::Number, QStringLiteral("-3.5")));
    plan.parameters.put(made("wait", ParameterType::Duration, QStringLiteral("1.5 s")));
    plan.parameters.put(made("ms", ParameterType::Duration, QStringLiteral("250")));
    plan.parameters.put(made("bad", ParameterType::Number, QStringLiteral("1; DROP TABLE t")));
    plan.parameters.put(made("long", ParameterType::Duration, QStringLiteral("soon")));
    plan.parameters.put(made("missing", ParameterType::Identifier, QString()));
    Parameter byEnvironment = made("where", ParameterType::Literal, QString());
    byEnvironment.byEnvironment.insert(QStringLiteral("production"), QStringLiteral("p"));
    plan.parameters.put(byEnvironment);
    return plan;
}

} // namespace

class TestParameters final : public QObject {
    Q_OBJECT

private slots:
    void binds_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* sql, const char* expected) {
            QTest::newRow(sql) << QByteArray(sql) << QByteArray(expected);
        };
        row("SELECT 1", "SELECT 1");
        row("SELECT * FROM main.{{table}};", "SELECT * FROM main.\"my \"\"table\"\"\";");
        row("SELECT {{ text }}", "SELECT 'O''Hara; DROP TABLE t --'");
        row("SELECT {{none}}", "SELECT ''");
        row("SELECT 1-{{n}}", "SELECT 1- -3.5");
        row("SELECT 1{{n}}2", "SELECT 1 -3.5 2");
        row("SELECT 'a'{{text}}'b'", "SELECT 'a' 'O''Hara; DROP TABLE t --' 'b'");
        row("f({{wait}},{{ms}})", "f(1500,250)");
        row("SELECT '{{text}}', \"{{text}}\" -- {{nobody}}\n/* {{nobody}} */",
            "SELECT '{{text}}', \"{{text}}\" -- {{nobody}}\n/* {{nobody}} */");
        row("SELECT {{where}}", "SELECT 'p'");
    }
    void binds()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, expected);
        const auto bound
            = bindParameters(sql, Dialect::Sqlite, plan(), QStringLiteral("production"));
        QVERIFY2(bound, bound ? "" : qPrintable(bound.error().text()));
        QCOMPARE(*bound, expected);
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("names");
        const auto row = [](const char* sql, const char* where, const char* names) {
            QTest::newRow(sql) << QByteArray(sql) << QString::fromLatin1(where)
                               << QString::fromLatin1(names);
        };
        row("SELECT 1;\nSELECT {{nobody}}", "line 2", "{{nobody}}");
        row("SELECT {{bad}}", "line 1", "DROP TABLE");
        row("\n\nSELECT {{long}}", "line 3", "soon");
        row("SELECT {{missing}}", "line 1", "no value");
        row("SELECT {{where}}", "line 1", "staging");
    }
    void refuses()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, where);
        QFETCH(QString, names);
        const auto bound = bindParameters(sql, Dialect::Sqlite, plan(), QStringLiteral("staging"));
        QVERIFY(!bound);
        QVERIFY2(bound.error().where.startsWith(where), qPrintable(bound.error().where));
        QVERIFY2(bound.error().message.contains(names), qPrintable(bound.error().message));
    }

    void dialects()
    {
        const Plan filled = plan();
        QCOMPARE(
            *bindParameters("{{table}}", Dialect::Mysql, filled, {}), QByteArray("`my \"table\"`"));
        Plan slashes;
        slashes.parameters.put(made("a", ParameterType::Literal, QStringLiteral("\\' OR 1")));
        QCOMPARE(
            *bindParameters("{{a}}", Dialect::Mysql, slashes, {}), QByteArray("'\\\\'' OR 1'"));
        QCOMPARE(
            *bindParameters("{{a}}", Dialect::Postgresql, slashes, {}), QByteArray("'\\'' OR 1'"));
        QCOMPARE(
            *bindParameters("a ={{n}}", Dialect::Postgresql, filled, {}), QByteArray("a = -3.5"));
    }

    void aValueStaysOneToken()
    {
        const QByteArray neighbours[] = {"", "a", "1", "'x'", "\"y\"", "-", "/", "*", "--\n",
            "$a$b$a$", "E", ":", "@", "<", ".", "{{n}}", "\\", "||"};
        for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgresql, Dialect::Mysql}) {
            for (const char* name : {"{{text}}", "{{n}}", "{{table}}", "{{ms}}"}) {
                const QByteArray alone = *bindParameters(name, dialect, plan(), {});
                for (const QByteArray& before : neighbours) {
                    for (const QByteArray& after : neighbours) {
                        const QByteArray bound
                            = *bindParameters(before + name + after, dialect, plan(), {});
                        const qsizetype at = bound.indexOf(alone, before == "{{n}}" ? 1 : 0);
                        const QList<Token> tokens = tokenize(bound, dialect);
                        QVERIFY2(std::any_of(tokens.begin(), tokens.end(),
                                     [&](const Token& each) { return each.begin == at; }),
                            bound.constData());
                        QVERIFY2(
                            std::any_of(tokens.begin(), tokens.end(),
                                [&](const Token& each) { return each.end == at + alone.size(); }),
                            bound.constData());
                    }
                }
            }
        }
    }

    void uses()
    {
        const QList<ParameterUse> found = parametersIn("{{a}}\n'{{b}}' {{ c }}", Dialect::Sqlite);
        QCOMPARE(found,
            (QList<ParameterUse>{{ParameterId(QStringLiteral("a")), 0, 5, 1},
                {ParameterId(QStringLiteral("c")), 14, 21, 2}}));
    }
};

QTEST_APPLESS_MAIN(TestParameters)
#include "test_parameters.moc"
