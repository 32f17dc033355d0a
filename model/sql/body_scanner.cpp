// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/body_scanner.h"

#include "model/sql/words.h"

namespace whimbrel {

void BodyScanner::reset()
{
    *this = BodyScanner(m_style);
}

bool BodyScanner::isInside() const
{
    if (m_style == BodyStyle::CompoundBody) {
        return m_compound.isInside();
    }
    return (m_header == Header::Body && m_began && !m_ended)
        || (m_header == Header::Rule && m_parentheses > 0);
}

bool BodyScanner::isProgram() const
{
    return m_style == BodyStyle::CompoundBody && m_compound.isProgram();
}

void BodyScanner::see(QByteArrayView text, TokenKind kind)
{
    if (m_style == BodyStyle::CompoundBody) {
        m_compound.see(text, kind);
        return;
    }
    switch (m_header) {
    case Header::Unknown:
    case Header::Create:
        seeHeader(text, kind);
        return;
    case Header::Body:
        seeBody(text, kind);
        return;
    case Header::Rule:
        if (kind == TokenKind::Operator) {
            m_parentheses += text == "(" ? 1 : (text == ")" ? -1 : 0);
        }
        return;
    case Header::None:
        return;
    }
}

void BodyScanner::seeHeader(QByteArrayView text, TokenKind kind)
{
    if (m_header == Header::Unknown) {
        if (isWord(text, kind, "CREATE")) {
            m_header = Header::Create;
        } else if (!isWordOf(text, kind, {"EXPLAIN", "QUERY", "PLAN"})) {
            m_header = Header::None;
        }
        return;
    }
    if (m_style == BodyStyle::TriggerBody) {
        if (isWord(text, kind, "TRIGGER")) {
            m_header = Header::Body;
        } else if (!isWordOf(text, kind, {"TEMP", "TEMPORARY"})) {
            m_header = Header::None;
        }
    } else if (isWordOf(text, kind, {"FUNCTION", "PROCEDURE"})) {
        m_header = Header::Body;
    } else if (isWord(text, kind, "RULE")) {
        m_header = Header::Rule;
    } else if (!isWordOf(text, kind, {"OR", "REPLACE"})) {
        m_header = Header::None;
    }
}

/// The grammars want a semicolon behind every command, so the body's END follows one, or the word
/// that begins the body; the END of a CASE never does. BEGIN may also be a name.
void BodyScanner::seeBody(QByteArrayView text, TokenKind kind)
{
    const bool mayEnd = m_atCommand;
    const bool afterBegin = m_afterBegin;
    m_ended = mayEnd && isWord(text, kind, "END");
    m_atCommand = kind == TokenKind::Semicolon;
    m_afterBegin = false;
    if (m_style == BodyStyle::TriggerBody) {
        if (isWord(text, kind, "BEGIN")) {
            m_atCommand = m_atCommand || !m_began;
            m_began = true;
        }
        return;
    }
    if (m_began) {
        return;
    }
    if (kind == TokenKind::Operator) {
        m_parentheses += text == "(" ? 1 : (text == ")" ? -1 : 0);
    } else if (m_parentheses == 0) {
        m_afterBegin = isWord(text, kind, "BEGIN");
        m_began = m_atCommand = afterBegin && isWord(text, kind, "ATOMIC");
    }
}

} // namespace whimbrel
