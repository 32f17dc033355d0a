// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/decimal.h"
#include "model/exec/judge.h"
#include "model/exec/row_comparison.h"
#include "model/exec/windows.h"

#include <QTest>
#include <QTimeZone>

#include <thread>

using namespace whimbrel;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

} // namespace

class TestJudging final : public QObject {
    Q_OBJECT

private slots:
    void decimals_data();
    void decimals();
    void tolerances_data();
    void tolerances();
    void noDecimals();
    void valuesBefore_data();
    void valuesBefore();
    void windows_data();
    void windows();
    void rowsAreHeldAgainstEachOther_data();
    void rowsAreHeldAgainstEachOther();
    void rowsInOneOrderAreNotKept();
    void comparisonThatIsCancelled();
};

void TestJudging::decimals_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<int>("order");
    const QString huge(80, QLatin1Char('9'));
    QTest::newRow("same") << s("12") << s("12.000") << 0;
    QTest::newRow("leading zeros") << s("0012") << s("12") << 0;
    QTest::newRow("minus zero") << s("-0.0") << s("0") << 0;
    QTest::newRow("signs") << s("-5") << s("3") << -1;
    QTest::newRow("both negative") << s("-5") << s("-3") << -1;
    QTest::newRow("plus") << s("+7") << s("7") << 0;
    QTest::newRow("exponent") << s("1e3") << s("1000") << 0;
    QTest::newRow("negative exponent") << s("15e-1") << s("1.5") << 0;
    QTest::newRow("exponents apart") << s("1e400") << s("1e-400") << 1;
    QTest::newRow("beyond 53 bits") << s("9007199254740993") << s("9007199254740992") << 1;
    QTest::newRow("eighty digits") << huge + s("1") << huge + s("2") << -1;
    QTest::newRow("far behind the point") << s("0.") + huge << s("1") << -1;
}

void TestJudging::decimals()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(int, order);
    const auto a = Decimal::from(left);
    const auto b = Decimal::from(right);
    QVERIFY(a && b);
    QCOMPARE(qBound(-1, Decimal::compare(*a, *b), 1), order);
    QCOMPARE(qBound(-1, Decimal::compare(*b, *a), 1), -order);
}

void TestJudging::tolerances_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("tolerance");
    QTest::addColumn<bool>("same");
    QTest::newRow("at the edge") << s("1.05") << s("1.00") << s("0.05") << true;
    QTest::newRow("past it") << s("1.0500001") << s("1.00") << s("0.05") << false;
    QTest::newRow("across zero") << s("-0.5") << s("0.5") << s("1") << true;
    QTest::newRow("across zero, past it") << s("-0.5") << s("0.51") << s("1") << false;
    QTest::newRow("borrow") << s("1000") << s("999.999") << s("1e-3") << true;
    QTest::newRow("texts know no tolerance") << s("abc") << s("abd") << s("5") << false;
}

void TestJudging::tolerances()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QString, tolerance);
    QFETCH(bool, same);
    QCOMPARE(sameValue(left, right, tolerance), same);
    QCOMPARE(sameValue(right, left, tolerance), same);
}

void TestJudging::noDecimals()
{
    for (const char* text :
        {"", " ", ".", "-", "1e", "0x10", "1e401", "NaN", "inf", "1,5", "1 2"}) {
        QVERIFY2(!Decimal::from(s(text)), text);
    }
}

