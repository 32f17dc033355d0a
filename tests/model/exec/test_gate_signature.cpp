// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal.h"
#include "model/exec/ssh_signature.h"
#include "tests/model/exec/run_fixture.h"
#include "tests/support/sample_plan.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// start → go (a gate) → a → va → end
Plan gatePlan(bool mustBeSigned)
{
    Node gate = node(s("go"), NodeKind::Gate);
    gate.title = s("Go?");
    gate.ask = s("Is everybody ready?");
    gate.mustBeSigned = mustBeSigned;
    return planOf({node(s("start"), NodeKind::Start), gate,
                      change(s("a"), s("ALTER TABLE customers ADD COLUMN a TEXT")),
                      verification(s("va"), s("SELECT 0"), s("0")), node(s("end"), NodeKind::End)},
        {forward(s("start"), s("go")), forward(s("go"), s("a"), s("yes")), forward(s("a"), s("va")),
            forward(s("va"), s("end")),
            back(s("a"), s("go"), s("ALTER TABLE customers DROP COLUMN a"))});
}

} // namespace

/// Signatures made and checked by the real ssh-keygen, with keys made here.
class TestGateSignature final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_keys;

    [[nodiscard]] QString key(const char* name) const { return m_keys.filePath(s(name)); }

    [[nodiscard]] QString publicPart(const char* name) const
    {
        QFile file(key(name) + s(".pub"));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()).trimmed()
                                              : QString();
    }

    /// A file of allowed signers with these lines.
    [[nodiscard]] QString signers(const QStringList& lines) const
    {
        const QString path = m_keys.filePath(s("allowed"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly)) {
            return {};
        }
        file.write(lines.join(QLatin1Char('\n')).toUtf8() + '\n');
        return path;
    }

    [[nodiscard]] static GateAnswer answer()
    {
        GateAnswer made;
        made.statement = {.planHash = s("abc"),
            .run = s("20260301-120000-aa"),
            .databases = {{TargetId(s("primary")), s("sqlite:/srv/shop.db")}},
            .gate = NodeId(s("go")),
            .asked = 7,
            .outcome = s("yes"),
            .by = s("marta"),
            .at = s("2026-03-01T12:00:00.000Z"),
            .because = s("readers are on v2\nand C:\\new is empty")};
        made.at = QDateTime(QDate(2026, 3, 1), QTime(12, 0, 1), Qt::UTC);
        return made;
    }

    [[nodiscard]] Command yes(const Run& run, const char* by, const char* why) const
    {
        Command command;
        command.type = Command::Type::Answer;
        command.outcome = s("yes");
        command.by = s(by);
        command.because = s(why);
        command.at = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
        const GateStatement statement
            = statementFor(run.state(), command.outcome, command.by, command.at, command.because);
        command.signature
            = signWithSshKey(canonicalText(statement), key("marta"), PassphraseFrom::Nobody)
                  .value_or(QString());
        return command;
    }

