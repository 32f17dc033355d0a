// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/line_reader.h"

#include <QList>
#include <QObject>
#include <QString>

#include <functional>

namespace whimbrel::cli {

/// Something that the person may type, and what it means.
struct Choice {
    QString key{};
    QString meaning{}; ///< empty: the key says it
};

/// Asks the person at the terminal one question after another. Whatever is asked, "q" stops.
class Prompt final : public QObject {
    Q_OBJECT

public:
    using Reply = std::function<void(const QString&)>;

    explicit Prompt(QObject* parent = nullptr);

    /// Asks for a text; an empty one is replaced by `otherwise`, or asked for again if that is
    /// empty too.
    void ask(const QString& question, const QString& otherwise, const Reply& reply);

    /// Asks for one of the keys until one is given, in full or by letters that only it begins with.
    /// `offered` is said instead of all choices if it is not empty.
    void choose(const QString& question, const QList<Choice>& choices, const Reply& reply,
        const QString& offered = {});

    /// Forgets what is asked: the next line is nobody's answer.
    void drop() { m_reply = nullptr; }

signals:
    void stopped(); ///< the person typed q
    void closed(); ///< there will be no more input

private:
    void takeLine(const QByteArray& line);
    void wait(const QString& text, const Reply& reply);

    LineReader m_reader{};
    Reply m_reply{};
};

} // namespace whimbrel::cli
