// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QList>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

namespace whimbrel {

/// A place on a page that leads to an address. In points from the page's upper left corner.
struct PdfLink {
    QRectF area{};
    QString url{};
};

/// An entry of the list of contents: a page, and how far down (in points) the place is.
struct PdfBookmark {
    QString title{};
    qsizetype page = 0;
    double top = 0;
    int level = 0; ///< 1: below the last one of level 0
};

/// What QPdfWriter wrote, as its objects, so that what it cannot say is added: links, bookmarks, an
/// attachment, and a date that is not the clock's. Reads nothing but what QPdfWriter wrote.
class PdfDocument final {
public:
    [[nodiscard]] static std::optional<PdfDocument> read(const QByteArray& written);

    /// What the document says of itself. An invalid date is left out.
    void describe(const QString& title, const QString& author, const QDateTime& date);
    void attach(const QByteArray& name, const QByteArray& plan);
    void addLinks(qsizetype page, const QList<PdfLink>& links);
    void addBookmarks(const QList<PdfBookmark>& bookmarks);

    /// The same bytes for the same content.
    [[nodiscard]] QByteArray write() const;

private:
    [[nodiscard]] static QByteArray text(const QString& words);
    int add(const QByteArray& body);
    void intoCatalog(const QByteArray& entry);
    [[nodiscard]] double heightOf(qsizetype page) const;
    void findPages();
    [[nodiscard]] PdfDocument renumbered() const;
    [[nodiscard]] static QByteArray withFontTags(
        const QByteArray& body, QHash<QByteArray, QByteArray>& tags);
    [[nodiscard]] QByteArray inOrder() const;

    QByteArray m_head{};
    std::vector<QByteArray> m_objects{}; ///< the first is number 1; without "N 0 obj" and "endobj"
    int m_info = 0;
    int m_catalog = 0;
    QList<int> m_pages{};
};

} // namespace whimbrel
