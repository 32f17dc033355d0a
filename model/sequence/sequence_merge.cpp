// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sequence/sequence_merge.h"

#include "model/plan/sequence_parts.h"
#include "model/sequence/flow_sequence.h"
#include "model/sequence/part_tree.h"
#include "model/sequence/sequence_digest.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <optional>

namespace whimbrel {

namespace {

using Parts = QList<SequencePart>;

/// Where a part stands: in which operand (of no fragment: at the top).
struct Standing {
    SequencePartId fragment{};
    int operand = 0;
};

using Standings = QHash<SequencePartId, Standing>;

void findStandings(
    const Parts& parts, const SequencePartId& fragment, int operand, Standings& standings)
{
    for (const SequencePart& part : parts) {
        standings.insert(part.id, {fragment, operand});
        if (const Fragment* inner = part.fragment()) {
            for (int o = 0; o < inner->operands.size(); ++o) {
                findStandings(inner->operands.at(o).parts, part.id, o, standings);
            }
        }
    }
}

Standings standingsOf(const Sequence& sequence)
{
    Standings standings;
    findStandings(sequence.parts, {}, 0, standings);
    return standings;
}

QString wordsOf(const SequencePart& part)
{
    struct Words {
        QString operator()(const Message& message) const { return message.text; }
        QString operator()(const Fragment& fragment) const
        {
            QStringList guards;
            for (const Operand& operand : fragment.operands) {
                guards << operand.guard;
            }
            return fragment.text.isEmpty() ? guards.join(QStringLiteral(" / ")) : fragment.text;
        }
        QString operator()(const SequenceNote& note) const { return note.text; }
        QString operator()(const StatePill& state) const { return state.text; }
        QString operator()(const Activation&) const { return {}; }
    };
    const QString words = std::visit(Words{}, part.body).simplified();
    return words.isEmpty() ? part.id.text() : words;
}

/// Of parts in two orders, those that do not stand in the longest run that both have in common.
QSet<SequencePartId> movedBetween(
    const QList<SequencePartId>& before, const QList<SequencePartId>& now)
{
    QHash<SequencePartId, int> places;
    for (int i = 0; i < before.size(); ++i) {
        places.insert(before.at(i), i);
    }
    QList<SequencePartId> common;
    for (const SequencePartId& id : now) {
        if (places.contains(id)) {
            common.append(id);
        }
    }
    // The longest rising run, by the last place of the best run of each length.
    QList<int> ends;
    QList<int> previous(common.size(), -1);
    for (int i = 0; i < common.size(); ++i) {
        const int place = places.value(common.at(i));
        const auto at = std::ranges::lower_bound(
            ends, place, {}, [&](int end) { return places.value(common.at(end)); });
        const qsizetype length = at - ends.begin();
        previous[i] = length > 0 ? ends.at(length - 1) : -1;
        if (at == ends.end()) {
            ends.append(i);
        } else {
            *at = i;
        }
    }
    QSet<SequencePartId> moved(common.cbegin(), common.cend());
    for (int at = ends.isEmpty() ? -1 : ends.last(); at >= 0; at = previous.at(at)) {
        moved.remove(common.at(at));
    }
    return moved;
}

class Merger final {
public:
    Merger(const Sequence& current, const Sequence& fresh)
        : m_current(current)
        , m_fresh(fresh)
        , m_standings(standingsOf(fresh))
    {
        for (const QString& line : current.generated) {
            const qsizetype cut = line.indexOf(QLatin1Char(' '));
            const SequencePartId id(line.mid(cut + 1));
            m_base.insert(id, line.left(std::max<qsizetype>(0, cut)));
            m_baseOrder.append(id);
        }
        forEachPart(fresh.parts, [this](const SequencePart& part) {
            m_theirs.insert(part.id, &part);
            m_theirOrder.append(part.id);
        });
        forEachPart(current.parts, [this](const SequencePart& part) {
            m_had.insert(part.id);
            m_ourOrder.append(part.id);
        });
    }

    SequenceMerge merged()
    {
        m_made.sequence = m_current;
        m_tree.emplace(kept(m_current.parts));
        takeOutMoved();
        findNextOnes(m_fresh.parts);
        for (const SequencePartId& id : std::as_const(m_theirOrder)) {
            bringIn(id);
        }
        m_made.sequence.parts = m_tree->parts();
        mergeLifelines();
        m_made.sequence.generated = m_fresh.generated;
        return std::move(m_made);
    }

private:
    void note(MergeKind kind, const SequencePart& part)
    {
        m_made.changes.append({kind, part.id, wordsOf(part)});
    }

