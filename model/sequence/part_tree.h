// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/sequence.h"

#include <QHash>

namespace whimbrel {

/// The parts of a diagram while they are put in order: finding a part, taking it out with what is
/// in it and putting it in elsewhere take the same time however large the diagram is.
class PartTree final {
public:
    explicit PartTree(const QList<SequencePart>& parts);

    /// Whether a part stands in the tree: it is known, and neither it nor what is around it is out.
    [[nodiscard]] bool contains(const SequencePartId& id) const;
    [[nodiscard]] const SequencePart& part(const SequencePartId& id) const;
    /// The fragment around a part; empty: none.
    [[nodiscard]] SequencePartId fragmentOf(const SequencePartId& id) const;
    /// Whether two parts stand in the same operand.
    [[nodiscard]] bool areSiblings(const SequencePartId& a, const SequencePartId& b) const;

    /// Makes a part known that is to be put in. Its operands are empty at first.
    void add(const SequencePart& part);
    /// Takes a part out, with everything in it.
    void takeOut(const SequencePartId& id);
    // What is out is put in:
    void putBehind(const SequencePartId& sibling, const SequencePartId& id);
    void putBefore(const SequencePartId& sibling, const SequencePartId& id);
    /// As the first part of an operand, which is made if it is not there.
    void putFirst(const SequencePartId& fragment, qsizetype operand, const SequencePartId& id);
    void putLast(const SequencePartId& fragment, qsizetype operand, const SequencePartId& id);
    /// As the last part of the diagram.
    void putLast(const SequencePartId& id) { putLast({}, 0, id); }

    [[nodiscard]] QList<SequencePart> parts() const { return partsOf(0, 0); }

private:
    static constexpr int none = -1;

    struct Ends {
        int first = none;
        int last = none;
    };
    /// One part. The first stands for the diagram.
    struct Item {
        SequencePart part{}; ///< the operands of a fragment without what is in them
        QList<Ends> operands{};
        int around = none; ///< the item of the fragment; none: it is out
        qsizetype operand = 0;
        int before = none;
        int after = none;
    };

    int make(const SequencePart& part);
    void fill(int around, qsizetype operand, const QList<SequencePart>& parts);
    void link(int item, int around, qsizetype operand, int before, int after);
    Ends& endsOf(int around, qsizetype operand);
    [[nodiscard]] QList<SequencePart> partsOf(int around, qsizetype operand) const;
    [[nodiscard]] int itemOf(const SequencePartId& id) const { return m_index.value(id, none); }

    QList<Item> m_items{};
    QHash<SequencePartId, int> m_index{};
};

} // namespace whimbrel
