// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/connection_url.h"
#include "ui/connections/connection_fields.h"
#include "ui/connections/connection_form.h"

#include <QTest>

using namespace whimbrel;

using Field = ConnectionField;

namespace {

QString text(const char* words)
{
    return QString::fromUtf8(words);
}

} // namespace

/// What the form of a connection holds, as values.
class TestConnectionFields final : public QObject {
    Q_OBJECT

private slots:
    void fieldsHoldEveryUrl_data();
    void fieldsHoldEveryUrl();
    void problems_data();
    void problems();
};

void TestConnectionFields::fieldsHoldEveryUrl_data()
{
    QTest::addColumn<QString>("url");
    for (const char* url :
        {"sqlite:/srv/shop.db", "sqlite:/srv/shop.db?journal=ops",
            "postgresql://dba@db1/shop?journal=ops&datafolder=/srv/pg", "postgresql://dba@db1/shop",
            "postgresql://dba@db1:5433/shop?connect_timeout=3&role=owner&sslcert=/c.crt&"
            "sslkey=/c.key&sslmode=verify-full&sslrootcert=/ca.pem",
            "postgresql://dba@%2Fvar%2Frun%2Fpostgresql:5433/shop",
            "postgresql:///?service=shop&servicefile=/etc/pg_service.conf",
            "postgresql://[::1]:5432/shop", "mysql://dba@db1:3307/shop?sslmode=require&ssl-ca=/ca",
            "mysql://dba@/shop?socket=/run/mysqld/mysqld.sock",
            "mysql:///?defaults-file=/home/dba/.my.cnf&defaults-group=shop"}) {
        QTest::newRow(url) << QString::fromLatin1(url);
    }
}

void TestConnectionFields::fieldsHoldEveryUrl()
{
    QFETCH(QString, url);
    const Result<ConnectionUrl> parsed = parseConnectionUrl(url);
    QVERIFY2(parsed.has_value(), qPrintable(parsed ? QString() : parsed.error().text()));
    const ConnectionProfile profile{text("shop"), parsed->shown, text("staging"), false};
    QCOMPARE(profileOf(fieldsOf(profile)), profile);
    QVERIFY(problemsOf(fieldsOf(profile), {}).isEmpty());
    // And through the widgets.
    ConnectionForm form;
    form.setFields(fieldsOf(profile));
    QCOMPARE(profileOf(form.fields()), profile);
}

void TestConnectionFields::problems_data()
{
    QTest::addColumn<int>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, Field field, const char* typed, const char* says) {
        QTest::newRow(name) << static_cast<int>(field) << text(typed) << text(says);
    };
    row("no name", Field::Name, "", "Give it a name");
    row("odd name", Field::Name, "my shop", "letters, digits");
    row("taken name", Field::Name, "taken", "already");
    row("no host", Field::Host, "", "Name the server");
    row("odd host", Field::Host, "db1/shop", "no spaces");
    row("two hosts", Field::Host, "db1,db2", "one server");
    row("no number", Field::Port, "x", "5432");
    row("great number", Field::Port, "70000", "65535");
    row("no database", Field::Database, "", "Name the database");
    row("key without certificate", Field::Key, "/k.key", "");
    row("semicolon", Field::User, "a;b", "semicolon");
}

void TestConnectionFields::problems()
{
    QFETCH(int, field);
    QFETCH(QString, typed);
    QFETCH(QString, says);
    ConnectionFields fields
        = fieldsOf({text("shop"), text("postgresql://dba@db1/shop"), QString(), false});
    fields.set(static_cast<Field>(field), typed);
    const QMap<Field, QString> found = problemsOf(fields, {text("taken")});
    if (says.isEmpty()) {
        QVERIFY(found.contains(Field::Certificate));
        return;
    }
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.value(static_cast<Field>(field)).contains(says),
        qPrintable(found.value(static_cast<Field>(field))));
}

QTEST_MAIN(TestConnectionFields)
#include "test_connection_fields.moc"
