// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/sample_database.h"
#include "model/io/plan_file.h"
#include "tests/support/sample_plan.h"
#include "tests/ui/fake_secret_store.h"
#include "tests/ui/mnemonics.h"
#include "ui/connections/connections.h"
#include "ui/run/binding_row.h"
#include "ui/run/preflight_pane.h"
#include "ui/run/production_question.h"
#include "ui/run/question_area.h"
#include "ui/run/run_models.h"
#include "ui/run/run_setup.h"
#include "ui/run/run_view.h"
#include "ui/run/signers.h"
#include "ui/run/signing_row.h"
#include "ui/session/settings.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace whimbrel;
using namespace whimbrel::test;

namespace {

constexpr int patience = 30'000; // a loaded machine starts processes slowly

QString s(const char* text)
{
    return QString::fromUtf8(text);
}

/// start → go (a gate that wants a signature) → first → check → end
Plan gatePlan(bool mustBeSigned)
{
    Node gate = node(s("go"), NodeKind::Gate);
    gate.ask = s("Is everybody ready?");
    gate.mustBeSigned = mustBeSigned;
    Node first = node(s("first"), NodeKind::Expand);
    SqlAction sql;
    sql.sql.text = s("CREATE TABLE t (id INTEGER PRIMARY KEY)");
    first.action->body = sql;
    Node check = node(s("check"), NodeKind::Verification);
    check.checks.first().body
        = QueryCheck{{s("SELECT count(*) FROM t"), {}}, {Comparison::Equal, s("0"), false, {}}};
    Edge back = rollback(s("first"), s("go"));
    SqlAction drop;
    drop.sql.text = s("DROP TABLE t");
    back.action->body = drop;
    Plan made = planOf(
        {node(s("start"), NodeKind::Start), gate, first, check, node(s("end"), NodeKind::End)},
        {forward(s("start"), s("go")), forward(s("go"), s("first"), s("yes")),
            forward(s("first"), s("check")), forward(s("check"), s("end")), back});
    made.header.title = s("A table");
    return made;
}

} // namespace

