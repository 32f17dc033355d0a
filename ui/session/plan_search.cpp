// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/session/plan_search.h"

#include "model/plan/sequence_parts.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <functional>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("PlanSearch", text);
}

/// Looks at, and may change, one text.
using Visit = std::function<void(TextField, QString&)>;

void visitSource(SqlSource& source, TextField field, const Visit& visit,
    const std::function<void(const QString&)>& file)
{
    if (source.file.isEmpty()) {
        visit(field, source.text);
    } else {
        file(source.file);
    }
}

/// Walks through every text of an element; files are told by their paths.
struct Walker {
    Visit visit;
    std::function<void(const QString&)> file;

    void checks(QList<Check>& all) const
    {
        for (Check& check : all) {
            visit(TextField::Check, check.title);
            if (auto* query = std::get_if<QueryCheck>(&check.body)) {
                visitSource(query->sql, TextField::Sql, visit, file);
            } else if (auto* compare = std::get_if<CompareCheck>(&check.body)) {
                visitSource(compare->left, TextField::Sql, visit, file);
                visitSource(compare->right, TextField::Sql, visit, file);
            } else if (auto* manual = std::get_if<ManualCheck>(&check.body)) {
                visit(TextField::Check, manual->question);
            }
        }
    }
    void action(std::optional<Action>& action) const
    {
        if (!action) {
            return;
        }
        if (auto* sql = std::get_if<SqlAction>(&action->body)) {
            visitSource(sql->sql, TextField::Sql, visit, file);
        } else if (auto* backfill = std::get_if<BackfillAction>(&action->body)) {
            visitSource(backfill->sql, TextField::Sql, visit, file);
        } else if (auto* manual = std::get_if<ManualAction>(&action->body)) {
            visit(TextField::Notes, manual->instructions);
        } else if (auto* none = std::get_if<NoAction>(&action->body)) {
            visit(TextField::Because, none->because);
        }
        for (DialectSql& own : action->dialects) {
            visitSource(own.sql, TextField::Sql, visit, file);
        }
    }
    void operator()(Node& node) const
    {
        visit(TextField::Title, node.title);
        visit(TextField::Notes, node.notes);
        visit(TextField::Question, node.ask);
        action(node.action);
        checks(node.entry);
        checks(node.exit);
        checks(node.checks);
    }
    void operator()(Edge& edge) const
    {
        visit(TextField::Title, edge.title);
        visit(TextField::Notes, edge.notes);
        visit(TextField::Outcome, edge.when);
        action(edge.action);
    }
    void operator()(Group& group) const { visit(TextField::Title, group.title); }
    void operator()(Participant& participant) const
    {
        visit(TextField::Owner, participant.title);
        visit(TextField::Notes, participant.role);
    }
    void operator()(Assumption& assumption) const
    {
        visit(TextField::Assumption, assumption.assumption);
        visit(TextField::Assumption, assumption.impact);
        visit(TextField::Assumption, assumption.mitigation);
    }
    void operator()(Comment& comment) const { visit(TextField::Comment, comment.text); }
    void operator()(SequenceRange& range) const { visit(TextField::Range, range.text); }
    /// A part itself, without what is in it.
    void operator()(SequencePart& part) const { std::visit(*this, part.body); }
    void operator()(Message& message) const { visit(TextField::Message, message.text); }
    void operator()(SequenceNote& note) const { visit(TextField::Notes, note.text); }
    void operator()(StatePill& state) const { visit(TextField::State, state.text); }
    void operator()(Activation& /*has no text*/) const { }
    void operator()(Fragment& fragment) const
    {
        visit(TextField::Title, fragment.text);
        for (Operand& operand : fragment.operands) {
            visit(TextField::Guard, operand.guard);
        }
    }
};

QRegularExpression patternOf(const QString& text, const SearchOptions& options)
{
    const QString escaped = QRegularExpression::escape(text);
    return QRegularExpression(
        options.wholeWords ? QStringLiteral("(?<!\\w)%1(?!\\w)").arg(escaped) : escaped,
        (options.matchCase ? QRegularExpression::NoPatternOption
                           : QRegularExpression::CaseInsensitiveOption)
            | QRegularExpression::UseUnicodePropertiesOption);
}

