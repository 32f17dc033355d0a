// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/plan_session.h"

#include "model/io/plan_hash.h"
#include "model/io/rehearsal_file.h"
#include "model/plan/sequence_parts.h"
#include "ui/session/background.h"
#include "ui/session/plan_command.h"

#include <algorithm>
#include <chrono>

namespace whimbrel {

using namespace std::chrono_literals;

PlanSession::PlanSession(QObject* parent)
    : QObject(parent)
{
    m_validateTimer.setSingleShot(true);
    m_validateTimer.setInterval(150ms);
    connect(&m_validateTimer, &QTimer::timeout, this, &PlanSession::validateNow);
    connect(&m_document, &PlanDocument::changed, this, &PlanSession::follow);
}

PlanSession::~PlanSession()
{
    // The stack's own signals would reach views that are being torn down with the session.
    m_undo.disconnect();
}

bool PlanSession::perform(const Edit& edit)
{
    const Plan before = plan();
    const QString key = edit.mergeKey.isEmpty()
        ? QString()
        : edit.mergeKey + QLatin1Char('@') + QString::number(m_focus);
    if (!push(edit, key, false)) {
        return false;
    }
    emit performed(before, edit);
    return true;
}

bool PlanSession::performJoined(const Edit& edit)
{
    return push(edit, {}, true);
}

bool PlanSession::push(const Edit& edit, const QString& key, bool joins)
{
    if (edit.isEmpty()) {
        return false;
    }
    if (!m_readOnlyReason.isEmpty()) {
        emit editRefused(m_readOnlyReason);
        return false;
    }
    // Tried on a copy first: a copy costs reference counts, and a refused command would leave a
    // gap in the history.
    Plan copy = plan();
    if (const Result<Edit> trial = apply(copy, edit); !trial) {
        emit editRefused(trial.error().text());
        return false;
    }
    m_undo.push(std::make_unique<PlanCommand>(m_document, edit, key, joins).release());
    return true;
}

void PlanSession::setReadOnly(const QString& reason)
{
    if (m_readOnlyReason != reason) {
        m_readOnlyReason = reason;
        emit readOnlyChanged();
    }
}

void PlanSession::select(const QList<ElementRef>& elements)
{
    if (m_selection == elements) {
        return;
    }
    ++m_focus;
    m_selection = elements;
    emit selectionChanged();
}

void PlanSession::reveal(const ElementRef& element)
{
    select({element});
    emit revealRequested(element);
}

void PlanSession::showRun(const std::optional<RunState>& state)
{
    m_run = state;
    emit runChanged();
}

void PlanSession::open(Plan plan, const QString& path)
{
    ++m_focus;
    m_undo.clear();
    m_validation = {};
    m_rehearsed = {};
    m_selection.clear();
    m_run.reset();
    m_path = path;
    m_saved = plan;
    m_document.reset(std::move(plan));
    m_breakpoints.open(path);
    emit selectionChanged();
    emit runChanged();
    emit validationChanged();
    emit pathChanged();
}

void PlanSession::markSaved(const QString& path)
{
    ++m_focus;
    m_undo.setClean();
    markSavedBefore(path, plan());
}

void PlanSession::markSavedBefore(const QString& path, const Plan& saved)
{
    m_saved = saved;
    if (m_path != path) {
        m_path = path;
        m_breakpoints.moveTo(path);
        emit pathChanged();
    }
}

void PlanSession::recover(Plan plan)
{
    const Plan saved = m_saved;
    open(std::move(plan), m_path);
    m_saved = saved;
    m_undo.resetClean();
}

void PlanSession::follow(const PlanChange& change)
{
    ++m_turn;
    validateSoon();
    const auto isGone = [this, &change](const ElementRef& ref) {
        // Parts of a diagram go with a change of the diagram.
        return change.erased.contains(ref)
            || (ref.type == ElementType::SequencePart && !findPart(plan(), ref));
    };
    const qsizetype gone = m_selection.removeIf(isGone);
    emit changed(change);
    if (gone > 0) {
        emit selectionChanged();
    }
}

void PlanSession::validateSoon()
{
    m_validateTimer.start();
}

void PlanSession::validateNow()
{
    if (m_validating) {
        return; // its answer starts the next one
    }
    m_validating = true;
    struct Found {
        Validation validation{};
        Rehearsed rehearsed{};
    };
    inBackground(
        this,
        [plan = plan(), path = m_path] {
            Found found;
            // Rehearsals that cannot be read are none.
            const RehearsalLog log = loadRehearsals(path).value_or(RehearsalLog{});
            if (!log.rehearsals.isEmpty()) {
                found.rehearsed = rehearsedAs(log, planHash(plan));
            }
            found.validation = validate(plan, found.rehearsed);
            return found;
        },
        [this, turn = m_turn](
            const Found& found) { takeValidation(turn, found.validation, found.rehearsed); });
}

void PlanSession::refreshRehearsals()
{
    ++m_turn;
    validateSoon();
}

void PlanSession::takeValidation(
    quint64 turn, const Validation& validation, const Rehearsed& rehearsed)
{
    m_validating = false;
    if (turn != m_turn) {
        validateSoon();
        return;
    }
    m_validation = validation;
    const bool otherwise
        = m_rehearsed.current != rehearsed.current || m_rehearsed.staleAt != rehearsed.staleAt;
    m_rehearsed = rehearsed;
    emit validationChanged();
    if (otherwise) {
        emit rehearsedChanged();
    }
}

} // namespace whimbrel
