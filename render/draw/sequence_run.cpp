// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/draw/sequence_run.h"

#include "model/base/duration.h"
#include "model/plan/sequence_parts.h"
#include "render/draw/draw_tools.h"
#include "render/draw/status_mark.h"

#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr double gutterGap = 28; ///< from the diagram to the signs beside it
constexpr double signSize = 20;

QString text(const char* source)
{
    return QCoreApplication::translate("SequenceDrawing", source);
}

/// A message and the alternatives around it: which operand of which fragment.
struct Told {
    SequencePartId id{};
    QHash<SequencePartId, int> branches{};
};

/// Collects the messages of each step and of each way back, from top to bottom.
class Teller final {
public:
    void visit(const QList<SequencePart>& parts)
    {
        for (const SequencePart& part : parts) {
            if (const Message* message = part.message()) {
                for (const NodeId& node : message->nodes) {
                    m_ofNode[node].append({part.id, m_branches});
                }
                if (!message->edge.isEmpty()) {
                    m_ofEdge[message->edge].append({part.id, m_branches});
                }
            } else if (const Fragment* fragment = part.fragment()) {
                const bool chooses = fragment->kind == FragmentKind::Alternatives;
                for (int o = 0; o < fragment->operands.size(); ++o) {
                    if (chooses) {
                        m_branches.insert(part.id, o);
                    }
                    visit(fragment->operands.at(o).parts);
                }
                m_branches.remove(part.id);
            }
        }
    }

    [[nodiscard]] const QHash<NodeId, QList<Told>>& ofNode() const { return m_ofNode; }
    [[nodiscard]] const QHash<EdgeId, QList<Told>>& ofEdge() const { return m_ofEdge; }

private:
    QHash<SequencePartId, int> m_branches{};
    QHash<NodeId, QList<Told>> m_ofNode{};
    QHash<EdgeId, QList<Told>> m_ofEdge{};
};

/// Whether the way that the step took leads past this message: where several operands of one
/// alternative show the step, the first is for what goes well.
bool isTaken(const Told& told, const QList<Told>& all, const StepRun& step)
{
    const bool failed = step.status == StepStatus::Failed || step.outcome == outcomes::fail
        || step.outcome == outcomes::no;
    for (auto branch = told.branches.cbegin(); branch != told.branches.cend(); ++branch) {
        const bool several = std::ranges::any_of(all, [&](const Told& other) {
            return other.branches.value(branch.key(), *branch) != *branch;
        });
        const bool known = step.left || step.status == StepStatus::Failed;
        if (several && (!known || (*branch == 0) == failed)) {
            return false;
        }
    }
    return true;
}

void take(const QList<Told>& all, const StepRun& step, bool current,
    QHash<SequencePartId, MessageRun>& runs)
{
    if (step.status == StepStatus::Waiting && !current) {
        return;
    }
    QList<SequencePartId> taken;
    for (const Told& told : all) {
        if (isTaken(told, all, step)) {
            taken.append(told.id);
        }
    }
    for (qsizetype i = 0; i < taken.size(); ++i) {
        const bool last = i + 1 == taken.size();
        MessageRun& run = runs[taken.at(i)];
        run.status = step.status;
        run.current = run.current || current;
        run.at = i == 0 ? step.entered : last ? step.ended : QDateTime();
        if (last && step.ended.isValid()) {
            run.ms = step.ms > 0 ? step.ms : step.entered.msecsTo(step.ended);
        }
    }
}

} // namespace

QHash<SequencePartId, MessageRun> messageRuns(const Sequence& sequence, const RunState& run)
{
    Teller teller;
    teller.visit(sequence.parts);
    QHash<SequencePartId, MessageRun> runs;
    for (auto told = teller.ofNode().cbegin(); told != teller.ofNode().cend(); ++told) {
        take(*told, run.step(told.key()), isCurrent(told.key(), run), runs);
    }
    for (auto told = teller.ofEdge().cbegin(); told != teller.ofEdge().cend(); ++told) {
        const StepRun way = run.compensations.value(told.key());
        take(*told, way, run.isOpen() && way.status == StepStatus::Running, runs);
    }
    return runs;
}

void addRunMarks(QList<DrawGroup>& groups, const Sequence& sequence,
    const SequenceGeometry& geometry, const RunState& run, const Theme& look)
{
    const QHash<SequencePartId, MessageRun> runs = messageRuns(sequence, run);
    DrawGroup now;
    now.element = {ElementType::Plan, QStringLiteral("run-now")};
    now.title = text("Where the run is");
    DrawGroup times;
    times.element = {ElementType::Plan, QStringLiteral("run-times")};
    times.title = text("What the run did when");
    QRectF whole = geometry.bounds;
    for (const DrawGroup& group : std::as_const(groups)) {
        whole |= group.bounds;
    }
    const double x = whole.left() - gutterGap;
    QColor glow = look.selection;
    glow.setAlphaF(look.name == ThemeName::Dark ? 0.30F : 0.14F);
    for (const PlacedMessage& message : geometry.messages) {
        const auto found = runs.constFind(message.id);
        if (found == runs.cend()) {
            continue;
        }
        const double y = message.line.first().y();
        if (found->current) {
            const QRectF band(
                whole.left() - 4, message.row.top(), whole.width() + 8, message.row.height());
            QPainterPath path;
            path.addRoundedRect(band, 6, 6);
            tools::addPath(now, path, glow);
            QPainterPath pointer;
            pointer.addPolygon(QPolygonF{{x - 5, y - 7}, {x + 7, y}, {x - 5, y + 7}});
            pointer.closeSubpath();
            tools::addPath(times, pointer, look.information);
            now.bounds |= band;
        } else if (const StatusMark mark = markOf(found->status, look); mark.glyph != Glyph::None) {
            tools::addBadge(times, mark.glyph, {x, y}, mark.color, look.canvas);
        }
        QStringList words;
        if (found->at.isValid()) {
            words << found->at.toLocalTime().toString(QStringLiteral("HH:mm:ss"));
        }
        if (found->ms >= 0) {
            words << durationText(std::max<qint64>(found->ms, 1), 2);
        }
        const QString said = words.join(QStringLiteral(" · "));
        const double width = tools::textWidth(said, fonts::nodeDetail());
        tools::addText(times, said, {x - signSize / 2 - 6 - width, y}, fonts::nodeDetail(),
            found->current ? look.information : look.secondary);
        times.bounds
            |= QRectF(x - signSize / 2 - 8 - width, y - signSize / 2, width + 34, signSize);
    }
    if (!now.items.isEmpty()) {
        groups.prepend(now);
    }
    if (!times.items.isEmpty()) {
        groups.append(times);
    }
}

} // namespace whimbrel
