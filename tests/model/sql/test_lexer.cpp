// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/lexer.h"
#include "model/sql/quoting.h"
#include "model/sql/text_position.h"
#include "model/sql/token_cursor.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <sqlite3.h>

using namespace whimbrel;

namespace {

constexpr Dialect allDialects[] = {Dialect::Sqlite, Dialect::Postgresql, Dialect::Mysql};

const char* letterOf(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Space:
        return "_";
    case TokenKind::Comment:
        return "c";
    case TokenKind::Word:
        return "w";
    case TokenKind::QuotedIdentifier:
        return "q";
    case TokenKind::String:
        return "s";
    case TokenKind::Number:
        return "n";
    case TokenKind::Variable:
        return "v";
    case TokenKind::Placeholder:
        return "p";
    case TokenKind::Operator:
        return "o";
    case TokenKind::Semicolon:
        return ";";
    case TokenKind::Delimiter:
        return "d";
    case TokenKind::ClientCommand:
        return "k";
    case TokenKind::VersionMark:
        return "m";
    case TokenKind::Unterminated:
        return "!";
    }
    return "?";
}

/// The tokens but space as "w:SELECT n:1".
QByteArray described(const QByteArray& sql, Dialect dialect)
{
    QByteArrayList parts;
    for (const Token& token : tokenize(sql, dialect)) {
        if (token.kind != TokenKind::Space) {
            parts.append(QByteArray(letterOf(token.kind)) + ':' + token.in(sql).toByteArray());
        }
    }
    return parts.join(' ');
}

bool coversAll(const QByteArray& sql, Dialect dialect)
{
    qsizetype at = 0;
    for (const Token& token : tokenize(sql, dialect)) {
        if (token.begin != at || token.end <= token.begin) {
            return false;
        }
        at = token.end;
    }
    return at == sql.size();
}

} // namespace

