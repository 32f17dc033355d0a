// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/exec/journal_mirror.h"

#include "model/exec/journal.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

namespace whimbrel {

namespace {

QString mirrorFolder()
{
    QString state = qEnvironmentVariable("XDG_STATE_HOME");
    if (state.isEmpty() || !QDir::isAbsolutePath(state)) {
        state = QDir::homePath() + QStringLiteral("/.local/state");
    }
    return state + QStringLiteral("/whimbrel/runs");
}

Error unwritable(const QString& path)
{
    return {ErrorCode::Unwritable,
        QCoreApplication::translate(
            "Journal", "The journal's copy \"%1\" could not be written: %2.")
            .arg(path, QString::fromLocal8Bit(std::strerror(errno))),
        {},
        QCoreApplication::translate(
            "Journal", "Make room, or let XDG_STATE_HOME name a folder that can be written to.")};
}

} // namespace

QString mirrorPath(const QString& run)
{
    return mirrorFolder() + QLatin1Char('/') + run + QStringLiteral(".jsonl");
}

JournalMirror::JournalMirror(int file)
    : m_file(file)
{ }

JournalMirror::~JournalMirror()
{
    ::fdatasync(m_file);
    ::close(m_file);
}

Result<std::shared_ptr<JournalMirror>> JournalMirror::open(const QString& run)
{
    const QString path = mirrorPath(run);
    QDir().mkpath(mirrorFolder());
    const int file = ::open(
        QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file < 0) {
        return fail(unwritable(path));
    }
    // A line that a crash cut off must not swallow the next one.
    const off_t size = ::lseek(file, 0, SEEK_END);
    char last = '\n';
    if (size > 0 && ::pread(file, &last, 1, size - 1) == 1 && last != '\n') {
        (void)!::write(file, "\n", 1);
    }
    // shared: the worker threads of several targets write to it in turn.
    return std::shared_ptr<JournalMirror>(new JournalMirror(file));
}

Result<> JournalMirror::append(const QList<Event>& events)
{
    QByteArray lines;
    m_waiting += events;
    for (const Event& event : m_waiting) {
        lines += QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact) + '\n';
    }
    const off_t before = ::lseek(m_file, 0, SEEK_END);
    qsizetype written = 0;
    while (written < lines.size()) {
        const ssize_t now = ::write(
            m_file, lines.constData() + written, static_cast<size_t>(lines.size() - written));
        if (now < 0 && errno == EINTR) {
            continue;
        }
        if (now <= 0) {
            // Half a line would swallow the next one. What is missing is written with what follows.
            const Error error = unwritable(mirrorFolder());
            (void)!::ftruncate(m_file, before);
            return fail(error);
        }
        written += now;
    }
    m_waiting.clear();
    // Once written, the end of this process costs no line; a power cut may cost the last moment's,
    // which the database has. The tail of a run is brought to the disk when the mirror is closed.
    constexpr qint64 betweenSyncsMs = 250;
    if (m_sinceSync.isValid() && !m_sinceSync.hasExpired(betweenSyncsMs)) {
        return {};
    }
    m_sinceSync.start();
    if (::fdatasync(m_file) != 0) {
        return fail(unwritable(mirrorFolder()));
    }
    return {};
}

namespace {

/// The first `most` events of the run, as far as they can be read.
QList<Event> eventsIn(const QString& run, qsizetype most)
{
    QList<Event> events;
    QFile file(mirrorPath(run));
    if (!file.open(QIODevice::ReadOnly)) {
        return events;
    }
    while (events.size() < most && !file.atEnd()) {
        const QJsonDocument line = QJsonDocument::fromJson(file.readLine());
        Result<Event> event = eventFromJson(line.object());
        if (event && event->run == run) {
            events.append(*std::move(event));
        }
    }
    return events;
}

} // namespace

QList<Event> readMirror(const QString& run)
{
    return eventsIn(run, std::numeric_limits<qsizetype>::max());
}

std::optional<Event> beginOfMirror(const QString& run)
{
    QList<Event> events = eventsIn(run, 1);
    return events.isEmpty() ? std::nullopt : std::optional(events.takeFirst());
}

QStringList mirroredRuns()
{
    QStringList runs;
    const QDir folder(mirrorFolder());
    for (const QString& name :
        folder.entryList({QStringLiteral("*.jsonl")}, QDir::Files, QDir::Time)) {
        runs.append(name.chopped(6));
    }
    return runs;
}

} // namespace whimbrel
