// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/json_document.h"

#include <QStringList>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

namespace whimbrel {

namespace {

/// Lets the parser read bytes while we see how far it has come.
class WatchedIterator final {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    WatchedIterator() = default;
    WatchedIterator(const char* at, const char** seen)
        : m_at(at)
        , m_seen(seen)
    { }

    reference operator*() const { return *m_at; }
    WatchedIterator& operator++()
    {
        ++m_at;
        *m_seen = m_at;
        return *this;
    }
    WatchedIterator operator++(int)
    {
        WatchedIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const WatchedIterator& a, const WatchedIterator& b)
    {
        return a.m_at == b.m_at;
    }
    friend bool operator!=(const WatchedIterator& a, const WatchedIterator& b) { return !(a == b); }

private:
    const char* m_at = nullptr;
    const char** m_seen = nullptr;
};

int linesBefore(QByteArrayView text, qsizetype position)
{
    return static_cast<int>(std::count(
        text.begin(), text.begin() + std::clamp<qsizetype>(position, 0, text.size()), '\n'));
}

QString pointerToken(QByteArrayView key)
{
    QString token = QString::fromUtf8(key);
    token.replace(QLatin1Char('~'), QLatin1String("~0"));
    token.replace(QLatin1Char('/'), QLatin1String("~1"));
    return token;
}

/// The number of bytes of the well-formed UTF-8 sequence at `at`, or 0 (RFC 3629).
qsizetype sequenceLength(QByteArrayView text, qsizetype at)
{
    const auto byte = [&](qsizetype i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) {
        return 1;
    }
    const qsizetype length = lead >= 0xc2 && lead <= 0xdf ? 2
        : lead >= 0xe0 && lead <= 0xef                    ? 3
        : lead >= 0xf0 && lead <= 0xf4                    ? 4
                                                          : 0;
    if (length == 0 || at + length > text.size()) {
        return 0;
    }
    const unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte(at + 1) < low || byte(at + 1) > high) {
        return 0;
    }
    for (qsizetype i = 2; i < length; ++i) {
        if (byte(at + i) < 0x80 || byte(at + i) > 0xbf) {
            return 0;
        }
    }
    return length;
}

/// What makes the bytes no JSON text at all, whatever they say.
std::optional<Violation> notText(QByteArrayView json)
{
    if (std::all_of(json.begin(), json.end(),
            [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; })) {
        return Violation{1, {},
            PlanFileText::tr("The file is empty. Restore it from a backup or from version control, "
                             "or delete it and save the plan anew.")};
    }
    if (json.startsWith("\xff\xfe") || json.startsWith("\xfe\xff")) {
        return Violation{1, {},
            PlanFileText::tr("The file is written in UTF-16; a plan is UTF-8. Save it as UTF-8 "
                             "in a text editor.")};
    }
    if (json.startsWith("\xef\xbb\xbf")) {
        return Violation{1, {},
            PlanFileText::tr("The file begins with a byte order mark, which JSON does not allow. "
                             "Save it as UTF-8 without byte order mark (BOM).")};
    }
    for (qsizetype at = 0; at < json.size();) {
        if (json[at] == '\0') {
            return Violation{linesBefore(json, at) + 1, {},
                PlanFileText::tr("The file holds binary data (a zero byte at offset %1), not a "
                                 "plan. Restore it from a backup or from version control.")
                    .arg(at)};
        }
        const qsizetype length = sequenceLength(json, at);
        if (length == 0) {
            return Violation{linesBefore(json, at) + 1, {},
                PlanFileText::tr("Byte 0x%1 at offset %2 is no valid UTF-8. Save the file as UTF-8 "
                                 "in a text editor, or restore it from a backup.")
                    .arg(static_cast<unsigned char>(json[at]), 2, 16, QLatin1Char('0'))
                    .arg(at)};
        }
        at += length;
    }
    return std::nullopt;
}

/// The word (or sign) that stands at or just before a position.
QString wordAround(QByteArrayView json, qsizetype position)
{
    const auto isWord = [&](qsizetype i) {
        const char c = json[i];
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-' || c == '+' || c == '.' || (c & 0x80) != 0;
    };
    qsizetype begin = std::clamp<qsizetype>(position - 1, 0, json.size() - 1);
    while (begin > 0 && (json[begin] == '\n' || json[begin] == ' ')) {
        --begin;
    }
    if (!isWord(begin)) {
        return QString::fromUtf8(json.sliced(begin, 1));
    }
    qsizetype end = begin + 1;
    while (begin > 0 && isWord(begin - 1)) {
        --begin;
    }
    while (end < json.size() && isWord(end)) {
        ++end;
    }
    return QString::fromUtf8(json.sliced(begin, std::min<qsizetype>(end - begin, 40)));
}

/// What the parser stumbled over, in words of ours.
QString syntaxMessage(QByteArrayView json, qsizetype position, const char* parserSays)
{
    const QByteArrayView said(parserSays);
    const auto says = [&](const char* part) { return std::strstr(said.data(), part) != nullptr; };
    if (says("unexpected end of input") || says("missing closing quote")) {
        return PlanFileText::tr("The file ends in the middle: it is truncated. Restore it from a "
                                "backup or from version control; unsaved work may be in the "
                                "autosave beside it.");
    }
    if (says("control character")) {
        return PlanFileText::tr("A text holds a line break or another control character. Write it "
                                "as \\n, or close the quote before the line ends.");
    }
    if (says("surrogate")) {
        return PlanFileText::tr("A \\u escape is half of a surrogate pair. Write both halves, or "
                                "the character itself.");
    }
    if (says("invalid string")) {
        return PlanFileText::tr("A text holds an escape that JSON does not know. A backslash is "
                                "written \\\\.");
    }
    const QString word = wordAround(json, position);
    if (word.startsWith(QLatin1String("NaN"), Qt::CaseInsensitive)
        || word.contains(QLatin1String("Inf"), Qt::CaseInsensitive)) {
        return PlanFileText::tr("“%1” is not a number that JSON can hold. Write a finite number.")
            .arg(word);
    }
    if (word == QLatin1String("/")) {
        return PlanFileText::tr("JSON has no comments. Put the remark into “notes”.");
    }
    if (says("; expected end of input")) {
        return PlanFileText::tr("The plan is complete here, but more follows: “%1”. Remove what "
                                "comes after the last closing brace.")
            .arg(word);
    }
    if (says("; expected string literal")) {
        return PlanFileText::tr("A key in double quotes was expected, not “%1”. A comma before a "
                                "closing brace is one too many.")
            .arg(word);
    }
    if (says("; expected ']'") || says("; expected '}'")) {
        return PlanFileText::tr("“%1” was not expected here: a comma or a closing bracket is "
                                "missing before it.")
            .arg(word);
    }
    if (says("; expected ':'")) {
        return PlanFileText::tr("A colon was expected between a key and its value, not “%1”.")
            .arg(word);
    }
    return PlanFileText::tr("“%1” is not valid JSON here; a value was expected.").arg(word);
}

} // namespace

