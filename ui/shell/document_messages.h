// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QObject>

namespace whimbrel {

class DocumentController;
class MessageBar;
class PlanSession;

/// What there is to say about the open plan's file, in the bar above the canvas: unsaved work that
/// was found, changes by other programs, missing SQL files, a plan that is open elsewhere.
class DocumentMessages final : public QObject {
    Q_OBJECT

public:
    DocumentMessages(
        DocumentController& documents, PlanSession& session, MessageBar& bar, QObject* parent);

    /// How a server gets the sample database of a template: by this command in that folder.
    void tellOfSample(const QString& command, const QString& folder);

private:
    void offerAutosave(const QDateTime& savedAt);
    void offerUnsaved(const QString& title, const QDateTime& savedAt);
    void offerReload();
    void nameMissing(const QStringList& files);
    void tellOfPicture(const QString& path);
    void sayReadOnly();

    DocumentController& m_documents;
    PlanSession& m_session;
    MessageBar& m_bar;
};

} // namespace whimbrel