/// What the window says before a run, and how answers are signed in it.
class TestRunReview final : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("WHIMBREL_CLI", WHIMBREL_CLI_PATH);
        QVERIFY2(QFile::exists(s(WHIMBREL_CLI_PATH)), "build whimbrel-cli first");
        QCoreApplication::setOrganizationName(s("whimbrel-tests"));
        QCoreApplication::setApplicationName(s("test_run_review"));
    }

    void init()
    {
        m_view.reset();
        m_session.reset();
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(makeSampleDatabase("CREATE TABLE other (id INTEGER);", database()));
    }

    void anAnswerIsSigned()
    {
        open(gatePlan(true));
        allow("tester");
        toTheGate();
        SigningRow* signing = m_view->question().signing();
        QVERIFY(signing->isVisible());
        QVERIFY(signing->isWanted());
        QVERIFY(!signing->check()->isEnabled()); // it is demanded
        Mnemonics letters;
        letters.add(static_cast<const QWidget&>(*m_view));
        QCOMPARE(letters.clashes(), QString());
        signing->key()->setText(m_folder->filePath(s("key")));
        m_view->question().reason()->setText(s("readers are on v2"));
        m_view->question().answer(s("yes"))->click();
        QTRY_VERIFY2_WITH_TIMEOUT(!answered().isEmpty(), qPrintable(signing->problem()), patience);
        QTRY_VERIFY2_WITH_TIMEOUT(
            answered().contains(s("proven: signed by tester")), qPrintable(answered()), patience);
    }

    void aKeyThatIsNotAllowedIsRefused()
    {
        open(gatePlan(true));
        allow("somebody");
        toTheGate();
        m_view->question().signing()->key()->setText(m_folder->filePath(s("key")));
        m_view->question().reason()->setText(s("because"));
        m_view->question().answer(s("yes"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(
            m_view->controller().complaint().contains(s("belongs to somebody")), patience);
        QVERIFY(answered().isEmpty());
        QTRY_VERIFY_WITH_TIMEOUT(m_view->question().answer(s("yes"))->isEnabled(), patience);
    }

    void aKeyThatIsNotThereIsSaid()
    {
        open(gatePlan(false));
        toTheGate();
        SigningRow* signing = m_view->question().signing();
        QVERIFY(!signing->isWanted());
        signing->check()->click();
        signing->key()->setText(m_folder->filePath(s("nowhere")));
        m_view->question().reason()->setText(s("because"));
        m_view->question().answer(s("yes"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(signing->problem().contains(s("cannot be read")), patience);
        signing->check()->click();
        m_view->question().answer(s("yes"))->click();
        QTRY_VERIFY2_WITH_TIMEOUT(
            answered().contains(s("recorded, not proven")), qPrintable(answered()), patience);
    }

    void itIsSeenBeforeARunWhatWouldGoWrong()
    {
        open(gatePlan(true)); // nobody's key is known
        m_view->resize(900, 320); // as the pane is in a window
        RunSetup& setup = bind();
        setup.preflightButton()->click();
        QTRY_VERIFY2_WITH_TIMEOUT(
            setup.preflight()->report(), qPrintable(setup.preflight()->summary()), patience);
        QVERIFY(setup.preflight()->isVisible());
        // It comes into sight, though the form above it fills the pane.
        const auto isSeen = [&setup] {
            const QRegion seen = setup.preflight()->visibleRegion();
            return seen.boundingRect().height() > 40;
        };
        QTRY_VERIFY(isSeen());
        QVERIFY2(setup.preflight()->texts().join(QLatin1Char('\n')).contains(s("allowed signers")),
            qPrintable(setup.preflight()->texts().join(QLatin1Char('\n'))));
        if (setup.inSpite()->isVisible()) {
            setup.inSpite()->click();
        }
        QVERIFY(setup.startButton()->isEnabled()); // development is free to try
    }

    /// The file of the settings counts, wherever the plan lies.
    void signersOfTheSettingsCount()
    {
        open(gatePlan(true));
        allow("tester");
        const QString elsewhere = m_folder->filePath(s("elsewhere/signers"));
        QVERIFY(QDir().mkpath(m_folder->filePath(s("elsewhere"))));
        QVERIFY(QFile::rename(m_folder->filePath(s("allowed_signers")), elsewhere));
        QSettings store;
        settings::allowedSigners.write(store, elsewhere);
        const auto reset = qScopeGuard([&store] { settings::allowedSigners.write(store, {}); });
        QCOMPARE(signersFor(m_session->path()), elsewhere);
        toTheGate();
        m_view->question().signing()->key()->setText(m_folder->filePath(s("key")));
        m_view->question().reason()->setText(s("readers are on v2"));
        m_view->question().answer(s("yes"))->click();
        QTRY_VERIFY2_WITH_TIMEOUT(answered().contains(s("proven: signed by tester")),
            qPrintable(m_view->controller().complaint() + answered()), patience);
    }

    void productionStopsAtErrors()
    {
        open(gatePlan(true));
        RunSetup& setup = bind();
        setup.environment()->setCurrentIndex(setup.environment()->findData(s("production")));
        emit setup.environment()->activated(setup.environment()->currentIndex());
        setup.unrehearsed()->setText(s("a toy"));
        if (!setup.startButton()->isEnabled() && setup.inSpite()->isVisible()) {
            setup.inSpite()->click();
        }
        QVERIFY(setup.startButton()->isEnabled());
        setup.startButton()->click();
        QTRY_VERIFY2_WITH_TIMEOUT(
            setup.preflight()->report(), qPrintable(setup.preflight()->summary()), patience);
        QVERIFY(setup.preflight()->hasErrors());
        QVERIFY(!m_view->isRunActive());
        QVERIFY(!setup.startButton()->isEnabled());
        setup.preflight()->reason()->setText(s("the keys come later"));
        QVERIFY(setup.startButton()->isEnabled());
        setup.startButton()->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_view->findChild<ProductionQuestion*>(), patience);
        auto* question = m_view->findChild<ProductionQuestion*>();
        question->editor()->setText(s("primary"));
        question->confirmButton()->click();
        QTRY_VERIFY2_WITH_TIMEOUT(m_view->controller().isResting(),
            qPrintable(m_view->controller().complaint()), patience);
        const QJsonObject begun = m_view->controller().events().constFirst().data;
        QCOMPARE(begun.value(s("preflightAccepted")).toString(), s("the keys come later"));
    }

    void theReportIsOffered()
    {
        open(gatePlan(false));
        toTheGate();
        QSignalSpy asked(m_view.get(), &RunView::reportRequested);
        for (QAction* each : m_view->moreMenu()->actions()) {
            if (each->data().toString() == s("report")) {
                each->trigger();
            }
        }
        QCOMPARE(asked.count(), 1);
    }

private:
    [[nodiscard]] QString database() const { return m_folder->filePath(s("data.db")); }

    void open(const Plan& made)
    {
        const QString path = m_folder->filePath(s("plan.whimbrel"));
        QVERIFY(savePlan(made, path));
        m_session = std::make_unique<PlanSession>();
        m_session->open(made, path);
        QTRY_VERIFY(m_session->isValidated());
        m_view = std::make_unique<RunView>(*m_session, m_connections);
        m_view->resize(1200, 700);
        m_view->show();
    }

    /// Makes a key, and says whose it is.
    void allow(const char* name)
    {
        const QString key = m_folder->filePath(s("key"));
        QCOMPARE(QProcess::execute(
                     s("ssh-keygen"), {s("-q"), s("-t"), s("ed25519"), s("-N"), {}, s("-f"), key}),
            0);
        QFile pub(key + s(".pub"));
        QFile signers(m_folder->filePath(s("allowed_signers")));
        QVERIFY(pub.open(QIODevice::ReadOnly) && signers.open(QIODevice::WriteOnly));
        signers.write(QByteArray(name) + ' ' + pub.readAll());
    }

    RunSetup& bind()
    {
        RunSetup& setup = m_view->setup();
        QSignalSpy tested(setup.bindings().first(), &BindingRow::tested);
        setup.bindings().first()->setUrl(s("sqlite:") + database());
        (void)tested.wait(patience);
        return setup;
    }

    void toTheGate()
    {
        RunSettings settings;
        settings.bindings.insert(TargetId(s("primary")), s("sqlite:") + database());
        settings.by = s("tester");
        RunController& controller = m_view->controller();
        controller.start(settings);
        QTRY_VERIFY2_WITH_TIMEOUT(
            controller.isResting(), qPrintable(controller.complaint()), patience);
        m_view->goOnButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(controller.state().rest.reason, RestReason::Gate, patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_view->question().isVisible(), patience);
    }

    /// What the journal's list says of the answer; empty: there is none.
    [[nodiscard]] QString answered() const
    {
        const JournalModel& journal = m_view->journal();
        for (int row = journal.rowCount() - 1; row >= 0; --row) {
            const auto cell = [&](int column) {
                return journal.data(journal.index(row, column), Qt::DisplayRole).toString();
            };
            if (cell(JournalModel::What) == s("Answered")) {
                return cell(JournalModel::Text);
            }
        }
        return {};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    FakeSecretStore m_secrets{};
    Connections m_connections{m_secrets};
    std::unique_ptr<PlanSession> m_session;
    std::unique_ptr<RunView> m_view;
};

QTEST_MAIN(TestRunReview)
#include "test_run_review.moc"
