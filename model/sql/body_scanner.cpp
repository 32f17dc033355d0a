// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/body_scanner.h"

#include "model/sql/characters.h"

#include <algorithm>
#include <initializer_list>

namespace whimbrel {

namespace {

/// CREATE DEFINER = 'a'@'b' … TRIGGER: how far the noun may stand from the beginning.
constexpr int longestHeader = 24;

bool is(QByteArrayView text, TokenKind kind, std::string_view upper)
{
    return kind == TokenKind::Word
        && std::equal(text.begin(), text.end(), upper.begin(), upper.end(),
            [](char a, char b) { return toUpper(a) == b; });
}

bool isAny(QByteArrayView text, TokenKind kind, std::initializer_list<std::string_view> words)
{
    return std::any_of(
        words.begin(), words.end(), [&](std::string_view each) { return is(text, kind, each); });
}

} // namespace

void BodyScanner::reset()
{
    *this = BodyScanner(m_style);
}

bool BodyScanner::isInside() const
{
    if (m_header != Header::Body) {
        return false;
    }
    return m_style == BodyStyle::TriggerBody ? m_began && !m_ended : m_depth > 0;
}

void BodyScanner::see(QByteArrayView text, TokenKind kind)
{
    ++m_seen;
    if (m_header == Header::Unknown || m_header == Header::Create) {
        seeHeader(text, kind);
        return;
    }
    if (m_header == Header::None) {
        return;
    }
    switch (m_style) {
    case BodyStyle::TriggerBody:
        seeTrigger(text, kind);
        return;
    case BodyStyle::AtomicBody:
        seeAtomic(text, kind);
        return;
    case BodyStyle::CompoundBody:
        seeCompound(text, kind);
        return;
    }
}

void BodyScanner::seeHeader(QByteArrayView text, TokenKind kind)
{
    if (m_header == Header::Unknown) {
        if (is(text, kind, "CREATE")) {
            m_header = Header::Create;
        } else if (m_style == BodyStyle::CompoundBody && m_seen == 1 && is(text, kind, "BEGIN")) {
            m_afterBegin = true; // BEGIN NOT ATOMIC, an unnamed block
        } else if (m_afterBegin) {
            m_header = is(text, kind, "NOT") ? Header::Body : Header::None;
            m_depth = 1;
        } else if (!isAny(text, kind, {"EXPLAIN", "QUERY", "PLAN"})) {
            m_header = Header::None;
        }
        return;
    }
    switch (m_style) {
    case BodyStyle::TriggerBody:
        if (is(text, kind, "TRIGGER")) {
            m_header = Header::Body;
        } else if (!isAny(text, kind, {"TEMP", "TEMPORARY"})) {
            m_header = Header::None;
        }
        return;
    case BodyStyle::AtomicBody:
        if (isAny(text, kind, {"FUNCTION", "PROCEDURE"})) {
            m_header = Header::Body;
        } else if (!isAny(text, kind, {"OR", "REPLACE"})) {
            m_header = Header::None;
        }
        return;
    case BodyStyle::CompoundBody:
        if (isAny(text, kind, {"TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"})) {
            m_header = Header::Body;
        } else if (isAny(text, kind, {"TABLE", "INDEX", "VIEW", "DATABASE", "SCHEMA", "USER"})
            || m_seen > longestHeader) {
            m_header = Header::None;
        }
        return;
    }
}

/// The grammar wants a semicolon behind every command, so the body's END follows one; the END of a
/// CASE never does. BEGIN may also be a name.
void BodyScanner::seeTrigger(QByteArrayView text, TokenKind kind)
{
    const bool mayEnd = m_atCommand;
    m_ended = mayEnd && is(text, kind, "END");
    m_atCommand = kind == TokenKind::Semicolon;
    if (is(text, kind, "BEGIN")) {
        m_atCommand = m_atCommand || !m_began;
        m_began = true;
    }
}

void BodyScanner::seeAtomic(QByteArrayView text, TokenKind kind)
{
    if (is(text, kind, "BEGIN")) {
        m_afterBegin = true;
        return;
    }
    if ((m_afterBegin && is(text, kind, "ATOMIC")) || (m_depth > 0 && is(text, kind, "CASE"))) {
        ++m_depth;
    } else if (m_depth > 0 && is(text, kind, "END")) {
        --m_depth;
    }
    m_afterBegin = false;
}

void BodyScanner::seeCompound(QByteArrayView text, TokenKind kind)
{
    const bool afterEnd = m_afterEnd;
    m_afterEnd = false;
    if (is(text, kind, "END")) {
        m_depth = std::max(0, m_depth - 1);
        m_afterEnd = true;
    } else if (afterEnd && isAny(text, kind, {"IF", "LOOP", "WHILE", "REPEAT", "FOR"})) {
        ++m_depth; // END IF closes an IF, which was not counted
    } else if (is(text, kind, "BEGIN") || (is(text, kind, "CASE") && !afterEnd)) {
        ++m_depth;
    }
}

} // namespace whimbrel
