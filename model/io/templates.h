// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace whimbrel {

/// A complete plan that people begin with: it validates, and it runs as it is on the sample
/// database that comes with it.
struct TemplateInfo {
    QString name{}; ///< as on the command line: "split-column"
    QString title{}; ///< for people, in their language
    QString description{}; ///< what the plan does, in a sentence or two
    int sampleRows = 0; ///< rows of the sample database unless somebody asks for another number
};

/// All templates, the sample plan first.
[[nodiscard]] QList<TemplateInfo> planTemplates();

/// Writes the template as the plan file `planPath`, and its SQL files and the script of its sample
/// database beside it. Folders are made as needed. Nothing that is there is overwritten: the error
/// names the file that is in the way (ErrorCode::Impossible), or the template that is not there
/// (ErrorCode::Usage), or what could not be written (ErrorCode::Unwritable); then nothing stays
/// behind.
[[nodiscard]] Result<> createFromTemplate(const QString& name, const QString& planPath);

/// The paths that createFromTemplate() writes, the plan first.
[[nodiscard]] QStringList templateFiles(const QString& name, const QString& planPath);

/// The SQL script that makes the template's sample database; see makeSampleDatabase().
[[nodiscard]] Result<QByteArray> sampleScript(const QString& name);

} // namespace whimbrel
