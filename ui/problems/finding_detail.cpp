// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/problems/finding_detail.h"

#include "ui/problems/finding_model.h"
#include "ui/session/person.h"
#include "ui/style/icons.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

QLabel* makeLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

FindingDetail::FindingDetail(PlanSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    m_title = makeLabel(this);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_about = makeLabel(this);
    m_accepted = makeLabel(this);
    layout->addWidget(m_title);
    m_fixLayout = new QVBoxLayout;
    m_fixLayout->setSpacing(4);
    layout->addLayout(m_fixLayout);
    layout->addWidget(m_about);
    layout->addWidget(m_accepted);

    m_acceptRow = new QWidget(this);
    auto* row = new QHBoxLayout(m_acceptRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_reason = new QLineEdit(m_acceptRow);
    m_reason->setPlaceholderText(tr("Accept with a reason…"));
    m_reason->setAccessibleName(tr("Reason for accepting the problem"));
    m_accept = new QPushButton(tr("Acce&pt"), m_acceptRow);
    m_accept->setToolTip(tr("The plan is kept as it is; the reason is stored in it."));
    row->addWidget(m_reason, 1);
    row->addWidget(m_accept);
    layout->addWidget(m_acceptRow);
    m_remove = new QPushButton(tr("Re&move acceptance"), this);
    layout->addWidget(m_remove, 0, Qt::AlignLeft);
    layout->addStretch(1);

    connect(m_reason, &QLineEdit::textChanged, this,
        [this](const QString& text) { m_accept->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_reason, &QLineEdit::returnPressed, this, &FindingDetail::accept);
    connect(m_accept, &QPushButton::clicked, this, &FindingDetail::accept);
    connect(m_remove, &QPushButton::clicked, this, &FindingDetail::removeAcceptance);
    show(std::nullopt);
}

void FindingDetail::show(const std::optional<Finding>& finding)
{
    const bool same = finding && m_finding && finding->key == m_finding->key
        && finding->accepted == m_finding->accepted;
    m_finding = finding;
    if (!same) {
        m_reason->clear();
    }
    for (QPushButton* button : std::as_const(m_fixes)) {
        button->hide();
        button->deleteLater();
    }
    m_fixes.clear();
    const bool open = finding && !finding->accepted;
    m_acceptRow->setVisible(open);
    m_accept->setEnabled(!m_reason->text().trimmed().isEmpty());
    m_remove->setVisible(finding && finding->accepted);
    m_accepted->setVisible(finding && finding->accepted);
    if (!finding) {
        m_title->clear();
        m_about->setText(tr("Select a problem to see why it matters and what can be done."));
        return;
    }
    m_title->setText(finding->message);
    m_about->setText(finding->explanation);
    if (finding->accepted) {
        QString text = tr("Accepted: %1").arg(*finding->accepted);
        if (const Acceptance* held = m_session.plan().accepted.find(AcceptanceId(finding->key))) {
            const QDateTime at = QDateTime::fromString(held->at, Qt::ISODate);
            const QString when = at.isValid()
                ? QLocale().toString(at.toLocalTime(), QLocale::ShortFormat)
                : held->at;
            if (!held->by.isEmpty()) {
                text += QLatin1Char('\n') + tr("by %1, %2").arg(held->by, when);
            }
        }
        m_accepted->setText(text);
        return;
    }
    for (qsizetype i = 0; i < finding->fixes.size(); ++i) {
        auto* button = new QPushButton(icon(QStringLiteral("fix")),
            fontMetrics().elidedText(
                finding->fixes.at(i).title, Qt::ElideRight, std::max(width() - 80, 200)),
            this);
        // A long title must not widen the pane: it is cut here and whole in the tool tip.
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        button->setToolTip(
            tr("%1\nChanges the plan; can be undone.").arg(finding->fixes.at(i).title));
        button->setAccessibleName(finding->fixes.at(i).title);
        connect(button, &QPushButton::clicked, this, [this, i] { applyFix(i); });
        m_fixLayout->addWidget(button);
        m_fixes.append(button);
    }
}

void FindingDetail::applyFix(qsizetype index)
{
    if (m_finding && index < m_finding->fixes.size()) {
        // The finding may be of a plan that has changed since: perform() refuses what no longer
        // fits.
        m_session.perform(m_finding->fixes.at(index).edit);
    }
}

void FindingDetail::accept()
{
    const QString because = m_reason->text().trimmed();
    if (m_finding && !m_finding->accepted && !because.isEmpty()) {
        m_session.perform(acceptFinding(
            *m_finding, because, personName(QSettings()), QDateTime::currentDateTimeUtc()));
    }
}

void FindingDetail::removeAcceptance()
{
    if (m_finding && m_finding->accepted) {
        m_session.perform(
            {tr("Remove an acceptance"), {Erase<Acceptance>{AcceptanceId(m_finding->key)}}, {}});
    }
}

} // namespace whimbrel
