// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/rehearsal/rehearsal_view.h"

#include "model/base/counted.h"
#include "ui/connections/unlock.h"
#include "ui/rehearsal/rehearsal_setup.h"
#include "ui/rehearsal/rehearsal_tree.h"
#include "ui/rehearsal/source_row.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

QString nameOf(Dialect dialect)
{
    for (const NamedValue<Dialect>& row : namedValues<Dialect>()) {
        if (row.value == dialect) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}

QString whenText(const QString& iso)
{
    const QDateTime at = QDateTime::fromString(iso, Qt::ISODate).toLocalTime();
    return QLocale().toString(at, QLocale::ShortFormat) + QLatin1Char(' ')
        + at.timeZoneAbbreviation();
}

} // namespace

RehearsalView::RehearsalView(PlanSession& session, Connections& connections, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_process(this)
    , m_unlock(new Unlock(connections, this))
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::medium, space::large, 0);
    layout->setSpacing(space::small);
    m_setup = new RehearsalSetup(session, connections, this);
    layout->addWidget(m_setup);

    auto* bar = new QHBoxLayout;
    bar->setSpacing(space::small);
    m_start = new QPushButton(icon(QStringLiteral("run")), tr("Rehearse &now"), this);
    m_start->setToolTip(tr("Carries the plan out in a scratch database, takes every change back, "
                           "compares, and goes forward again."));
    m_cancel = new QPushButton(icon(QStringLiteral("stop")), tr("Cance&l"), this);
    m_cancel->setToolTip(tr("Stops, and drops the scratch database."));
    m_bar = new QProgressBar(this);
    m_bar->setTextVisible(false);
    m_bar->setFixedSize(160, 8);
    m_now = new QLabel(this);
    m_now->setTextFormat(Qt::PlainText);
    m_reason = new QLabel(this);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setWordWrap(true);
    bar->addWidget(m_start);
    bar->addWidget(m_cancel);
    bar->addWidget(m_bar);
    bar->addWidget(m_now, 1);
    bar->addWidget(m_reason, 1);
    layout->addLayout(bar);

    m_summary = new QLabel(this);
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    layout->addWidget(m_summary);
    m_found = new QStackedWidget(this);
    m_tree = new RehearsalTree(this);
    auto* empty = new QLabel(tr("Not rehearsed yet.\nA rehearsal carries the plan out in a scratch "
                                "database, takes every change back and compares: this list then "
                                "says which ways back are exact."),
        this);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setProperty("role", QStringLiteral("caption"));
    m_found->addWidget(m_tree);
    m_found->addWidget(empty);
    layout->addWidget(m_found, 1);

    connect(m_start, &QPushButton::clicked, this, &RehearsalView::begin);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancelled = true;
        m_process.cancel();
        update();
    });
    connect(m_setup, &RehearsalSetup::changed, this, &RehearsalView::update);
    connect(
        m_setup, &RehearsalSetup::connectionsRequested, this, &RehearsalView::connectionsRequested);
    connect(m_unlock, &Unlock::done, this, &RehearsalView::run);
    connect(m_unlock, &Unlock::gaveUp, this, [this](const QString& why) {
        m_complaint = why.isEmpty() ? tr("Not rehearsed: no password was given.") : why;
        update();
    });
    connect(m_tree, &RehearsalTree::chosen, &session, &PlanSession::reveal);
    connect(&m_process, &RehearsalProcess::wayTried, this, &RehearsalView::takeWay);
    connect(&m_process, &RehearsalProcess::progressed, this, &RehearsalView::takeProgress);
    connect(&m_process, &RehearsalProcess::ended, this, &RehearsalView::takeEnd);
    connect(&session, &PlanSession::validationChanged, this, &RehearsalView::showFound);
    showFound();
    update();
}

RehearsalView::~RehearsalView() = default;

QString RehearsalView::summary() const
{
    return m_summary->text();
}

QString RehearsalView::complaint() const
{
    return m_complaint;
}

void RehearsalView::takeFocus()
{
    const auto& rows = m_setup->rows();
    const auto missing = std::find_if(
        rows.cbegin(), rows.cend(), [](const SourceRow* row) { return !row->whyNot().isEmpty(); });
    if (missing != rows.cend()) {
        (*missing)->editor()->setFocus();
    } else {
        m_start->setFocus();
    }
}

void RehearsalView::begin()
{
    m_complaint.clear();
    if (m_session.isModified() || m_session.path().isEmpty()) {
        m_saving = true;
        emit saveRequested();
        return;
    }
    unlock();
}

