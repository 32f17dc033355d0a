// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/embedded_plan.h"
#include "render/export/export.h"

#include <QSet>

#include <algorithm>
#include <cmath>

namespace whimbrel {

namespace {

/// At most two decimals, none that say nothing, never an exponent.
QByteArray number(double value)
{
    if (!std::isfinite(value)) {
        return "0";
    }
    const auto hundredths = static_cast<qint64>(std::llround(value * 100));
    QByteArray made = QByteArray::number(std::abs(hundredths) / 100);
    if (const qint64 rest = std::abs(hundredths) % 100; rest != 0) {
        made += '.';
        made += static_cast<char>('0' + rest / 10);
        if (rest % 10 != 0) {
            made += static_cast<char>('0' + rest % 10);
        }
    }
    return hundredths < 0 ? '-' + made : made;
}

/// Text for content and attributes: markup escaped, what XML 1.0 has no way to write replaced.
QByteArray escaped(const QString& text)
{
    QString made;
    made.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const ushort code = c.unicode();
        if (c == QLatin1Char('&')) {
            made += QLatin1String("&amp;");
        } else if (c == QLatin1Char('<')) {
            made += QLatin1String("&lt;");
        } else if (c == QLatin1Char('>')) {
            made += QLatin1String("&gt;");
        } else if (c == QLatin1Char('"')) {
            made += QLatin1String("&quot;");
        } else if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            made += c;
            made += text.at(++i);
        } else if (c.isSurrogate() || code == 0xfffe || code == 0xffff
            || (code < 0x20 && code != 0x09 && code != 0x0a)) {
            made += QChar(0xfffd);
        } else {
            made += c;
        }
    }
    return made.toUtf8();
}

QByteArray colorName(const QColor& color)
{
    return color.name(QColor::HexRgb).toLatin1();
}

QByteArray pathData(const QPainterPath& path)
{
    QByteArray made;
    QPointF start;
    QPointF last;
    bool open = false;
    const auto close = [&] {
        if (open && std::abs(last.x() - start.x()) < 0.005
            && std::abs(last.y() - start.y()) < 0.005) {
            made += 'Z';
        }
        open = false;
    };
    for (int i = 0; i < path.elementCount(); ++i) {
        const QPainterPath::Element element = path.elementAt(i);
        if (element.isMoveTo()) {
            close();
            start = element;
            made += 'M';
        } else if (element.isLineTo()) {
            open = true;
            made += 'L';
        } else if (element.isCurveTo()) {
            open = true;
            made += 'C';
        } else {
            made += ' ';
        }
        last = element;
        made += number(element.x) + ' ' + number(element.y);
    }
    close();
    return made;
}

/// Families as an attribute lists them; a generic one comes last.
QByteArray families(const QFont& font)
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
    return escaped(names.join(QStringLiteral(", ")));
}

class SvgWriter final {
public:
    explicit SvgWriter(const DisplayList& list)
        : m_list(list)
    { }

