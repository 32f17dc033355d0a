// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/quoting.h"

#include "model/sql/characters.h"
#include "model/sql/dialect_traits.h"

#include <algorithm>

namespace whimbrel {

namespace {

QByteArray wrapped(QByteArray text, char quote)
{
    text.replace('\0', QByteArrayView());
    text.replace(quote, QByteArray(2, quote));
    return quote + text + quote;
}

/// Undoes \0061, \+01F600 and \\ in the name of U&"…".
QString decoded(const QString& name)
{
    QString result;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const qsizetype digits = name.mid(i, 2) == QLatin1String("\\+") ? 6 : 4;
        bool valid = false;
        const uint code = name.mid(i + (digits == 6 ? 2 : 1), digits).toUInt(&valid, 16);
        if (name[i] != u'\\') {
            result += name[i];
        } else if (name.mid(i + 1, 1) == QLatin1String("\\")) {
            result += name[i++];
        } else if (valid) {
            result += QString::fromUcs4(reinterpret_cast<const char32_t*>(&code), 1);
            i += digits == 6 ? 7 : 4;
        } else {
            result += name[i];
        }
    }
    return result;
}

QChar folded(QChar c)
{
    return c.unicode() < 0x80 ? QChar::fromLatin1(toLower(c.toLatin1())) : c;
}

} // namespace

QString unquoted(QByteArrayView token)
{
    const QString text = QString::fromUtf8(token);
    if (text.size() < 2) {
        return text;
    }
    const QChar open = text.front();
    const QChar close = open == u'[' ? QChar(u']') : open;
    if ((open != u'"' && open != u'`' && open != u'[' && open != u'\'') || text.back() != close) {
        return text;
    }
    QString name = text.sliced(1, text.size() - 2);
    if (open != u'[') {
        name.replace(QString(2, close), QString(close));
    }
    return name;
}

QString catalogName(QByteArrayView token, Dialect dialect)
{
    if (dialect != Dialect::Postgresql || token.isEmpty()) {
        return unquoted(token);
    }
    if (token.size() > 3 && toUpper(token[0]) == 'U' && token[1] == '&') {
        return decoded(unquoted(token.sliced(2)));
    }
    QString name = unquoted(token);
    if (isWordStart(token.front())) {
        std::transform(name.cbegin(), name.cend(), name.begin(), folded);
    }
    return name;
}

QByteArray quotedIdentifier(const QString& name, Dialect dialect)
{
    return wrapped(name.toUtf8(), traitsOf(dialect).identifierQuote);
}

QByteArray quotedLiteral(const QString& text, Dialect dialect)
{
    QByteArray bytes = text.toUtf8();
    if (traitsOf(dialect).backslashEscapes) {
        bytes.replace('\\', QByteArrayView("\\\\"));
    }
    return wrapped(bytes, '\'');
}

QString foldedName(const QString& name, Dialect dialect)
{
    if (dialect == Dialect::Postgresql) {
        return name;
    }
    QString key = name;
    std::transform(key.cbegin(), key.cend(), key.begin(), folded);
    return key;
}

bool sameName(QStringView a, QStringView b, Dialect dialect)
{
    if (dialect == Dialect::Postgresql) {
        return a == b;
    }
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](QChar x, QChar y) { return folded(x) == folded(y); });
}

} // namespace whimbrel
