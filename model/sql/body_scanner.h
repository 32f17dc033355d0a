// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

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

private:
    enum class Header { Unknown, Create, Body, None };

    void seeHeader(QByteArrayView text, TokenKind kind);
    void seeTrigger(QByteArrayView text, TokenKind kind);
    void seeAtomic(QByteArrayView text, TokenKind kind);
    void seeCompound(QByteArrayView text, TokenKind kind);

    BodyStyle m_style;
    Header m_header = Header::Unknown;
    int m_seen = 0; ///< tokens
    int m_depth = 0; ///< open BEGINs and CASEs
    bool m_began = false; ///< the trigger's BEGIN was met
    bool m_ended = false; ///< … and its END
    bool m_atCommand = false; ///< a command of the body may begin here
    bool m_afterEnd = false;
    bool m_afterBegin = false;
};

} // namespace whimbrel