void TestJudging::valuesBefore_data()
{
    QTest::addColumn<QString>("op");
    QTest::addColumn<QString>("found"); // empty: NULL
    QTest::addColumn<QJsonValue>("before");
    QTest::addColumn<int>("result");
    const QJsonValue null(QJsonValue::Null);
    const int pass = static_cast<int>(CheckResult::Pass);
    const int fail = static_cast<int>(CheckResult::Fail);
    const int unknown = static_cast<int>(CheckResult::Unknown);
    QTest::newRow("unchanged") << s("=") << s("20") << QJsonValue(s("20.0")) << pass;
    QTest::newRow("changed") << s("=") << s("21") << QJsonValue(s("20")) << fail;
    QTest::newRow("grown") << s(">=") << s("21") << QJsonValue(s("20")) << pass;
    QTest::newRow("NULL as before") << s("=") << QString() << null << pass;
    QTest::newRow("NULL differs from NULL") << s("<>") << QString() << null << fail;
    QTest::newRow("NULL was a number") << s("=") << QString() << QJsonValue(s("20")) << fail;
    QTest::newRow("a number was NULL") << s("<>") << s("20") << null << pass;
    QTest::newRow("order of NULL") << s(">=") << QString() << QJsonValue(s("20")) << fail;
    QTest::newRow("never taken") << s("=") << s("20") << QJsonValue(QJsonValue::Undefined)
                                 << unknown;
}

void TestJudging::valuesBefore()
{
    QFETCH(QString, op);
    QFETCH(QString, found);
    QFETCH(QJsonValue, before);
    QFETCH(int, result);
    Expectation expect;
    expect.op = op == s("=") ? Comparison::Equal
        : op == s("<>")      ? Comparison::NotEqual
                             : Comparison::GreaterOrEqual;
    expect.before = true;
    const FoundValue value = found.isNull() ? FoundValue() : FoundValue(found);
    const Verdict verdict = judge(expect, value, before);
    QVERIFY2(static_cast<int>(verdict.result) == result, qPrintable(verdict.message));
}

void TestJudging::windows_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QList<int>>("days");
    QTest::addColumn<QString>("zone");
    QTest::addColumn<QString>("at");
    QTest::addColumn<bool>("open");
    QTest::addColumn<QString>("opens");
    const QList<int> any;
    const QList<int> saturday{6};
    // 2026-11-21 is a Saturday.
    QTest::newRow("inside") << s("08:00") << s("10:00") << any << QString()
                            << s("2026-11-21T09:00:00Z") << true << s("2026-11-22T08:00:00Z");
    QTest::newRow("its end is outside")
        << s("08:00") << s("10:00") << any << QString() << s("2026-11-21T10:00:00Z") << false
        << s("2026-11-22T08:00:00Z");
    QTest::newRow("before it") << s("08:00") << s("10:00") << any << QString()
                               << s("2026-11-21T07:59:59Z") << false << s("2026-11-21T08:00:00Z");
    QTest::newRow("over midnight")
        << s("22:00") << s("04:00") << saturday << QString() << s("2026-11-22T03:00:00Z") << true
        << s("2026-11-28T22:00:00Z");
    QTest::newRow("the night before")
        << s("22:00") << s("04:00") << saturday << QString() << s("2026-11-21T03:00:00Z") << false
        << s("2026-11-21T22:00:00Z");
    QTest::newRow("another zone") << s("08:00") << s("10:00") << any << s("Europe/Berlin")
                                  << s("2026-11-21T07:30:00Z") << true << s("2026-11-22T07:00:00Z");
    QTest::newRow("whole days") << QString() << QString() << saturday << QString()
                                << s("2026-11-22T00:00:00Z") << false << s("2026-11-28T00:00:00Z");
}

void TestJudging::windows()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QList<int>, days);
    QFETCH(QString, zone);
    QFETCH(QString, at);
    QFETCH(bool, open);
    QFETCH(QString, opens);
    Window window;
    window.from = QTime::fromString(from, s("HH:mm"));
    window.to = QTime::fromString(to, s("HH:mm"));
    window.days = days;
    window.zone = zone;
    const QDateTime now = QDateTime::fromString(at, Qt::ISODate);
    QCOMPARE(isOpen(window, now), open);
    QCOMPARE(nextOpening(window, now).toUTC(), QDateTime::fromString(opens, Qt::ISODate));
}

