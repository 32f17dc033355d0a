// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rules/node_sql.h"

#include "model/rules/statement_words.h"
#include "model/sql/script_facts.h"

namespace whimbrel {

namespace {

QStringList words(const char* text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

QString columnName(const QString& table, const QString& column)
{
    return table.toLower() + QLatin1Char('.') + column.toLower();
}

void note(std::optional<Statement>& first, const Statement& statement)
{
    if (!first) {
        first = statement;
    }
}

/// Reads one script: what its statements do that script_facts.h does not already say.
class Reader final {
public:
    Reader(const Script& script, Dialect dialect)
        : m_script(script)
        , m_dialect(dialect)
        , m_facts(scriptFacts(script, dialect))
    { }

    NodeSql read()
    {
        for (qsizetype i = 0; i < m_script.statements.size(); ++i) {
            readStatement(m_script.statements.at(i), i);
        }
        const QStringList made = m_facts.tables.created;
        for (const QString& table : made) {
            m_sql.created.append(table.toLower());
        }
        for (const AddedColumn& added : m_facts.columnsAdded) {
            m_sql.addedColumns.append(columnName(added.table, added.column));
        }
        for (const DroppedColumn& dropped : m_facts.columnsDropped) {
            m_sql.lost.append(columnName(dropped.table, dropped.column));
        }
        for (const QString& table : m_facts.tablesWritten) {
            m_sql.writtenTables.append(table.toLower());
        }
        m_sql.rebuilds = !m_facts.rebuiltTables.isEmpty();
        m_sql.createsTrigger = !m_facts.triggersCreated.isEmpty();
        return std::move(m_sql);
    }

private:
    void readStatement(const Statement& statement, qsizetype index)
    {
        m_sql.any = true;
        for (const QString& name : {statement.object, statement.table}) {
            if (!name.isEmpty() && !m_sql.touched.contains(name.toLower())) {
                m_sql.touched.append(name.toLower());
            }
        }
        switch (statement.kind) {
        case StatementClass::Query:
        case StatementClass::Transaction:
        case StatementClass::Session:
        case StatementClass::Maintenance:
        case StatementClass::Attachment:
            return;
        case StatementClass::Unknown:
            m_sql.understood = false;
            return;
        case StatementClass::Dml:
            note(m_sql.writing, statement);
            readRows(statement);
            return;
        case StatementClass::Additive:
            note(m_sql.adds, statement);
            break;
        case StatementClass::Destructive:
            note(m_sql.writing, statement);
            readDestruction(statement);
            break;
        case StatementClass::Rename:
            readRename(statement, index);
            break;
        case StatementClass::OtherDdl:
            break;
        }
        note(m_sql.writing, statement);
        if (statement.verb != QLatin1String("DELETE")) {
            note(m_sql.ddl, statement);
        }
        if (statement.verb.contains(QLatin1String("TABLE")) && !statement.temporary) {
            note(m_sql.tableDdl, statement);
        }
        readTightening(statement);
    }

    /// Whether it moves or rewrites a table's rows in one go.
    void readRows(const Statement& statement)
    {
        const StatementWords w(m_script, statement, m_dialect);
        if (statement.verb == QLatin1String("UPDATE")) {
            const qsizetype where = w.findOutside(words("WHERE"));
            if (statement.everyRow || w.find(words("IS NULL"), where) >= 0) {
                note(m_sql.manyRows, statement);
            }
            return;
        }
        const qsizetype into = w.findOutside(words("INTO"));
        const qsizetype select = into < 0 ? -1 : w.findOutside(words("SELECT"), into);
        const bool copies = select >= 0 && w.findOutside(words("FROM"), select) >= 0;
        // Filling a table that the same script makes anew from its old form is a rebuild.
        if (copies && m_facts.rebuiltTables.isEmpty()) {
            note(m_sql.manyRows, statement);
        }
    }

    void readDestruction(const Statement& statement)
    {
        const auto holds = [&](const QStringList& list) {
            return list.contains(statement.table, Qt::CaseInsensitive);
        };
        if (statement.verb == QLatin1String("DROP TABLE")) {
            // What the script itself made is in neither list; "DROP TABLE IF EXISTS x; CREATE
            // TABLE x" clears up after an earlier try.
            const bool replaced = holds(m_facts.tables.replaced) && !statement.conditional;
            if ((holds(m_facts.tables.dropped) || replaced)
                && !m_facts.isRebuildDrop(statement, m_dialect)) {
                note(m_sql.losesData, statement);
                m_sql.lost.append(statement.table.toLower());
            }
        } else if (statement.verb == QLatin1String("TRUNCATE")
            || statement.verb == QLatin1String("DELETE")) {
            note(m_sql.losesData, statement);
            m_sql.lost.append(statement.table.toLower());
        } else if (statement.verb == QLatin1String("DROP SCHEMA")
            || statement.verb == QLatin1String("DROP DATABASE")) {
            note(m_sql.losesData, statement);
            m_sql.lost.append(statement.object.toLower());
        } else if (statement.verb == QLatin1String("ALTER TABLE DROP COLUMN")) {
            note(m_sql.losesData, statement);
        } else {
            note(m_sql.dropsOther, statement);
        }
    }

    void readRename(const Statement& statement, qsizetype index)
    {
        for (const RenamedThing& renamed : m_facts.renamed) {
            if (renamed.statement == index) {
                note(m_sql.rename, statement);
            }
        }
    }

    void readTightening(const Statement& statement)
    {
        bool tightens = statement.unique;
        if (statement.verb.startsWith(QLatin1String("ALTER TABLE"))) {
            const StatementWords w(m_script, statement, m_dialect);
            const bool adds = w.findOutside(words("ADD CONSTRAINT")) >= 0
                || w.findOutside(words("ADD UNIQUE")) >= 0 || w.findOutside(words("ADD CHECK")) >= 0
                || w.findOutside(words("ADD PRIMARY")) >= 0;
            tightens = w.findOutside(words("SET NOT NULL")) >= 0
                || w.findOutside(words("VALIDATE CONSTRAINT")) >= 0
                || (adds && w.findOutside(words("NOT VALID")) < 0)
                || (w.findOutside(words("MODIFY")) >= 0 && w.findOutside(words("NOT NULL")) >= 0);
        }
        if (tightens && !m_facts.tables.created.contains(statement.table, Qt::CaseInsensitive)) {
            m_sql.tightenings.append({statement.table.toLower(), statement});
        }
    }

    const Script& m_script;
    Dialect m_dialect = Dialect::Sqlite;
    ScriptFacts m_facts{};
    NodeSql m_sql{};
};

} // namespace

NodeSql readEffects(const Script& script, Dialect dialect)
{
    return Reader(script, dialect).read();
}

} // namespace whimbrel
