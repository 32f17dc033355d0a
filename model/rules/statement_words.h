// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/statement.h"

#include <QList>
#include <QStringList>

namespace whimbrel {

/// A statement with its significant tokens, for looking at it more closely than its class does.
/// Words compare upper-cased; what is quoted compares as no word at all.
class StatementWords final {
public:
    StatementWords(const Script& script, const Statement& statement, Dialect dialect);

    [[nodiscard]] qsizetype size() const { return m_words.size(); }
    /// The upper-cased word or operator; empty for quoted names, strings and past the end.
    [[nodiscard]] QString word(qsizetype index) const { return m_words.value(index).upper; }
    /// The name as it is written, with its quotes; empty past the end.
    [[nodiscard]] QString written(qsizetype index) const { return m_words.value(index).text; }

    /// Where the words stand one after another, at any depth of parentheses; -1 if nowhere.
    [[nodiscard]] qsizetype find(const QStringList& words, qsizetype from = 0) const;
    /// As find(), outside all parentheses.
    [[nodiscard]] qsizetype findOutside(const QStringList& words, qsizetype from = 0) const;
    [[nodiscard]] bool begins(const QStringList& words) const;

    /// The name that begins at `index`, as written, with the schema before it; and, if wanted, the
    /// index behind it.
    [[nodiscard]] QString nameAt(qsizetype index, qsizetype* behind = nullptr) const;

private:
    struct Word {
        QString upper{};
        QString text{};
        int depth = 0;
    };
    [[nodiscard]] bool matches(qsizetype at, const QStringList& words) const;

    QList<Word> m_words{};
};

} // namespace whimbrel
