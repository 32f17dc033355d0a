// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/inverse_sql.h"

#include "model/rules/statement_words.h"

namespace whimbrel {

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

/// DROP … for a CREATE …, or nothing.
std::optional<QString> dropOf(const StatementWords& w, const Statement& statement, Dialect dialect)
{
    static const QStringList kinds = words("TABLE VIEW INDEX TRIGGER");
    static const QStringList before = words("UNIQUE VIRTUAL UNLOGGED");
    qsizetype at = 1;
    while (before.contains(w.word(at))) {
        ++at;
    }
    const QString kind = w.word(at);
    if (!kinds.contains(kind) || statement.conditional) {
        return std::nullopt;
    }
    ++at;
    const bool concurrently = w.word(at) == QLatin1String("CONCURRENTLY");
    const QString name = w.nameAt(at + (concurrently ? 1 : 0));
    const bool onTable = (kind == QLatin1String("TRIGGER") && dialect == Dialect::Postgresql)
        || (kind == QLatin1String("INDEX") && dialect == Dialect::Mysql);
    const qsizetype on = w.findOutside(words("ON"));
    if (name.isEmpty() || (onTable && on < 0)) {
        return std::nullopt;
    }
    QString drop = QStringLiteral("DROP ") + kind + QLatin1Char(' ');
    drop += concurrently ? QStringLiteral("CONCURRENTLY ") : QString();
    drop += name;
    drop += onTable ? QStringLiteral(" ON ") + w.nameAt(on + 1) : QString();
    return drop;
}

/// The inverse of an ALTER TABLE that does one thing, or nothing.
std::optional<QString> alterBack(const StatementWords& w)
{
    static const QStringList parts
        = words("CONSTRAINT CHECK UNIQUE PRIMARY FOREIGN INDEX KEY IF PARTITION");
    qsizetype at = 0;
    const QString table = w.nameAt(2, &at);
    if (w.findOutside(words(",")) >= 0 || w.word(2) == QLatin1String("IF")
        || w.word(2) == QLatin1String("ONLY")) {
        return std::nullopt;
    }
    const QString alter = QStringLiteral("ALTER TABLE ");
    const QString verb = w.word(at);
    const bool column = w.word(at + 1) == QLatin1String("COLUMN");
    const qsizetype name = at + (column ? 2 : 1);
    if (verb == QLatin1String("ADD") && !parts.contains(w.word(name))) {
        return alter + table + QStringLiteral(" DROP COLUMN ") + w.written(name);
    }
    if (verb != QLatin1String("RENAME")) {
        return std::nullopt;
    }
    if (w.word(at + 1) == QLatin1String("TO")) {
        const qsizetype dot = table.lastIndexOf(QLatin1Char('.'));
        return alter + table.left(dot + 1) + w.written(at + 2) + QStringLiteral(" RENAME TO ")
            + table.mid(dot + 1);
    }
    if (parts.contains(w.word(name)) || w.word(name + 1) != QLatin1String("TO")) {
        return std::nullopt;
    }
    return alter + table + QStringLiteral(" RENAME COLUMN ") + w.written(name + 2)
        + QStringLiteral(" TO ") + w.written(name);
}

} // namespace

std::optional<QByteArray> inverseSql(const Script& script, Dialect dialect)
{
    QStringList back;
    for (const Statement& statement : script.statements) {
        const StatementWords w(script, statement, dialect);
        std::optional<QString> inverse;
        if (w.begins(words("CREATE"))) {
            inverse = dropOf(w, statement, dialect);
        } else if (w.begins(words("ALTER TABLE"))) {
            inverse = alterBack(w);
        }
        if (!inverse) {
            return std::nullopt;
        }
        back.prepend(*inverse);
    }
    if (back.isEmpty() || !script.problems.isEmpty()) {
        return std::nullopt;
    }
    if (back.size() == 1) {
        return back.constFirst().toUtf8();
    }
    return (back.join(QLatin1String(";\n")) + QLatin1String(";\n")).toUtf8();
}

} // namespace whimbrel
