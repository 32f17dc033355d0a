// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/next_step_view.h"

#include "model/base/counted.h"
#include "model/exec/next_step_text.h"
#include "ui/run/blocker_list.h"
#include "ui/run/folded_sql.h"
#include "ui/run/run_controller.h"
#include "ui/style/palette.h"

#include <QLabel>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr qsizetype mostStatements = 20; // widgets; who runs more at once reads the file

QLabel* addText(QVBoxLayout* layout, QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(label);
    return label;
}

QString captionOf(const NextStep& step)
{
    if (!step.edge.isEmpty()) {
        return NextStepView::tr("Next: take back %1").arg(step.title);
    }
    if (!step.behind.isEmpty()) {
        return NextStepView::tr("After a yes: %1").arg(step.title);
    }
    return step.inBatches ? NextStepView::tr("Next, for each batch of keys")
                          : NextStepView::tr("What happens next");
}

} // namespace

NextStepView::NextStepView(RunController& controller, QWidget* parent)
    : QWidget(parent)
    , m_controller(controller)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    m_holders = new BlockerList(this);
    layout->addWidget(m_holders);
    m_caption = addText(layout, this);
    m_caption->setProperty("role", QStringLiteral("caption"));
    m_statementLayout = new QVBoxLayout;
    m_statementLayout->setSpacing(space::small);
    layout->addLayout(m_statementLayout);
    m_more = addText(layout, this);
    m_more->setProperty("role", QStringLiteral("caption"));
    m_words = addText(layout, this);
    m_words->setAccessibleName(tr("What this step will do"));
    m_facts = addText(layout, this);
    m_facts->setAccessibleName(tr("What is known of the step to come"));
    m_free = addText(layout, this);
    m_free->setProperty("role", QStringLiteral("caption"));
    connect(m_holders, &BlockerList::stopRequested, this,
        [this](qint64 session, const QString& outcome, const QString& because) {
            Command stop;
            stop.type = Command::Type::StopBlocker;
            stop.session = session;
            stop.outcome = outcome;
            stop.because = because;
            m_controller.send(stop);
        });
    connect(&controller, &RunController::aroundChanged, this, &NextStepView::refresh);
    refresh();
}

QString NextStepView::wordsText() const
{
    return m_words->text();
}

QString NextStepView::factsText() const
{
    return m_facts->text();
}

void NextStepView::refresh()
{
    const std::optional<NextStep> step = m_controller.nextStep();
    const QList<LockHolder> holders = m_controller.inTheWay();
    m_telling = step.has_value();
    setVisible(m_telling || !holders.isEmpty());
    m_holders->setHolders(holders);
    if (step) {
        m_caption->setText(captionOf(*step));
        m_caption->show();
        showStatements(*step);
        showFacts(*step);
    } else {
        clear();
    }
}

void NextStepView::clear()
{
    for (QWidget* each : std::as_const(m_statements)) {
        each->deleteLater();
    }
    m_statements.clear();
    for (QLabel* each : {m_caption, m_more, m_words, m_facts, m_free}) {
        each->clear();
        each->hide();
    }
}

void NextStepView::showStatements(const NextStep& step)
{
    const qsizetype count = qMin(step.statements.size(), mostStatements);
    while (m_statements.size() > count) {
        m_statements.takeLast()->deleteLater();
    }
    while (m_statements.size() < count) {
        auto* shown = new FoldedSql(this);
        m_statementLayout->addWidget(shown);
        m_statements.append(shown);
    }
    for (qsizetype i = 0; i < count; ++i) {
        const NextStatement& each = step.statements.at(i);
        QStringList facts = factsOf(each);
        if (const QString locks = lockText(each); !locks.isEmpty()) {
            facts.append(locks);
        }
        m_statements.at(i)->show(each.sql, step.dialect, facts.join(QStringLiteral(" · ")));
    }
    const qsizetype left = step.statements.size() - count;
    m_more->setText(counted(left, tr("and 1 statement more"), tr("and %1 statements more")));
    m_more->setVisible(left > 0);
}

void NextStepView::showFacts(const NextStep& step)
{
    // What is asked above, in the question's frame, is not said twice.
    const QString& question = m_controller.state().rest.question;
    QString words = step.words == question ? QString() : step.words;
    if (!step.problem.isEmpty()) {
        words = step.problem;
    } else if (step.words.isEmpty() && step.statements.isEmpty() && step.checks.isEmpty()) {
        words = tr("Nothing is done here: the run goes on to the next step.");
    }
    m_words->setText(words);
    m_words->setVisible(!words.isEmpty());
    QPalette colors;
    if (!step.problem.isEmpty()) {
        colors.setColor(QPalette::WindowText, uiColors(palette()).error);
    }
    m_words->setPalette(colors);
    QStringList facts;
    const Plan& plan = m_controller.plan();
    for (const QString& text : {rehearsedText(step), forecastText(step), backText(step, plan)}) {
        if (!text.isEmpty()) {
            facts.append(text);
        }
    }
    if (!step.checks.isEmpty()) {
        facts.append(counted(step.checks.size(), tr("1 check: %2"), tr("%1 checks: %2"))
                         .replace(QStringLiteral("%2"), step.checks.join(QStringLiteral("; "))));
    }
    m_facts->setText(facts.join(QLatin1Char('\n')));
    m_facts->setVisible(!facts.isEmpty());
    const bool asked = step.around.node == step.node && !step.statements.isEmpty();
    const QString free = !asked         ? QString()
        : !step.around.unseen.isEmpty() ? step.around.unseen
        : step.around.holders.isEmpty()
        ? tr("Nobody holds a lock now that this step would have to wait for.")
        : QString();
    m_free->setText(free);
    m_free->setVisible(!free.isEmpty());
}

} // namespace whimbrel
