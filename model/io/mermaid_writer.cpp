// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/mermaid.h"
#include "model/plan/node_kind.h"

#include <array>

namespace whimbrel {

namespace {

QString quoted(const QString& text)
{
    QString safe = text.trimmed();
    safe.replace(QLatin1Char('#'), QLatin1String("#35;"));
    safe.replace(QLatin1Char('"'), QLatin1String("#quot;"));
    safe.replace(QLatin1Char('`'), QLatin1String("#96;")); // a pair of these would be Markdown
    safe.replace(QLatin1Char('<'), QLatin1String("#lt;"));
    safe.replace(QLatin1Char('>'), QLatin1String("#gt;"));
    safe.replace(QLatin1Char('\n'), QLatin1String("<br/>"));
    return QLatin1Char('"') + safe + QLatin1Char('"');
}

/// The brackets around a step's text.
std::pair<const char*, const char*> bracketsOf(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Start:
        return {"([", "])"};
    case NodeKind::End:
        return {"(((", ")))"};
    case NodeKind::Gate:
        return {"{", "}"};
    case NodeKind::Verification:
    case NodeKind::Audit:
    case NodeKind::Monitor:
        return {"{{", "}}"};
    case NodeKind::Backup:
    case NodeKind::Staging:
        return {"[(", ")]"};
    case NodeKind::Fork:
    case NodeKind::Join:
        return {"[[", "]]"};
    case NodeKind::Note:
        return {">", "]"};
    case NodeKind::Rollback:
        return {"[\\", "\\]"};
    case NodeKind::Task:
    case NodeKind::Expand:
    case NodeKind::DualWrite:
    case NodeKind::Backfill:
    case NodeKind::Deploy:
    case NodeKind::Cutover:
    case NodeKind::Contract:
        break;
    }
    return {"[", "]"};
}

const char* arrowOf(EdgeKind kind)
{
    switch (kind) {
    case EdgeKind::Forward:
        break;
    case EdgeKind::Rollback:
        return "-.->";
    case EdgeKind::Retry:
        return "--x";
    case EdgeKind::Data:
        return "--o";
    }
    return "-->";
}

/// Hyphens may stand in no class's name.
QString classOf(NodeKind kind)
{
    return QString::fromLatin1(traits(kind).key).replace(QLatin1Char('-'), QLatin1Char('_'));
}

QString labelOf(const Edge& edge)
{
    return edge.when.isEmpty() ? edge.title
        : edge.title.isEmpty() ? edge.when
                               : edge.when + QStringLiteral(": ") + edge.title;
}

class Writing final {
public:
    explicit Writing(const Plan& plan)
        : m_plan(plan)
    { }

    QString write()
    {
        m_text = QStringLiteral("flowchart %1\n")
                     .arg(m_plan.layout.direction == FlowDirection::TopDown ? QStringLiteral("TD")
                                                                            : QStringLiteral("LR"));
        writeInside({}, 1);
        for (const Edge& edge : m_plan.edges) {
            writeEdge(edge);
        }
        return m_text + classes();
    }

private:
    /// An id that Mermaid takes, the same for the same step.
    QString idOf(const QString& id)
    {
        QString& known = m_ids[id];
        if (known.isEmpty()) {
            QString made;
            for (const QChar c : id) {
                const bool plain = c.unicode() < 128 && c.isLetterOrNumber();
                made += plain ? c : QLatin1Char('_');
            }
            if (made.isEmpty() || !made.front().isLetter() || isReserved(made)) {
                made.prepend(QLatin1String("n_"));
            }
            while (m_taken.contains(made)) {
                made += QLatin1Char('_');
            }
            m_taken.insert(made);
            known = made;
        }
        return known;
    }

    static bool isReserved(const QString& id)
    {
        static constexpr std::array words{"graph", "flowchart", "style", "linkstyle", "interpolate",
            "classdef", "class", "subgraph", "end", "default", "href", "click", "call"};
        return std::any_of(words.begin(), words.end(), [&id](const char* word) {
            return id.startsWith(QLatin1String(word), Qt::CaseInsensitive);
        });
    }

    [[nodiscard]] bool hasSteps(const GroupId& group, qsizetype depth) const
    {
        for (const Node& node : m_plan.nodes) {
            if (node.group == group) {
                return true;
            }
        }
        return depth < m_plan.groups.size()
            && std::any_of(m_plan.groups.begin(), m_plan.groups.end(), [&](const Group& inner) {
                   return inner.parent == group && hasSteps(inner.id, depth + 1);
               });
    }

    /// `depth` ends groups that contain themselves.
    void writeInside(const GroupId& group, qsizetype depth)
    {
        const QString indent(depth * 2, QLatin1Char(' '));
        for (const Group& inner : m_plan.groups) {
            const bool isHere
                = group.isEmpty() ? !m_plan.groups.contains(inner.parent) : inner.parent == group;
            if (isHere && depth <= m_plan.groups.size() && hasSteps(inner.id, depth)) {
                m_text += QStringLiteral("%1subgraph %2[%3]\n")
                              .arg(indent, idOf(QStringLiteral("group ") + inner.id.text()),
                                  quoted(inner.title.isEmpty() ? inner.id.text() : inner.title));
                writeInside(inner.id, depth + 1);
                m_text += indent + QStringLiteral("end\n");
            }
        }
        for (const Node& node : m_plan.nodes) {
            const bool isHere
                = group.isEmpty() ? !m_plan.groups.contains(node.group) : node.group == group;
            if (isHere) {
                const auto [open, close] = bracketsOf(node.kind);
                m_text += QStringLiteral("%1%2%3%4%5:::%6\n")
                              .arg(indent, idOf(node.id.text()), QLatin1String(open),
                                  quoted(node.title.isEmpty() ? node.id.text() : node.title),
                                  QLatin1String(close), classOf(node.kind));
                m_kinds.insert(node.kind);
            }
        }
    }

    void writeEdge(const Edge& edge)
    {
        if (!m_plan.nodes.contains(edge.from) || !m_plan.nodes.contains(edge.to)) {
            return;
        }
        const QString label = labelOf(edge);
        m_text += QStringLiteral("  %1 %2%3 %4\n")
                      .arg(idOf(edge.from.text()), QLatin1String(arrowOf(edge.kind)),
                          label.isEmpty() ? QString() : QStringLiteral("|%1|").arg(quoted(label)),
                          idOf(edge.to.text()));
    }

    /// Colors by what a step does, as light as its text needs them.
    [[nodiscard]] QString classes() const
    {
        QString text;
        for (const NodeKindTraits& row : nodeKinds()) {
            if (!m_kinds.contains(row.kind)) {
                continue;
            }
            const bool checks = row.kind == NodeKind::Verification || row.kind == NodeKind::Audit
                || row.kind == NodeKind::Monitor;
            const char* colors = row.changes     ? "fill:#f9f1e7,stroke:#c4710e"
                : checks                         ? "fill:#e6eef3,stroke:#035a88"
                : row.kind == NodeKind::Rollback ? "fill:#f1e9ec,stroke:#701f3d"
                                                 : "fill:#ffffff,stroke:#1b232c";
            text += QStringLiteral("  classDef %1 %2,color:#1b232c\n")
                        .arg(classOf(row.kind), QLatin1String(colors));
        }
        return text;
    }

    const Plan& m_plan;
    QString m_text{};
    QHash<QString, QString> m_ids{};
    QSet<QString> m_taken{};
    QSet<NodeKind> m_kinds{};
};

} // namespace

QString writeMermaid(const Plan& plan)
{
    return Writing(plan).write();
}

} // namespace whimbrel
