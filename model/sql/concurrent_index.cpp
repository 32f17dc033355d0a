// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/concurrent_index.h"

#include "model/sql/effect_rows.h"
#include "model/sql/quoting.h"
#include "model/sql/token_cursor.h"

#include <QRegularExpression>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr Dialect dialect = Dialect::Postgresql;

/// The most bytes that PostgreSQL keeps of a name.
constexpr qsizetype longestName = 63;

/// Cut between characters.
QByteArray cut(QByteArray name, qsizetype longest)
{
    if (name.size() > longest) {
        while (longest > 0 && (static_cast<unsigned char>(name[longest]) & 0xC0U) == 0x80U) {
            --longest;
        }
        name.truncate(longest);
    }
    return name;
}

/// Whether an index of the table is there under a name, and valid.
EffectQuestion questionAbout(const QString& index, const QualifiedName& table)
{
    SchemaChange change;
    change.kind = ChangeKind::CreateIndex;
    change.object = {{}, index};
    change.table = table;
    const EffectRows rows = postgresqlEffectRows();
    const auto row = std::find_if(rows.rows.begin(), rows.rows.end(),
        [](const EffectRow& each) { return each.kind == ChangeKind::CreateIndex; });
    return effectQuestion(*row, change, rows, dialect).value_or(EffectQuestion());
}

} // namespace

std::optional<ConcurrentIndex> concurrentIndex(
    const Statement& statement, const QByteArray& sql, const QString& temporaryName)
{
    const QList<Token> tokens = significantTokens(sql, dialect);
    TokenCursor cursor(sql, {tokens.constData(), static_cast<std::size_t>(tokens.size())}, dialect);
    cursor.take("CREATE");
    cursor.take("UNIQUE");
    if (statement.verb != QLatin1String("CREATE INDEX")
        || !cursor.take({"INDEX", "CONCURRENTLY"})) {
        return std::nullopt;
    }
    const Token* from = cursor.token();
    ConcurrentIndex index;
    index.conditional = cursor.take({"IF", "NOT", "EXISTS"});
    const Token* name = cursor.token();
    if (name == nullptr || from == nullptr || cursor.isWord("ON")) {
        return std::nullopt;
    }
    index.name = cursor.takeName().value_or(QString());
    if (!cursor.take("ON")) {
        return std::nullopt;
    }
    cursor.take("ONLY");
    const QualifiedName table = cursor.takeQualifiedName();
    index.schema = table.schema;
    index.table = table.name;
    if (index.name.isEmpty() || index.table.isEmpty()) {
        return std::nullopt;
    }

    const QByteArray temporary = quotedIdentifier(temporaryName, dialect);
    const QByteArray path = index.schema.isEmpty()
        ? temporary
        : quotedIdentifier(index.schema, dialect) + '.' + temporary;
    index.build = sql.first(from->begin) + temporary + sql.sliced(name->end);
    index.publish = "ALTER INDEX " + path + " RENAME TO " + quotedIdentifier(index.name, dialect);
    index.drop = "DROP INDEX CONCURRENTLY IF EXISTS " + path;
    index.built = questionAbout(temporaryName, table);
    index.published = questionAbout(index.name, table);
    return index;
}

QString temporaryIndexName(const QString& tag, const QString& name)
{
    const QByteArray head = cut("whimbrel_" + tag.toUtf8(), longestName - 1) + '_';
    return QString::fromUtf8(head + cut(name.toUtf8(), longestName - head.size()));
}

QString withoutTemporaryName(const QString& object)
{
    static const QRegularExpression temporary(QStringLiteral("\\bwhimbrel_[0-9a-f]{10}_(?=.)"));
    return QString(object).remove(temporary);
}

} // namespace whimbrel
