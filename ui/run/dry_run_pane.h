// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPlainTextEdit>

class QProcess;

namespace whimbrel {

/// What a run would do, as the command line says it. Hidden until it is asked.
class DryRunPane final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit DryRunPane(QWidget* parent = nullptr);
    ~DryRunPane() override;

    /// Looks anew: `arguments` are those of "whimbrel-cli run" but for --dry-run, `secrets` what it
    /// reads from its standard input.
    void look(const QStringList& arguments, const QByteArray& secrets);

private:
    void drop();

    QProcess* m_process = nullptr;
};

} // namespace whimbrel
