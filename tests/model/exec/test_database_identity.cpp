// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/open_connection.h"
#include "model/exec/database_identity.h"
#include "model/exec/opening.h"
#include "tests/support/servers/test_servers.h"

#include <QFile>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

/// Fact 47: what tells one database from its copies.
class TestDatabaseIdentity final : public QObject {
    Q_OBJECT

private slots:
    void fact47_postgresPartsAreThere();
    void fact47_replicaSharesTheIdentifierOnly();
    void fact47_databaseMadeAnewIsAnother();
    void ordinaryUserSeesItToo();
    void whatIsDeniedIsLeftOut();
    void fact47_mariadbPartsAreThere();
    void fact47_anotherMariadbIsAnother();
    void replacedFileIsAnother();
    void renamedFileIsTheSame();
    void unknownPartsAreNotCompared();
    void strangeDatabasesAreNamed();

private:
    static QJsonObject identity(const QString& url);
    static QStringList partsThatDiffer(const QJsonObject& a, const QJsonObject& b);
};

QJsonObject TestDatabaseIdentity::identity(const QString& url)
{
    const auto connection = openConnection(url, Connection::Access::Read);
    if (!connection) {
        qFatal("%s", qPrintable(connection.error().text()));
    }
    const auto found = identityOf(**connection, QStringLiteral("journal"));
    if (!found) {
        qFatal("%s", qPrintable(found.error().text()));
    }
    if (DatabaseIdentity::fromJson(found->toJson()).toJson() != found->toJson()) {
        qFatal("an identity is not read as it was written");
    }
    return found->parts;
}

QStringList TestDatabaseIdentity::partsThatDiffer(const QJsonObject& a, const QJsonObject& b)
{
    QStringList parts;
    for (const IdentityDifference& each : DatabaseIdentity{{}, a}.differencesTo({{}, b})) {
        parts.append(each.part);
        // Both values are named.
        if (!each.text.contains(a.value(each.part).toString())
            || !each.text.contains(b.value(each.part).toString())) {
            parts.append(QStringLiteral("text of ") + each.part);
        }
    }
    return parts;
}

void TestDatabaseIdentity::fact47_postgresPartsAreThere()
{
    const ScratchDatabase scratch(Dialect::Postgresql);
    const QJsonObject found = identity(scratch.url());
    for (const char* part :
        {"systemIdentifier", "timeline", "database", "databaseOid", "inRecovery", "address"}) {
        QVERIFY2(!found.value(QLatin1String(part)).toString().isEmpty(), part);
    }
    QCOMPARE(found.value(QLatin1String("timeline")).toString(), QStringLiteral("1"));
    QCOMPARE(found.value(QLatin1String("inRecovery")).toString(), QStringLiteral("false"));
    QCOMPARE(identity(scratch.url()), found);
    QVERIFY(partsThatDiffer(found, found).isEmpty());
}

void TestDatabaseIdentity::fact47_replicaSharesTheIdentifierOnly()
{
    const Servers& servers = Servers::shared();
    const QJsonObject primary = identity(servers.url(Dialect::Postgresql));
    const QJsonObject replica = identity(servers.replicaUrl());
    QCOMPARE(primary.value(QLatin1String("systemIdentifier")),
        replica.value(QLatin1String("systemIdentifier")));
    QCOMPARE(partsThatDiffer(primary, replica),
        QStringList({QStringLiteral("inRecovery"), QStringLiteral("address")}));
}

void TestDatabaseIdentity::fact47_databaseMadeAnewIsAnother()
{
    const ScratchDatabase scratch(Dialect::Postgresql);
    const QJsonObject before = identity(scratch.url());
    const auto server
        = openConnection(Servers::shared().url(Dialect::Postgresql), Connection::Access::ReadWrite);
    QVERIFY(server.has_value());
    execute(**server, QStringLiteral("DROP DATABASE %1 WITH (FORCE)").arg(scratch.name()));
    execute(**server, QStringLiteral("CREATE DATABASE %1").arg(scratch.name()));
    QCOMPARE(partsThatDiffer(before, identity(scratch.url())),
        QStringList{QStringLiteral("databaseOid")});
}

