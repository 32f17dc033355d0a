// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/question_area.h"

#include "model/base/counted.h"
#include "model/exec/gate_statement.h"
#include "ui/run/run_controller.h"
#include "ui/run/run_texts.h"
#include "ui/run/signing_row.h"
#include "ui/style/icons.h"
#include "ui/style/menu_text.h"
#include "ui/style/palette.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

const QString retryKey = QStringLiteral("retry");
const QString skipKey = QStringLiteral("skip");
const QString doneKey = QStringLiteral("done");
const QString rollbackKey = QStringLiteral("rollback");
const QString restoreKey = QStringLiteral("restore");
const QString failWayKey = QStringLiteral("fail-way");
const QString retryFromKey = QStringLiteral("retry-from:"); // with the step's id

/// Whether the plan says where to go when this step fails.
bool hasFailWay(const Plan& plan, const NodeId& node)
{
    return std::any_of(plan.edges.begin(), plan.edges.end(), [&node](const Edge& edge) {
        return edge.kind == EdgeKind::Forward && edge.from == node && edge.when == outcomes::fail;
    });
}

/// What is certain about a statement whose end nobody saw, what is in doubt, what the catalog
/// shows, and what the choices mean.
QString doubtText(const Rest& rest, const StepRun& run)
{
    QStringList lines;
    lines.append(run.statementsDone > 0
            ? counted(run.statementsDone,
                QuestionArea::tr("Certain: the first statement of this step took effect."),
                QuestionArea::tr("Certain: the first %1 statements of this step took effect."))
            : QuestionArea::tr("Certain: nothing of this step took effect before that."));
    lines.append(
        QuestionArea::tr("In doubt: statement %1 was begun outside a transaction, and how it "
                         "ended was never journaled:\n    %2")
            .arg(rest.statement)
            .arg(rest.sql.simplified()));
    lines.append(rest.catalog.isEmpty()
            ? QuestionArea::tr("The catalog cannot tell.")
            : QuestionArea::tr("From the catalog: %1").arg(rest.catalog));
    lines.append(QuestionArea::tr(
        "“It took effect” goes on behind it; “Do it again” runs it once more; “Roll back” takes "
        "back what took effect before. Look at the database first: nothing is guessed."));
    return lines.join(QLatin1Char('\n'));
}

