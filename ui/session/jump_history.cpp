// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/jump_history.h"

namespace whimbrel {

namespace {

constexpr qsizetype mostPlaces = 200;

} // namespace

JumpHistory::JumpHistory(PlanSession& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &PlanSession::revealRequested, this, &JumpHistory::note);
    connect(&session, &PlanSession::changed, this, &JumpHistory::follow);
}

void JumpHistory::note(const ElementRef& element)
{
    if (m_going || (m_at >= 0 && m_places.at(m_at) == element)) {
        return;
    }
    m_places.resize(m_at + 1); // what lay ahead is another way now
    m_places.append(element);
    if (m_places.size() > mostPlaces) {
        m_places.removeFirst();
    }
    m_at = m_places.size() - 1;
}

void JumpHistory::follow(const PlanChange& change)
{
    if (change.everything) {
        m_places.clear();
        m_at = -1;
    }
    for (const ElementRef& gone : change.erased) {
        for (qsizetype i = m_places.size() - 1; i >= 0; --i) {
            if (m_places.at(i) == gone) {
                m_places.removeAt(i);
                m_at -= i <= m_at ? 1 : 0;
            }
        }
    }
}

void JumpHistory::goBack()
{
    // Whoever selected something else meanwhile comes back to where they jumped last.
    const bool strayed = m_at >= 0 && !m_session.selection().contains(m_places.at(m_at));
    goTo(strayed ? m_at : m_at - 1);
}

void JumpHistory::goForward()
{
    goTo(m_at + 1);
}

void JumpHistory::goTo(qsizetype place)
{
    if (place < 0 || place >= m_places.size()) {
        return;
    }
    m_at = place;
    m_going = true;
    m_session.reveal(m_places.at(place));
    m_going = false;
}

} // namespace whimbrel
