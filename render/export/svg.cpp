// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"
#include "render/export/export.h"
#include "render/export/svg_text.h"

#include <QSet>

#include <algorithm>
#include <utility>
#include <vector>

namespace whimbrel {

namespace {

/// Families as an attribute lists them; a generic one comes last.
QString families(const QFont& font)
{
    QStringList names;
    for (const QString& family : font.families()) {
        if (family != QLatin1String("sans-serif") && family != QLatin1String("monospace")) {
            names << (family.contains(QLatin1Char(' '))
                    ? QLatin1Char('\'') + family + QLatin1Char('\'')
                    : family);
        }
    }
    names << (font.styleHint() == QFont::Monospace ? QStringLiteral("monospace, sans-serif")
                                                   : QStringLiteral("sans-serif"));
    return names.join(QStringLiteral(", "));
}

class SvgWriter final {
    static constexpr qsizetype bytesPerGroup = 1500; ///< about

public:
    explicit SvgWriter(const DisplayList& list)
        : m_list(list)
        , m_out(list.groups.size() * bytesPerGroup)
    { }

    QByteArray write(const QByteArray& embeddedPlan)
    {
        const QRectF& box = m_list.bounds;
        m_out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                 "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\""
              << box.width() << "\" height=\"" << box.height() << "\" viewBox=\"" << box.x() << ' '
              << box.y() << ' ' << box.width() << ' ' << box.height()
              << "\" data-whimbrel=\"" WHIMBREL_VERSION
                 "\" role=\"group\" aria-labelledby=\"picture-title picture-desc\">\n";
        m_out << "<title id=\"picture-title\">" << m_list.title << "</title>\n";
        m_out << "<desc id=\"picture-desc\">" << m_list.description << "</desc>\n";
        m_ids << QStringLiteral("picture-title") << QStringLiteral("picture-desc");
        if (!embeddedPlan.isEmpty()) {
            m_out << "<metadata>" << embedded::svgTag.toByteArray()
                  << "xmlns:whimbrel=\"urn:whimbrel:plan\" encoding=\"base64\" "
                     "compression=\"zlib\">"
                  << embedded::packed(embeddedPlan) << embedded::svgEnd.toByteArray()
                  << "</metadata>\n";
        }
        if (m_list.background.isValid()) {
            m_out << "<rect x=\"" << box.x() << "\" y=\"" << box.y() << "\" width=\"" << box.width()
                  << "\" height=\"" << box.height() << "\" fill=\"" << m_list.background
                  << "\"/>\n";
        }
        for (const DrawGroup& group : m_list.groups) {
            writeGroup(group);
        }
        m_out << "</svg>\n";
        return m_out.text();
    }

private:
    /// A valid XML name that no other element of the picture has.
    QByteArray idFor(const ElementRef& element)
    {
        QString id;
        switch (element.type) {
        case ElementType::Plan:
            id = QStringLiteral("picture-");
            break;
        case ElementType::Target:
            id = QStringLiteral("target-");
            break;
        case ElementType::Parameter:
            id = QStringLiteral("parameter-");
            break;
        case ElementType::Participant:
            id = QStringLiteral("participant-");
            break;
        case ElementType::Group:
            id = QStringLiteral("group-");
            break;
        case ElementType::Node:
            id = QStringLiteral("node-");
            break;
        case ElementType::Edge:
            id = QStringLiteral("edge-");
            break;
        case ElementType::Assumption:
            id = QStringLiteral("assumption-");
            break;
        case ElementType::Sequence:
            id = QStringLiteral("sequence-");
            break;
        case ElementType::SequencePart:
            id = QStringLiteral("part-");
            break;
        }
        for (const QChar c : element.id) {
            const ushort code = c.unicode();
            const bool plain = (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z')
                || (code >= '0' && code <= '9') || code == '-' || code == '_' || code == '.';
            id += plain ? c : QLatin1Char('-');
        }
        QString unique = id;
        for (int n = 2; m_ids.contains(unique); ++n) {
            unique = id + QLatin1Char('_') + QString::number(n);
        }
        m_ids << unique << unique + QStringLiteral("-title") << unique + QStringLiteral("-desc");
        return unique.toLatin1();
    }

    void writeGroup(const DrawGroup& group)
    {
        const QByteArray id = idFor(group.element);
        const bool described = !group.description.isEmpty();
        // What is an image as a whole has no parts for a screen reader: with a link in it, it is a
        // group.
        const bool linksInside
            = std::any_of(group.items.begin(), group.items.end(), [](const DrawItem& item) {
                  const auto* text = std::get_if<TextItem>(&item);
                  return text && !text->link.isEmpty();
              });
        const bool isLink = !group.link.isEmpty() && !linksInside;
        if (isLink) {
            m_out << "<a xlink:href=\"" << group.link << "\">";
        }
        m_out << "<g id=\"" << id << "\" role=\"";
        linksInside ? m_out << "group" : m_out << "img";
        m_out << "\" aria-labelledby=\"" << id << "-title";
        if (described) {
            m_out << ' ' << id << "-desc";
        }
        m_out << "\">\n<title id=\"" << id << "-title\">" << group.title << "</title>\n";
        if (described) {
            m_out << "<desc id=\"" << id << "-desc\">" << group.description << "</desc>\n";
        }
        // Links do not nest: a text with its own interrupts that of the group.
        QString open;
        for (const DrawItem& item : group.items) {
            const auto* text = std::get_if<TextItem>(&item);
            const QString& link = text && !text->link.isEmpty() ? text->link : group.link;
            if (linksInside && link != open) {
                if (!open.isEmpty()) {
                    m_out << "</a>\n";
                }
                if (!link.isEmpty()) {
                    m_out << "<a xlink:href=\"" << link << "\">\n";
                }
                open = link;
            }
            std::visit([&](const auto& some) { writeItem(some); }, item);
        }
        if (!open.isEmpty()) {
            m_out << "</a>";
        }
        m_out << "</g>";
        if (isLink) {
            m_out << "</a>";
        }
        m_out << '\n';
    }

    void writeItem(const PathItem& item)
    {
        if (item.path.isEmpty()) {
            return;
        }
        m_out << "<path d=\"" << item.path << "\" fill=\"";
        const bool filled = item.fill.isValid() && item.fill.alpha() > 0;
        filled ? m_out << item.fill : m_out << "none";
        m_out << '"';
        if (filled && item.fill.alpha() < 255) {
            m_out << " fill-opacity=\"" << item.fill.alphaF() << '"';
        }
        if (item.stroke.width > 0 && item.stroke.color.isValid()) {
            m_out << " stroke=\"" << item.stroke.color << "\" stroke-width=\"" << item.stroke.width
                  << '"';
            if (item.stroke.color.alpha() < 255) {
                m_out << " stroke-opacity=\"" << item.stroke.color.alphaF() << '"';
            }
            if (item.stroke.roundCap) {
                m_out << " stroke-linecap=\"round\" stroke-linejoin=\"round\"";
            }
            if (!item.stroke.dash.isEmpty()) {
                m_out << " stroke-dasharray=\"" << item.stroke.dash.first();
                for (qsizetype i = 1; i < item.stroke.dash.size(); ++i) {
                    m_out << ' ' << item.stroke.dash[i];
                }
                m_out << '"';
            }
        }
        m_out << "/>\n";
    }

    void writeItem(const TextItem& item)
    {
        if (item.halo.isValid()) {
            writePlace(item);
            m_out << " fill=\"none\" stroke=\"" << item.halo
                  << "\" stroke-width=\"4\" stroke-linejoin=\"round\" aria-hidden=\"true\">"
                  << item.text << "</text>\n";
        }
        writePlace(item);
        m_out << " fill=\"" << item.color << "\">" << item.text << "</text>\n";
    }

    /// Begins a text: where it stands and how it looks but for its color.
    void writePlace(const TextItem& item)
    {
        m_out << "<text x=\"" << item.baseline.x() << "\" y=\"" << item.baseline.y() << '"'
              << fontAttributes(item.font);
        if (item.strikeOut) {
            m_out << " text-decoration=\"line-through\"";
        }
        if (item.width > 0) {
            m_out << " textLength=\"" << item.width << "\" lengthAdjust=\"spacingAndGlyphs\"";
        }
    }

    /// A picture has thousands of texts in a handful of fonts.
    const QByteArray& fontAttributes(const QFont& font)
    {
        const auto known = std::ranges::find(m_fonts, font, &std::pair<QFont, QByteArray>::first);
        if (known != m_fonts.end()) {
            return known->second;
        }
        SvgText made(256);
        made << " font-family=\"" << families(font) << "\" font-size=\""
             << static_cast<double>(font.pixelSize()) << '"';
        if (font.weight() != QFont::Normal) {
            made << " font-weight=\"" << static_cast<double>(font.weight()) << '"';
        }
        if (font.italic()) {
            made << " font-style=\"italic\"";
        }
        m_fonts.emplace_back(font, made.text());
        return m_fonts.back().second;
    }

    const DisplayList& m_list;
    SvgText m_out;
    std::vector<std::pair<QFont, QByteArray>> m_fonts{}; ///< and what a text says about them
    QSet<QString> m_ids{};
};

} // namespace

QByteArray toSvg(const DisplayList& list, const QByteArray& embeddedPlan)
{
    return SvgWriter(list).write(embeddedPlan);
}

} // namespace whimbrel
