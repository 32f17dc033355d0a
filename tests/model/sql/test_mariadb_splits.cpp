// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/statement.h"
#include "tests/support/servers/test_servers.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

/// Holds the splitter against MariaDB: the server must take each statement of a script as one, and
/// what a script with DELIMITER leaves behind must be what the mysql program leaves behind for it.
class TestMariadbSplits final : public QObject {
    Q_OBJECT

private slots:
    void scripts_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(WHIMBREL_CASES "/sql/mariadb"));
        const QStringList files = folder.entryList({QStringLiteral("*.sql")}, QDir::Files);
        QVERIFY(!files.isEmpty());
        for (const QString& file : files) {
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
        }
    }
    void scripts()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Script script = splitScript(file.readAll(), Dialect::Mysql);
        QVERIFY2(script.problems.isEmpty(),
            script.problems.isEmpty() ? "" : qPrintable(script.problems.first().message));
        const ScratchDatabase ours(Dialect::Mysql);
        const auto connection = ours.open();
        for (const Statement& each : script.statements) {
            const Result<StatementResult> done
                = connection->exec(QString::fromUtf8(script.text(each)));
            QVERIFY2(done,
                qPrintable(QStringLiteral("line %1: %2\n%3")
                               .arg(each.line)
                               .arg(QString::fromUtf8(script.text(each)),
                                   done ? QString() : done.error().text())));
        }
        if (!script.sql.contains("DELIMITER")) {
            return; // the mysql program would cut programs to pieces
        }
        const ScratchDatabase theirs(Dialect::Mysql);
        QProcess mysql;
        mysql.setStandardInputFile(path);
        mysql.start(QStringLiteral("mariadb"),
            {QStringLiteral("--no-defaults"), QStringLiteral("-h127.0.0.1"),
                QStringLiteral("-uroot"), QStringLiteral("--comments"),
                QStringLiteral("-P%1").arg(Servers::shared().port(Dialect::Mysql)), theirs.name()});
        constexpr int longest = 60000;
        QVERIFY(mysql.waitForFinished(longest));
        QVERIFY2(mysql.exitCode() == 0, mysql.readAllStandardError().constData());
        QCOMPARE(contents(*connection), contents(*theirs.open()));
    }

private:
    /// The rows and the programs of a database, as text.
    static QStringList contents(Connection& connection)
    {
        QStringList lines;
        static const char* const queries[] = {"SELECT * FROM t ORDER BY id",
            "SELECT TRIGGER_NAME, ACTION_STATEMENT FROM information_schema.TRIGGERS WHERE "
            "TRIGGER_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT ROUTINE_NAME, ROUTINE_DEFINITION FROM information_schema.ROUTINES WHERE "
            "ROUTINE_SCHEMA = DATABASE() ORDER BY 1",
            "SELECT EVENT_NAME, EVENT_DEFINITION FROM information_schema.EVENTS WHERE "
            "EVENT_SCHEMA = DATABASE() ORDER BY 1"};
        for (const char* sql : queries) {
            const Result<QList<Row>> rows = connection.rows(QString::fromLatin1(sql));
            for (const Row& row : rows.value()) {
                QStringList values;
                for (const QVariant& value : row) {
                    values.append(textOf(value));
                }
                lines.append(values.join(u'|'));
            }
        }
        return lines;
    }
};

QTEST_GUILESS_MAIN(TestMariadbSplits)
#include "test_mariadb_splits.moc"
