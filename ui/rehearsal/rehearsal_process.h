// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/database/secret.h"
#include "model/plan/rehearsal.h"

#include <QByteArray>
#include <QMap>
#include <QObject>
#include <QPointer>
#include <QStringList>

class QProcess;

namespace whimbrel {

/// A rehearsal that the command line carries out, in a process of its own.
class RehearsalProcess final : public QObject {
    Q_OBJECT

public:
    explicit RehearsalProcess(QObject* parent = nullptr);
    ~RehearsalProcess() override;

    /// Starts it for the plan in this file; `arguments` say in what it is rehearsed, `passwords` of
    /// targets go through its input.
    void start(const QString& planPath, const QStringList& arguments,
        const QMap<TargetId, Secret>& passwords);
    /// Asks it to stop; it drops its scratch databases first, then ended() follows.
    void cancel();
    [[nodiscard]] bool isRunning() const;

signals:
    /// What it does now; `node` may be empty. `done` of `all` ways back were tried.
    void progressed(const QString& kind, const whimbrel::NodeId& node, int done, int all);
    void wayTried(const whimbrel::RehearsedWay& way);
    /// It is over. The evidence is beside the plan if `complaint` is empty.
    void ended(const QString& complaint);

private:
    void readLines();
    void takeLine(const QByteArray& line);

    QPointer<QProcess> m_process{};
    QByteArray m_pending{};
    QString m_complaint{};
    bool m_rehearsed = false;
};

} // namespace whimbrel
