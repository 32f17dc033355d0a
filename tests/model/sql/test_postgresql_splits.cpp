// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/lexer.h"
#include "model/sql/statement.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTest>

#include <pg_query.h>

using namespace whimbrel;

namespace {

/// A statement without the blanks, comments and semicolons around it.
QByteArray trimmed(const QByteArray& text)
{
    qsizetype begin = -1;
    qsizetype end = 0;
    for (const Token& token : tokenize(text, Dialect::Postgresql)) {
        if (isSignificant(token.kind) && token.kind != TokenKind::Semicolon) {
            begin = begin < 0 ? token.begin : begin;
            end = token.end;
        }
    }
    return begin < 0 ? QByteArray() : text.mid(begin, end - begin);
}

/// The statements as PostgreSQL's own parser cuts them.
QByteArrayList cutByServer(const QByteArray& sql, QByteArray& error)
{
    const PgQuerySplitResult result = pg_query_split_with_parser(sql.constData());
    QByteArrayList list;
    if (result.error != nullptr) {
        error = result.error->message;
    }
    for (int i = 0; i < result.n_stmts; ++i) {
        const QByteArray text
            = trimmed(sql.mid(result.stmts[i]->stmt_location, result.stmts[i]->stmt_len));
        if (!text.isEmpty()) {
            list.append(text);
        }
    }
    pg_query_free_split_result(result);
    return list;
}

QByteArray compareWithServer(const QByteArray& sql)
{
    QByteArray error;
    const QByteArrayList expected = cutByServer(sql, error);
    if (!error.isEmpty()) {
        return "PostgreSQL's parser refused the script: " + error;
    }
    const Script script = splitScript(sql, Dialect::Postgresql);
    if (!script.problems.isEmpty()) {
        return "problem: " + script.problems.first().message.toUtf8();
    }
    for (qsizetype i = 0; i < std::min(expected.size(), script.statements.size()); ++i) {
        if (script.text(script.statements[i]) != expected[i]) {
            return "statement " + QByteArray::number(i + 1) + ": \""
                + script.text(script.statements[i]) + "\" instead of \"" + expected[i] + '"';
        }
    }
    return expected.size() == script.statements.size()
        ? QByteArray()
        : QByteArray::number(script.statements.size()) + " statements instead of "
            + QByteArray::number(expected.size());
}

} // namespace

/// Holds the splitter against the parser of PostgreSQL 15 itself.
class TestPostgresqlSplits final : public QObject {
    Q_OBJECT

private slots:
    void scripts_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(WHIMBREL_CASES "/sql/postgresql"));
        const QStringList files = folder.entryList({QStringLiteral("*.sql")}, QDir::Files);
        QVERIFY(files.size() >= 4);
        for (const QString& file : files) {
            QTest::newRow(qPrintable(file)) << folder.filePath(file);
        }
        QTest::newRow("statements")
            << QStringLiteral(WHIMBREL_CASES "/sql/statements/postgresql.sql");
    }
    void scripts()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray difference = compareWithServer(file.readAll());
        QVERIFY2(difference.isEmpty(), difference.constData());
    }

    /// The statements of all scripts in any order, with anything between them.
    void randomScripts()
    {
        QByteArrayList pieces;
        const QDir folder(QStringLiteral(WHIMBREL_CASES "/sql/postgresql"));
        for (const QString& name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files)) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray sql = file.readAll();
            QByteArray error;
            pieces += cutByServer(sql, error);
        }
        static const char* const gaps[] = {";", ";\n", " ; ", ";;", "\n;\n;\n", ";-- x ; y\n",
            ";/* ; /* ; */ */", ";\r\n\t", "--'\n;", "/*$$*/;"};
        QRandomGenerator random(3);
        for (int round = 0; round < 500; ++round) {
            QByteArray sql;
            for (int i = random.bounded(12); i >= 0; --i) {
                sql += pieces[random.bounded(static_cast<int>(pieces.size()))];
                sql += gaps[random.bounded(static_cast<int>(std::size(gaps)))];
            }
            const QByteArray difference = compareWithServer(sql);
            QVERIFY2(difference.isEmpty(), (difference + "\nin: " + sql).constData());
        }
    }
};

QTEST_APPLESS_MAIN(TestPostgresqlSplits)
#include "test_postgresql_splits.moc"
