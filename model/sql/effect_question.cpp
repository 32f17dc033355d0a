// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_rows.h"
#include "model/sql/effect_terms.h"
#include "model/sql/quoting.h"

#include <QByteArrayList>
#include <QCoreApplication>

#include <algorithm>

namespace whimbrel {

namespace {

/// Puts the parts of a change into a row's condition, and gathers the values to bind.
class Expander final {
public:
    Expander(const SchemaChange& change, const EffectRows& rows, Dialect dialect)
        : m_change(change)
        , m_rows(rows)
        , m_dialect(dialect)
    { }

    /// The text with every {…} replaced.
    [[nodiscard]] QByteArray expanded(QByteArrayView text);
    [[nodiscard]] const QMap<QString, QVariant>& values() const { return m_values; }
    /// Whether every name was there.
    [[nodiscard]] bool isComplete() const { return m_complete; }

private:
    [[nodiscard]] QByteArray expandedTerm(QByteArrayView term);
    [[nodiscard]] QByteArray expandedFragment(QByteArrayView call);
    [[nodiscard]] QByteArray bound(const QString& value);
    [[nodiscard]] QByteArray name(const QualifiedName& name, QByteArrayView part);
    [[nodiscard]] QByteArray renamed();

    const SchemaChange& m_change;
    const EffectRows& m_rows;
    Dialect m_dialect;
    QMap<QString, QVariant> m_values{};
    bool m_complete = true;
};

/// Behind the brace that closes the one at `open`.
qsizetype closing(QByteArrayView text, qsizetype open)
{
    int depth = 0;
    for (qsizetype i = open; i < text.size(); ++i) {
        depth += text[i] == '{' ? 1 : (text[i] == '}' ? -1 : 0);
        if (depth == 0) {
            return i + 1;
        }
    }
    return text.size();
}

/// The parts between the bars that stand outside of braces.
QByteArrayList parts(QByteArrayView text)
{
    QByteArrayList result{QByteArray()};
    int depth = 0;
    for (const char c : text) {
        depth += c == '{' ? 1 : (c == '}' ? -1 : 0);
        if (c == '|' && depth == 0) {
            result.append(QByteArray());
        } else {
            result.last() += c;
        }
    }
    return result;
}

QByteArray Expander::bound(const QString& value)
{
    const QString name = QStringLiteral("v%1").arg(m_values.size() + 1);
    m_values.insert(name, value);
    return ':' + name.toLatin1();
}

QByteArray Expander::name(const QualifiedName& name, QByteArrayView part)
{
    m_complete = m_complete && !name.name.isEmpty();
    if (part.isEmpty()) {
        return bound(name.name);
    }
    if (part == "path") {
        const QByteArray own = quotedIdentifier(name.name, m_dialect);
        return bound(QString::fromUtf8(
            name.schema.isEmpty() ? own : quotedIdentifier(name.schema, m_dialect) + '.' + own));
    }
    if (!name.schema.isEmpty()) {
        return bound(name.schema);
    }
    switch (m_dialect) {
    case Dialect::Postgresql:
        return "current_schema()";
    case Dialect::Mysql:
        return "DATABASE()";
    case Dialect::Sqlite:
    case Dialect::External:
        break;
    }
    return "'main'";
}

QByteArray Expander::expandedFragment(QByteArrayView call)
{
    const qsizetype colon = call.indexOf(':');
    const QByteArrayView wanted = call.first(colon);
    const auto found = std::find_if(m_rows.fragments.begin(), m_rows.fragments.end(),
        [&](const EffectFragment& each) { return wanted == QByteArrayView(each.name); });
    Q_ASSERT(found != m_rows.fragments.end());
    const QByteArrayList arguments = parts(call.sliced(colon + 1));
    QByteArray sql;
    const QByteArrayView text(found->sql);
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9') {
            sql += arguments.value(text[++i] - '1');
        } else {
            sql += text[i];
        }
    }
    return expanded(sql);
}

/// Tables that change names at once: all of them have the new one and none the old one.
QByteArray Expander::renamed()
{
    const auto all = [this](bool to) {
        QByteArrayList list;
        for (qsizetype i = 0; i < m_change.renames.size(); ++i) {
            const QByteArray end = (to ? "to" : "from") + QByteArray::number(i);
            const QByteArray other = (to ? "from" : "to") + QByteArray::number(i);
            for (const QByteArray& each : {end, other}) {
                const QByteArray there = m_dialect == Dialect::Postgresql
                    ? "{=is:{" + each + ".path}}"
                    : "{=is:{" + each + ".schema}|{" + each + "}}";
                list.append((each == end ? QByteArray() : QByteArray("NOT ")) + there);
            }
        }
        return list.join(" AND ");
    };
    return "CASE WHEN " + all(true) + " THEN true WHEN " + all(false) + " THEN false END";
}