/// Which checks failed, and what they found.
QString failedChecks(const Node* node, const StepRun& run)
{
    QStringList lines;
    for (const CheckRun& each : run.checks) {
        if (each.result == CheckResult::Pass) {
            continue;
        }
        QString title = each.check.text();
        if (node) {
            for (const QList<Check>* list : {&node->entry, &node->exit, &node->checks}) {
                for (const Check& check : *list) {
                    title = check.id == each.check && !check.title.isEmpty() ? check.title : title;
                }
            }
        }
        lines.append(each.message.isEmpty() ? QuestionArea::tr("%1: found %2, expected %3")
                                                  .arg(title, each.found, each.expected)
                                            : QuestionArea::tr("%1: %2").arg(title, each.message));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

QuestionArea::QuestionArea(RunController& controller, QWidget* parent)
    : QFrame(parent)
    , m_controller(controller)
{
    setAutoFillBackground(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    m_title = new QLabel(this);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = m_title->font();
    bold.setPixelSize(14);
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_detail = new QLabel(this);
    m_detail->setWordWrap(true);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_title);
    layout->addWidget(m_detail);
    auto* fields = new QHBoxLayout;
    fields->setSpacing(8);
    m_reason = new QLineEdit(this);
    m_reason->setPlaceholderText(tr("Reason or evidence"));
    m_reason->setAccessibleName(tr("Reason or evidence"));
    m_who = new QLineEdit(this);
    m_who->setMaximumWidth(160);
    m_who->setPlaceholderText(tr("Your name"));
    m_who->setAccessibleName(tr("Who answers"));
    m_who->setToolTip(tr("Who answers: stands in the journal."));
    fields->addWidget(m_reason, 1);
    auto* by = new QLabel(tr("by"), this);
    by->setBuddy(m_who);
    fields->addWidget(by);
    fields->addWidget(m_who);
    layout->addLayout(fields);
    m_signing = new SigningRow(this);
    layout->addWidget(m_signing);
    m_buttonLayout = new QHBoxLayout;
    m_buttonLayout->setSpacing(8);
    layout->addLayout(m_buttonLayout);
    m_hint = new QLabel(this);
    m_hint->setProperty("role", QStringLiteral("caption"));
    m_hint->setWordWrap(true);
    layout->addWidget(m_hint);
    m_buttonLayout->addStretch(1);
    connect(m_reason, &QLineEdit::textChanged, this, &QuestionArea::enableAnswers);
    connect(m_signing, &SigningRow::changed, this, &QuestionArea::enableAnswers);
    connect(&controller, &RunController::changed, this, &QuestionArea::refresh);
    refresh();
}

void QuestionArea::changeEvent(QEvent* event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_hint) {
        refresh();
    }
}

QString QuestionArea::detailText() const
{
    return m_detail->text();
}

QPushButton* QuestionArea::answer(const QString& key) const
{
    for (qsizetype i = 0; i < m_answers.size(); ++i) {
        if (m_answers.at(i).key == key) {
            return m_buttons.at(i);
        }
    }
    return nullptr;
}

QList<QuestionArea::Answer> QuestionArea::answersNow() const
{
    const Rest& rest = m_controller.state().rest;
    const Answer back{rollbackKey, tr("R&oll back"), QStringLiteral("rollback"), false};
    switch (rest.reason) {
    case RestReason::Gate: {
        QList<Answer> answers;
        QStringList possible = rest.outcomes;
        if (possible.isEmpty()) {
            possible = {outcomes::yes, outcomes::no};
        }
        for (const QString& outcome : std::as_const(possible)) {
            const QString text = outcome == outcomes::yes ? tr("&Yes, go")
                : outcome == outcomes::no                 ? tr("N&o")
                                                          : menuText(outcome);
            answers.append({outcome, text,
                outcome == outcomes::yes ? QStringLiteral("check") : QString(), true});
        }
        return answers;
    }
    case RestReason::Confirmation:
        return {{outcomes::pass, tr("It is &done"), QStringLiteral("check"), true},
            {outcomes::fail, tr("It fa&iled"), QStringLiteral("error"), true}};
    case RestReason::Failure:
    case RestReason::CheckFailed:
    case RestReason::Unknown: {
        QList<Answer> answers{{retryKey, tr("Retr&y"), QStringLiteral("retry"), false}, back,
            {skipKey, tr("S&kip"), QStringLiteral("skip"), true},
            {doneKey, tr("Mark as &done"), QStringLiteral("check"), true}};
        if (!m_controller.canRollBack()) {
            answers.removeAt(1);
        }
        for (const Edge& edge : m_controller.plan().edges) {
            if (edge.kind == EdgeKind::Retry && edge.from == rest.node && rest.edge.isEmpty()
                && !m_controller.state().rollingBack) {
                answers.insert(1,
                    {retryFromKey + edge.to.text(),
                        tr("Again from %1").arg(menuText(nodeTitle(m_controller.plan(), edge.to))),
                        QStringLiteral("retry"), false});
            }
        }
        const bool failed = rest.reason != RestReason::Unknown && rest.edge.isEmpty();
        if (failed && hasFailWay(m_controller.plan(), rest.node)) {
            answers.insert(
                1, {failWayKey, tr("Take the &way for failures"), QStringLiteral("step"), false});
        }
        return answers;
    }
    case RestReason::Doubt: {
        QList<Answer> answers{{doneKey, tr("&It took effect"), QStringLiteral("check"), true},
            {retryKey, tr("&Do it again"), QStringLiteral("retry"), true},
            {rollbackKey, tr("R&oll back"), QStringLiteral("rollback"), true}};
        const Edge* edge = m_controller.plan().edges.find(rest.edge);
        if (edge && !edge->backup.isEmpty()) {
            answers.append(
                {restoreKey, tr("Restore the bac&kup"), QStringLiteral("database"), true});
        }
        return answers;
    }
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        break;
    }
    return {};
}

void QuestionArea::setAnswers(const QList<Answer>& answers)
{
    for (QPushButton* button : std::as_const(m_buttons)) {
        button->hide();
        button->deleteLater();
    }
    m_buttons.clear();
    m_answers = answers;
    for (const Answer& each : answers) {
        auto* button = new QPushButton(
            each.iconName.isEmpty() ? QIcon() : icon(each.iconName), each.text, this);
        const QString key = each.key;
        if (key == rollbackKey) {
            button->setToolTip(
                tr("Goes back to the nearest safe state: %1")
                    .arg(wayBackText(wayBack(m_controller.flow(), m_controller.state()),
                        m_controller.plan(), true)));
        }
        connect(button, &QPushButton::clicked, this, [this, key] { give(key); });
        m_buttonLayout->insertWidget(static_cast<int>(m_buttons.size()), button);
        m_buttons.append(button);
    }
    QWidget* before = m_who;
    for (QPushButton* button : std::as_const(m_buttons)) {
        setTabOrder(before, button);
        before = button;
    }
}

void QuestionArea::refresh()
{
    const RunState& state = m_controller.state();
    const Rest& rest = state.rest;
    const QList<Answer> answers
        = m_controller.isResting() && state.isOpen() ? answersNow() : QList<Answer>();
    setVisible(!answers.isEmpty());
    if (answers.isEmpty()) {
        return;
    }
    // A question that comes again, because its answer was refused, keeps what was written.
    const QString asked = QStringLiteral("%1/%2/%3/%4")
                              .arg(state.run, rest.node.text(), rest.edge.text())
                              .arg(state.events);
    if (asked != m_asked) {
        m_asked = asked;
        m_reason->clear();
        m_who->setText(m_controller.settings().by);
        const Node* gate = m_controller.plan().nodes.find(rest.node);
        m_signing->setVisible(rest.reason == RestReason::Gate);
        m_signing->setDemanded(gate && rest.reason == RestReason::Gate && gate->mustBeSigned);
        m_signing->clear();
        setAnswers(answers);
    }
    const QString step = nodeTitle(m_controller.plan(), rest.node);
    QString title = rest.question;
    const UiColors& colors = uiColors(palette());
    QColor accent = colors.accent;
    switch (rest.reason) {
    case RestReason::Failure:
        title = rest.edge.isEmpty() ? tr("%1 failed").arg(step)
                                    : tr("Taking back %1 failed").arg(step);
        accent = colors.error;
        break;
    case RestReason::CheckFailed:
        title = tr("A check of “%1” failed").arg(step);
        accent = colors.error;
        break;
    case RestReason::Unknown:
        title = tr("What %1 checks could not be found out").arg(step);
        accent = colors.warning;
        break;
    case RestReason::Doubt:
        title = tr("It is in doubt whether %1 took effect").arg(step);
        accent = colors.error;
        break;
    case RestReason::Confirmation:
        title = rest.question.isEmpty() ? tr("%1: is it done?").arg(step) : rest.question;
        break;
    case RestReason::Gate:
        title = rest.question.isEmpty() ? step : rest.question;
        break;
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        break;
    }
    m_title->setText(title);
    QString detail = rest.detail;
    if (rest.reason == RestReason::CheckFailed) {
        const QString checks
            = failedChecks(m_controller.plan().nodes.find(rest.node), state.step(rest.node));
        detail = checks.isEmpty() ? detail : checks;
    }
    if (rest.reason == RestReason::Doubt && rest.statement > 0) {
        detail = doubtText(rest,
            rest.edge.isEmpty() ? state.step(rest.node) : state.compensations.value(rest.edge));
    }
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    QPalette tinted = QPalette();
    QColor background = colors.surface;
    // A tint of the accent over the surface: quiet, and still the first thing that is seen.
    const double share = 0.12;
    const auto mix = [share](int over, int under) {
        return static_cast<int>(over * share + under * (1 - share));
    };
    background.setRgb(mix(accent.red(), background.red()), mix(accent.green(), background.green()),
        mix(accent.blue(), background.blue()));
    tinted.setColor(QPalette::Window, background);
    setPalette(tinted);
    QPalette titleColors = tinted;
    titleColors.setColor(QPalette::WindowText, accent);
    m_title->setPalette(titleColors);
    enableAnswers();
}

void QuestionArea::enableAnswers()
{
    const bool reasoned = !m_reason->text().trimmed().isEmpty() && !m_signing->isSigning();
    QStringList waiting;
    for (qsizetype i = 0; i < m_answers.size(); ++i) {
        const bool enabled = !m_answers.at(i).needsReason || reasoned;
        m_buttons.at(i)->setEnabled(enabled);
        if (!enabled) {
            waiting.append(tr("“%1”").arg(plainText(m_answers.at(i).text)));
        }
    }
    const bool all = waiting.size() == m_answers.size();
    m_hint->setText(waiting.isEmpty() ? QString()
            : m_signing->isSigning()  ? tr("Waiting for the signature…")
            : all                     ? tr("Write a reason first: it stands in the journal.")
                                      : tr("A reason is needed for %1: it stands in the journal.")
                        .arg(waiting.join(QStringLiteral(", "))));
    m_hint->setVisible(!waiting.isEmpty());
}

void QuestionArea::give(const QString& key)
{
    const Rest rest = m_controller.state().rest;
    Command command;
    command.node = rest.node;
    command.because = m_reason->text().trimmed();
    command.by = m_who->text().trimmed();
    switch (rest.reason) {
    case RestReason::Gate:
        command.type = Command::Type::Answer;
        command.outcome = key;
        if (m_signing->isWanted()) {
            signAndSend(command);
            return;
        }
        break;
    case RestReason::Confirmation:
        command.type = Command::Type::Confirm;
        command.outcome = key;
        break;
    case RestReason::Doubt:
        command.type = Command::Type::Decide;
        command.outcome = key;
        break;
    case RestReason::Failure:
    case RestReason::CheckFailed:
    case RestReason::Unknown:
    case RestReason::None:
    case RestReason::Hold:
    case RestReason::Paused:
        command.type = key == retryKey ? Command::Type::Retry
            : key == skipKey           ? Command::Type::Skip
            : key == doneKey           ? Command::Type::MarkDone
            : key == failWayKey        ? Command::Type::GoOn
                                       : Command::Type::Rollback;
        if (key.startsWith(retryFromKey)) {
            command.type = Command::Type::Retry;
            command.node = NodeId(key.mid(retryFromKey.size()));
        } else if (command.type == Command::Type::Rollback) {
            command.node = {}; // the nearest safe state
        }
        break;
    }
    m_controller.send(command);
}

void QuestionArea::signAndSend(Command command)
{
    if (command.by.isEmpty()) {
        command.by = m_controller.settings().by;
    }
    command.at = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const GateStatement statement = statementFor(
        m_controller.state(), command.outcome, command.by, command.at, command.because);
    m_signing->sign(canonicalText(statement), [this, command](const QString& signature) {
        Command whole = command;
        whole.signature = signature;
        m_controller.send(whole);
    });
}

} // namespace whimbrel
