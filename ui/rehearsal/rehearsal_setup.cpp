// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/rehearsal/rehearsal_setup.h"

#include "ui/connections/connections.h"
#include "ui/rehearsal/source_row.h"
#include "ui/style/palette.h"
#include "ui/style/wheel_guard.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int usualRows = 0; // whoever wants rows to go along says so
constexpr int mostRows = 10'000'000;
constexpr int rowStep = 1000;
const auto rowsKey = QStringLiteral("rehearsal/sampleRows");

QString keyFor(const QString& planPath, const TargetId& target)
{
    const QByteArray plan
        = QCryptographicHash::hash(planPath.toUtf8(), QCryptographicHash::Sha1).toHex();
    return QStringLiteral("rehearsal/%1/%2").arg(QString::fromLatin1(plan), target.text());
}

} // namespace

RehearsalSetup::RehearsalSetup(PlanSession& session, Connections& connections, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_connections(connections)
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::small);
    m_sampleRow = new QWidget(this);
    auto* sample = new QHBoxLayout(m_sampleRow);
    sample->setContentsMargins(0, 0, 0, 0);
    sample->setSpacing(space::small);
    auto* label = new QLabel(tr("Ro&ws of each table that are copied"), m_sampleRow);
    m_sample = new QSpinBox(m_sampleRow);
    m_sample->setRange(0, mostRows);
    m_sample->setSingleStep(rowStep);
    m_sample->setGroupSeparatorShown(true);
    m_sample->setSpecialValueText(tr("none"));
    m_sample->setValue(QSettings().value(rowsKey, usualRows).toInt());
    m_sample->setToolTip(tr("Checks and copies of rows prove nothing in empty tables. Rows that "
                            "refer to others may lose them where a table has more than these."));
    label->setBuddy(m_sample);
    sample->addWidget(label);
    sample->addWidget(m_sample);
    sample->addStretch(1);
    m_layout->addWidget(m_sampleRow);
    guardWheel(*m_sampleRow);
    connect(this, &RehearsalSetup::changed, this, &RehearsalSetup::follow);
    connect(&session, &PlanSession::changed, this, &RehearsalSetup::followPlan);
    connect(&session, &PlanSession::pathChanged, this, &RehearsalSetup::reload);
    reload();
}

void RehearsalSetup::followPlan(const PlanChange& change)
{
    QList<Target> targets;
    for (const Target& target : m_session.plan().targets) {
        targets.append(target);
    }
    if (change.everything || targets != m_targets) {
        reload();
    }
}

void RehearsalSetup::reload()
{
    for (SourceRow* row : std::as_const(m_rows)) {
        row->hide();
        row->deleteLater();
    }
    m_rows.clear();
    m_targets.clear();
    const QString folder
        = m_session.path().isEmpty() ? QString() : QFileInfo(m_session.path()).absolutePath();
    const QSettings store;
    for (const Target& target : m_session.plan().targets) {
        m_targets.append(target);
        if (target.dialect == Dialect::External) {
            continue;
        }
        auto* row = new SourceRow(target, folder, m_connections, this);
        m_layout->insertWidget(m_layout->count() - 1, row); // the rows to copy stand below
        m_rows.append(row);
        const QStringList kept = store.value(keyFor(m_session.path(), target.id)).toStringList();
        // A database or a script beside the plan is most likely what is meant.
        const QStringList databases = folder.isEmpty()
            ? QStringList()
            : QDir(folder).entryList(
                {QStringLiteral("*.db"), QStringLiteral("*.sqlite")}, QDir::Files, QDir::Name);
        const QStringList scripts = folder.isEmpty()
            ? QStringList()
            : QDir(folder).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
        if (kept.size() == 2) {
            row->set(static_cast<SourceRow::Kind>(kept.at(0).toInt()), kept.at(1));
        } else if (target.dialect == Dialect::Sqlite && !databases.isEmpty()) {
            row->set(SourceRow::Kind::Copy, databases.constFirst());
        } else if (target.dialect == Dialect::Sqlite && !scripts.isEmpty()) {
            row->set(SourceRow::Kind::Baseline, scripts.constFirst());
        }
        connect(row, &SourceRow::changed, this, &RehearsalSetup::changed);
        connect(row, &SourceRow::connectionsRequested, this, &RehearsalSetup::connectionsRequested);
    }
    emit changed();
}

void RehearsalSetup::follow()
{
    m_sampleRow->setVisible(!servers().isEmpty());
}

QStringList RehearsalSetup::arguments() const
{
    QStringList all;
    for (const SourceRow* row : m_rows) {
        all += row->arguments();
    }
    if (!servers().isEmpty() && m_sample->value() > 0) {
        all << QStringLiteral("--sample-rows") << QString::number(m_sample->value());
    }
    return all;
}

QString RehearsalSetup::whyNot() const
{
    if (m_rows.isEmpty()) {
        return tr("The plan has no target that is a database.");
    }
    for (const SourceRow* row : m_rows) {
        if (const QString why = row->whyNot(); !why.isEmpty()) {
            return why;
        }
    }
    return {};
}

QStringList RehearsalSetup::servers() const
{
    QStringList all;
    for (const SourceRow* row : m_rows) {
        if (row->kind() == SourceRow::Kind::Server) {
            all.append(row->value());
        }
    }
    return all;
}

QMap<TargetId, Secret> RehearsalSetup::passwords() const
{
    QMap<TargetId, Secret> all;
    for (const SourceRow* row : m_rows) {
        if (row->kind() != SourceRow::Kind::Server) {
            continue;
        }
        const Result<ConnectionUrl> known = m_connections.known(row->value());
        if (known && !known->password.isEmpty()) {
            all.insert(row->target(), known->password);
        }
    }
    return all;
}

void RehearsalSetup::remember() const
{
    QSettings store;
    store.setValue(rowsKey, m_sample->value());
    for (const SourceRow* row : m_rows) {
        store.setValue(keyFor(m_session.path(), row->target()),
            QStringList{QString::number(static_cast<int>(row->kind())), row->value()});
    }
}

} // namespace whimbrel