    /// Our parts without those that the flow gave up, each saying what it has to say now.
    Parts kept(const Parts& parts)
    {
        Parts made;
        for (const SequencePart& part : parts) {
            SequencePart own = part;
            const bool generated = m_base.contains(part.id);
            const SequencePart* theirs = m_theirs.value(part.id);
            const QString digest = digestOf(part);
            const bool ownWords = digest != m_base.value(part.id);
            if (generated && !theirs && !ownWords) {
                note(MergeKind::Removed, part);
                if (const Fragment* fragment = part.fragment()) {
                    for (const Operand& operand : fragment->operands) {
                        made.append(kept(operand.parts)); // what people drew in it stays
                    }
                }
                continue;
            }
            if (generated && !theirs) {
                note(MergeKind::Kept, part);
            } else if (generated) {
                takeWords(own, *theirs, digest, ownWords);
            }
            if (auto* fragment = std::get_if<Fragment>(&own.body)) {
                for (Operand& operand : fragment->operands) {
                    operand.parts = kept(operand.parts);
                }
            }
            made.append(own);
        }
        return made;
    }

    void takeWords(
        SequencePart& own, const SequencePart& theirs, const QString& digest, bool ownWords)
    {
        const QString fresh = digestOf(theirs);
        if (fresh == digest) {
            return;
        }
        if (ownWords) {
            if (fresh != m_base.value(own.id)) {
                note(MergeKind::Kept, own);
            }
            return;
        }
        note(MergeKind::Changed, theirs);
        const Fragment* ours = own.fragment();
        SequencePart made = theirs;
        made.extras = own.extras;
        if (auto* fragment = std::get_if<Fragment>(&made.body)) {
            for (Operand& operand : fragment->operands) {
                operand.parts.clear();
            }
            for (qsizetype o = 0; ours && o < ours->operands.size(); ++o) {
                // What stood in an operand that is gone goes into the last one that is left.
                if (fragment->operands.isEmpty()) {
                    fragment->operands.append(Operand{});
                }
                const qsizetype at = std::min(o, fragment->operands.size() - 1);
                fragment->operands[at].parts.append(ours->operands.at(o).parts);
            }
        }
        own = made;
    }

    /// Parts that the flow moved and nobody else did come in anew where they stand now.
    void takeOutMoved()
    {
        const QSet<SequencePartId> byFlow = movedBetween(m_baseOrder, m_theirOrder);
        const QSet<SequencePartId> byHand = movedBetween(m_baseOrder, m_ourOrder);
        for (const SequencePartId& id : std::as_const(m_theirOrder)) {
            if (byFlow.contains(id) && !byHand.contains(id) && m_tree->contains(id)) {
                note(MergeKind::Moved, m_tree->part(id));
                m_outside.insert(id);
                m_tree->takeOut(id);
            }
        }
    }

    /// Of each part that the flow has, the nearest sibling below that is there by now.
    void findNextOnes(const Parts& parts)
    {
        SequencePartId next;
        for (auto part = parts.crbegin(); part != parts.crend(); ++part) {
            m_nextOnes.insert(part->id, next);
            if (m_tree->contains(part->id)) {
                next = part->id;
            }
            if (const Fragment* fragment = part->fragment()) {
                for (const Operand& operand : fragment->operands) {
                    findNextOnes(operand.parts);
                }
            }
        }
    }

    bool isDeletedByHand(const SequencePartId& id) const
    {
        return m_base.contains(id) && !m_had.contains(id);
    }

    void bringIn(const SequencePartId& id)
    {
        const Standing at = m_standings.value(id);
        SequencePartId& above = m_lastOnes[{at.fragment, at.operand}];
        const bool unwanted
            = isDeletedByHand(id) || (!at.fragment.isEmpty() && isDeletedByHand(at.fragment));
        if (!unwanted && !m_tree->contains(id)) {
            place(complete(*m_theirs.value(id)), at, above);
        }
        if (m_tree->contains(id)) {
            above = id;
        }
    }

    /// Makes a part ready to be put in, with everything in it, whatever of that was elsewhere
    /// before; its id.
    SequencePartId complete(const SequencePart& theirs)
    {
        if (m_outside.remove(theirs.id)) {
            return theirs.id;
        }
        if (m_tree->contains(theirs.id)) {
            m_tree->takeOut(theirs.id);
            return theirs.id;
        }
        note(MergeKind::Added, theirs);
        m_tree->add(theirs);
        if (const Fragment* fragment = theirs.fragment()) {
            for (qsizetype o = 0; o < fragment->operands.size(); ++o) {
                for (const SequencePart& part : fragment->operands.at(o).parts) {
                    if (!isDeletedByHand(part.id)) {
                        m_tree->putLast(theirs.id, o, complete(part));
                    }
                }
            }
        }
        return theirs.id;
    }

