// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sql/compound_body.h"
#include "model/sql/dialect_traits.h"
#include "model/sql/token.h"

namespace whimbrel {

/// Tells which semicolons end a statement and which stand inside the body of a trigger or stored
/// program. Sees the significant tokens of one statement, in order; reset() for the next.
class BodyScanner final {
public:
    explicit BodyScanner(BodyStyle style)
        : m_style(style)
    { }

    void reset();
    void see(QByteArrayView text, TokenKind kind);

    /// Whether a semicolon here belongs to the statement.
    [[nodiscard]] bool isInside() const;

    /// Whether the statement makes a stored program: where DELIMITER says what ends statements,
    /// semicolons do not end this one.
    [[nodiscard]] bool isProgram() const;

private:
    enum class Header { Unknown, Create, Body, Rule, None };

    void seeHeader(QByteArrayView text, TokenKind kind);
    void seeBody(QByteArrayView text, TokenKind kind);

    BodyStyle m_style;
    CompoundBody m_compound{}; ///< for BodyStyle::CompoundBody, which needs nothing else
    Header m_header = Header::Unknown;
    int m_parentheses = 0; ///< open ones
    bool m_began = false; ///< the body's BEGIN was met
    bool m_ended = false; ///< … and its END
    bool m_atCommand = false; ///< a command of the body may begin here
    bool m_afterBegin = false;
};

} // namespace whimbrel
