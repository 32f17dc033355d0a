// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/script_facts.h"

#include "model/sql/quoting.h"
#include "model/sql/table_changes.h"
#include "model/sql/token_cursor.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace whimbrel {

namespace {

/// Names without duplicates, in the order in which they came.
class NameSet final {
public:
    explicit NameSet(Dialect dialect)
        : m_dialect(dialect)
    { }

    void add(const QString& name)
    {
        const QString key = foldedName(name, m_dialect);
        if (!name.isEmpty() && !m_keys.contains(key)) {
            m_keys.insert(key);
            m_names.append(name);
        }
    }
    [[nodiscard]] bool contains(const QString& name) const
    {
        return m_keys.contains(foldedName(name, m_dialect));
    }
    [[nodiscard]] const QStringList& names() const { return m_names; }

private:
    Dialect m_dialect;
    QSet<QString> m_keys{};
    QStringList m_names{};
};

/// What becomes of the objects of one kind, statement by statement.
class Inventory final {
public:
    explicit Inventory(Dialect dialect)
        : m_dialect(dialect)
    { }

    void create(const QString& name) { thing(name, false).isThere = true; }
    void drop(const QString& name) { thing(name, true).isThere = false; }
    void rename(const QString& from, const QString& to)
    {
        const Thing left = thing(from, true);
        drop(from);
        Thing& arrived = thing(to, false);
        arrived.isThere = true;
        arrived.origin = left.origin.isEmpty() && left.wasThere ? from : left.origin;
    }
    /// A table that only has another name now is neither created nor dropped.
    [[nodiscard]] ObjectChanges changes() const;

private:
    struct Thing {
        QString name{};
        bool wasThere = false;
        bool isThere = false;
        QString origin{}; ///< the name that it had before the script, where renamed
    };

    Thing& thing(const QString& name, bool wasThere)
    {
        const QString key = foldedName(name, m_dialect);
        const auto place = m_places.constFind(key);
        if (place != m_places.cend()) {
            return m_things[*place];
        }
        m_places.insert(key, m_things.size());
        m_things.append({name, wasThere, wasThere, {}});
        return m_things.last();
    }

    Dialect m_dialect;
    QList<Thing> m_things{};
    QHash<QString, qsizetype> m_places{};
};

ObjectChanges Inventory::changes() const
{
    ObjectChanges result;
    NameSet renamedAway(m_dialect);
    for (const Thing& each : m_things) {
        if (each.isThere) {
            renamedAway.add(each.origin);
        }
    }
    for (const Thing& each : m_things) {
        if (each.wasThere && each.isThere) {
            result.replaced.append(each.name);
        } else if (each.wasThere && !renamedAway.contains(each.name)) {
            result.dropped.append(each.name);
        } else if (!each.wasThere && each.isThere && each.origin.isEmpty()) {
            result.created.append(each.name);
        }
    }
    return result;
}

/// The tables that the commands of a trigger's body write.
QStringList writtenInBody(TokenCursor cursor, Dialect dialect)
{
    NameSet tables(dialect);
    while (!cursor.atEnd() && !cursor.isWord("BEGIN")) {
        cursor.skip();
    }
    while (!cursor.atEnd()) {
        const bool replaces = cursor.isWord("REPLACE") && cursor.isWord("INTO", 1);
        if (cursor.isWord("INSERT") || replaces) {
            while (!cursor.atEnd() && !cursor.isWord("INTO") && !cursor.isSign(";")) {
                cursor.skip();
            }
            if (cursor.take("INTO")) {
                tables.add(cursor.takeQualifiedName().name);
            }
        } else if (cursor.isWord("UPDATE") && !cursor.isWord("SET", 1)) {
            cursor.skip();
            if (cursor.take("OR")) {
                cursor.skip();
            }
            tables.add(cursor.takeQualifiedName().name);
        } else if (cursor.take({"DELETE", "FROM"})) {
            tables.add(cursor.takeQualifiedName().name);
        } else {
            cursor.skip();
        }
    }
    return tables.names();
}

/// The tables of a statement's FROM and JOIN, at any depth.
QStringList readTables(TokenCursor cursor, Dialect dialect)
{
    NameSet tables(dialect);
    while (!cursor.atEnd()) {
        if (cursor.take("FROM") || cursor.take("JOIN")) {
            tables.add(cursor.takeQualifiedName().name);
        } else {
            cursor.skip();
        }
    }
    return tables.names();
}

struct Copy {
    QString from{};
    QString to{};
};

class Gatherer final {
public:
    Gatherer(const Script& script, Dialect dialect)
        : m_script(script)
        , m_dialect(dialect)
        , m_tables(dialect)
        , m_indexes(dialect)
        , m_triggers(dialect)
        , m_views(dialect)
        , m_written(dialect)
        , m_emptied(dialect)
    { }