class TestLexer final : public QObject {
    Q_OBJECT

private slots:
    void cuts_data()
    {
        QTest::addColumn<Dialect>("dialect");
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QByteArray>("expected");
        const auto row
            = [](const char* name, Dialect dialect, const char* sql, const char* expected) {
                  QTest::newRow(name) << dialect << QByteArray(sql) << QByteArray(expected);
              };
        constexpr Dialect lite = Dialect::Sqlite;
        constexpr Dialect pg = Dialect::Postgresql;
        constexpr Dialect my = Dialect::Mysql;
        row("words", lite, "SELECT a_1,ünder FROM t$x;",
            "w:SELECT w:a_1 o:, w:ünder w:FROM w:t$x ;:;");
        row("string", lite, "'it''s' ''", "s:'it''s' s:''");
        row("string ends with backslash", lite, "'a\\' 'b'", "s:'a\\' s:'b'");
        row("blob", lite, "x'00ff' X'AB' y'a'", "s:x'00ff' s:X'AB' w:y s:'a'");
        row("quoted", lite, "\"a\"\"b\" `c``d` [e\"f] [g]]",
            "q:\"a\"\"b\" q:`c``d` q:[e\"f] q:[g] o:]");
        row("line comment", lite, "a -- b ; '\nc", "w:a c:-- b ; ' w:c");
        row("block comment", lite, "a/* ; /* x */b*/", "w:a c:/* ; /* x */ w:b o:* o:/");
        row("slash star star slash", lite, "/**/a/***/", "c:/**/ w:a c:/***/");
        row("numbers", lite, "1 1.5 .5 5. 1e5 1E-5 2.e+3 0xFf 12ab 1e",
            "n:1 n:1.5 n:.5 n:5. n:1e5 n:1E-5 n:2.e+3 n:0xFf n:12ab n:1e");
        row("parameters", lite, "? ?12 :a @b $c $d::e(f) #g",
            "v:? v:?12 v::a v:@b v:$c v:$d::e(f) v:#g");
        row("placeholder", lite, "{{a}} {{ b c }} {{}} {d}",
            "p:{{a}} p:{{ b c }} o:{ o:{ o:} o:} o:{ w:d o:}");
        row("placeholder in string", lite, "'{{a}}' \"{{b}}\" -- {{c}}",
            "s:'{{a}}' q:\"{{b}}\" c:-- {{c}}");
        row("placeholder that does not end", lite, "{{a\n}}", "o:{ o:{ w:a o:} o:}");
        row("operators", lite, "a->>'b'->c<=d<>e||f<<1==2!=3",
            "w:a o:->> s:'b' o:-> w:c o:<= w:d o:<> w:e o:|| w:f o:<< n:1 o:== n:2 o:!= n:3");
        row("minus is no comment", lite, "1-1 1- -1", "n:1 o:- n:1 n:1 o:- o:- n:1");
        row("byte order mark", lite, "\xEF\xBB\xBFSELECT", "w:SELECT");
        row("open string", lite, "a 'b;\nc", "w:a !:'b;\nc");
        row("open name", lite, "a \"b", "w:a !:\"b");
        row("open bracket", lite, "a [b", "w:a !:[b");
        row("open comment", lite, "a /* b", "w:a !:/* b");
        row("open tiny comment", lite, "a /*/", "w:a !:/*/");
        row("dollar", lite, "$$ a $ b", "v:$$ w:a o:$ w:b");
        row("dollar quote", pg, "$$a;b$$ $x$ $$ ' $x$ $1 a$b$c",
            "s:$$a;b$$ s:$x$ $$ ' $x$ v:$1 w:a$b$c");
        row("open dollar quote", pg, "$a$ b $A$", "!:$a$ b $A$");
        row("nested comment", pg, "/* a /* b */ ; */ c", "c:/* a /* b */ ; */ w:c");
        row("escape string", pg, "E'a\\'b' 'c\\' e'\\\\'", "s:E'a\\'b' s:'c\\' s:e'\\\\'");
        row("unicode", pg, "U&'x' u&\"y\" u & z", "s:U&'x' q:u&\"y\" w:u o:& w:z");
        row("cast", pg,
            "a::text :b a[1:2] :=", "w:a o::: w:text v::b w:a o:[ n:1 o:: n:2 o:] o::=");
        row("operator runs", pg, "a @> b ?| c #>> d --e", "w:a o:@> w:b o:?| w:c o:#>> w:d c:--e");
        row("operator before comment", pg, "a +/*x*/b *-- y", "w:a o:+ c:/*x*/ w:b o:* c:-- y");
        row("brackets are no quotes", pg, "a[b]", "w:a o:[ w:b o:]");
        row("hash", my, "a # b ; '\nc", "w:a c:# b ; ' w:c");
        row("dashes", my, "1--1 --\n-- a", "n:1 o:- o:- n:1 c:-- c:-- a");
        row("backslash", my, "'a\\'b' \"c\\\"d\" 'e\\\\'", "s:'a\\'b' s:\"c\\\"d\" s:'e\\\\'");
        row("system variables", my, "@@global.x @`a b` @'c' @d",
            "v:@@global o:. w:x v:@`a b` v:@'c' v:@d");
        row("string goes on", pg, "E'a\\'' -- c\n 'b\\';' 'c'\n'd' 'e'",
            "s:E'a\\'' -- c\n 'b\\';' s:'c'\n'd' s:'e'");
        row("string does not go on", my, "'a'\n'b'", "s:'a' s:'b'");
        row("psql command", pg, "a \\gexec ; b\n\\{{x}}", "w:a k:\\gexec ; b o:\\ p:{{x}}");
        row("delimiter", my,
            "a;\nDELIMITER //\nb;c//d/e//\n delimiter $$\nEND$$1$$\nDELIMITER ';'\nf$$;",
            "w:a ;:; k:DELIMITER // w:b ;:; w:c d:// w:d o:/ w:e d:// k:delimiter $$ w:END d:$$ "
            "n:1 d:$$ k:DELIMITER ';' w:f$$ ;:;");
        row("executable", my, "/*!40101 SET a */;/*M! b*/ /* c */",
            "m:/*!40101 w:SET w:a m:*/ ;:; m:/*M! w:b m:*/ c:/* c */");
    }
    void cuts()
    {
        QFETCH(Dialect, dialect);
        QFETCH(QByteArray, sql);
        QFETCH(QByteArray, expected);
        QCOMPARE(described(sql, dialect), expected);
        QVERIFY(coversAll(sql, dialect));
    }

    void losesNothing()
    {
        QRandomGenerator random(20260101);
        const QByteArray likely("''\"\"`[]--/**/$${{}};\n aE0x.:@#?\\u&!");
        for (int round = 0; round < 20000; ++round) {
            QByteArray soup;
            const int length = random.bounded(60);
            for (int i = 0; i < length; ++i) {
                soup += random.bounded(4) == 0
                    ? static_cast<char>(random.bounded(256))
                    : likely[random.bounded(static_cast<int>(likely.size()))];
            }
            for (const Dialect dialect : allDialects) {
                QVERIFY2(coversAll(soup, dialect), soup.toHex().constData());
            }
        }
    }