/// The line around a place, so that it fits a row.
QString excerptOf(const QString& line, qsizetype at)
{
    constexpr qsizetype before = 40;
    constexpr qsizetype longest = 160;
    const qsizetype from = std::max<qsizetype>(0, at - before);
    const QString part = line.mid(from, longest).simplified();
    return from > 0 ? QStringLiteral("…") + part : part;
}

struct Finder {
    QRegularExpression pattern;
    QList<SearchHit> hits{};
    QSet<QString> files{}; ///< searched already

    void look(
        const ElementRef& element, TextField field, const QString& text, const QString& file = {})
    {
        if (!pattern.match(text).hasMatch()) {
            return;
        }
        const QStringList lines = text.split(QLatin1Char('\n'));
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QRegularExpressionMatch match = pattern.match(lines.at(i));
            if (match.hasMatch()) {
                hits.append({element, field, file, static_cast<int>(i) + 1, match.capturedStart(),
                    excerptOf(lines.at(i), match.capturedStart()), field != TextField::Id});
            }
        }
    }

    template <class T>
    void lookThrough(const Plan& plan, const ElementRef& element, T value)
    {
        const Walker walk{[&](TextField field, QString& text) { look(element, field, text); },
            [&](const QString& path) {
                if (!files.contains(path)) {
                    files.insert(path);
                    look(element, TextField::Sql, QString::fromUtf8(plan.files.value(path)), path);
                }
            }};
        walk(value);
    }
};

template <class T>
void replaceIn(const Elements<T>& elements, const std::function<ElementRef(const T&)>& refOf,
    const std::optional<ElementRef>& only, const QRegularExpression& pattern,
    const QString& replacement, Edit& edit, QSet<QString>& files)
{
    for (const T& element : elements) {
        if (only && refOf(element) != *only) {
            continue;
        }
        T changed = element;
        const Walker walk{[&](TextField, QString& text) { text.replace(pattern, replacement); },
            [&](const QString& path) { files.insert(path); }};
        walk(changed);
        if (!(changed == element)) {
            edit.ops.append(Put<T>{changed});
        }
    }
}

/// Sequence diagrams are replaced as a whole: their parts have no operations of their own.
void replaceInSequences(const Plan& plan, const std::optional<ElementRef>& only,
    const QRegularExpression& pattern, const QString& replacement, Edit& edit)
{
    const Walker walk{[&](TextField, QString& text) { text.replace(pattern, replacement); },
        [](const QString&) {}};
    for (const Sequence& sequence : plan.sequences) {
        const auto wanted = [&](const ElementRef& ref) { return !only || *only == ref; };
        Sequence changed = sequence;
        if (wanted({ElementType::Sequence, sequence.id.text()})) {
            changed.title.replace(pattern, replacement);
            changed.notes.replace(pattern, replacement);
        }
        changeEachPart(changed.parts, [&](SequencePart& part) {
            if (wanted(ElementRef::of(sequence.id, part.id))) {
                walk(part);
            }
        });
        for (SequenceRange& range : changed.ranges) {
            if (wanted(ElementRef::of(sequence.id, range.id))) {
                walk(range);
            }
        }
        if (!(changed == sequence)) {
            edit.ops.append(Put<Sequence>{changed});
        }
    }
}

template <class T>
ElementRef refOfOwn(ElementType type, const T& element)
{
    return {type, element.id.text()};
}

} // namespace

QString nameOf(TextField field)
{
    switch (field) {
    case TextField::Title:
        return tr("Title");
    case TextField::Notes:
        return tr("Notes");
    case TextField::Question:
        return tr("Question");
    case TextField::Owner:
        return tr("Owner");
    case TextField::Sql:
        return tr("SQL");
    case TextField::Check:
        return tr("Check");
    case TextField::Outcome:
        return tr("Outcome");
    case TextField::Because:
        return tr("Reason");
    case TextField::Comment:
        return tr("Comment");
    case TextField::Assumption:
        return tr("Assumption");
    case TextField::Message:
        return tr("Message");
    case TextField::Guard:
        return tr("Guard");
    case TextField::State:
        return tr("State");
    case TextField::Range:
        return tr("Range");
    case TextField::Id:
        break;
    }
    return tr("Id");
}

