// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_setup.h"

#include "model/base/counted.h"
#include "model/exec/rehearsal_demand.h"
#include "model/io/plan_file.h"
#include "model/plan/programs.h"
#include "ui/connections/connections.h"
#include "ui/connections/unlock.h"
#include "ui/run/binding_row.h"
#include "ui/run/dry_run_pane.h"
#include "ui/run/earlier_run.h"
#include "ui/run/keyboard_keeper.h"
#include "ui/run/preflight_pane.h"
#include "ui/run/production_facts.h"
#include "ui/run/production_question.h"
#include "ui/run/runner_client.h"
#include "ui/run/runner_place_edit.h"
#include "ui/run/signers.h"
#include "ui/session/background.h"
#include "ui/session/person.h"
#include "ui/style/environment.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"
#include "ui/style/wheel_guard.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace whimbrel {

namespace {

constexpr int fieldWidth = 400;

} // namespace

RunSetup::RunSetup(PlanSession& session, Connections& connections, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_connections(connections)
    , m_unlock(new Unlock(connections, this))
    , m_store(std::make_unique<QSettings>())
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    outer->addWidget(scroll);
    auto* page = new QWidget(scroll);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(12);

    auto* title = new QLabel(tr("Run this plan"), page);
    QFont large = title->font();
    large.setPixelSize(16);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    layout->addWidget(title);

    m_earlier = new QLabel(page);
    m_earlier->setWordWrap(true);
    m_earlier->setTextFormat(Qt::PlainText);
    m_resume = new QPushButton(icon(QStringLiteral("run")), {}, page);
    layout->addWidget(m_earlier);
    layout->addWidget(m_resume, 0, Qt::AlignLeft);

    m_rowLayout = new QVBoxLayout;
    m_rowLayout->setSpacing(12);
    layout->addLayout(m_rowLayout);

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_environment = new QComboBox(page);
    for (const char* key : {"development", "staging", "production"}) {
        const QString environment = QString::fromLatin1(key);
        m_environment->addItem(environmentName(environment), environment);
    }
    m_policy = new QComboBox(page);
    m_policy->addItem(tr("Stop and ask"), QStringLiteral("stop"));
    m_policy->addItem(tr("Go back to the nearest safe state"), QStringLiteral("back"));
    m_policy->addItem(tr("Revert to the start"), QStringLiteral("revert"));
    m_by = new QLineEdit(page);
    m_by->setPlaceholderText(tr("Your name"));
    m_runner = new RunnerPlaceEdit(page);
    for (QWidget* field : {static_cast<QWidget*>(m_environment), static_cast<QWidget*>(m_policy),
             static_cast<QWidget*>(m_by), static_cast<QWidget*>(m_runner)}) {
        field->setMaximumWidth(fieldWidth);
    }
    form->addRow(tr("E&nvironment"), m_environment);
    form->addRow(tr("On f&ailure"), m_policy);
    form->addRow(tr("Run &by"), m_by);
    form->addRow(tr("Run &on"), m_runner);
    m_unrehearsedLabel = new QLabel(tr("Not rehearsed"), page);
    m_unrehearsed = new QLineEdit(page);
    m_unrehearsed->setMaximumWidth(fieldWidth);
    m_unrehearsed->setPlaceholderText(tr("Why it may run in production all the same"));
    m_unrehearsedLabel->setBuddy(m_unrehearsed);
    form->addRow(m_unrehearsedLabel, m_unrehearsed);
    layout->addLayout(form);
    m_allowCommands = new QCheckBox(tr("Let the plan start &programs in this run"), page);
    layout->addWidget(m_allowCommands);
    m_inSpite = new QCheckBox(page);
    layout->addWidget(m_inSpite);
    m_reason = new QLabel(page);
    m_reason->setWordWrap(true);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    // The buttons below stay where they are when there is nothing to say.
    m_reason->setMinimumHeight(m_reason->fontMetrics().lineSpacing());
    layout->addWidget(m_reason);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    m_preview
        = new QPushButton(icon(QStringLiteral("search")), tr("Show what would be &done"), page);
    m_start = new QPushButton(tr("Start the r&un"), page);
    m_start->setDefault(true);
    buttons->addWidget(m_start);
    m_lookAhead
        = new QPushButton(icon(QStringLiteral("passed")), tr("See what would go wron&g"), page);
    m_follow = new QPushButton(tr("Follo&w a run"), page);
    m_follow->setToolTip(tr("Shows what somebody else's run does, for reading alone: a user who "
                            "may read the journal suffices."));
    buttons->addWidget(m_preview);
    buttons->addWidget(m_lookAhead);
    buttons->addWidget(m_follow);
    buttons->addStretch(1);
    layout->addLayout(buttons);
    m_preflight = new PreflightPane(page);
    layout->addWidget(m_preflight);
    m_previewText = new DryRunPane(page);
    layout->addWidget(m_previewText, 1);
    layout->addStretch(1);
    scroll->setWidget(page);
    m_keyboard = new KeyboardKeeper(this);

    connect(m_unlock, &Unlock::done, this, [this] {
        for (BindingRow* row : std::as_const(m_rows)) {
            if (!row->probe() && !m_runner->isElsewhere()) {
                row->test(); // it is known now as whom
            }
        }
        update();
        std::exchange(m_whenUnlocked, {})();
    });
    connect(m_unlock, &Unlock::gaveUp, this, [this](const QString& why) {
        m_whenUnlocked = {};
        m_trouble = why.isEmpty() ? tr("Not begun: no password was given.") : why;
        update();
    });
    connect(&connections, &Connections::changed, this, &RunSetup::update);
    connect(m_environment, &QComboBox::activated, m_preflight, &PreflightPane::forget);
    connect(m_environment, &QComboBox::activated, this, &RunSetup::update);
    connect(m_inSpite, &QCheckBox::toggled, this, &RunSetup::update);
    connect(m_unrehearsed, &QLineEdit::textChanged, this, &RunSetup::update);
    connect(m_start, &QPushButton::clicked, this, &RunSetup::start);
    connect(m_resume, &QPushButton::clicked, this, &RunSetup::resume);
    connect(m_follow, &QPushButton::clicked, this, &RunSetup::follow);
    connect(m_runner, &QLineEdit::textChanged, this, &RunSetup::update);
    connect(m_preview, &QPushButton::clicked, this, &RunSetup::preview);
    connect(m_lookAhead, &QPushButton::clicked, this, [this] {
        remember();
        save([this] { unlockThen([this] { lookAhead({}); }); });
    });
    connect(m_preflight, &PreflightPane::changed, this, &RunSetup::update);
    connect(&session, &PlanSession::changed, this, &RunSetup::followPlan);
    connect(&session, &PlanSession::validationChanged, this, &RunSetup::update);
    connect(&session, &PlanSession::pathChanged, this, &RunSetup::reload);
    guardWheel(*this);
    reload();
}

