// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/database/option_file.h"

#include <QCoreApplication>
#include <QFile>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("OptionFile", text);
}

/// A value without its quotes, or, where it has none, without the comment behind it.
QString valueOf(const QString& written)
{
    const QString text = written.trimmed();
    if (!text.isEmpty() && (text.front() == u'"' || text.front() == u'\'')) {
        const qsizetype end = text.indexOf(text.front(), 1);
        return end < 0 ? text.mid(1) : text.mid(1, end - 1);
    }
    const qsizetype comment = text.indexOf(QLatin1String(" #"));
    return (comment < 0 ? text : text.left(comment)).trimmed();
}

} // namespace

Result<QMap<QString, QString>> readOptionFile(const QString& path, const QStringList& groups)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text)) {
        return fail({ErrorCode::Connection,
            tr("The option file \"%1\" cannot be read: %2.").arg(path, file.errorString()), {},
            tr("Correct defaults-file in the URL, or the rights of the file.")});
    }
    QMap<QString, QString> options;
    bool isWanted = false;
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#'))
            || line.startsWith(QLatin1Char(';'))) {
            continue;
        }
        if (line.startsWith(QLatin1Char('['))) {
            const QString group = line.mid(1, line.indexOf(QLatin1Char(']')) - 1);
            isWanted = !group.isEmpty() && groups.contains(group);
            continue;
        }
        if (isWanted) {
            QString key = line.section(QLatin1Char('='), 0, 0).trimmed();
            key.replace(QLatin1Char('_'), QLatin1Char('-'));
            options.insert(key, valueOf(line.section(QLatin1Char('='), 1)));
        }
    }
    return options;
}

} // namespace whimbrel