    QByteArray write(const QByteArray& embeddedPlan)
    {
        const QRectF& box = m_list.bounds;
        m_out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                 "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\""
            + number(box.width()) + "\" height=\"" + number(box.height()) + "\" viewBox=\""
            + number(box.x()) + ' ' + number(box.y()) + ' ' + number(box.width()) + ' '
            + number(box.height())
            + "\" data-whimbrel=\"" WHIMBREL_VERSION
              "\" role=\"group\" aria-labelledby=\"picture-title picture-desc\">\n";
        m_out += "<title id=\"picture-title\">" + escaped(m_list.title) + "</title>\n";
        m_out += "<desc id=\"picture-desc\">" + escaped(m_list.description) + "</desc>\n";
        m_ids << QStringLiteral("picture-title") << QStringLiteral("picture-desc");
        if (!embeddedPlan.isEmpty()) {
            m_out += "<metadata>" + embedded::svgTag.toByteArray()
                + "xmlns:whimbrel=\"urn:whimbrel:plan\" encoding=\"base64\" compression=\"zlib\">"
                + embedded::packed(embeddedPlan) + embedded::svgEnd.toByteArray() + "</metadata>\n";
        }
        if (m_list.background.isValid()) {
            m_out += "<rect x=\"" + number(box.x()) + "\" y=\"" + number(box.y()) + "\" width=\""
                + number(box.width()) + "\" height=\"" + number(box.height()) + "\" fill=\""
                + colorName(m_list.background) + "\"/>\n";
        }
        for (const DrawGroup& group : m_list.groups) {
            writeGroup(group);
        }
        m_out += "</svg>\n";
        return m_out;
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
        m_out += isLink ? "<a xlink:href=\"" + escaped(group.link) + "\">" : QByteArray();
        m_out += "<g id=\"" + id + "\" role=\"" + (linksInside ? "group" : "img")
            + "\" aria-labelledby=\"" + id + "-title";
        m_out += described ? ' ' + id + "-desc\">\n" : QByteArray("\">\n");
        m_out += "<title id=\"" + id + "-title\">" + escaped(group.title) + "</title>\n";
        if (described) {
            m_out += "<desc id=\"" + id + "-desc\">" + escaped(group.description) + "</desc>\n";
        }
        // Links do not nest: a text with its own interrupts that of the group.
        QString open;
        for (const DrawItem& item : group.items) {
            const auto* text = std::get_if<TextItem>(&item);
            const QString& link = text && !text->link.isEmpty() ? text->link : group.link;
            if (linksInside && link != open) {
                m_out += open.isEmpty() ? "" : "</a>\n";
                m_out
                    += link.isEmpty() ? QByteArray() : "<a xlink:href=\"" + escaped(link) + "\">\n";
                open = link;
            }
            std::visit([&](const auto& some) { writeItem(some); }, item);
        }
        m_out += open.isEmpty() ? "</g>" : "</a></g>";
        m_out += isLink ? "</a>\n" : "\n";
    }

    void writeItem(const PathItem& item)
    {
        if (item.path.isEmpty()) {
            return;
        }
        m_out += "<path d=\"" + pathData(item.path) + "\" fill=\"";
        const bool filled = item.fill.isValid() && item.fill.alpha() > 0;
        m_out += filled ? colorName(item.fill) : QByteArray("none");
        m_out += '"';
        if (filled && item.fill.alpha() < 255) {
            m_out += " fill-opacity=\"" + number(item.fill.alphaF()) + '"';
        }
        if (item.stroke.width > 0 && item.stroke.color.isValid()) {
            m_out += " stroke=\"" + colorName(item.stroke.color) + "\" stroke-width=\""
                + number(item.stroke.width) + '"';
            if (item.stroke.color.alpha() < 255) {
                m_out += " stroke-opacity=\"" + number(item.stroke.color.alphaF()) + '"';
            }
            if (item.stroke.roundCap) {
                m_out += " stroke-linecap=\"round\" stroke-linejoin=\"round\"";
            }
            if (!item.stroke.dash.isEmpty()) {
                QByteArray dashes;
                for (const double dash : item.stroke.dash) {
                    dashes += (dashes.isEmpty() ? "" : " ") + number(dash);
                }
                m_out += " stroke-dasharray=\"" + dashes + '"';
            }
        }
        m_out += "/>\n";
    }

    void writeItem(const TextItem& item)
    {
        if (item.halo.isValid()) {
            writeText(item,
                " fill=\"none\" stroke=\"" + colorName(item.halo)
                    + "\" stroke-width=\"4\" stroke-linejoin=\"round\" aria-hidden=\"true\"");
        }
        writeText(item, " fill=\"" + colorName(item.color) + '"');
    }

    void writeText(const TextItem& item, const QByteArray& paint)
    {
        m_out += "<text x=\"" + number(item.baseline.x()) + "\" y=\"" + number(item.baseline.y())
            + "\" font-family=\"" + families(item.font) + "\" font-size=\""
            + number(item.font.pixelSize()) + '"';
        if (item.font.weight() != QFont::Normal) {
            m_out += " font-weight=\"" + QByteArray::number(static_cast<int>(item.font.weight()))
                + '"';
        }
        if (item.strikeOut) {
            m_out += " text-decoration=\"line-through\"";
        }
        if (item.width > 0) {
            m_out += " textLength=\"" + number(item.width) + "\" lengthAdjust=\"spacingAndGlyphs\"";
        }
        m_out += paint + '>' + escaped(item.text) + "</text>\n";
    }

    const DisplayList& m_list;
    QByteArray m_out{};
    QSet<QString> m_ids{};
};

} // namespace

QByteArray toSvg(const DisplayList& list, const QByteArray& embeddedPlan)
{
    return SvgWriter(list).write(embeddedPlan);
}

} // namespace whimbrel