QList<SearchHit> findText(const Plan& plan, const QString& text, const SearchOptions& options)
{
    if (text.isEmpty()) {
        return {};
    }
    Finder finder{patternOf(text, options)};
    for (const Node& node : plan.nodes) {
        const ElementRef ref = ElementRef::of(node.id);
        finder.lookThrough(plan, ref, node);
        if (const Participant* owner = plan.participants.find(node.owner)) {
            finder.look(ref, TextField::Owner, owner->title);
        }
        finder.look(ref, TextField::Id, node.id.text());
    }
    for (const Edge& edge : plan.edges) {
        finder.lookThrough(plan, ElementRef::of(edge.id), edge);
    }
    for (const Group& group : plan.groups) {
        finder.lookThrough(plan, ElementRef::of(group.id), group);
    }
    for (const Participant& participant : plan.participants) {
        finder.lookThrough(plan, refOfOwn(ElementType::Participant, participant), participant);
    }
    for (const Assumption& assumption : plan.assumptions) {
        finder.lookThrough(plan, refOfOwn(ElementType::Assumption, assumption), assumption);
    }
    for (const Sequence& sequence : plan.sequences) {
        const ElementRef ref = refOfOwn(ElementType::Sequence, sequence);
        finder.look(ref, TextField::Title, sequence.title);
        finder.look(ref, TextField::Notes, sequence.notes);
        forEachPart(sequence.parts, [&](const SequencePart& part) {
            finder.lookThrough(plan, ElementRef::of(sequence.id, part.id), part);
        });
        for (const SequenceRange& range : sequence.ranges) {
            finder.lookThrough(plan, ElementRef::of(sequence.id, range.id), range);
        }
    }
    for (const Comment& comment : plan.comments) {
        finder.lookThrough(plan, comment.on, comment);
    }
    finder.look({}, TextField::Title, plan.header.title);
    finder.look({}, TextField::Because, plan.header.why);
    return finder.hits;
}

Edit replaceText(const Plan& plan, const QString& text, const QString& replacement,
    const SearchOptions& options, const std::optional<ElementRef>& only)
{
    if (text.isEmpty()) {
        return {};
    }
    const QRegularExpression pattern = patternOf(text, options);
    Edit edit{tr("Replace “%1”").arg(text), {}, {}};
    QSet<QString> files;
    replaceIn<Node>(
        plan.nodes, [](const Node& each) { return ElementRef::of(each.id); }, only, pattern,
        replacement, edit, files);
    replaceIn<Edge>(
        plan.edges, [](const Edge& each) { return ElementRef::of(each.id); }, only, pattern,
        replacement, edit, files);
    replaceIn<Group>(
        plan.groups, [](const Group& each) { return ElementRef::of(each.id); }, only, pattern,
        replacement, edit, files);
    replaceIn<Participant>(
        plan.participants,
        [](const Participant& each) { return refOfOwn(ElementType::Participant, each); }, only,
        pattern, replacement, edit, files);
    replaceIn<Assumption>(
        plan.assumptions,
        [](const Assumption& each) { return refOfOwn(ElementType::Assumption, each); }, only,
        pattern, replacement, edit, files);
    replaceIn<Comment>(
        plan.comments, [](const Comment& each) { return each.on; }, only, pattern, replacement,
        edit, files);
    replaceInSequences(plan, only, pattern, replacement, edit);
    if (!only || only->type == ElementType::Plan) {
        PlanHeader header = plan.header;
        header.title.replace(pattern, replacement);
        header.why.replace(pattern, replacement);
        if (!(header == plan.header)) {
            edit.ops.append(SetHeader{header});
        }
    }
    QStringList paths(files.begin(), files.end());
    paths.sort();
    for (const QString& path : std::as_const(paths)) {
        const auto held = plan.files.constFind(path);
        if (held == plan.files.cend()) {
            continue;
        }
        QString content = QString::fromUtf8(*held);
        const bool isText = content.toUtf8() == *held; // other bytes would not come back the same
        if (isText && content.contains(pattern)) {
            content.replace(pattern, replacement);
            edit.ops.append(SetFile{path, content.toUtf8()});
        }
    }
    return edit.ops.isEmpty() ? Edit{} : edit;
}

} // namespace whimbrel