    void countsQChars()
    {
        const QString text = QStringLiteral("SELECT 'äöü€😀' AS \"ß😀\", x -- 😀\n;");
        const QList<Token> tokens = tokenizeText(text, Dialect::Sqlite);
        const QByteArray bytes = text.toUtf8();
        const QList<Token> inBytes = tokenize(bytes, Dialect::Sqlite);
        QCOMPARE(tokens.size(), inBytes.size());
        for (qsizetype i = 0; i < tokens.size(); ++i) {
            const Token& token = tokens.at(i);
            QCOMPARE(text.sliced(token.begin, token.end - token.begin),
                QString::fromUtf8(inBytes.at(i).in(bytes)));
        }
        QCOMPARE(tokens.last().end, text.size());
    }

    void keywordsAreThoseOfTheLibrary()
    {
        sqlite3* database = nullptr;
        QCOMPARE(sqlite3_open(":memory:", &database), SQLITE_OK);
        for (int i = 0; i < sqlite3_keyword_count(); ++i) {
            const char* name = nullptr;
            int length = 0;
            QCOMPARE(sqlite3_keyword_name(i, &name, &length), SQLITE_OK);
            const QByteArray word(name, length);
            QVERIFY2(isKeyword(word.toLower(), Dialect::Sqlite), word.constData());
            int worst = SQLITE_OK;
            for (const QByteArray& sql : {QByteArray("CREATE TABLE t(a, " + word + " INT)"),
                     QByteArray("SELECT " + word + " FROM (SELECT 1 AS " + word + ")")}) {
                sqlite3_stmt* statement = nullptr;
                worst |= sqlite3_prepare_v2(database, sql.constData(), -1, &statement, nullptr);
                sqlite3_finalize(statement);
            }
            QVERIFY2(
                isReservedWord(word, Dialect::Sqlite) == (worst != SQLITE_OK), word.constData());
        }
        QVERIFY(!isKeyword("customers", Dialect::Sqlite));
        QVERIFY(!isKeyword("", Dialect::Sqlite));
        sqlite3_close(database);
    }

    void quoting()
    {
        const QString name = QStringLiteral("a\"b`c'd\\e]f");
        for (const Dialect dialect : allDialects) {
            const QByteArray identifier = quotedIdentifier(name, dialect);
            const QByteArray literal = quotedLiteral(name, dialect);
            QCOMPARE(tokenize(identifier, dialect).size(), 1);
            QCOMPARE(tokenize(identifier, dialect).first().kind, TokenKind::QuotedIdentifier);
            QCOMPARE(unquoted(identifier), name);
            QCOMPARE(tokenize(literal, dialect).size(), 1);
            QCOMPARE(tokenize(literal, dialect).first().kind, TokenKind::String);
        }
        QCOMPARE(unquoted("[a]"), QStringLiteral("a"));
        QCOMPARE(unquoted("plain"), QStringLiteral("plain"));
        QCOMPARE(unquoted("'"), QStringLiteral("'"));
        QVERIFY(sameName(u"Kunden", u"KUNDEN", Dialect::Sqlite));
        QVERIFY(!sameName(u"Kunden", u"KUNDEN", Dialect::Postgresql));
        QVERIFY(!sameName(u"äB", u"Äb", Dialect::Sqlite));
    }

    void positions()
    {
        const QByteArray text("ab\nä😀c\n\nd");
        const LineIndex index(text);
        for (qsizetype i = 0; i <= text.size() + 1; ++i) {
            QCOMPARE(index.positionOf(i), positionAt(text, i));
        }
        QCOMPARE(positionAt(text, 0), (TextPosition{1, 1}));
        QCOMPARE(positionAt(text, text.indexOf('c')), (TextPosition{2, 3}));
        QCOMPARE(positionAt(text, text.indexOf('d')), (TextPosition{4, 1}));
        QCOMPARE(index.lineOf(text.indexOf('d')), 4);
    }

    void isLinear_data()
    {
        QTest::addColumn<QByteArray>("piece");
        for (const char* each :
            {"{{", "{{a ", "'", "''", "\"", "[", "/*", "/* */", "--\n", "$a", "$a$", "$$", "(", ";",
                "BEGIN ", "x'", ":a::", "$a(", "INSERT INTO t VALUES (1, 'abc');\n"}) {
            QTest::newRow(each) << QByteArray(each);
        }
    }
    void isLinear()
    {
        QFETCH(QByteArray, piece);
        const QByteArray text = piece.repeated(400'000 / piece.size());
        for (const Dialect dialect : allDialects) {
            QElapsedTimer timer;
            timer.start();
            QVERIFY(!tokenize(text, dialect).isEmpty());
            QVERIFY2(timer.elapsed() < 2000, QByteArray::number(timer.elapsed()).constData());
        }
    }
};

QTEST_APPLESS_MAIN(TestLexer)
#include "test_lexer.moc"
