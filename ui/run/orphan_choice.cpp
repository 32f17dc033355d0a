// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/orphan_choice.h"

#include "model/base/duration.h"
#include "ui/sql/sql_edit.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int shownLines = 8;

QString sessionText(const Blocker& who)
{
    QString text = OrphanChoice::tr("Session %1").arg(who.session);
    if (!who.user.isEmpty()) {
        text += OrphanChoice::tr(" of %1").arg(who.user);
    }
    if (!who.application.isEmpty()) {
        text += QStringLiteral(" (%1)").arg(who.application);
    }
    if (!who.state.isEmpty()) {
        text += QStringLiteral(", ") + who.state;
    }
    if (who.ageMs >= 0) {
        text += OrphanChoice::tr(" for %1").arg(durationText(who.ageMs, 2));
    }
    return text;
}

} // namespace

OrphanChoice::OrphanChoice(QWidget* parent)
    : QFrame(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    layout->setSpacing(space::small);
    m_title = new QLabel(this);
    m_title->setWordWrap(true);
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = m_title->font();
    bold.setPixelSize(14);
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    layout->addWidget(m_title);
    m_text = new QLabel(this);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_text);
    m_statement = new SqlEdit(this);
    m_statement->setReadOnly(true);
    m_statement->setLineRange(1, shownLines);
    m_statement->setAccessibleName(tr("Statement that still runs"));
    layout->addWidget(m_statement);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    m_wait = new QPushButton(icon(QStringLiteral("kind-monitor")), tr("&Wait for its end"), this);
    m_wait->setToolTip(tr("The run goes on when the statement has ended, with what came of it."));
    m_cancel = new QPushButton(icon(QStringLiteral("stop")), tr("&Cancel it"), this);
    m_cancel->setToolTip(
        tr("The server stops the statement; then it is looked at what came of it."));
    row->addWidget(m_wait);
    row->addWidget(m_cancel);
    row->addStretch(1);
    layout->addLayout(row);
    connect(m_wait, &QPushButton::clicked, this, [this] { emit chosen(Orphans::Wait); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { emit chosen(Orphans::Cancel); });
    hide();
}

void OrphanChoice::setOrphan(const std::optional<Orphan>& orphan, Dialect dialect)
{
    setVisible(orphan.has_value());
    if (!orphan) {
        return;
    }
    m_title->setText(tr("The server of %1 still carries out what the former runner told it")
                         .arg(orphan->database));
    m_text->setText(
        tr("%1.\nThe runner that began it has gone: %2.\nNothing is done twice: what came "
           "of the statement is looked at in the database before the run goes on.")
            .arg(sessionText(orphan->who), orphan->runner));
    m_statement->setDialect(dialect);
    m_statement->setPlainText(orphan->who.query.trimmed());
    m_statement->setVisible(!orphan->who.query.trimmed().isEmpty());
}

} // namespace whimbrel