RunSetup::~RunSetup() = default;

void RunSetup::followPlan(const PlanChange& change)
{
    QList<Target> targets;
    for (const Target& target : m_session.plan().targets) {
        targets.append(target);
    }
    if (change.everything || targets != m_targets) {
        reload();
    } else {
        update();
    }
}

void RunSetup::makeRows()
{
    for (BindingRow* row : std::as_const(m_rows)) {
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    m_targets.clear();
    const QString folder
        = m_session.path().isEmpty() ? QString() : QFileInfo(m_session.path()).absolutePath();
    for (const Target& target : m_session.plan().targets) {
        m_targets.append(target);
        if (target.dialect == Dialect::External) {
            continue;
        }
        auto* row = new BindingRow(target, folder, m_connections, this);
        m_rowLayout->addWidget(row);
        m_rows.append(row);
        connect(row, &BindingRow::connectionsRequested, this, &RunSetup::connectionsRequested);
        connect(row, &BindingRow::changed, this, [this] {
            m_trouble.clear();
            shareOffers();
            m_preflight->forget();
            update();
        });
        connect(row, &BindingRow::tested, this, &RunSetup::update);
    }
}

/// A database that is bound to one target is not offered to the others.
void RunSetup::shareOffers()
{
    for (BindingRow* row : std::as_const(m_rows)) {
        QStringList taken;
        for (const BindingRow* other : std::as_const(m_rows)) {
            taken += other == row ? QStringList() : QStringList(other->url());
        }
        row->setTaken(taken);
    }
}

void RunSetup::reload()
{
    makeRows();
    const RunSettings settings = readRunSettings(*m_store, m_session.path());
    for (BindingRow* row : std::as_const(m_rows)) {
        row->setUrl(settings.bindings.value(row->target()));
    }
    m_environment->setCurrentIndex(std::max(0, m_environment->findData(settings.environment)));
    m_policy->setCurrentIndex(std::max(0, m_policy->findData(settings.policy)));
    m_by->setText(settings.by.isEmpty() ? personName(*m_store) : settings.by);
    m_runner->setText(settings.runner);
    m_allowCommands->setChecked(false);
    m_inSpite->setChecked(false);
    m_unrehearsed->clear();
    m_previewText->hide();
    m_preflight->forget();
    update();
}

void RunSetup::takeFocus()
{
    QWidget* first = m_start->isEnabled() ? m_start : static_cast<QWidget*>(m_environment);
    if (m_resume->isVisible() && m_resume->isEnabled()) {
        first = m_resume;
    }
    for (const BindingRow* row : std::as_const(m_rows)) {
        if (row->url().isEmpty()) {
            const QList<QPushButton*> offers = row->offers();
            first = offers.isEmpty() ? static_cast<QWidget*>(row->editor()) : offers.constFirst();
            break;
        }
    }
    first->setFocus();
}

RunSettings RunSetup::settings() const
{
    RunSettings settings;
    for (const BindingRow* row : m_rows) {
        if (!row->url().isEmpty()) {
            settings.bindings.insert(row->target(), row->url());
            const Result<ConnectionUrl> known = m_connections.known(row->url());
            if (known && !known->password.isEmpty()) {
                settings.passwords.insert(row->target(), known->password);
            }
        }
    }
    settings.environment = m_environment->currentData().toString();
    settings.policy = m_policy->currentData().toString();
    settings.by = m_by->text().trimmed().isEmpty() ? personName(*m_store) : m_by->text().trimmed();
    settings.runner = m_runner->place();
    settings.allowCommands = m_allowCommands->isChecked() && startsPrograms(m_session.plan());
    settings.preflightAccepted
        = m_preflight->hasErrors() ? m_preflight->reason()->text().trimmed() : QString();
    settings.unrehearsedBecause = wantsReason() ? m_unrehearsed->text().trimmed() : QString();
    return settings;
}

bool RunSetup::wantsReason() const
{
    return isProduction() && !unproven().isEmpty();
}

bool RunSetup::isProduction() const
{
    return m_environment->currentData().toString() == QLatin1String("production");
}

QString RunSetup::unproven() const
{
    QList<Dialect> dialects;
    for (const BindingRow* row : m_rows) {
        if (const Result<ConnectionUrl> url = m_connections.known(row->url())) {
            dialects.append(url->dialect);
        }
    }
    return whyNotProven(m_session.rehearsed(), dialects, m_session.plan());
}

QString RunSetup::boundEnvironment() const
{
    QStringList environments;
    for (const BindingRow* row : m_rows) {
        if (const auto profile = m_connections.named(row->url())) {
            environments.append(profile->environment);
        }
    }
    return gravestEnvironment(environments);
}

std::optional<RunSummary> RunSetup::earlierRun() const
{
    QList<RunSummary> runs;
    for (const BindingRow* row : m_rows) {
        runs += row->probe() ? row->probe()->runs : QList<RunSummary>();
    }
    return whimbrel::earlierRun(runs, m_session.plan().header.title);
}

QString RunSetup::whyNot() const
{
    if (m_session.plan().nodes.isEmpty()) {
        return tr("There is nothing to run yet: draw the steps first.");
    }
    if (m_session.path().isEmpty()) {
        return tr("Save the plan first: the runner reads it from its file.");
    }
    if (m_rows.isEmpty()) {
        return tr("The plan has no target yet: add one in the inspector of the plan.");
    }
    for (const BindingRow* row : m_rows) {
        if (row->url().isEmpty()) {
            return tr("Choose the database for %1.").arg(row->target().text());
        }
    }
    if (const QString problem = m_runner->problem(); !problem.isEmpty()) {
        return problem;
    }
    const std::optional<RunSummary> earlier = earlierRun();
    if (earlier && !earlier->ended) {
        return tr("A run of this plan is open. Resume it; a second one would be refused.");
    }
    const int errors = m_session.validation().count(Severity::Error);
    if (errors > 0 && !m_inSpite->isChecked()) {
        return counted(errors,
            tr("The plan has 1 error, which may leave you without a way back: mend it (Problems), "
               "or say above that it runs all the same."),
            tr("The plan has %1 errors, which may leave you without a way back: mend them "
               "(Problems), or say above that it runs all the same."));
    }
    if (wantsReason() && m_unrehearsed->text().trimmed().isEmpty()) {
        return tr("%1 Rehearse it (Shift+F5), or say why it may run in production all the same.")
            .arg(unproven());
    }
    if (isProduction() && m_preflight->hasErrors()
        && m_preflight->reason()->text().trimmed().isEmpty()) {
        return tr("The preflight found what would go wrong: mend it and look again, or say why the "
                  "run may begin all the same.");
    }
    return {};
}

void RunSetup::update()
{
    const int errors = m_session.validation().count(Severity::Error);
    const QString bound = boundEnvironment();
    if (!bound.isEmpty()) {
        m_environment->setCurrentIndex(m_environment->findData(bound));
    }
    for (int i = 0; i < m_environment->count(); ++i) { // in the colours of the moment
        m_environment->setItemIcon(
            i, environmentIcon(m_environment->itemData(i).toString(), palette()));
    }
    m_environment->setEnabled(bound.isEmpty());
    m_environment->setToolTip(
        bound.isEmpty() ? QString() : tr("As the connection says (Connections…)."));
    const bool production = isProduction();
    const QString errorText = counted(errors, tr("1 error"), tr("%1 errors"));
    m_inSpite->setVisible(errors > 0);
    m_inSpite->setText(production ? tr("Run in PRODUCTION in spite of %1").arg(errorText)
                                  : tr("Run in spite of %1").arg(errorText));
    m_allowCommands->setVisible(startsPrograms(m_session.plan()));
    m_unrehearsedLabel->setVisible(wantsReason());
    m_unrehearsed->setVisible(wantsReason());

    const std::optional<RunSummary> earlier = earlierRun();
    m_earlier->setVisible(earlier.has_value());
    m_resume->setVisible(earlier.has_value());
    if (earlier) {
        m_earlier->setText(earlierRunText(*earlier));
        m_resume->setText(earlier->ended ? tr("Open the &last run") : tr("Resu&me the run"));
    }

    QString why = whyNot();
    const bool blocked = !why.isEmpty();
    const bool busy = m_saving || m_unlock->isRunning();
    if (!blocked && m_unlock->isRunning()) {
        why = tr("Connecting…");
    } else if (!blocked && !m_trouble.isEmpty()) {
        why = m_trouble;
    } else if (!blocked && m_session.isModified()) {
        why = tr("The plan has changes: starting saves it.");
    }
    m_reason->setText(why);
    QPalette colors;
    colors.setColor(QPalette::WindowText,
        blocked && errors > 0 ? uiColors(palette()).error : uiColors(palette()).secondary);
    m_reason->setPalette(colors);
    m_start->setEnabled(!blocked && !busy && !m_preflight->isLooking());
    const bool allBound = std::all_of(m_rows.cbegin(), m_rows.cend(),
        [](const BindingRow* row) { return !row->url().isEmpty(); });
    m_preview->setEnabled(allBound && !m_rows.isEmpty() && !m_session.path().isEmpty() && !busy);
    m_lookAhead->setEnabled(m_preview->isEnabled() && !m_preflight->isLooking());
    m_resume->setEnabled(allBound && !busy);
    m_follow->setEnabled(m_preview->isEnabled());
    m_keyboard->offer({m_preflight->reason(), m_keyboard->last(), m_start});
}

void RunSetup::remember()
{
    writeRunSettings(*m_store, m_session.path(), settings());
}

void RunSetup::save(const std::function<void()>& then)
{
    if (!m_session.isModified()) {
        then();
        return;
    }
    m_saving = true;
    update();
    const QString path = m_session.path();
    inBackground(
        this,
        [plan = m_session.plan(), before = m_session.savedPlan(), path] {
            return savePlan(plan, path, before);
        },
        [this, path, then](const Result<>& saved) {
            m_saving = false;
            if (saved) {
                m_session.markSaved(path);
                update();
                then();
            } else {
                update();
                m_reason->setText(saved.error().text());
            }
        });
}

void RunSetup::start()
{
    remember();
    save([this] { unlockThen([this] { lookThen([this] { emit startRequested(settings()); }); }); });
}

void RunSetup::unlockThen(const std::function<void()>& then)
{
    m_trouble.clear();
    if (m_runner->isElsewhere()) {
        then(); // another machine connects: what this one may do says nothing about it
        return;
    }
    QStringList untried;
    for (const BindingRow* row : std::as_const(m_rows)) {
        if (!row->probe() && !row->url().isEmpty()) {
            untried.append(row->url());
        }
    }
    m_whenUnlocked = then;
    m_unlock->start(untried);
    update();
}

void RunSetup::lookThen(const std::function<void()>& then)
{
    if (!isProduction() || !settings().preflightAccepted.isEmpty()) {
        confirmThen(then);
        return;
    }
    lookAhead([this, then] {
        if (!m_preflight->hasErrors()) {
            confirmThen(then);
        }
    });
}

void RunSetup::lookAhead(const std::function<void()>& then)
{
    const RunSettings chosen = settings();
    QStringList arguments{m_session.path(), QStringLiteral("--environment"), chosen.environment};
    if (!chosen.unrehearsedBecause.isEmpty()) {
        arguments << QStringLiteral("--unrehearsed") << chosen.unrehearsedBecause;
    }
    if (chosen.allowCommands) {
        arguments << QStringLiteral("--allow-commands");
    }
    m_preflight->look(arguments + signersArguments() + bindArguments(targetNames(), chosen),
        secretsLine(chosen), m_session.plan(), then);
}

void RunSetup::confirmThen(const std::function<void()>& then)
{
    if (!isProduction()) {
        then();
        return;
    }
    ProductionRun run = productionRun(m_session.plan());
    for (const BindingRow* row : std::as_const(m_rows)) {
        run.databases.append(productionDatabase(*row, m_connections));
    }
    run.unproven = unproven();
    if (run.unproven.isEmpty()) {
        run.rehearsed = provenText(m_session.rehearsed().current.constFirst());
    } else {
        run.because = m_unrehearsed->text().trimmed();
    }
    auto* question = new ProductionQuestion(run, window());
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QDialog::accepted, this, then);
    question->open();
}

void RunSetup::resume()
{
    const std::optional<RunSummary> earlier = earlierRun();
    remember();
    const QString run = earlier ? earlier->run : QString();
    unlockThen([this, run] { emit resumeRequested(settings(), run); });
}

void RunSetup::follow()
{
    const std::optional<RunSummary> earlier = earlierRun();
    remember();
    const QString run = earlier ? earlier->run : QString();
    unlockThen([this, run] { emit followRequested(settings(), run); });
}

void RunSetup::preview()
{
    remember();
    save([this] { unlockThen([this] { showPreview(); }); });
}

void RunSetup::showPreview()
{
    const RunSettings chosen = settings();
    m_previewText->look(
        QStringList{m_session.path(), QStringLiteral("--environment"), chosen.environment}
            + bindArguments(targetNames(), chosen) + runnerArguments(chosen),
        secretsLine(chosen));
}

QStringList RunSetup::targetNames() const
{
    QStringList targets;
    for (const BindingRow* row : m_rows) {
        targets.append(row->target().text());
    }
    return targets;
}

} // namespace whimbrel