void TestJudging::rowsAreHeldAgainstEachOther_data()
{
    QTest::addColumn<QList<FoundRow>>("left");
    QTest::addColumn<QList<FoundRow>>("right");
    QTest::addColumn<CheckResult>("result");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* a, const char* b) { return FoundRow{s(a), s(b)}; };
    const FoundRow null{s("1"), std::nullopt};
    QTest::newRow("none") << QList<FoundRow>() << QList<FoundRow>() << CheckResult::Pass
                          << QString();
    QTest::newRow("another order")
        << QList<FoundRow>{row("1", "a"), row("2", "b")}
        << QList<FoundRow>{row("2", "b"), row("1", "a")} << CheckResult::Pass << QString();
    QTest::newRow("another spelling")
        << QList<FoundRow>{row("1.50", "-0")} << QList<FoundRow>{row("1.5", "0.00")}
        << CheckResult::Pass << QString();
    QTest::newRow("text is no number")
        << QList<FoundRow>{row("1.50", "a")} << QList<FoundRow>{row("1.50", "a ")}
        << CheckResult::Fail << s("first at (1.50, a) against (1.50, a )");
    QTest::newRow("null is no text") << QList<FoundRow>{null} << QList<FoundRow>{row("1", "")}
                                     << CheckResult::Fail << s("(1, NULL) against (1, )");
    QTest::newRow("one too few") << QList<FoundRow>{row("1", "a"), row("2", "b"), row("3", "c")}
                                 << QList<FoundRow>{row("1", "a"), row("3", "c")}
                                 << CheckResult::Fail << s("first at (2, b) against no row");
    QTest::newRow("twice is not once")
        << QList<FoundRow>{row("1", "a")} << QList<FoundRow>{row("1", "a"), row("1", "a")}
        << CheckResult::Fail << s("no row against (1, a)");
    QTest::newRow("values run together")
        << QList<FoundRow>{row("ab", "c")} << QList<FoundRow>{row("a", "bc")} << CheckResult::Fail
        << QString();
    QTest::newRow("too many") << QList<FoundRow>(6, null) << QList<FoundRow>(6, null)
                              << CheckResult::Unknown << s("more than 5 rows");
}

void TestJudging::rowsAreHeldAgainstEachOther()
{
    QFETCH(QList<FoundRow>, left);
    QFETCH(QList<FoundRow>, right);
    QFETCH(CheckResult, result);
    QFETCH(QString, says);
    constexpr int maxRows = 5;
    RowComparison rows(maxRows, false);
    const Interrupter interrupter;
    for (const FoundRow& row : std::as_const(left)) {
        (void)rows.take(RowComparison::Side::Left, row, interrupter);
    }
    rows.end(RowComparison::Side::Left);
    for (const FoundRow& row : std::as_const(right)) {
        (void)rows.take(RowComparison::Side::Right, row, interrupter);
    }
    rows.end(RowComparison::Side::Right);
    const Verdict verdict = rows.verdict();
    QCOMPARE(verdict.result, result);
    QVERIFY2(verdict.message.contains(says), qPrintable(verdict.message));
    // What is kept and sorted comes to the same.
    QCOMPARE(compareRows(left, right, maxRows, {}).result, result);
}

void TestJudging::rowsInOneOrderAreNotKept()
{
    constexpr int count = 50'000;
    RowComparison rows(count, true);
    const auto read = [&rows](RowComparison::Side side) {
        const Interrupter interrupter;
        for (int i = 0; i < count; ++i) {
            (void)rows.take(side, {QString::number(i), s("row")}, interrupter);
        }
        rows.end(side);
    };
    std::thread other(read, RowComparison::Side::Right);
    read(RowComparison::Side::Left);
    other.join();
    QCOMPARE(rows.verdict().result, CheckResult::Pass);
    QVERIFY2(rows.mostKept() <= 1001, qPrintable(QString::number(rows.mostKept())));
}

void TestJudging::comparisonThatIsCancelled()
{
    RowComparison rows(1'000'000, true);
    Interrupter interrupter;
    std::thread stop([&interrupter] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        interrupter.cancel();
    });
    int taken = 0;
    while (rows.take(RowComparison::Side::Left, {QString::number(taken)}, interrupter)) {
        ++taken; // the other side never comes
    }
    stop.join();
    QCOMPARE(taken, 1000);
}

QTEST_GUILESS_MAIN(TestJudging)
#include "test_judging.moc"
