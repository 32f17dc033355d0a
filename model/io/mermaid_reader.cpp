// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/mermaid.h"
#include "model/plan/node_kind.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <array>

namespace whimbrel {

namespace {

constexpr qsizetype mostCharacters = 2'000'000;
constexpr int mostDepth = 64; ///< subgraphs in each other

QString text(const char* source)
{
    return QCoreApplication::translate("Mermaid", source);
}

const QRegularExpression& headerPattern()
{
    static const QRegularExpression pattern(
        QStringLiteral("^(?:flowchart-elk|flowchart|graph)(?:\\s+(TB|TD|BT|LR|RL))?\\s*(?:;|$)"));
    return pattern;
}

/// What frames a step's text, longer frames first.
struct Frame {
    const char* open;
    const char* close;
    NodeKind kind;
    bool isRound; ///< a start or an end, by the edges
};

constexpr std::array frames{
    Frame{"(((", ")))", NodeKind::End, false},
    Frame{"([", "])", NodeKind::Task, true},
    Frame{"((", "))", NodeKind::Task, true},
    Frame{"[[", "]]", NodeKind::Task, false},
    Frame{"[(", ")]", NodeKind::Backup, false},
    Frame{"{{", "}}", NodeKind::Verification, false},
    Frame{"[/", "/]", NodeKind::Task, false},
    Frame{"[/", "\\]", NodeKind::Task, false},
    Frame{"[\\", "\\]", NodeKind::Rollback, false},
    Frame{"[\\", "/]", NodeKind::Task, false},
    Frame{"[", "]", NodeKind::Task, false},
    Frame{"(", ")", NodeKind::Task, false},
    Frame{"{", "}", NodeKind::Gate, false},
    Frame{">", "]", NodeKind::Note, false},
};

/// A text as a person wrote it: entities and line breaks resolved.
QString decoded(QString label)
{
    label = label.trimmed();
    if (label.size() > 1 && label.startsWith(QLatin1Char('`'))
        && label.endsWith(QLatin1Char('`'))) {
        label = label.mid(1, label.size() - 2);
    }
    static const QRegularExpression lineBreak(
        QStringLiteral("\\s*<br\\s*/?>\\s*"), QRegularExpression::CaseInsensitiveOption);
    label.replace(lineBreak, QStringLiteral("\n"));
    static const QRegularExpression entity(QStringLiteral("#(\\d{1,7}|[a-z]{2,6});"));
    static const QHash<QString, QChar> names{{QStringLiteral("quot"), QLatin1Char('"')},
        {QStringLiteral("amp"), QLatin1Char('&')}, {QStringLiteral("lt"), QLatin1Char('<')},
        {QStringLiteral("gt"), QLatin1Char('>')}, {QStringLiteral("nbsp"), QLatin1Char(' ')}};
    QString made;
    qsizetype from = 0;
    for (auto matches = entity.globalMatch(label); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        made += QStringView(label).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        const char32_t code = match.captured(1).toUInt();
        if (names.contains(match.captured(1))) {
            made += names.value(match.captured(1));
        } else if (code >= ' ' && code <= QChar::LastValidCodePoint && !QChar::isSurrogate(code)) {
            made += QString::fromUcs4(&code, 1);
        } else {
            made += match.captured();
        }
    }
    return made + label.mid(from);
}

std::optional<NodeKind> kindOfClass(const QString& name)
{
    for (const NodeKindTraits& row : nodeKinds()) {
        if (QString::fromLatin1(row.key).replace(QLatin1Char('-'), QLatin1Char('_')) == name) {
            return row.kind;
        }
    }
    return std::nullopt;
}

EdgeKind kindOfArrow(const QString& arrow)
{
    return arrow.contains(QLatin1Char('.')) ? EdgeKind::Rollback
        : arrow.endsWith(QLatin1Char('x'))  ? EdgeKind::Retry
        : arrow.endsWith(QLatin1Char('o'))  ? EdgeKind::Data
                                            : EdgeKind::Forward;
}

/// Reads a flowchart line by line.
class Reading final {
public:
    Result<Plan> read(const QString& source)
    {
        const QStringList lines
            = QString(source).remove(QLatin1Char('\r')).split(QLatin1Char('\n'));
        bool hasHeader = false;
        bool inFrontMatter = !lines.isEmpty() && lines.first().trimmed() == QLatin1String("---");
        for (m_line = 0; m_line < lines.size(); ++m_line) {
            m_text = lines[m_line];
            m_at = 0;
            const QString plain = m_text.trimmed();
            if (inFrontMatter) {
                inFrontMatter = m_line == 0 || plain != QLatin1String("---");
                continue;
            }
            skipSpace();
            if (plain.isEmpty() || plain.startsWith(QLatin1String("%%"))) {
                continue;
            }
            if (!hasHeader) {
                if (!readHeader()) {
                    refuse(text("A flowchart begins with “flowchart LR” or “graph TD”."));
                    return fail(m_error);
                }
                hasHeader = true;
            }
            while (skipToStatement()) {
                if (!readStatement()) {
                    return fail(m_error);
                }
            }
        }
        if (!hasHeader || !m_open.isEmpty()) {
            --m_line;
            refuse(hasHeader ? text("A subgraph has no “end”.")
                             : text("There is no flowchart in it."));
            return fail(m_error);
        }
        finish();
        return m_plan;
    }

private:
    bool readHeader()
    {
        const QRegularExpressionMatch match = headerPattern().match(m_text.mid(m_at));
        setDirection(match.captured(1));
        m_at += match.capturedLength();
        return match.hasMatch();
    }

