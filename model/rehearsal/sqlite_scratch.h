// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/rehearsal/scratch_database.h"

namespace whimbrel {

/// A file in the rehearsal's folder, and beside it what it was at first.
class SqliteScratch final : public ScratchDatabase {
public:
    [[nodiscard]] static Result<std::unique_ptr<SqliteScratch>> make(const ScratchSource& source,
        const QString& folder, const QString& name, const std::function<bool()>& isCancelled);
    ~SqliteScratch() override;

    [[nodiscard]] QString url() const override { return QStringLiteral("sqlite:") + m_path; }
    [[nodiscard]] QString from() const override { return m_from; }
    [[nodiscard]] qint64 bytes() const override;
    [[nodiscard]] Result<> reset() override;

private:
    SqliteScratch(QString path, QString from)
        : m_path(std::move(path))
        , m_from(std::move(from))
    { }
    [[nodiscard]] QString origin() const { return m_path + QStringLiteral(".origin"); }

    QString m_path;
    QString m_from;
};

} // namespace whimbrel
