// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "render/export/pdf_document.h"

#include "model/io/embedded_plan.h"

#include <QCryptographicHash>
#include <QHash>
#include <QRegularExpression>
#include <QUrl>

namespace whimbrel {

namespace {

/// The number that stands behind a key: "/Root 2 0 R".
int numberAfter(const QByteArray& text, QByteArrayView key)
{
    const qsizetype at = text.indexOf(key);
    return at < 0 ? 0 : text.mid(at + key.size(), 20).trimmed().split(' ').value(0).toInt();
}

QByteArray number(double value)
{
    return QByteArray::number(value, 'f', 2);
}

QByteArray reference(int object)
{
    return QByteArray::number(object) + " 0 R";
}

} // namespace

std::optional<PdfDocument> PdfDocument::read(const QByteArray& written)
{
    const qsizetype start = written.lastIndexOf("startxref");
    const qsizetype trailer = written.lastIndexOf("trailer");
    if (start < 0 || trailer < 0) {
        return std::nullopt;
    }
    const qsizetype table = written.mid(start + 9).trimmed().split('\n').value(0).toLongLong();
    const QByteArray end = written.sliced(trailer);
    const int size = numberAfter(end, "/Size");
    PdfDocument made;
    made.m_info = numberAfter(end, "/Info");
    made.m_catalog = numberAfter(end, "/Root");
    // "xref", "0 SIZE", then lines of 20 bytes.
    const qsizetype heading = written.indexOf('\n', written.indexOf('\n', table) + 1) + 1;
    constexpr qsizetype line = 20;
    for (int number = 1; number < size; ++number) {
        const qsizetype at = written.mid(heading + number * line, 10).toLongLong();
        if (at == 0) {
            made.m_objects.push_back("null\n"); // a number that was given to nothing
            continue;
        }
        const qsizetype first = written.indexOf("obj\n", at) + 4;
        // A stream may hold the word by chance: the object ends where the next begins.
        qsizetype next = table;
        for (int other = 1; other < size; ++other) {
            const qsizetype place = written.mid(heading + other * line, 10).toLongLong();
            if (place > at && place < next) {
                next = place;
            }
        }
        const qsizetype last = written.lastIndexOf("endobj", next);
        if (last < first) {
            return std::nullopt;
        }
        made.m_objects.push_back(written.sliced(first, last - first));
        if (made.m_head.isEmpty() || at < made.m_head.size()) {
            made.m_head = written.first(at);
        }
    }
    const auto isObject = [&](int number) {
        return number > 0 && number <= static_cast<int>(made.m_objects.size());
    };
    if (!isObject(made.m_info) || !isObject(made.m_catalog)) {
        return std::nullopt;
    }
    made.findPages();
    return made.m_pages.isEmpty() ? std::nullopt : std::optional(made);
}

void PdfDocument::findPages()
{
    const int tree = numberAfter(m_objects[static_cast<size_t>(m_catalog - 1)], "/Pages");
    if (tree <= 0 || tree > static_cast<int>(m_objects.size())) {
        return;
    }
    const QByteArray& pages = m_objects[static_cast<size_t>(tree - 1)];
    const qsizetype open = pages.indexOf('[', pages.indexOf("/Kids"));
    const qsizetype close = pages.indexOf(']', open);
    static const QRegularExpression each(QStringLiteral("(\\d+) 0 R"));
    auto found = each.globalMatch(QString::fromLatin1(pages.mid(open, close - open)));
    while (found.hasNext()) {
        const int number = found.next().captured(1).toInt();
        if (number > 0 && number <= static_cast<int>(m_objects.size())) {
            m_pages.append(number);
        }
    }
}

QByteArray PdfDocument::text(const QString& words)
{
    QByteArray made("<FEFF");
    for (const QChar c : words) {
        made += QByteArray::number(c.unicode(), 16).rightJustified(4, '0').toUpper();
    }
    return made + '>';
}

int PdfDocument::add(const QByteArray& body)
{
    m_objects.push_back(body);
    return static_cast<int>(m_objects.size());
}

void PdfDocument::intoCatalog(const QByteArray& entry)
{
    QByteArray& catalog = m_objects[static_cast<size_t>(m_catalog - 1)];
    catalog.insert(catalog.lastIndexOf(">>"), entry + '\n');
}

double PdfDocument::heightOf(qsizetype page) const
{
    const QByteArray& body = m_objects[static_cast<size_t>(m_pages.at(page) - 1)];
    const qsizetype box = body.indexOf("/MediaBox [");
    const qsizetype end = body.indexOf(']', box);
    const QList<QByteArray> numbers = body.mid(box + 11, end - box - 11).simplified().split(' ');
    return numbers.value(3).toDouble();
}

void PdfDocument::describe(const QString& title, const QString& author, const QDateTime& date)
{
    QByteArray info = "<<\n/Title " + text(title) + "\n/Creator "
        + text(QStringLiteral("Whimbrel " WHIMBREL_VERSION)) + "\n";
    if (!author.isEmpty()) {
        info += "/Author " + text(author) + '\n';
    }
    if (date.isValid()) {
        info += "/CreationDate (D:"
            + date.toUTC().toString(QStringLiteral("yyyyMMddHHmmss")).toLatin1() + "Z)\n";
    }
    m_objects[static_cast<size_t>(m_info - 1)] = info + ">>\n";
}

void PdfDocument::attach(const QByteArray& name, const QByteArray& plan)
{
    const QByteArray stream = embedded::compressed(plan);
    const int file = add("<<\n/Type /EmbeddedFile\n/Subtype /application#2Fjson\n/Params << /Size "
        + QByteArray::number(plan.size()) + " >>\n/Filter /FlateDecode\n"
        + embedded::pdfMark.toByteArray() + QByteArray::number(stream.size()) + " >>\nstream\n"
        + stream + "\nendstream\n");
    const int held = add("<<\n/Type /Filespec\n/F (" + name + ")\n/UF (" + name + ")\n/EF << /F "
        + reference(file) + " >>\n>>\n");
    intoCatalog(
        "/Names << /EmbeddedFiles << /Names [(" + name + ") " + reference(held) + "] >> >>");
}

void PdfDocument::addLinks(qsizetype page, const QList<PdfLink>& links)
{
    if (links.isEmpty() || page >= m_pages.size()) {
        return;
    }
    const double height = heightOf(page);
    QByteArray all = "[\n";
    for (const PdfLink& link : links) {
        // Encoded, an address holds neither parentheses nor backslashes that would end the string.
        const QByteArray url = QUrl(link.url)
                                   .toEncoded(QUrl::FullyEncoded)
                                   .replace('\\', "%5C")
                                   .replace('(', "%28")
                                   .replace(')', "%29");
        all += reference(add("<<\n/Type /Annot\n/Subtype /Link\n/Rect [" + number(link.area.left())
                   + ' ' + number(height - link.area.bottom()) + ' ' + number(link.area.right())
                   + ' ' + number(height - link.area.top())
                   + "]\n/Border [0 0 0]\n/A << /Type /Action /S /URI /URI (" + url + ") >>\n>>\n"))
            + '\n';
    }
    all += "]\n";
    QByteArray& body = m_objects[static_cast<size_t>(m_pages.at(page) - 1)];
    if (const int annotations = numberAfter(body, "/Annots"); annotations > 0) {
        m_objects[static_cast<size_t>(annotations - 1)] = all;
    } else {
        body.insert(body.lastIndexOf(">>"), "/Annots " + reference(add(all)) + '\n');
    }
}

void PdfDocument::addBookmarks(const QList<PdfBookmark>& bookmarks)
{
    if (bookmarks.isEmpty()) {
        return;
    }
    const int root = static_cast<int>(m_objects.size()) + 1;
    const auto objectOf = [root](qsizetype index) { return root + 1 + static_cast<int>(index); };
    // Of each: the one that it stands under, -1 for the root.
    QList<qsizetype> parents;
    qsizetype above = -1;
    for (qsizetype i = 0; i < bookmarks.size(); ++i) {
        if (bookmarks.at(i).level == 0) {
            above = i;
            parents.append(-1);
        } else {
            parents.append(above);
        }
    }
    const auto family = [&](qsizetype parent) {
        QByteArray made;
        const qsizetype first = parents.indexOf(parent);
        if (first >= 0) {
            made = "/First " + reference(objectOf(first)) + "\n/Last "
                + reference(objectOf(parents.lastIndexOf(parent))) + "\n/Count "
                + QByteArray::number(parents.count(parent)) + '\n';
        }
        return made;
    };
    add("<<\n/Type /Outlines\n" + family(-1) + ">>\n");
    for (qsizetype i = 0; i < bookmarks.size(); ++i) {
        const PdfBookmark& each = bookmarks.at(i);
        const qsizetype parent = parents.at(i);
        const qsizetype before = i == 0 ? -1 : parents.lastIndexOf(parent, i - 1);
        const qsizetype after = parents.indexOf(parent, i + 1);
        QByteArray body = "<<\n/Title " + text(each.title) + "\n/Parent "
            + reference(parent < 0 ? root : objectOf(parent)) + '\n';
        body += before < 0 ? QByteArray() : "/Prev " + reference(objectOf(before)) + '\n';
        body += after < 0 ? QByteArray() : "/Next " + reference(objectOf(after)) + '\n';
        add(body + family(i) + "/Dest [" + reference(m_pages.at(each.page)) + " /XYZ null "
            + number(heightOf(each.page) - each.top) + " null]\n>>\n");
    }
    intoCatalog("/Outlines " + reference(root) + "\n/PageMode /UseOutlines");
}

/// "/QPAAAA+Inter-Bold": QPdfWriter names parts of fonts after their objects' old numbers. Here
/// after the order in which they are met.
QByteArray PdfDocument::withFontTags(const QByteArray& body, QHash<QByteArray, QByteArray>& tags)
{
    static const QRegularExpression pattern(QStringLiteral("/([A-Z]{6})\\+"));
    const qsizetype stream = body.indexOf("stream\n");
    const QString dictionary = QString::fromLatin1(stream < 0 ? body : body.first(stream));
    QByteArray made = body;
    auto found = pattern.globalMatch(dictionary);
    while (found.hasNext()) {
        const QRegularExpressionMatch each = found.next();
        const QByteArray old = each.captured(1).toLatin1();
        if (!tags.contains(old)) {
            QByteArray tag("QAAAAA");
            qsizetype number = tags.size();
            for (qsizetype i = tag.size() - 1; i > 0; --i, number /= 26) {
                tag[i] = static_cast<char>('A' + number % 26);
            }
            tags.insert(old, tag);
        }
        made.replace(each.capturedStart(1), 6, tags.value(old));
    }
    return made;
}

/// The objects in the order in which they are met from the first, under new numbers. QPdfWriter
/// writes fonts in the order of a hash, which is another in each process.
PdfDocument PdfDocument::renumbered() const
{
    static const QRegularExpression pattern(QStringLiteral("\\b(\\d+) 0 R\\b"));
    // What stands before a stream is text; in the stream anything may look like a reference.
    const auto dictionaryOf = [](const QByteArray& body) {
        const qsizetype stream = body.indexOf("stream\n");
        return QString::fromLatin1(stream < 0 ? body : body.first(stream));
    };
    QHash<int, int> numbers;
    std::vector<int> order;
    const auto meet = [&](int object) {
        if (object > 0 && object <= static_cast<int>(m_objects.size())
            && !numbers.contains(object)) {
            order.push_back(object);
            numbers.insert(object, static_cast<int>(order.size()));
        }
    };
    meet(m_info);
    meet(m_catalog);
    for (size_t i = 0; i < order.size(); ++i) {
        auto found
            = pattern.globalMatch(dictionaryOf(m_objects[static_cast<size_t>(order[i] - 1)]));
        while (found.hasNext()) {
            meet(found.next().captured(1).toInt());
        }
    }
    PdfDocument made;
    made.m_head = m_head;
    made.m_info = numbers.value(m_info);
    made.m_catalog = numbers.value(m_catalog);
    QHash<QByteArray, QByteArray> tags;
    for (const int object : order) {
        const QByteArray body = withFontTags(m_objects[static_cast<size_t>(object - 1)], tags);
        const QString dictionary = dictionaryOf(body);
        QByteArray written;
        qsizetype at = 0;
        auto found = pattern.globalMatch(dictionary);
        while (found.hasNext()) {
            const QRegularExpressionMatch each = found.next();
            const int number = each.captured(1).toInt();
            written += body.sliced(at, each.capturedStart() - at)
                + reference(numbers.value(number, number));
            at = each.capturedEnd();
        }
        made.m_objects.push_back(written + body.sliced(at));
    }
    return made;
}

QByteArray PdfDocument::write() const
{
    const PdfDocument ordered = renumbered();
    return ordered.inOrder();
}

QByteArray PdfDocument::inOrder() const
{
    QByteArray made = m_head;
    QByteArray table = "xref\n0 " + QByteArray::number(static_cast<qint64>(m_objects.size()) + 1)
        + "\n0000000000 65535 f \n";
    for (size_t i = 0; i < m_objects.size(); ++i) {
        table += QByteArray::number(made.size()).rightJustified(10, '0') + " 00000 n \n";
        made += QByteArray::number(static_cast<qint64>(i) + 1) + " 0 obj\n" + m_objects[i]
            + "endobj\n";
    }
    const QByteArray id = QCryptographicHash::hash(made, QCryptographicHash::Md5).toHex();
    const QByteArray start = QByteArray::number(made.size());
    return made + table + "trailer\n<<\n/Size "
        + QByteArray::number(static_cast<qint64>(m_objects.size()) + 1) + "\n/Info "
        + reference(m_info) + "\n/Root " + reference(m_catalog) + "\n/ID [<" + id + "> <" + id
        + ">]\n>>\nstartxref\n" + start + "\n%%EOF\n";
}

} // namespace whimbrel