private slots:
    void initTestCase()
    {
        for (const char* name : {"marta", "eve"}) {
            QCOMPARE(QProcess::execute(s("ssh-keygen"),
                         {s("-q"), s("-t"), s("ed25519"), s("-N"), {}, s("-C"), s(name), s("-f"),
                             key(name)}),
                0);
        }
        QCOMPARE(
            QProcess::execute(s("ssh-keygen"),
                {s("-q"), s("-t"), s("ed25519"), s("-N"), s("secret"), s("-f"), key("locked")}),
            0);
    }

    void theTextSaysEverythingAndIsReadAgain()
    {
        const QByteArray text = canonicalText(answer().statement);
        QCOMPARE(text,
            QByteArrayLiteral("whimbrel-gate 1\nplan: abc\nrun: 20260301-120000-aa\n"
                              "target: primary sqlite:/srv/shop.db\ngate: go\nasked: 7\n"
                              "answer: yes\nwho: marta\nwhen: 2026-03-01T12:00:00.000Z\n"
                              "why: readers are on v2\\nand C:\\\\new is empty\n"));
        const Result<GateStatement> read = parseGateStatement(text);
        QVERIFY2(read, qPrintable(read ? QString() : read.error().text()));
        QCOMPARE(*read, answer().statement);
        QVERIFY(!parseGateStatement("whimbrel-gate 1\nwho: x\nanswer: yes\n"));
        QVERIFY(!parseGateStatement(QByteArray(text).replace("gate 1", "gate 2")));
        QVERIFY(!parseGateStatement(text + "why: for another reason\n"));
    }

    void proofs_data()
    {
        QTest::addColumn<QString>("signedWith");
        QTest::addColumn<QString>("allowed"); ///< the line, KEY for the public part of marta's
        QTest::addColumn<QString>("reason"); ///< as it is checked
        QTest::addColumn<QString>("proof");
        QTest::addColumn<QString>("says");
        const QString why = answer().statement.because;
        const auto row
            = [&why](const char* name, const char* signers, const char* proof, const char* says,
                  const char* key = "marta", const QString& because = {}) {
                  QTest::newRow(name)
                      << key << signers << (because.isEmpty() ? why : because) << proof << says;
              };
        const char* const known = "marta KEY";
        row("the right key", known, "proven", "proven: signed by marta with ED25519 key SHA256:");
        row("one of several names", "dba,marta KEY", "proven", "signed by marta");
        row("another key", known, "broken", "not among the allowed signers", "eve");
        row("somebody else's key", "eve KEY", "broken", "the key belongs to eve, not to marta");
        row("an altered reason", known, "broken", "not made for this answer", "marta",
            QStringLiteral("for no reason"));
        row("expired", "marta valid-before=\"20260201\" KEY", "broken", "is over");
        row("expired since", "marta valid-before=\"20260401\" KEY", "proven", "signed by marta");
        row("for something else", "marta namespaces=\"git\" KEY", "broken", "allowed signers");
        row("no file", "", "unchecked", "recorded, not proven: signed with ED25519 key");
        row("no signature", known, "recorded", "recorded, not proven", "");
    }

    void proofs()
    {
        QFETCH(QString, signedWith);
        QFETCH(QString, allowed);
        QFETCH(QString, reason);
        QFETCH(QString, proof);
        QFETCH(QString, says);
        GateAnswer given = answer();
        if (!signedWith.isEmpty()) {
            const Result<QString> made = signWithSshKey(canonicalText(given.statement),
                m_keys.filePath(signedWith), PassphraseFrom::Nobody);
            QVERIFY2(made, qPrintable(made ? QString() : made.error().text()));
            given.signature = *made;
        }
        given.statement.because = reason;
        const QString file = allowed.isEmpty()
            ? QString()
            : signers({allowed.replace(s("KEY"), publicPart("marta"))});
        const SignatureProof found = checkSignature(given, file);
        QCOMPARE(keyOf(found.proof), proof);
        QVERIFY2(proofText(found).contains(says), qPrintable(proofText(found)));
    }

    void aPassphraseThatNobodyCanGiveDoesNotHang()
    {
        QElapsedTimer timer;
        timer.start();
        const Result<QString> made = signWithSshKey("text", key("locked"), PassphraseFrom::Nobody);
        QVERIFY(!made);
        QVERIFY2(made.error().advice.contains(s("ssh-add")), qPrintable(made.error().text()));
        QVERIFY(timer.elapsed() < 10000);
    }

    void anAgentSigns()
    {
        QProcess agent;
        const QString socket = m_keys.filePath(s("agent"));
        agent.start(s("ssh-agent"), {s("-D"), s("-a"), socket});
        QVERIFY(agent.waitForStarted());
        QTRY_VERIFY(QFile::exists(socket));
        const QByteArray before = qgetenv("SSH_AUTH_SOCK");
        qputenv("SSH_AUTH_SOCK", socket.toUtf8());
        QCOMPARE(QProcess::execute(s("ssh-add"), {s("-q"), key("eve")}), 0);
        QVERIFY(QFile::rename(key("eve"), key("eve-hidden")));
        const Result<QString> made
            = signWithSshKey("text\n", key("eve") + s(".pub"), PassphraseFrom::Nobody);
        QVERIFY(QFile::rename(key("eve-hidden"), key("eve")));
        qputenv("SSH_AUTH_SOCK", before);
        agent.terminate();
        QVERIFY(agent.waitForFinished());
        QVERIFY2(made, qPrintable(made ? QString() : made.error().text()));
        QVERIFY(made->startsWith(s("-----BEGIN SSH SIGNATURE-----")));
    }

    void aGateThatDemandsASignatureTakesNothingElse()
    {
        const RunFixture shop;
        RunRequest request = shop.request(gatePlan(true));
        request.allowedSigners = signers({s("marta ") + publicPart("marta")});
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.lastError().text()));
        run.tell(Command::Type::GoOn);
        QCOMPARE(run.state().rest.reason, RestReason::Gate);

        run.tell(Command::Type::Answer, s("go"), s("yes"), s("because"));
        QVERIFY2(run.lastError().message.contains(s("only with a signature")),
            qPrintable(run.lastError().text()));
        Command altered = yes(run, "marta", "readers are on v2");
        altered.because = s("no reason at all");
        run.tell(altered);
        QVERIFY2(run.lastError().message.contains(s("does not hold")),
            qPrintable(run.lastError().text()));
        run.tell(yes(run, "eve", "I say so")); // with marta's key
        QVERIFY2(run.lastError().message.contains(s("belongs to marta, not to eve")),
            qPrintable(run.lastError().text()));
        QCOMPARE(run.count(EventType::GateAnswered), 0);

        const Command good = yes(run, "marta", "readers are on v2");
        run.tell(good);
        QCOMPARE(run.count(EventType::GateAnswered), 1);
        QCOMPARE(*run.state().ended, Outcome::Migrated);
        const Result<QList<Event>> journal = readEvents({shop.url()}, run.state().run);
        QVERIFY(journal);
        const QList<GateAnswer> answers = gateAnswers(*journal);
        QCOMPARE(answers.size(), 1);
        QCOMPARE(checkSignature(answers.constFirst(), request.allowedSigners).proof, Proof::Proven);
    }

    void aSignatureHoldsForOneTimeThatTheGateAsks()
    {
        const RunFixture shop;
        RunRequest request = shop.request(gatePlan(true));
        request.allowedSigners = signers({s("marta ") + publicPart("marta")});
        Run run;
        QVERIFY2(run.start(request), qPrintable(run.lastError().text()));
        run.tell(Command::Type::GoOn);
        const Command good = yes(run, "marta", "once");
        run.tell(good);
        QVERIFY(run.state().ended.has_value());
        run.tell(Command::Type::Rollback, s("go"), {}, s("again"));
        run.tell(Command::Type::GoOn);
        QCOMPARE(run.state().rest.reason, RestReason::Gate);
        run.tell(good);
        QVERIFY2(run.lastError().message.contains(s("does not hold")),
            qPrintable(run.lastError().text()));
        QCOMPARE(run.count(EventType::GateAnswered), 1);
    }

    void withoutAllowedSignersADemandedSignatureCannotBeGiven()
    {
        const RunFixture shop;
        Run run;
        QVERIFY(run.start(shop.request(gatePlan(true))));
        run.tell(Command::Type::GoOn);
        run.tell(yes(run, "marta", "ready"));
        QVERIFY2(run.lastError().advice.contains(s("allowed_signers")),
            qPrintable(run.lastError().text()));
        // Put beside the plan, the file is found.
        QFile::copy(
            signers({s("marta ") + publicPart("marta")}), shop.folder() + s("/allowed_signers"));
        QCOMPARE(allowedSignersFor(shop.folder() + s("/shop.whimbrel")),
            QFileInfo(shop.folder()).canonicalFilePath() + s("/allowed_signers"));
    }

    void whereNoneIsDemandedAnswersAreRecorded()
    {
        const RunFixture shop;
        Run run;
        QVERIFY(run.start(shop.request(gatePlan(false))));
        run.tell(Command::Type::GoOn);
        run.tell(Command::Type::Answer, s("go"), s("yes"), s("because"));
        QCOMPARE(run.count(EventType::GateAnswered), 1);
        const QList<GateAnswer> answers = gateAnswers(run.events());
        QCOMPARE(proofText(checkSignature(answers.constFirst(), {})), s("recorded, not proven"));
        QCOMPARE(answers.constFirst().question, s("Is everybody ready?"));
    }
};

QTEST_GUILESS_MAIN(TestGateSignature)
#include "test_gate_signature.moc"
