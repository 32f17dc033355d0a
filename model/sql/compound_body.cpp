// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/compound_body.h"

#include "model/sql/words.h"

#include <array>
#include <optional>
#include <utility>

namespace whimbrel {

namespace {

/// CREATE DEFINER = 'a'@'b' … TRIGGER: how far the noun may stand from the beginning.
constexpr int longestHeader = 24;

} // namespace

bool CompoundBody::isInside() const
{
    return m_open.size() > (m_pendingEnd && closesUnnamed() ? 1 : 0);
}

void CompoundBody::see(QByteArrayView text, TokenKind kind)
{
    if (kind == TokenKind::Variable && text.size() > 1 && text.front() == ':') {
        // label:BEGIN reads like a variable.
        see(text.first(1), TokenKind::Operator);
        see(text.sliced(1), TokenKind::Word);
        return;
    }
    ++m_seen;
    switch (m_phase) {
    case Phase::Start:
        seeStart(text, kind);
        return;
    case Phase::Begin:
        m_program = isWord(text, kind, "NOT");
        m_phase = m_program ? Phase::Body : Phase::Over;
        if (m_program) {
            m_open.append(Open::Block);
        }
        return;
    case Phase::Header:
        seeHeader(text, kind);
        return;
    case Phase::Signature:
        seeSignature(text, kind);
        return;
    case Phase::Body:
        seeBody(text, kind);
        return;
    case Phase::Over:
        return;
    }
}

void CompoundBody::seeStart(QByteArrayView text, TokenKind kind)
{
    m_phase = Phase::Over;
    if (isWordOf(text, kind, {"CREATE", "ALTER"})) {
        m_phase = Phase::Header;
    } else if (isWord(text, kind, "BEGIN")) {
        m_phase = Phase::Begin;
    } else if (isWordOf(text, kind, {"IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"})) {
        m_phase = Phase::Body; // MariaDB takes them outside of programs
        m_program = true;
        m_atCommand = true;
        seeBody(text, kind);
    }
}

void CompoundBody::seeHeader(QByteArrayView text, TokenKind kind)
{
    if (isWordOf(text, kind, {"PROCEDURE", "FUNCTION"})) {
        m_noun = Noun::Routine;
    } else if (isWord(text, kind, "TRIGGER")) {
        m_noun = Noun::Trigger;
    } else if (isWord(text, kind, "EVENT")) {
        m_noun = Noun::Event;
    } else if (isWordOf(text, kind,
                   {"TABLE", "INDEX", "VIEW", "DATABASE", "SCHEMA", "USER", "ROLE", "SEQUENCE"})
        || m_seen > longestHeader) {
        m_phase = Phase::Over;
    }
    if (m_noun != Noun::None) {
        m_phase = Phase::Signature;
        m_nameNext = true;
        m_program = true;
    }
}

void CompoundBody::seeSignature(QByteArrayView text, TokenKind kind)
{
    if (kind == TokenKind::Operator) {
        m_parentheses += text == "(" ? 1 : (text == ")" ? -1 : 0);
        m_bodyMayBegin
            = m_bodyMayBegin || (m_noun == Noun::Routine && m_parentheses == 0 && text == ")");
        m_nameNext = text == ".";
        return;
    }
    if (m_parentheses > 0) {
        return;
    }
    if (isWordOf(text, kind, {"IF", "NOT", "EXISTS"}) && m_nameNext) {
        return;
    }
    if (std::exchange(m_nameNext, isWordOf(text, kind, {"ON", "FOLLOWS", "PRECEDES", "RETURNS"}))) {
        return;
    }
    if (isWord(text, kind, m_noun == Noun::Trigger ? "ROW" : "DO") && m_noun != Noun::Routine) {
        m_bodyMayBegin = true;
        return;
    }
    if (!m_bodyMayBegin) {
        return;
    }
    if (isWordOf(text, kind, {"BEGIN", "CASE", "IF", "LOOP", "WHILE", "REPEAT"})) {
        m_phase = Phase::Body;
        m_atCommand = true;
        seeBody(text, kind);
    } else if (isWordOf(text, kind,
                   {"INSERT", "UPDATE", "DELETE", "SELECT", "SET", "CALL", "RETURN", "REPLACE",
                       "SIGNAL", "WITH", "TRUNCATE"})) {
        m_phase = Phase::Over; // a single command, without semicolons of its own
    }
}

/// END IF, END LOOP …: the word behind END says what it closes.
bool CompoundBody::closeNamed(QByteArrayView text, TokenKind kind)
{
    static constexpr std::array<std::pair<std::string_view, Open>, 6> words{
        {{"IF", Open::If}, {"LOOP", Open::Loop}, {"WHILE", Open::While}, {"REPEAT", Open::Repeat},
            {"FOR", Open::For}, {"CASE", Open::CaseCommand}}};
    for (const auto& [word, what] : words) {
        if (isTop(what) && isWord(text, kind, word)) {
            m_open.removeLast();
            return true;
        }
    }
    return false;
}

/// Whether the word opens something that has its own END.
bool CompoundBody::open(QByteArrayView text, TokenKind kind)
{
    const auto what = [&]() -> std::optional<Open> {
        if (isWord(text, kind, "CASE")) { // reserved: nothing else is called so
            return m_atCommand ? Open::CaseCommand : Open::CaseExpression;
        }
        if (isWord(text, kind, "BEGIN") && (m_atCommand || m_handler)) {
            return Open::Block;
        }
        static constexpr std::array<std::pair<std::string_view, Open>, 5> words{
            {{"IF", Open::If}, {"LOOP", Open::Loop}, {"WHILE", Open::While},
                {"REPEAT", Open::Repeat}, {"FOR", Open::For}}};
        for (const auto& [word, opened] : words) {
            if (m_atCommand && isWord(text, kind, word)) {
                return opened;
            }
        }
        return std::nullopt;
    }();
    if (what) {
        m_open.append(*what);
    }
    return what.has_value();
}

void CompoundBody::seeBody(QByteArrayView text, TokenKind kind)
{
    if (std::exchange(m_pendingEnd, false)) {
        if (closeNamed(text, kind)) {
            m_atCommand = false;
            return;
        }
        if (closesUnnamed()) {
            m_open.removeLast();
        }
    }
    if (std::exchange(m_nameNext, kind == TokenKind::Operator && text == ".")) {
        m_atCommand = false;
        return; // NEW.end
    }
    if (isWord(text, kind, "END")
        && (m_atCommand || isTop(Open::CaseExpression) || isTop(Open::Repeat))) {
        m_pendingEnd = true; // a REPEAT's END stands behind its condition
        m_atCommand = false;
        return;
    }
    (void)open(text, kind);
    rememberForNext(text, kind);
}

void CompoundBody::rememberForNext(QByteArrayView text, TokenKind kind)
{
    m_declares = m_declares || (m_atCommand && isWord(text, kind, "DECLARE"));
    m_handler = m_handler || (m_declares && isWord(text, kind, "HANDLER"));
    if (kind == TokenKind::Semicolon || isWord(text, kind, "BEGIN")) {
        m_declares = m_handler = false;
    }
    m_atCommand = !isTop(Open::CaseExpression)
        && (kind == TokenKind::Semicolon || (kind == TokenKind::Operator && text == ":")
            || isWordOf(text, kind, {"THEN", "ELSE", "DO", "LOOP", "REPEAT", "BEGIN"}));
}

} // namespace whimbrel
