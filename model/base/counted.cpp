// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/base/counted.h"

namespace whimbrel {

QString numberText(qint64 number, const QLocale& locale)
{
    QLocale grouping = locale; // C, the locale of scripts and tests, groups nothing by itself
    grouping.setNumberOptions(
        locale.numberOptions() & ~QLocale::NumberOptions(QLocale::OmitGroupSeparator));
    return grouping.toString(number);
}

QString counted(qint64 count, const QString& one, const QString& many, const QLocale& locale)
{
    return count == 1 ? one : many.arg(numberText(count, locale));
}

QString sizeText(qint64 bytes)
{
    return QLocale::c()
        .formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat)
        .replace(QLatin1String(".0 "), QLatin1String(" "));
}

} // namespace whimbrel
