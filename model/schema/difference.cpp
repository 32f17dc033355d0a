// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/schema/difference.h"

#include "model/schema/parts.h"

#include <QCoreApplication>
#include <QMultiMap>

#include <algorithm>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Schema", text);
}

using PartKey = std::pair<ObjectKind, QString>;

/// Gathers the sentences; those about what is in an object begin with its name.
class Comparison final {
public:
    void compareLists(const QList<Part>& expected, const QList<Part>& found);
    [[nodiscard]] const QList<Difference>& differences() const { return m_differences; }

private:
    void compareParts(const Part& expected, const Part& found);
    void compareFacts(const Part& expected, const Part& found, bool isOutermost);
    void compareFact(const Part& part, bool isOutermost, const Fact& expected, const Fact& found);
    void compareOrder(const Part& expected, const Part& found);
    void say(DifferenceCategory category, const Part& part, const QString& text)
    {
        m_differences.append({category, part.kind, part.object, m_prefix + text});
    }

    QString m_prefix{};
    QList<Difference> m_differences{};
};

/// The parts of a list by what they are held against each other by. SQLite knows no names of
/// constraints, so two may look the same.
QMultiMap<PartKey, const Part*> byKey(const QList<Part>& parts)
{
    QMultiMap<PartKey, const Part*> all;
    for (auto each = parts.crbegin(); each != parts.crend(); ++each) {
        all.insert({each->kind, each->key}, &*each);
    }
    return all;
}

void Comparison::compareLists(const QList<Part>& expected, const QList<Part>& found)
{
    QMultiMap<PartKey, const Part*> others = byKey(found);
    QList<std::pair<const Part*, const Part*>> pairs;
    for (const Part& each : expected) {
        const auto other = others.find({each.kind, each.key});
        if (other != others.end()) {
            pairs.emplaceBack(&each, other.value());
            others.erase(other);
        } else {
            say(DifferenceCategory::Missing, each,
                (each.kind == ObjectKind::Grant ? tr("%1 is lost") : tr("%1 is missing"))
                    .arg(each.name));
        }
    }
    for (const Part& each : found) {
        const auto range = others.equal_range({each.kind, each.key});
        if (std::any_of(
                range.first, range.second, [&](const Part* part) { return part == &each; })) {
            say(DifferenceCategory::Extra, each,
                tr("%1 is there, but was not expected").arg(each.name));
        }
    }
    for (const auto& [one, other] : pairs) {
        compareParts(*one, *other);
    }
}

void Comparison::compareParts(const Part& expected, const Part& found)
{
    const bool isOutermost = m_prefix.isEmpty();
    if (isOutermost) {
        m_prefix = tr("%1: ").arg(expected.name);
    }
    compareFacts(expected, found, isOutermost);
    compareLists(expected.parts, found.parts);
    compareOrder(expected, found);
    if (isOutermost) {
        m_prefix.clear();
    }
}

/// Facts of the same words are held against each other; of attributes either side may lack some.
void Comparison::compareFacts(const Part& expected, const Part& found, bool isOutermost)
{
    const auto ofWord = [](const Part& part, const QString& word) {
        return std::find_if(part.facts.begin(), part.facts.end(),
            [&](const Fact& each) { return each.word == word; });
    };
    for (const Fact& each : expected.facts) {
        const auto other = ofWord(found, each.word);
        compareFact(found, isOutermost, each,
            other != found.facts.end() ? *other : Fact{each.word, {}, each.how, each.otherwise});
    }
    for (const Fact& each : found.facts) {
        if (ofWord(expected, each.word) == expected.facts.end()) {
            compareFact(found, isOutermost, Fact{each.word, {}, each.how, each.otherwise}, each);
        }
    }
}

void Comparison::compareFact(
    const Part& part, bool isOutermost, const Fact& expected, const Fact& found)
{
    if (expected.value == found.value) {
        return;
    }
    // Inside an object the sentence names the part, about the object itself "it" is enough.
    const QString subject = isOutermost ? tr("it") : part.name;
    const QString what = expected.word.isEmpty() ? subject
        : isOutermost                            ? tr("the %1").arg(expected.word)
                                                 : tr("the %1 of %2").arg(expected.word, part.name);
    QString text;
    if (expected.how == Fact::How::Flag) {
        text = (found.value.isEmpty() ? expected.otherwise : expected.word).arg(subject);
    } else if (found.value.isEmpty()) {
        text = expected.how == Fact::How::Text
            ? tr("%1 is lost").arg(what)
            : tr("%1 is lost, it was %2").arg(what, expected.value);
    } else if (expected.how == Fact::How::Text || found.how == Fact::How::Text) {
        text = tr("%1 differs").arg(what);
    } else {
        text = tr("%1 is %2 instead of %3")
                   .arg(what, found.value, expected.value.isEmpty() ? tr("none") : expected.value);
    }
    say(DifferenceCategory::Changed, part, text);
}

void Comparison::compareOrder(const Part& expected, const Part& found)
{
    const auto common = [](const Part& of, const Part& with) {
        QStringList keys;
        for (const Part& each : of.parts) {
            const bool isThere = each.kind == ObjectKind::Column
                && std::any_of(with.parts.begin(), with.parts.end(), [&](const Part& other) {
                       return other.kind == ObjectKind::Column && other.key == each.key;
                   });
            if (isThere) {
                keys.append(each.key);
            }
        }
        return keys;
    };
    const QStringList order = common(expected, found);
    const QStringList orderFound = common(found, expected);
    if (order != orderFound) {
        say(DifferenceCategory::OrderChanged, found,
            tr("the column order differs: %1 instead of %2")
                .arg(orderFound.join(QStringLiteral(", ")), order.join(QStringLiteral(", "))));
    }
}

} // namespace

QList<Difference> compare(const Schema& expected, const Schema& found)
{
    if (expected == found) {
        return {};
    }
    Comparison all;
    all.compareLists(partsOf(expected), partsOf(found));
    return all.differences();
}

Likeness likeness(const QList<Difference>& differences)
{
    Likeness worst = Likeness::Exact;
    for (const Difference& each : differences) {
        const Likeness own = each.category == DifferenceCategory::DataOnly ? Likeness::DataDiffers
            : each.category == DifferenceCategory::OrderChanged            ? Likeness::OrderDiffers
                                                                : Likeness::SchemaDiffers;
        worst = std::max(worst, own);
    }
    return worst;
}

QStringList sentences(const QList<Difference>& differences)
{
    QStringList lines;
    for (const Difference& each : differences) {
        lines.append(each.text);
    }
    return lines;
}

} // namespace whimbrel