void RehearsalView::takeSaved()
{
    if (m_saving) {
        m_saving = false;
        unlock();
    }
}

/// The passwords that servers want come first; run() goes on.
void RehearsalView::unlock()
{
    m_unlock->start(m_setup->servers());
    update();
}

void RehearsalView::run()
{
    m_setup->remember();
    m_cancelled = false;
    m_tree->clear();
    m_found->setCurrentIndex(0);
    m_summary->clear();
    m_process.start(m_session.path(), m_setup->arguments(), m_setup->passwords());
    update();
}

void RehearsalView::update()
{
    const bool running = m_process.isRunning();
    const QString why = m_setup->whyNot();
    m_setup->setEnabled(!running);
    m_start->setVisible(!running);
    m_start->setEnabled(why.isEmpty() && !m_unlock->isRunning());
    m_cancel->setVisible(running);
    m_cancel->setEnabled(!m_cancelled);
    m_bar->setVisible(running);
    m_now->setVisible(running);
    m_reason->setVisible(!running);
    m_reason->setText(m_unlock->isRunning() ? tr("Connecting…")
            : m_complaint.isEmpty()         ? why
                                            : m_complaint);
    if (m_cancelled && running) {
        m_now->setText(tr("Cancelling; the scratch database is dropped…"));
    }
}

/// What the evidence beside the plan says, unless a rehearsal is under way.
void RehearsalView::showFound()
{
    if (m_process.isRunning()) {
        return;
    }
    const Rehearsed& rehearsed = m_session.rehearsed();
    m_found->setCurrentIndex(rehearsed.current.isEmpty() ? 1 : 0);
    if (rehearsed.current.isEmpty()) {
        m_summary->setText(rehearsed.isStale()
                ? tr("Rehearsed on %1, but the plan was changed since.")
                      .arg(whenText(rehearsed.staleAt))
                : QString());
        return;
    }
    const Rehearsal& last = rehearsed.current.constFirst();
    const auto good = std::count_if(last.ways.cbegin(), last.ways.cend(),
        [](const RehearsedWay& way) { return isGood(way.verdict); });
    QStringList databases;
    for (const RehearsedDatabase& each : last.databases) {
        databases.append(tr("%1 %2 (%3, %4)")
                             .arg(nameOf(each.dialect), each.server, each.from,
                                 each.rows == 0 ? tr("no rows")
                                                : counted(each.rows, tr("1 row"), tr("%1 rows"))));
    }
    const auto failed = std::count_if(last.steps.cbegin(), last.steps.cend(),
        [](const RehearsedStep& step) { return !step.problem.isEmpty(); });
    QString summary = tr("%1 of %2 ways back hold. Rehearsed %3 by %4 on %5.")
                          .arg(good)
                          .arg(last.ways.size())
                          .arg(whenText(last.at), last.by, databases.join(QStringLiteral(", ")));
    if (failed > 0) {
        summary += QLatin1Char('\n')
            + counted(failed, tr("On the way forward 1 step went wrong: see the end of the list."),
                tr("On the way forward %1 steps went wrong: see the end of the list."));
        const bool noRows = std::all_of(last.databases.cbegin(), last.databases.cend(),
            [](const RehearsedDatabase& each) { return each.rows == 0; });
        summary += noRows ? QLatin1Char(' ')
                + tr("The tables were empty; rows may be all that is "
                     "missing.")
                          : QString();
    }
    m_summary->setText(summary);
    m_tree->show(last, m_session.plan());
}

void RehearsalView::takeWay(const RehearsedWay& way)
{
    m_tree->add(way, m_session.plan());
}

void RehearsalView::takeProgress(const QString& kind, const NodeId& node, int done, int all)
{
    m_bar->setRange(0, std::max(all, 1));
    m_bar->setValue(std::min(done, all));
    const Node* found = m_session.plan().nodes.find(node);
    if (found && !m_cancelled) {
        m_now->setText(kind == QLatin1String("back") ? tr("Back from “%1”").arg(found->title)
                                                     : tr("Forward: “%1”").arg(found->title));
    }
}

void RehearsalView::takeEnd(const QString& complaint)
{
    m_complaint
        = m_cancelled ? tr("Cancelled; nothing is left of the scratch database.") : complaint;
    m_session.refreshRehearsals();
    update();
    showFound();
}

} // namespace whimbrel
