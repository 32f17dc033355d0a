// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"
#include "model/plan/dialect.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace whimbrel {

/// A complete plan that people begin with: it validates, and it runs as it is on the sample
/// database that comes with it.
struct TemplateInfo {
    QString name{}; ///< as on the command line: "split-column"
    QString title{}; ///< for people, in their language
    QString description{}; ///< what the plan does, in a sentence or two
    QList<Dialect>
        dialects{}; ///< that the plan comes in; the first unless somebody asks for another
    int sampleRows = 0; ///< rows of the SQLite sample unless asked otherwise; 0: none
};

/// All templates, the sample plan first.
[[nodiscard]] QList<TemplateInfo> planTemplates();

/// Writes the template, for `dialect` or for the first of its own, as the plan file `planPath`, and
/// its SQL files and the script of its sample database beside it. Folders are made as needed.
/// Nothing that is there is overwritten: the error names the file that is in the way
/// (ErrorCode::Impossible), or the template or dialect that is not there (ErrorCode::Usage), or
/// what could not be written (ErrorCode::Unwritable); then nothing stays behind.
[[nodiscard]] Result<> createFromTemplate(
    const QString& name, const QString& planPath, std::optional<Dialect> dialect = std::nullopt);

/// The paths that createFromTemplate() writes, the plan first.
[[nodiscard]] QStringList templateFiles(
    const QString& name, const QString& planPath, std::optional<Dialect> dialect = std::nullopt);

/// The SQL script that makes the template's sample database: on SQLite see makeSampleDatabase(),
/// on servers it is for their own client.
[[nodiscard]] Result<QByteArray> sampleScript(
    const QString& name, std::optional<Dialect> dialect = std::nullopt);

} // namespace whimbrel