/// Takes the parser's events and builds the tree.
class JsonTreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    JsonTreeBuilder(
        const QByteArray& json, int maxDepth, JsonDocument& document, QList<Violation>& violations)
        : m_json(json)
        , m_maxDepth(maxDepth)
        , m_document(document)
        , m_violations(violations)
        , m_at(json.constData())
        , m_counted(json.constData())
    { }

    const char** cursor() { return &m_at; }

    bool null() override { return put(JsonType::Null, "null", m_at); }
    bool boolean(bool value) override
    {
        return put(JsonType::Bool, value ? "true" : "false", m_at);
    }
    bool number_integer(number_integer_t value) override
    {
        return putNumber(QByteArray::number(static_cast<qlonglong>(value)));
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        return putNumber(QByteArray::number(static_cast<qulonglong>(value)));
    }
    bool number_float(number_float_t, const string_t& spelling) override
    {
        return putNumber(QByteArrayView(spelling.data(), static_cast<qsizetype>(spelling.size())));
    }
    bool string(string_t& value) override
    {
        return put(JsonType::String,
            QByteArrayView(value.data(), static_cast<qsizetype>(value.size())), m_at);
    }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(JsonType::Object); }
    bool key(string_t& value) override
    {
        m_keyAt = static_cast<quint32>(m_document.m_texts.size());
        m_keySize = static_cast<quint32>(value.size());
        m_document.m_texts.append(value.data(), static_cast<qsizetype>(value.size()));
        return true;
    }
    bool end_object() override
    {
        refuseTwins();
        m_open.pop_back();
        return true;
    }
    bool start_array(std::size_t) override { return open(JsonType::Array); }
    bool end_array() override
    {
        m_open.pop_back();
        return true;
    }
    bool parse_error(
        std::size_t position, const std::string&, const nlohmann::detail::exception& error) override
    {
        const auto at = static_cast<qsizetype>(position);
        if (error.id == 406) {
            report(lineAt(m_at), whereWeAre(),
                PlanFileText::tr("The number is too large. Write a number below 1e308."));
        } else {
            // The offending byte itself does not count: a stray line break ends its own line.
            report(linesBefore(m_json, at - 1) + 1, whereWeAre(),
                syntaxMessage(m_json, at, error.what()));
        }
        return false;
    }

