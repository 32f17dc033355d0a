// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/prompt.h"

#include "app/cli/console.h"

#include <utility>

namespace whimbrel::cli {

namespace {

/// The key that was meant; empty if none was, or more than one.
QString meant(const QList<Choice>& choices, const QString& given)
{
    QString found;
    for (const Choice& each : choices) {
        if (each.key == given) {
            return given;
        }
        if (!given.isEmpty() && each.key.startsWith(given)) {
            if (!found.isEmpty()) {
                return {};
            }
            found = each.key;
        }
    }
    return found;
}

QString shown(const Choice& choice)
{
    return choice.meaning.isEmpty() ? choice.key
                                    : QStringLiteral("%1 (%2)").arg(choice.meaning, choice.key);
}

} // namespace

Prompt::Prompt(QObject* parent)
    : QObject(parent)
{
    connect(&m_reader, &LineReader::lineRead, this, &Prompt::takeLine);
    connect(&m_reader, &LineReader::closed, this, &Prompt::closed);
}

void Prompt::ask(const QString& question, const QString& otherwise, const Reply& reply)
{
    const QString text = otherwise.isEmpty()
        ? Texts::tr("  %1, or stop here (q): ").arg(question)
        : Texts::tr("  %1 [%2], or stop here (q): ").arg(question, otherwise);
    wait(text, [this, question, otherwise, reply](const QString& given) {
        if (!given.isEmpty() || !otherwise.isEmpty()) {
            reply(given.isEmpty() ? otherwise : given);
            return;
        }
        console::line(Texts::tr("  This is needed; it is kept in the journal."));
        ask(question, otherwise, reply);
    });
}

void Prompt::choose(const QString& question, const QList<Choice>& choices, const Reply& reply,
    const QString& offered)
{
    QStringList all;
    for (const Choice& each : choices) {
        all.append(shown(each));
    }
    const QString text = Texts::tr("%1 %2, or stop here (q): ")
                             .arg(question.isEmpty() ? QStringLiteral(" ") : question,
                                 offered.isEmpty() ? all.join(QLatin1String(", ")) : offered);
    wait(text, [this, question, choices, reply, offered](const QString& given) {
        const QString key = meant(choices, given);
        if (!key.isEmpty()) {
            reply(key);
            return;
        }
        console::line(Texts::tr("  That is none of the answers."));
        choose(question, choices, reply, offered);
    });
}

void Prompt::wait(const QString& text, const Reply& reply)
{
    m_reply = reply;
    console::prompt(text);
}

void Prompt::takeLine(const QByteArray& line)
{
    if (!m_reply) {
        return;
    }
    const Reply reply = std::exchange(m_reply, nullptr);
    const QString given = QString::fromLocal8Bit(line).trimmed();
    if (given == QLatin1String("q")) {
        emit stopped();
    } else {
        reply(given);
    }
}

} // namespace whimbrel::cli
