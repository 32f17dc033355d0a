// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/layout/graphviz_ranks.h"

#include <QByteArray>
#include <QLibrary>
#include <QMutex>
#include <QStringList>

#include <graphviz/gvc.h>

#include <array>
#include <clocale>
#include <cmath>

namespace whimbrel {

namespace {

// Graphviz takes char* where it only reads.
char* text(const char* constant)
{
    return const_cast<char*>(constant); // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

int swallowMessage(char*)
{
    return 0;
}

/// Adds the plugin with dot's layout alone. Graphviz' own way reads a configuration and loads
/// every plugin that offers text measurement, fonts and all, which costs more than the layout.
bool addDotPlugin(GVC_t* context)
{
    const QString name = QStringLiteral("libgvplugin_dot_layout.so.6");
    const QStringList folders{QStringLiteral(WHIMBREL_GRAPHVIZ_PLUGINS "/"), QString()};
    for (const QString& folder : folders) {
        QLibrary library(folder + name);
        if (const QFunctionPointer symbol = library.resolve("gvplugin_dot_layout_LTX_library")) {
            gvAddLibrary(context, reinterpret_cast<gvplugin_library_t*>(symbol));
            return true;
        }
    }
    return false;
}

/// The one context of the process; made on first use, under the mutex, and kept.
GVC_t* context()
{
    static GVC_t* const made = [] {
        agseterrf(swallowMessage);
        agseterr(AGMAX);
        GVC_t* lean = gvContextPlugins(nullptr, 0);
        if (lean && addDotPlugin(lean)) {
            return lean;
        }
        if (lean) {
            gvFreeContext(lean);
        }
        return gvContext();
    }();
    return made;
}

void set(void* object, const char* name, const QByteArray& value)
{
    agsafeset(object, text(name), text(value.constData()), text(""));
}

QByteArray inches(double pixels)
{
    return QByteArray::number(pixels / 72, 'f', 4);
}

struct Attempt {
    bool clusters = true;
    bool column = true;
};

std::optional<QList<QPointF>> attempt(const RankGraph& graph, Attempt with)
{
    Agraph_t* g = agopen(text("flow"), Agdirected, nullptr);
    if (!g) {
        return std::nullopt;
    }
    set(g, "newrank", "true");
    set(g, "splines", "false");
    set(g, "nodesep", inches(graph.siblingGap));
    set(g, "ranksep", inches(graph.rankGap));
    set(g, "remincross", "true");
    agattr(g, AGNODE, text("label"), text(""));
    agattr(g, AGNODE, text("shape"), text("box"));
    agattr(g, AGNODE, text("fixedsize"), text("true"));
    agattr(g, AGNODE, text("margin"), text("0"));

    QList<Agnode_t*> nodes;
    nodes.reserve(graph.sizes.size());
    for (qsizetype i = 0; i < graph.sizes.size(); ++i) {
        const QByteArray name = 'n' + QByteArray::number(i);
        Agnode_t* node = agnode(g, text(name.constData()), 1);
        set(node, "width", inches(graph.sizes[i].width()));
        set(node, "height", inches(graph.sizes[i].height()));
        if (with.column && i < graph.main.size() && graph.main[i]) {
            set(node, "group", "main");
        }
        nodes.append(node);
    }
    if (with.clusters) {
        QList<Agraph_t*> made;
        for (qsizetype c = 0; c < graph.clusters.size(); ++c) {
            const RankGraph::Cluster& cluster = graph.clusters[c];
            const QByteArray name = "cluster" + QByteArray::number(c);
            Agraph_t* sub
                = agsubg(cluster.parent >= 0 ? made[cluster.parent] : g, text(name.constData()), 1);
            set(sub, "margin", "24");
            for (const int member : cluster.members) {
                agsubnode(sub, nodes[member], 1);
            }
            made.append(sub);
        }
    }
    for (qsizetype e = 0; e < graph.edges.size(); ++e) {
        const RankGraph::Edge& row = graph.edges[e];
        const QByteArray name = 'e' + QByteArray::number(e);
        Agedge_t* edge = agedge(g, nodes[row.from], nodes[row.to], text(name.constData()), 1);
        set(edge, "weight", QByteArray::number(row.weight));
        if (!row.constrains) {
            set(edge, "constraint", "false");
        }
    }
    std::optional<QList<QPointF>> places;
    GVC_t* gvc = context();
    if (gvc && gvLayout(gvc, g, "dot") == 0) {
        places.emplace();
        for (Agnode_t* node : nodes) {
            // Graphviz counts upwards.
            const pointf at = ND_coord(node);
            if (!std::isfinite(at.x) || !std::isfinite(at.y)) {
                places.reset();
                break;
            }
            places->append(QPointF(at.x, -at.y));
        }
        gvFreeLayout(gvc, g);
    }
    agclose(g);
    return places;
}

} // namespace

std::optional<QList<QPointF>> rankByDot(const RankGraph& graph)
{
    static QMutex mutex;
    const QMutexLocker lock(&mutex);
    constexpr std::array attempts{Attempt{true, true}, Attempt{false, true}, Attempt{false, false}};
    for (const Attempt& with : attempts) {
        if (auto places = attempt(graph, with)) {
            return places;
        }
    }
    return std::nullopt;
}

} // namespace whimbrel