    /// Stands the part behind the nearest sibling above it that is there, else before the nearest
    /// one below; outside of frames that people drew around that sibling alone.
    void place(const SequencePartId& part, const Standing& at, const SequencePartId& last)
    {
        const auto there = [this](const SequencePartId& id) {
            return !id.isEmpty() && m_tree->contains(id) ? id : SequencePartId();
        };
        const SequencePartId above = there(last);
        const SequencePartId below = there(m_nextOnes.value(part));
        const auto outside = [this](SequencePartId id) {
            for (SequencePartId frame = m_tree->fragmentOf(id);
                 !frame.isEmpty() && !m_theirs.contains(frame); frame = m_tree->fragmentOf(frame)) {
                id = frame;
            }
            return id;
        };
        if (!above.isEmpty()) {
            const bool together = !below.isEmpty() && m_tree->areSiblings(above, below);
            m_tree->putBehind(together ? above : outside(above), part);
        } else if (!below.isEmpty()) {
            m_tree->putBefore(outside(below), part);
        } else if (there(at.fragment).isEmpty() || !m_tree->part(at.fragment).fragment()) {
            m_tree->putLast(part);
        } else {
            m_tree->putFirst(at.fragment, at.operand, part);
        }
    }

    /// Lifelines that are new stand behind the one that is before them; those that only told of
    /// what is gone go too.
    void mergeLifelines()
    {
        QSet<ParticipantId> named;
        forEachPart(m_made.sequence.parts, [&](const SequencePart& part) {
            for (const ParticipantId& id : participantsOf(part)) {
                named.insert(id);
            }
        });
        QSet<ParticipantId> told;
        forEachPart(m_current.parts, [&](const SequencePart& part) {
            if (m_base.contains(part.id)) {
                for (const ParticipantId& id : participantsOf(part)) {
                    told.insert(id);
                }
            }
        });
        QList<ParticipantId>& lines = m_made.sequence.lifelines;
        lines.removeIf([&](const ParticipantId& id) {
            return told.contains(id) && !named.contains(id) && !m_fresh.lifelines.contains(id);
        });
        qsizetype at = 0;
        for (const ParticipantId& id : m_fresh.lifelines) {
            const qsizetype known = lines.indexOf(id);
            if (known >= 0) {
                at = known + 1;
            } else if (named.contains(id) || m_current.generated.isEmpty()) {
                lines.insert(at++, id);
            }
        }
    }

    const Sequence& m_current;
    const Sequence& m_fresh;
    Standings m_standings; ///< of the fresh one
    QHash<SequencePartId, QString> m_base{}; ///< digests
    QList<SequencePartId> m_baseOrder{};
    QList<SequencePartId> m_theirOrder{};
    QList<SequencePartId> m_ourOrder{};
    QHash<SequencePartId, const SequencePart*> m_theirs{};
    QSet<SequencePartId> m_had{};
    QSet<SequencePartId> m_outside{}; ///< taken out to stand elsewhere
    QHash<SequencePartId, SequencePartId> m_nextOnes{};
    /// Of each operand of the fresh one, the last part met so far that is there.
    QHash<std::pair<SequencePartId, int>, SequencePartId> m_lastOnes{};
    std::optional<PartTree> m_tree{}; ///< of what is made
    SequenceMerge m_made{};
};

} // namespace

SequenceMerge mergeSequence(const Sequence& current, const Sequence& fresh)
{
    return Merger(current, fresh).merged();
}

Regeneration regenerateSequence(const Plan& plan, const SequenceId& id)
{
    const auto text
        = [](const char* source) { return QCoreApplication::translate("FlowSequence", source); };
    FlowSequence fresh = sequenceOfFlow(plan, id);
    Regeneration made;
    const Sequence* current = plan.sequences.find(id);
    made.isNew = current == nullptr;
    Sequence result;
    if (current) {
        SequenceMerge merge = mergeSequence(*current, fresh.sequence);
        result = std::move(merge.sequence);
        made.changes = std::move(merge.changes);
        made.edit.text = text("Bring the sequence diagram up to date");
    } else {
        result = fresh.sequence;
        result.title = text("Who does what");
        forEachPart(result.parts, [&](const SequencePart& part) {
            made.changes.append({MergeKind::Added, part.id, wordsOf(part)});
        });
        made.edit.text = text("Generate a sequence diagram");
    }
    for (const Participant& each : std::as_const(fresh.participants)) {
        made.edit.ops.append(Put<Participant>{each, -1});
    }
    if (!current || !(*current == result)) {
        made.edit.ops.append(Put<Sequence>{result, -1});
    }
    return made;
}

} // namespace whimbrel