void TestDatabaseIdentity::ordinaryUserSeesItToo()
{
    const Servers& servers = Servers::shared();
    for (const Dialect dialect : {Dialect::Postgresql, Dialect::Mysql}) {
        const QJsonObject mine
            = identity(servers.url(dialect, QStringLiteral("app"), QStringLiteral("whimbrel")));
        QCOMPARE(mine, identity(servers.url(dialect)));
    }
}

void TestDatabaseIdentity::whatIsDeniedIsLeftOut()
{
    const ScratchDatabase scratch(Dialect::Postgresql);
    const auto admin = scratch.open();
    execute(*admin, QStringLiteral("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC"));
    const QJsonObject found = identity(scratch.url() + QStringLiteral("?role=app"));
    QVERIFY(!found.contains(QLatin1String("systemIdentifier")));
    QCOMPARE(found.value(QLatin1String("database")).toString(), scratch.name());
    QVERIFY(partsThatDiffer(identity(scratch.url()), found).isEmpty());
}

void TestDatabaseIdentity::fact47_mariadbPartsAreThere()
{
    const ScratchDatabase scratch(Dialect::Mysql);
    const QJsonObject found = identity(scratch.url());
    for (const char* part :
        {"serverUid", "serverId", "hostName", "port", "dataFolder", "database"}) {
        QVERIFY2(!found.value(QLatin1String(part)).toString().isEmpty(), part);
    }
    const ScratchDatabase other(Dialect::Mysql);
    QCOMPARE(
        partsThatDiffer(found, identity(other.url())), QStringList{QStringLiteral("database")});
}

void TestDatabaseIdentity::fact47_anotherMariadbIsAnother()
{
    const OwnServer own(Dialect::Mysql);
    const QStringList differ
        = partsThatDiffer(identity(Servers::shared().url(Dialect::Mysql)), identity(own.url()));
    QVERIFY2(differ.contains(QLatin1String("dataFolder")), qPrintable(differ.join(u',')));
    QVERIFY2(differ.contains(QLatin1String("serverUid")), qPrintable(differ.join(u',')));
}

void TestDatabaseIdentity::replacedFileIsAnother()
{
    const ScratchDatabase scratch(Dialect::Sqlite);
    const QJsonObject before = identity(scratch.url());
    const QString copy = scratch.name() + QStringLiteral(".copy");
    QVERIFY(QFile::copy(scratch.name(), copy));
    QVERIFY(QFile::remove(scratch.name()));
    QVERIFY(QFile::rename(copy, scratch.name()));
    QCOMPARE(
        partsThatDiffer(before, identity(scratch.url())), QStringList{QStringLiteral("inode")});
}

void TestDatabaseIdentity::renamedFileIsTheSame()
{
    const ScratchDatabase scratch(Dialect::Sqlite);
    const QJsonObject before = identity(scratch.url());
    const QString renamed = scratch.name() + QStringLiteral(".renamed");
    QVERIFY(QFile::rename(scratch.name(), renamed));
    QVERIFY(partsThatDiffer(before, identity(QStringLiteral("sqlite:") + renamed)).isEmpty());
}

void TestDatabaseIdentity::strangeDatabasesAreNamed()
{
    const auto with = [](const char* id, const char* server) {
        return DatabaseIdentity{
            QString::fromLatin1(id), {{QStringLiteral("serverUid"), QString::fromLatin1(server)}}};
    };
    const QString shop = QStringLiteral("shop");
    QVERIFY(strangenessOf(shop, with("a", "one"), with("a", "one")).isEmpty());
    QVERIFY(strangenessOf(shop, with("a", "one"), with("b", "one"))
                .contains(QStringLiteral("another identity")));
    const QString copied = strangenessOf(shop, with("a", "one"), with("a", "two"));
    QVERIFY2(copied.contains(QStringLiteral("server_uid was one and is two")), qPrintable(copied));
}

void TestDatabaseIdentity::unknownPartsAreNotCompared()
{
    const QJsonObject recorded{{QStringLiteral("serverUid"), QStringLiteral("a")}};
    QVERIFY(partsThatDiffer(recorded, {}).isEmpty());
    QVERIFY(partsThatDiffer({}, recorded).isEmpty());
}

QTEST_GUILESS_MAIN(TestDatabaseIdentity)
#include "test_database_identity.moc"