private:
    struct Level {
        quint32 item;
        quint32 last;
    };

    /// The line of a place that is not before the one asked for last.
    int lineAt(const char* place)
    {
        if (place > m_counted) {
            m_line += static_cast<int>(std::count(m_counted, place, '\n'));
            m_counted = place;
        }
        return m_line;
    }

    void report(int line, const QString& pointer, const QString& message)
    {
        if (m_violations.size() < maxViolations) {
            m_violations.append(Violation{line, pointer, message});
        }
    }

    QString whereWeAre() const
    {
        return m_open.empty() ? QString() : JsonRef(&m_document, m_open.back().item).pointer();
    }

    bool putNumber(QByteArrayView spelling)
    {
        // The parser has read one byte past a number to see where it ends.
        return put(JsonType::Number, spelling, m_at - 1);
    }

    bool put(JsonType type, QByteArrayView text, const char* place)
    {
        JsonDocument::Item item;
        item.line = static_cast<quint32>(lineAt(place));
        item.type = type;
        item.textAt = static_cast<quint32>(m_document.m_texts.size());
        item.textSize = static_cast<quint32>(text.size());
        m_document.m_texts.append(text);
        const auto index = static_cast<quint32>(m_document.m_items.size());
        if (!m_open.empty()) {
            Level& level = m_open.back();
            item.parent = level.item;
            if (m_document.m_items[level.item].type == JsonType::Object) {
                item.keyAt = m_keyAt;
                item.keySize = m_keySize;
            }
            if (level.last == JsonDocument::none) {
                m_document.m_items[level.item].first = index;
            } else {
                m_document.m_items[level.last].next = index;
            }
            level.last = index;
        }
        m_document.m_items.push_back(item);
        return true;
    }

    bool open(JsonType type)
    {
        if (static_cast<int>(m_open.size()) >= m_maxDepth) {
            report(lineAt(m_at), {},
                PlanFileText::tr("The file is nested more than %1 levels deep, which no plan is. "
                                 "Restore it from a backup or from version control.")
                    .arg(m_maxDepth));
            return false;
        }
        put(type, {}, m_at);
        m_open.push_back({static_cast<quint32>(m_document.m_items.size() - 1), JsonDocument::none});
        return true;
    }

    void refuseTwins()
    {
        std::vector<JsonRef> members;
        const JsonRef object(&m_document, m_open.back().item);
        for (JsonRef member = object.first(); member; member = member.next()) {
            members.push_back(member);
        }
        std::stable_sort(members.begin(), members.end(),
            [](const JsonRef& a, const JsonRef& b) { return a.key() < b.key(); });
        for (size_t i = 1; i < members.size(); ++i) {
            if (members[i - 1].key() == members[i].key()) {
                report(members[i].line(), members[i].pointer(),
                    PlanFileText::tr("The key “%1” occurs twice in one object, first in line %2. "
                                     "Remove one of the two.")
                        .arg(QString::fromUtf8(members[i].key()))
                        .arg(members[i - 1].line()));
            }
        }
    }

    const QByteArray& m_json;
    int m_maxDepth;
    JsonDocument& m_document;
    QList<Violation>& m_violations;
    const char* m_at;
    const char* m_counted;
    int m_line = 1;
    std::vector<Level> m_open{};
    quint32 m_keyAt = 0;
    quint32 m_keySize = 0;
};

JsonType JsonRef::type() const
{
    return m_document->m_items[m_index].type;
}

int JsonRef::line() const
{
    return static_cast<int>(m_document->m_items[m_index].line);
}

QByteArrayView JsonRef::key() const
{
    const JsonDocument::Item& item = m_document->m_items[m_index];
    return QByteArrayView(m_document->m_texts).sliced(item.keyAt, item.keySize);
}

QByteArrayView JsonRef::text() const
{
    const JsonDocument::Item& item = m_document->m_items[m_index];
    return QByteArrayView(m_document->m_texts).sliced(item.textAt, item.textSize);
}

QString JsonRef::pointer() const
{
    QStringList tokens;
    for (JsonRef at = *this; at.parent(); at = at.parent()) {
        if (at.parent().isObject()) {
            tokens.prepend(pointerToken(at.key()));
            continue;
        }
        int index = 0;
        for (JsonRef item = at.parent().first(); item.m_index != at.m_index; item = item.next()) {
            ++index;
        }
        tokens.prepend(QString::number(index));
    }
    return tokens.isEmpty() ? QString() : QLatin1Char('/') + tokens.join(QLatin1Char('/'));
}

JsonRef JsonRef::first() const
{
    const quint32 index = m_document->m_items[m_index].first;
    return index == JsonDocument::none ? JsonRef() : JsonRef(m_document, index);
}

JsonRef JsonRef::next() const
{
    const quint32 index = m_document->m_items[m_index].next;
    return index == JsonDocument::none ? JsonRef() : JsonRef(m_document, index);
}

JsonRef JsonRef::parent() const
{
    const quint32 index = m_document->m_items[m_index].parent;
    return index == JsonDocument::none ? JsonRef() : JsonRef(m_document, index);
}

JsonRef JsonRef::member(QByteArrayView key) const
{
    JsonRef found = first();
    while (found && found.key() != key) {
        found = found.next();
    }
    return found;
}

std::optional<JsonDocument> JsonDocument::parse(
    const QByteArray& json, int maxDepth, QList<Violation>& violations)
{
    if (const std::optional<Violation> wrong = notText(json)) {
        violations.append(*wrong);
        return std::nullopt;
    }
    const qsizetype before = violations.size();
    JsonDocument document;
    JsonTreeBuilder builder(json, maxDepth, document, violations);
    const char* end = json.constData() + json.size();
    const bool whole
        = nlohmann::json::sax_parse(WatchedIterator(json.constData(), builder.cursor()),
            WatchedIterator(end, builder.cursor()), &builder);
    if (!whole || violations.size() > before) {
        return std::nullopt;
    }
    return document;
}

} // namespace whimbrel