    [[nodiscard]] ScriptFacts run();

private:
    void see(const Statement& statement, qsizetype index);
    void seeAlterTable(const Statement& statement, TokenCursor cursor, qsizetype index);
    void seeRename(const QString& from, const QString& to, qsizetype index);
    void findRebuilds();
    [[nodiscard]] Inventory* inventoryOf(const QString& noun);

    const Script& m_script;
    Dialect m_dialect;
    Inventory m_tables;
    Inventory m_indexes;
    Inventory m_triggers;
    Inventory m_views;
    NameSet m_written;
    NameSet m_emptied;
    QList<Copy> m_copies{}; ///< INSERT INTO to SELECT … FROM from
    QList<RenamedThing> m_tableRenames{};
    ScriptFacts m_facts{};
};

Inventory* Gatherer::inventoryOf(const QString& noun)
{
    if (noun == QLatin1String("TABLE")) {
        return &m_tables;
    }
    if (noun == QLatin1String("INDEX")) {
        return &m_indexes;
    }
    if (noun == QLatin1String("TRIGGER")) {
        return &m_triggers;
    }
    return noun == QLatin1String("VIEW") ? &m_views : nullptr;
}

void Gatherer::seeRename(const QString& from, const QString& to, qsizetype index)
{
    m_tables.rename(from, to);
    m_tableRenames.append({from, {}, to, index});
}

void Gatherer::seeAlterTable(const Statement& statement, TokenCursor cursor, qsizetype index)
{
    (void)takeAlteredTable(cursor);
    for (const TableChange& change : readTableChanges(cursor)) {
        if (change.words == QLatin1String("ADD COLUMN")) {
            m_facts.columnsAdded.append({statement.table, change.name, change.notNull,
                change.hasDefault, change.references, index});
        } else if (change.words == QLatin1String("DROP COLUMN")) {
            m_facts.columnsDropped.append({statement.table, change.name, index});
        } else if (change.words == QLatin1String("RENAME COLUMN")) {
            m_facts.renamed.append({statement.table, change.name, change.newName, index});
        } else if (change.words == QLatin1String("RENAME TO")) {
            seeRename(statement.table, change.newName, index);
        }
    }
}

void Gatherer::see(const Statement& statement, qsizetype index)
{
    const QByteArray text = m_script.text(statement);
    const QList<Token> tokens = significantTokens(text, m_dialect);
    TokenCursor cursor(
        text, std::span(tokens.constData(), static_cast<std::size_t>(tokens.size())), m_dialect);
    const QString noun = statement.verb.section(u' ', 1, 1);
    Inventory* inventory = inventoryOf(noun);

    if (statement.verb.startsWith(QLatin1String("CREATE ")) && inventory != nullptr) {
        inventory->create(statement.object);
        if (inventory == &m_indexes) {
            m_facts.indexesCreated.append(
                {statement.object, statement.table, statement.unique, index});
        } else if (inventory == &m_triggers) {
            m_facts.triggersCreated.append(
                {statement.object, statement.table, writtenInBody(cursor, m_dialect), index});
        } else if (inventory == &m_tables) {
            for (const QString& from : readTables(cursor, m_dialect)) {
                m_copies.append({from, statement.table}); // CREATE TABLE … AS SELECT
            }
        }
    } else if (statement.verb.startsWith(QLatin1String("DROP ")) && inventory != nullptr) {
        inventory->drop(statement.object);
    } else if (statement.verb.startsWith(QLatin1String("ALTER TABLE"))) {
        seeAlterTable(statement, cursor, index);
    } else if (statement.verb == QLatin1String("RENAME TABLE")) {
        seeRename(statement.table, statement.newName, index);
    } else if (statement.kind == StatementClass::Dml
        || statement.kind == StatementClass::Destructive) {
        m_written.add(statement.table);
        if (statement.kind == StatementClass::Destructive) {
            m_emptied.add(statement.table);
        }
        if (statement.verb == QLatin1String("INSERT")
            || statement.verb == QLatin1String("REPLACE")) {
            for (const QString& from : readTables(cursor, m_dialect)) {
                m_copies.append({from, statement.table});
            }
        }
    }
}

/// A rebuild copies the rows of a table into another one that has its name in the end, by either
/// order of renames: new → old's name after the drop, or old → aside before the create.
void Gatherer::findRebuilds()
{
    const auto key = [this](const QString& name) { return foldedName(name, m_dialect); };
    QHash<QString, QString> atEnd; // by what a table was called when rows were copied into it
    QHash<QString, QString> atBegin;
    for (const RenamedThing& rename : m_tableRenames) {
        atEnd.insert(key(rename.table), rename.newName);
        atBegin.insert(key(rename.newName), rename.table);
    }
    NameSet replaced(m_dialect);
    for (const QString& table : m_facts.tables.replaced) {
        replaced.add(table);
    }
    NameSet rebuilt(m_dialect);
    NameSet carriedOver(m_dialect);
    NameSet steps(m_dialect);
    for (const Copy& copy : m_copies) {
        const bool before = replaced.contains(copy.from)
            && sameName(atEnd.value(key(copy.to)), copy.from, m_dialect);
        const bool aside = replaced.contains(copy.to)
            && sameName(atBegin.value(key(copy.from)), copy.to, m_dialect);
        if (before || aside) {
            rebuilt.add(before ? copy.from : copy.to);
            carriedOver.add(copy.from);
            steps.add(copy.from);
            steps.add(copy.to);
        }
    }
    for (const QString& table : m_facts.tables.replaced) {
        if (rebuilt.contains(table)) {
            m_facts.rebuiltTables.append(table);
        }
    }
    m_facts.carriedOver = carriedOver.names();
    for (const RenamedThing& rename : m_tableRenames) {
        if (!steps.contains(rename.table) && !steps.contains(rename.newName)) {
            m_facts.renamed.append(rename);
        }
    }
    std::stable_sort(m_facts.renamed.begin(), m_facts.renamed.end(),
        [](const RenamedThing& a, const RenamedThing& b) { return a.statement < b.statement; });
}

ScriptFacts Gatherer::run()
{
    for (qsizetype i = 0; i < m_script.statements.size(); ++i) {
        see(m_script.statements.at(i), i);
    }
    m_facts.tables = m_tables.changes();
    m_facts.indexes = m_indexes.changes();
    m_facts.triggers = m_triggers.changes();
    m_facts.views = m_views.changes();
    m_facts.tablesWritten = m_written.names();
    m_facts.tablesEmptied = m_emptied.names();
    findRebuilds();
    return std::move(m_facts);
}

} // namespace

bool ScriptFacts::isRebuildDrop(const Statement& statement, Dialect dialect) const
{
    return statement.verb == QLatin1String("DROP TABLE")
        && std::any_of(carriedOver.begin(), carriedOver.end(),
            [&](const QString& each) { return sameName(each, statement.object, dialect); });
}

ScriptFacts scriptFacts(const Script& script, Dialect dialect)
{
    return Gatherer(script, dialect).run();
}

bool mentions(const Script& script, const QString& name, Dialect dialect)
{
    for (const Token& token : significantTokens(script.sql, dialect)) {
        if ((token.kind == TokenKind::Word || token.kind == TokenKind::QuotedIdentifier)
            && sameName(catalogName(token.in(script.sql), dialect), name, dialect)) {
            return true;
        }
    }
    return false;
}

} // namespace whimbrel