QByteArray Expander::expandedTerm(QByteArrayView term)
{
    if (term.startsWith('=')) {
        return expandedFragment(term.sliced(1));
    }
    if (term.startsWith("said:")) {
        return expanded(parts(term.sliced(5)).value(m_change.object.schema.isEmpty() ? 1 : 0));
    }
    if (term == "renamed") {
        return expanded(renamed());
    }
    if (term == "master") {
        const QString schema = m_change.object.schema;
        return quotedIdentifier(schema.isEmpty() ? QStringLiteral("main") : schema, m_dialect)
            + ".sqlite_schema";
    }
    const bool postgresql = m_dialect == Dialect::Postgresql;
    if (const auto sql = postgresql ? postgresqlTerm(term, m_change) : mysqlTerm(term, m_change)) {
        return expanded(*sql);
    }
    if (const auto value
        = postgresql ? postgresqlValue(term, m_change) : mysqlValue(term, m_change)) {
        return bound(*value);
    }
    const qsizetype dot = term.indexOf('.');
    const QByteArrayView head = dot < 0 ? term : term.first(dot);
    const QByteArrayView part = dot < 0 ? QByteArrayView() : term.sliced(dot + 1);
    if (head == "object" || head == "table" || head == "other") {
        return name(head == "object" ? m_change.object
                : head == "table"    ? m_change.table
                                     : m_change.other,
            part);
    }
    const bool to = head.startsWith("to");
    if (to || head.startsWith("from")) {
        const auto& pair = m_change.renames.at(head.sliced(to ? 2 : 4).toInt());
        return name(to ? pair.second : pair.first, part);
    }
    if (term == "column") {
        m_complete = m_complete && !m_change.column.isEmpty();
        return bound(m_change.column);
    }
    if (term == "columns") {
        return bound(m_change.columns.join(u','));
    }
    return bound(term == "arguments" ? m_change.arguments : m_change.text);
}

QByteArray Expander::expanded(QByteArrayView text)
{
    QByteArray sql;
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype open = text.indexOf('{', i);
        if (open < 0) {
            return sql.append(text.sliced(i));
        }
        sql += text.sliced(i, open - i);
        i = closing(text, open);
        sql += expandedTerm(text.sliced(open + 1, i - open - 2));
    }
    return sql;
}

/// The question in words, with the names of the change.
QString inWords(const EffectRow& row, const SchemaChange& change)
{
    const bool renames = !change.renames.isEmpty();
    const QString object = renames ? change.renames.first().first.name : change.object.name;
    const QString other = renames ? change.renames.first().second.name : change.other.name;
    QString text = QCoreApplication::translate("Sql", row.asks);
    text.replace(QLatin1String("%4"), change.type.toLower());
    text.replace(QLatin1String("%3"), other);
    text.replace(QLatin1String("%2"), change.table.name);
    return text.replace(QLatin1String("%1"), object);
}

} // namespace

std::optional<EffectQuestion> effectQuestion(
    const EffectRow& row, const SchemaChange& change, const EffectRows& rows, Dialect dialect)
{
    Expander expander(change, rows, dialect);
    QByteArray applied = expander.expanded(row.applied);
    // What is replaced was there before under the same name; only a body that differs is telling.
    if (change.orReplace && change.text.isEmpty()) {
        applied = "CASE WHEN " + applied + " THEN NULL ELSE false END";
    }
    const bool mayBePartial
        = row.partial != nullptr && (change.kind != ChangeKind::DropIndex || change.concurrently);
    const QByteArray sql = mayBePartial ? "SELECT CASE WHEN " + applied + " THEN 'applied' WHEN "
            + expander.expanded(row.partial) + " THEN 'partial' ELSE 'not applied' END"
                                        : "SELECT CASE " + applied
            + " WHEN true THEN 'applied' WHEN false THEN 'not applied' ELSE 'unknown' END";
    if (!expander.isComplete()) {
        return std::nullopt;
    }
    EffectQuestion question;
    question.sql = QString::fromUtf8(sql);
    question.values = expander.values();
    question.asks = inWords(row, change);
    return question;
}

} // namespace whimbrel
