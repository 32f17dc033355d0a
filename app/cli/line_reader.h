// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>

namespace whimbrel::cli {

/// Reads standard input line by line without blocking the event loop.
class LineReader final : public QObject {
    Q_OBJECT

public:
    explicit LineReader(QObject* parent = nullptr);

signals:
    void lineRead(const QByteArray& line); ///< without its newline
    void closed();

private:
    void readMore();

    QSocketNotifier m_notifier;
    QByteArray m_pending{};
};

} // namespace whimbrel::cli
