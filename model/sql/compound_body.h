// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/token.h"

#include <QList>

namespace whimbrel {

/// Tells where a stored program of MySQL or MariaDB ends: its BEGIN, CASE, IF, LOOP, WHILE, REPEAT
/// and FOR nest, and most of these words are functions or names elsewhere. Sees the significant
/// tokens of one statement, in order.
class CompoundBody final {
public:
    void see(QByteArrayView text, TokenKind kind);

    /// Whether a semicolon here belongs to the statement.
    [[nodiscard]] bool isInside() const;

    /// Whether the statement makes, or is, a stored program.
    [[nodiscard]] bool isProgram() const { return m_program; }

private:
    enum class Phase {
        Start, ///< nothing seen
        Begin, ///< BEGIN, perhaps of BEGIN NOT ATOMIC
        Header, ///< CREATE DEFINER = …
        Signature, ///< from TRIGGER, PROCEDURE, FUNCTION or EVENT to the body
        Body,
        Over, ///< no body, or one of a single command
    };
    enum class Noun { None, Routine, Trigger, Event };
    enum class Open { Block, CaseCommand, CaseExpression, If, Loop, While, Repeat, For };

    void seeStart(QByteArrayView text, TokenKind kind);
    void seeHeader(QByteArrayView text, TokenKind kind);
    void seeSignature(QByteArrayView text, TokenKind kind);
    void seeBody(QByteArrayView text, TokenKind kind);
    bool closeNamed(QByteArrayView text, TokenKind kind);
    bool open(QByteArrayView text, TokenKind kind);
    void rememberForNext(QByteArrayView text, TokenKind kind);
    [[nodiscard]] bool closesUnnamed() const
    {
        return isTop(Open::Block) || isTop(Open::CaseExpression);
    }
    [[nodiscard]] bool isTop(Open what) const { return !m_open.isEmpty() && m_open.last() == what; }

    QList<Open> m_open{};
    Phase m_phase = Phase::Start;
    Noun m_noun = Noun::None;
    int m_seen = 0; ///< tokens
    int m_parentheses = 0; ///< open ones of the signature
    bool m_program = false;
    bool m_bodyMayBegin = false; ///< the signature is complete enough
    bool m_nameNext = false; ///< the next word names something
    bool m_atCommand = false; ///< a command of the body may begin here
    bool m_handler = false; ///< in DECLARE … HANDLER FOR …, behind which a command comes
    bool m_declares = false;
    bool m_pendingEnd
        = false; ///< an END was seen that may close something; the next word says what
};

} // namespace whimbrel
