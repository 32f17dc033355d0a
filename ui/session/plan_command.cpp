// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/plan_command.h"

namespace whimbrel {

namespace {

/// Whether undoing `earlier` alone also undoes what came after it: both set the same file or
/// header, as typing does. Keeps a long text from being kept once for each keystroke.
bool covers(const Edit& earlier, const Edit& later)
{
    if (earlier.ops.size() != 1 || later.ops.size() != 1) {
        return false;
    }
    const Op& a = earlier.ops.constFirst();
    const Op& b = later.ops.constFirst();
    if (const auto* file = std::get_if<SetFile>(&a)) {
        const auto* other = std::get_if<SetFile>(&b);
        return other != nullptr && other->path == file->path;
    }
    return std::holds_alternative<SetHeader>(a) && std::holds_alternative<SetHeader>(b);
}

} // namespace

PlanCommand::PlanCommand(
    PlanDocument& document, const Edit& edit, const QString& mergeKey, bool joins)
    : QUndoCommand(edit.text)
    , m_document(document)
    , m_edit(edit)
    , m_mergeKey(mergeKey)
    , m_joins(joins)
{ }

void PlanCommand::swap()
{
    if (Result<Edit> inverse = m_document.apply(m_edit)) {
        m_edit = *std::move(inverse);
    } else {
        setObsolete(true);
    }
}

bool PlanCommand::mergeWith(const QUndoCommand* other)
{
    const auto* later = dynamic_cast<const PlanCommand*>(other);
    if (later == nullptr) {
        return false;
    }
    const bool continues = !m_mergeKey.isEmpty() && later->m_mergeKey == m_mergeKey;
    if (!continues && !later->m_joins) {
        return false;
    }
    // Both hold inverses by now: the later one is taken back first.
    if (!covers(m_edit, later->m_edit)) {
        m_edit.ops = later->m_edit.ops + m_edit.ops;
    }
    return true;
}

} // namespace whimbrel