    void setDirection(const QString& word)
    {
        m_plan.layout.direction = word == QLatin1String("LR") || word == QLatin1String("RL")
            ? FlowDirection::LeftToRight
            : FlowDirection::TopDown;
    }

    bool skipToStatement()
    {
        while (m_at < m_text.size()
            && (m_text.at(m_at).isSpace() || m_text.at(m_at) == QLatin1Char(';'))) {
            ++m_at;
        }
        return m_at < m_text.size() && !rest().startsWith(QLatin1String("%%"));
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && m_text.at(m_at).isSpace()) {
            ++m_at;
        }
    }

    [[nodiscard]] QStringView rest() const { return QStringView(m_text).mid(m_at); }

    bool refuse(const QString& message)
    {
        m_error = {ErrorCode::Unreadable, message,
            text("line %1, column %2").arg(m_line + 1).arg(m_at + 1),
            text("Only flowcharts are read, with steps, edges and subgraphs."), {}};
        return false;
    }

    /// A match of the pattern right here, which is then behind.
    std::optional<QRegularExpressionMatch> take(const QRegularExpression& pattern)
    {
        const QRegularExpressionMatch match = pattern.match(m_text, m_at,
            QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
        if (!match.hasMatch() || match.capturedLength() == 0) {
            return std::nullopt;
        }
        m_at = match.capturedEnd();
        return match;
    }

    bool readStatement()
    {
        static const QRegularExpression subgraph(QStringLiteral("subgraph(?=\\s|$)\\s*"));
        static const QRegularExpression end(QStringLiteral("end(?=\\s*(?:;|$))"));
        static const QRegularExpression skipped(QStringLiteral(
            "(?:classDef|style|linkStyle|click|accTitle|accDescr|direction)\\b[^;]*(?:;|$)"));
        static const QRegularExpression classes(
            QStringLiteral("class\\s+([^\\s;]+(?:\\s*,\\s*[^\\s;]+)*)\\s+([\\w-]+)\\s*(?=;|$)"));
        if (take(subgraph)) {
            return readSubgraph();
        }
        if (take(end)) {
            if (m_open.isEmpty()) {
                return refuse(text("This “end” ends no subgraph."));
            }
            m_open.removeLast();
            return true;
        }
        if (take(skipped)) {
            return true;
        }
        if (const auto match = take(classes)) {
            const QStringList ids = match->captured(1).split(QLatin1Char(','));
            for (const QString& id : ids) {
                setKind(id.trimmed(), kindOfClass(match->captured(2)));
            }
            return true;
        }
        return readChain();
    }

    bool readSubgraph()
    {
        if (m_open.size() >= mostDepth) {
            return refuse(text("Subgraphs are nested too deep."));
        }
        static const QRegularExpression framed(
            QStringLiteral("([\\w.-]+)\\s*\\[\\s*\"?(.*?)\"?\\s*\\]\\s*(?=;|$)"));
        static const QRegularExpression titled(QStringLiteral("\"([^\"]*)\"\\s*(?=;|$)|([^;]+)"));
        Group group;
        group.parent = m_open.isEmpty() ? GroupId() : m_open.constLast();
        QString id;
        if (const auto match = take(framed)) {
            id = match->captured(1);
            group.title = decoded(match->captured(2));
        } else if (const auto plain = take(titled)) {
            group.title = decoded(plain->captured(1) + plain->captured(2));
            id = group.title;
        }
        id = id.isEmpty() ? QStringLiteral("phase") : id;
        while (m_plan.groups.contains(GroupId(id))) {
            id += QLatin1Char('_');
        }
        group.id = GroupId(id);
        m_plan.groups.put(group);
        m_open.append(group.id);
        return true;
    }

    bool readChain()
    {
        QStringList from;
        if (!readSet(from)) {
            return false;
        }
        for (;;) {
            skipSpace();
            if (m_at >= m_text.size() || m_text.at(m_at) == QLatin1Char(';')) {
                return true;
            }
            Edge edge;
            if (!readArrow(edge)) {
                return false;
            }
            skipSpace();
            QStringList to;
            if (!readSet(to)) {
                return false;
            }
            for (const QString& a : std::as_const(from)) {
                for (const QString& b : std::as_const(to)) {
                    addEdge(edge, a, b);
                }
            }
            from = to;
        }
    }

    /// A & B & C
    bool readSet(QStringList& ids)
    {
        static const QRegularExpression ampersand(QStringLiteral("\\s+&\\s+"));
        do {
            QString id;
            if (!readNode(id)) {
                return false;
            }
            ids.append(id);
        } while (take(ampersand));
        return true;
    }

    bool readNode(QString& id)
    {
        // A hyphen is the id's where a letter follows and no arrow can begin.
        static const QRegularExpression name(
            QStringLiteral("[\\w\\p{L}](?:[\\w\\p{L}.]|-(?=[\\p{L}\\d_]))*"),
            QRegularExpression::UseUnicodePropertiesOption);
        static const QRegularExpression className(QStringLiteral(":::([\\w-]+)"));
        const auto match = take(name);
        if (!match) {
            return refuse(m_at < m_text.size()
                    ? text("Expected a step here, found “%1”.").arg(rest().left(12))
                    : text("Expected a step at the end of the line."));
        }
        id = match->captured();
        if (m_plan.groups.contains(GroupId(id))) {
            m_at = match->capturedStart();
            return refuse(text("“%1” is a subgraph: an edge leads to a step.").arg(id));
        }
        if (!m_plan.nodes.contains(NodeId(id))) {
            Node node;
            node.id = NodeId(id);
            node.title = id;
            node.group = m_open.isEmpty() ? GroupId() : m_open.constLast();
            m_plan.nodes.put(node);
        }
        if (!readFrame(id)) {
            return false;
        }
        while (const auto named = take(className)) {
            setKind(id, kindOfClass(named->captured(1)));
        }
        return true;
    }

    bool readFrame(const QString& id)
    {
        bool opens = false;
        for (const Frame& frame : frames) {
            const QLatin1String open(frame.open);
            const QLatin1String close(frame.close);
            if (!rest().startsWith(open)) {
                continue;
            }
            opens = true;
            const qsizetype begin = m_at + open.size();
            qsizetype textBegin = begin;
            while (textBegin < m_text.size() && m_text.at(textBegin).isSpace()) {
                ++textBegin;
            }
            const bool isQuoted
                = textBegin < m_text.size() && m_text.at(textBegin) == QLatin1Char('"');
            const qsizetype quote
                = isQuoted ? m_text.indexOf(QLatin1Char('"'), textBegin + 1) : textBegin;
            const qsizetype end = quote < 0 ? -1 : m_text.indexOf(close, quote);
            if (end < 0
                || (isQuoted && !m_text.mid(quote + 1, end - quote - 1).trimmed().isEmpty())) {
                continue; // another frame may begin like this one
            }
            Node node = *m_plan.nodes.find(NodeId(id));
            node.title = decoded(isQuoted ? m_text.mid(textBegin + 1, quote - textBegin - 1)
                                          : m_text.mid(begin, end - begin));
            if (!m_classed.contains(id)) {
                node.kind = frame.kind;
            }
            m_plan.nodes.put(node);
            if (frame.isRound) {
                m_round.insert(id);
            }
            m_at = end + close.size();
            return true;
        }
        return !opens || refuse(text("The text of “%1” has no end on its line.").arg(id));
    }

    void setKind(const QString& id, std::optional<NodeKind> kind)
    {
        if (const Node* known = m_plan.nodes.find(NodeId(id)); kind && known != nullptr) {
            Node node = *known;
            node.kind = *kind;
            m_plan.nodes.put(node);
            m_classed.insert(id);
        }
    }

    bool readArrow(Edge& edge)
    {
        static const QRegularExpression named(QStringLiteral("[\\w]+@(?=[-=~<])"));
        static const QRegularExpression arrow(
            QStringLiteral("<?(-{2,}[>xo]|-{3,}|={2,}[>xo]|={3,}|-\\.+-[>xo]?|~{3,})\\s*(?:\\|\\s*("
                           "?:\"([^\"]*)\"|([^|]*))\\s*\\|)?"));
        static const QRegularExpression around(QStringLiteral(
            "<?(?:--|==|-\\.)\\s*(?:\"([^\"]*)\"|(.+?))\\s*(-{2,}[>xo]?|={2,}[>xo]?|\\.+-[>xo]?)"));
        take(named);
        QString label;
        if (const auto match = take(arrow)) {
            edge.kind = kindOfArrow(match->captured(1));
            label = match->captured(2) + match->captured(3);
        } else if (const auto framed = take(around)) {
            edge.kind = kindOfArrow(framed->captured(3));
            label = framed->captured(1) + framed->captured(2);
        } else {
            return refuse(text("Expected an arrow here, found “%1”.").arg(rest().left(12)));
        }
        setLabel(edge, decoded(label));
        return true;
    }

    /// "yes", or "yes: a text": what an edge is for, and its title.
    static void setLabel(Edge& edge, const QString& label)
    {
        const qsizetype colon = label.indexOf(QLatin1Char(':'));
        const QString first = (colon < 0 ? label : label.left(colon)).trimmed();
        const bool isOutcome = first == outcomes::yes || first == outcomes::no
            || first == outcomes::pass || first == outcomes::fail;
        if (edge.kind == EdgeKind::Forward && isOutcome) {
            edge.when = first;
            edge.title = colon < 0 ? QString() : label.mid(colon + 1).trimmed();
        } else {
            edge.title = label;
        }
    }

    void addEdge(Edge edge, const QString& from, const QString& to)
    {
        edge.from = NodeId(from);
        edge.to = NodeId(to);
        edge.id = EdgeId(QStringLiteral("e%1").arg(m_plan.edges.size() + 1));
        m_plan.edges.put(edge);
    }

    /// Round steps that nothing leads to are starts, those that lead nowhere are ends.
    void finish()
    {
        QSet<NodeId> left;
        QSet<NodeId> entered;
        for (const Edge& edge : m_plan.edges) {
            if (edge.kind == EdgeKind::Forward) {
                left.insert(edge.from);
                entered.insert(edge.to);
            }
        }
        for (const QString& id : std::as_const(m_round)) {
            const NodeId node(id);
            if (!m_classed.contains(id) && left.contains(node) != entered.contains(node)) {
                setKind(id, left.contains(node) ? NodeKind::Start : NodeKind::End);
            }
        }
    }

    Plan m_plan{};
    Error m_error{};
    QString m_text{};
    qsizetype m_line = 0;
    qsizetype m_at = 0;
    QList<GroupId> m_open{};
    QSet<QString> m_classed{}; ///< steps whose kind a class says
    QSet<QString> m_round{};
};

} // namespace

bool isMermaidFlow(const QString& text)
{
    static const QRegularExpression begin(
        QStringLiteral(
            "\\A\\s*(?:---\\n.*?\\n---\\s*\\n|%%[^\\n]*\\n|\\s)*"
            "(?:flowchart-elk|flowchart|graph)(?:\\s+(?:TB|TD|BT|LR|RL))?\\s*(?:;|\\n|\\z)"),
        QRegularExpression::DotMatchesEverythingOption);
    return begin.match(text.left(10'000)).hasMatch();
}

Result<Plan> readMermaid(const QString& source)
{
    if (source.size() > mostCharacters) {
        return fail({ErrorCode::Unreadable, text("The text is too long for a flowchart."), {},
            text("Paste a part of it.")});
    }
    return Reading().read(source);
}

} // namespace whimbrel
