// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/document_messages.h"

#include "ui/session/plan_session.h"
#include "ui/shell/document_controller.h"
#include "ui/shell/message_bar.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>

namespace whimbrel {

namespace {

const auto autosaveTopic = QStringLiteral("autosave");
const auto unsavedTopic = QStringLiteral("unsaved");
const auto changedTopic = QStringLiteral("changed-outside");
const auto missingTopic = QStringLiteral("missing-files");
const auto pictureTopic = QStringLiteral("picture");
const auto sampleTopic = QStringLiteral("sample");
const auto readOnlyTopic = QStringLiteral("read-only");
constexpr int namedFiles = 5;

QString momentText(const QDateTime& moment)
{
    const QDateTime local = moment.toLocalTime();
    return local.date() == QDate::currentDate()
        ? QLocale().toString(local.time(), QStringLiteral("HH:mm"))
        : QLocale().toString(local, QLocale::ShortFormat);
}

} // namespace

DocumentMessages::DocumentMessages(
    DocumentController& documents, PlanSession& session, MessageBar& bar, QObject* parent)
    : QObject(parent)
    , m_documents(documents)
    , m_session(session)
    , m_bar(bar)
{
    connect(&documents, &DocumentController::autosaveFound, this, &DocumentMessages::offerAutosave);
    connect(&documents, &DocumentController::unsavedFound, this, &DocumentMessages::offerUnsaved);
    connect(&documents, &DocumentController::opened, this, [this] { m_bar.clear(unsavedTopic); });
    connect(
        &documents, &DocumentController::fileChangedOutside, this, &DocumentMessages::offerReload);
    connect(&documents, &DocumentController::pictureOpened, this, &DocumentMessages::tellOfPicture);
    connect(&documents, &DocumentController::missingFiles, this, &DocumentMessages::nameMissing);
    connect(&documents, &DocumentController::saved, this, [this] {
        m_bar.clear(changedTopic);
        m_bar.clear(autosaveTopic);
        m_bar.clear(pictureTopic);
    });
    connect(&documents, &DocumentController::closed, this, [this] { m_bar.clear(m_bar.topic()); });
    connect(&session, &PlanSession::readOnlyChanged, this, &DocumentMessages::sayReadOnly);
}

void DocumentMessages::offerAutosave(const QDateTime& savedAt)
{
    m_bar.show(autosaveTopic, MessageBar::Tone::Warning,
        tr("There is unsaved work from %1, from before Whimbrel ended unexpectedly.")
            .arg(momentText(savedAt)),
        {{tr("Restore"), [this] { m_documents.restoreAutosave(); }},
            {tr("Discard"), [this] { m_documents.discardAutosave(); }}});
}

void DocumentMessages::offerUnsaved(const QString& title, const QDateTime& savedAt)
{
    m_bar.show(unsavedTopic, MessageBar::Tone::Warning,
        tr("“%1” was never saved. There is work on it from %2, from before Whimbrel ended "
           "unexpectedly.")
            .arg(title, momentText(savedAt)),
        {{tr("Restore"), [this] { m_documents.restoreUnsaved(); }},
            {tr("Discard"), [this] { m_documents.discardUnsaved(); }}});
}

void DocumentMessages::offerReload()
{
    m_bar.show(changedTopic, MessageBar::Tone::Warning,
        tr("The plan's file was changed by another program."),
        {{tr("Reload"), [this] { m_documents.reload(); }}, {tr("Keep mine"), [] {}}});
}

void DocumentMessages::nameMissing(const QStringList& files)
{
    m_bar.show(missingTopic, MessageBar::Tone::Warning,
        tr("SQL files that the plan refers to are not there: %1")
            .arg(files.mid(0, namedFiles).join(QStringLiteral(", "))),
        {});
}

void DocumentMessages::tellOfPicture(const QString& path)
{
    m_bar.show(pictureTopic, MessageBar::Tone::Information,
        tr("This plan came out of the picture %1, with its SQL files. It has no file of its own "
           "yet.")
            .arg(QFileInfo(path).fileName()),
        {{tr("Save as…"), [this] { m_documents.saveAs(); }}});
}

void DocumentMessages::tellOfSample(const QString& command, const QString& folder)
{
    QString quoted = folder;
    quoted.replace(QLatin1Char('\''), QLatin1String("'\\''"));
    const QString whole = QStringLiteral("cd '%1' && %2").arg(quoted, command);
    m_bar.show(sampleTopic, MessageBar::Tone::Information,
        tr("To try it on a database of its own, beside the plan: %1").arg(command),
        {{tr("Copy the command"), [whole] { QGuiApplication::clipboard()->setText(whole); }}});
}

void DocumentMessages::sayReadOnly()
{
    if (m_session.readOnlyReason().isEmpty()) {
        m_bar.clear(readOnlyTopic);
        return;
    }
    m_bar.show(readOnlyTopic, MessageBar::Tone::Information,
        tr("Opened for reading. %1").arg(m_session.readOnlyReason()),
        {{tr("Save a copy…"), [this] { m_documents.saveAs(); }}});
}

} // namespace whimbrel
