// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/schema_changes.h"

#include "model/sql/characters.h"
#include "model/sql/quoting.h"

#include <QCoreApplication>

#include <algorithm>
#include <optional>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Sql", text);
}

/// How names stand behind a noun.
enum class Names {
    Plain, ///< one name
    List, ///< DROP TABLE a, b
    OnTable, ///< name ON table
    Routine, ///< name (arguments)
};

struct NounRow {
    const char* words; ///< between CREATE or DROP and the name
    ChangeKind create;
    ChangeKind drop;
    Names names;
};

constexpr NounRow nouns[] = {
    {"TABLE", ChangeKind::CreateTable, ChangeKind::DropTable, Names::List},
    {"VIEW", ChangeKind::CreateView, ChangeKind::DropView, Names::List},
    {"INDEX", ChangeKind::CreateIndex, ChangeKind::DropIndex, Names::OnTable},
    {"TRIGGER", ChangeKind::CreateTrigger, ChangeKind::DropTrigger, Names::OnTable},
    {"FUNCTION", ChangeKind::CreateFunction, ChangeKind::DropFunction, Names::Routine},
    {"PROCEDURE", ChangeKind::CreateProcedure, ChangeKind::DropProcedure, Names::Routine},
    {"SEQUENCE", ChangeKind::CreateSequence, ChangeKind::DropSequence, Names::List},
    {"TYPE", ChangeKind::CreateType, ChangeKind::DropType, Names::List},
    {"DOMAIN", ChangeKind::CreateType, ChangeKind::DropType, Names::List},
    {"SCHEMA", ChangeKind::CreateSchema, ChangeKind::DropSchema, Names::List},
    {"DATABASE", ChangeKind::CreateSchema, ChangeKind::DropSchema, Names::Plain},
    {"EXTENSION", ChangeKind::CreateExtension, ChangeKind::DropExtension, Names::List},
    {"POLICY", ChangeKind::CreatePolicy, ChangeKind::DropPolicy, Names::OnTable},
    {"RULE", ChangeKind::CreateRule, ChangeKind::DropRule, Names::OnTable},
    {"STATISTICS", ChangeKind::CreateStatistics, ChangeKind::DropStatistics, Names::List},
    {"PUBLICATION", ChangeKind::CreatePublication, ChangeKind::DropPublication, Names::List},
    {"ROLE", ChangeKind::CreateRole, ChangeKind::DropRole, Names::List},
    {"USER", ChangeKind::CreateRole, ChangeKind::DropRole, Names::List},
    {"EVENT", ChangeKind::CreateEvent, ChangeKind::DropEvent, Names::Plain},
};

/// Words that may stand between CREATE or DROP and the noun.
bool takeDecoration(TokenCursor& cursor)
{
    static constexpr const char* words[] = {"UNIQUE", "FULLTEXT", "SPATIAL", "MATERIALIZED",
        "UNLOGGED", "FOREIGN", "VIRTUAL", "RECURSIVE", "CONSTRAINT", "EVENT", "AGGREGATE"};
    for (const char* word : words) {
        if (cursor.isWord(word) && cursor.token(1) != nullptr
            && cursor.token(1)->kind == TokenKind::Word
            && std::any_of(std::begin(nouns), std::end(nouns),
                [&](const NounRow& each) { return cursor.isWord(each.words, 1); })) {
            cursor.skip();
            return true;
        }
    }
    return false;
}

/// MySQL: DEFINER = user@host, ALGORITHM = x, SQL SECURITY x.
void takeDefiner(TokenCursor& cursor)
{
    if (!cursor.isOneOf({"DEFINER", "ALGORITHM", "SQL"})) {
        return;
    }
    while (!cursor.atEnd()
        && !cursor.isOneOf({"VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "AGGREGATE"})) {
        cursor.skip();
    }
}

/// The text of a string token without its quotes, where it has nothing that needs more decoding.
std::optional<QString> plainString(const TokenCursor& cursor)
{
    const Token* token = cursor.token();
    const QByteArrayView text = cursor.text();
    if (token == nullptr || token->kind != TokenKind::String || text.contains('\\')
        || (text.front() != '\'' && text.front() != '"')) {
        return std::nullopt;
    }
    return unquoted(text);
}

/// What a string or dollar-quoted text holds, where it needs no decoding; empty otherwise.
QString bodyOf(QByteArrayView token)
{
    if (token.startsWith('$')) {
        const qsizetype tag = token.indexOf('$', 1) + 1;
        return QString::fromUtf8(token.sliced(tag, token.size() - 2 * tag));
    }
    return token.startsWith('\'') ? unquoted(token) : QString();
}

using Renames = QList<std::pair<QualifiedName, QualifiedName>>;

/// RENAME TABLE a TO old, new TO a: afterwards old is there and new is gone; a is there throughout.
Renames netRenames(const Renames& renames, Dialect dialect)
{
    const auto same = [dialect](const QualifiedName& a, const QualifiedName& b) {
        return sameName(a.schema, b.schema, dialect) && sameName(a.name, b.name, dialect);
    };
    QList<QualifiedName> gone;
    QList<QualifiedName> come;
    for (const auto& [from, to] : renames) {
        if (const auto back = std::find_if(come.begin(), come.end(),
                [&, &name = from](const QualifiedName& each) { return same(each, name); });
            back != come.end()) {
            come.erase(back);
        } else {
            gone.append(from);
        }
        if (const auto taken = std::find_if(gone.begin(), gone.end(),
                [&, &name = to](const QualifiedName& each) { return same(each, name); });
            taken != gone.end()) {
            gone.erase(taken);
        } else {
            come.append(to);
        }
    }
    Renames net;
    for (qsizetype i = 0; i < std::min(gone.size(), come.size()); ++i) {
        net.append({gone[i], come[i]});
    }
    return net;
}

/// Reads what one statement changes.
class Reader final {
public:
    Reader(TokenCursor cursor, Dialect dialect)
        : m_cursor(cursor)
        , m_dialect(dialect)
    { }

    [[nodiscard]] SchemaChanges run();

private:
    void takeConditions()
    {
        m_change.conditional |= m_cursor.take({"IF", "NOT", "EXISTS"});
        m_change.conditional |= m_cursor.take({"IF", "EXISTS"});
    }
    void add() { m_changes.list.append(m_change); }
    void unreadable(const QString& why) { m_changes.unreadable = why; }

    void createOrDrop(bool creates);
    void takeNames(const NounRow& row, bool creates);
    void takeRoutine(bool creates);
    void alter();
    void alterType(const QualifiedName& name);
    void renameTables();
    void comment();

    TokenCursor m_cursor;
    Dialect m_dialect;
    SchemaChange m_change{};
    SchemaChanges m_changes{};
};

void Reader::createOrDrop(bool creates)
{
    m_change.orReplace = m_cursor.take({"OR", "REPLACE"});
    takeDefiner(m_cursor);
    if (m_cursor.isOneOf({"TEMP", "TEMPORARY"})
        || (m_cursor.isOneOf({"LOCAL", "GLOBAL"}) && m_cursor.isOneOf({"TEMP", "TEMPORARY"}, 1))) {
        unreadable(tr("What is temporary belongs to its session, and no other one sees it."));
        return;
    }
    while (takeDecoration(m_cursor)) { }
    for (const NounRow& row : nouns) {
        if (m_cursor.isWord(row.words)) {
            m_cursor.skip();
            m_change.kind = creates ? row.create : row.drop;
            m_change.type = QString::fromLatin1(row.words);
            takeNames(row, creates);
            return;
        }
    }
    unreadable(tr("Whimbrel does not know where the catalog shows this kind of object."));
}

void Reader::takeNames(const NounRow& row, bool creates)
{
    m_change.concurrently = m_cursor.take("CONCURRENTLY");
    takeConditions();
    if (row.create == ChangeKind::CreateIndex && m_cursor.isWord("ON")) {
        unreadable(tr("The statement leaves it to the server to name the index. Give it a name."));
        return;
    }
    m_change.object = m_cursor.takeQualifiedName();
    if (m_change.kind == ChangeKind::CreateSchema
        && m_change.object.name == QLatin1String("authorization")) {
        m_change.object.name = m_cursor.takeName().value_or(QString());
    }
    if (row.names == Names::Routine) {
        takeRoutine(creates);
        return;
    }
    if (row.names == Names::OnTable && !m_cursor.isSign(",")) {
        // CREATE RULE r AS ON DELETE TO table
        const char* before = m_change.kind == ChangeKind::CreateRule ? "TO" : "ON";
        while (!m_cursor.atEnd() && !m_cursor.isWord(before)) {
            m_cursor.skipItem();
        }
        if (m_cursor.take(before)) {
            m_cursor.take("ONLY");
            m_change.table = m_cursor.takeQualifiedName();
        }
    }
    add();
    while (!creates && m_cursor.takeSign(",")) {
        m_change.object = m_cursor.takeQualifiedName();
        add();
    }
    // A MariaDB server that stops in the middle has dropped some of them.
    m_changes.atomic = m_dialect != Dialect::Mysql || m_changes.list.size() < 2;
}

/// The arguments of a routine that is dropped, and the body of one that is made.
void Reader::takeRoutine(bool creates)
{
    m_change.isNull = !m_cursor.isSign("("); // the statement gives no arguments
    if (m_cursor.isSign("(")) {
        TokenCursor inside = m_cursor;
        m_cursor.skipParentheses();
        const std::size_t end = m_cursor.place();
        bool wordBefore = false;
        for (; inside.place() < end; inside.skip()) {
            const bool word = !inside.isSign("(") && !inside.isSign(")") && !inside.isSign(",");
            m_change.arguments += (wordBefore && word ? QStringLiteral(" ") : QString())
                + QString::fromUtf8(inside.text());
            wordBefore = word;
        }
    }
    while (creates && m_dialect == Dialect::Postgresql && !m_cursor.atEnd()) {
        if (m_cursor.take("AS") && m_cursor.token() != nullptr
            && m_cursor.token()->kind == TokenKind::String && !m_cursor.isSign(",", 1)) {
            m_change.text = bodyOf(m_cursor.text());
            break;
        }
        m_cursor.skipItem();
    }
    add();
}

void Reader::alterType(const QualifiedName& name)
{
    m_change.object = name;
    if (m_cursor.take({"ADD", "VALUE"})) {
        m_change.kind = ChangeKind::AddEnumValue;
        takeConditions();
        if (const auto label = plainString(m_cursor)) {
            m_change.text = *label;
            add();
        }
        return;
    }
    if (m_cursor.take({"RENAME", "VALUE"})) {
        m_change.kind = ChangeKind::RenameEnumValue;
        const auto before = plainString(m_cursor);
        m_cursor.skip();
        m_cursor.take("TO");
        const auto after = plainString(m_cursor);
        if (before && after) {
            m_change.text = *before;
            m_change.other.name = *after;
            add();
        }
    }
}

void Reader::alter()
{
    struct Row {
        const char* noun;
        ChangeKind rename;
    };
    static constexpr Row rows[]
        = {{"INDEX", ChangeKind::RenameIndex}, {"VIEW", ChangeKind::RenameView},
            {"SEQUENCE", ChangeKind::RenameSequence}, {"TYPE", ChangeKind::RenameType},
            {"DOMAIN", ChangeKind::RenameType}, {"SCHEMA", ChangeKind::RenameSchema},
            {"TRIGGER", ChangeKind::RenameTrigger}, {"EXTENSION", ChangeKind::ExtensionVersion}};
    m_cursor.take("MATERIALIZED");
    for (const Row& row : rows) {
        if (!m_cursor.take(row.noun)) {
            continue;
        }
        takeConditions();
        const QualifiedName name = m_cursor.takeQualifiedName();
        if (row.rename == ChangeKind::RenameType) {
            alterType(name);
        }
        m_change.object = name;
        if (row.rename == ChangeKind::RenameTrigger && m_cursor.take("ON")) {
            m_change.table = m_cursor.takeQualifiedName();
        }
        if (m_cursor.take({"RENAME", "TO"})) {
            m_change.kind = row.rename;
            m_change.other = {name.schema, m_cursor.takeName().value_or(QString())};
            add();
        } else if (row.rename == ChangeKind::ExtensionVersion && m_cursor.take({"UPDATE", "TO"})) {
            m_change.kind = row.rename;
            m_change.text = m_cursor.takeName().value_or(QString());
            add();
        }
        break;
    }
    if (m_changes.list.isEmpty()) {
        unreadable(
            tr("The catalog does not show under a name of its own what this ALTER changes."));
    }
}

/// MySQL: RENAME TABLE a TO b, c TO a.
void Reader::renameTables()
{
    m_change.kind = ChangeKind::RenameTables;
    takeConditions();
    do {
        const QualifiedName from = m_cursor.takeQualifiedName();
        while (!m_cursor.atEnd() && !m_cursor.isWord("TO")) {
            m_cursor.skip(); // WAIT 5, NOWAIT
        }
        m_cursor.take("TO");
        m_change.renames.append({from, m_cursor.takeQualifiedName()});
    } while (m_cursor.takeSign(","));
    m_change.renames = netRenames(m_change.renames, m_dialect);
    if (m_change.renames.isEmpty()) {
        unreadable(tr("The tables only change places, and every name is there before and after."));
        return;
    }
    add();
}

void Reader::comment()
{
    m_change.kind = ChangeKind::Comment;
    while (!m_cursor.atEnd() && m_cursor.isOneOf({"MATERIALIZED", "FOREIGN"})) {
        m_cursor.skip();
    }
    m_change.type = QString::fromUtf8(m_cursor.text()).toUpper();
    m_cursor.skip();
    m_change.object = m_cursor.takeQualifiedName();
    if (m_change.type == QLatin1String("COLUMN")) {
        m_change.kind = ChangeKind::CommentOnColumn;
        m_change.column = m_change.object.name;
        m_change.table = {m_change.object.qualifier, m_change.object.schema};
    }
    if (m_cursor.take("ON")) {
        m_change.table = m_cursor.takeQualifiedName();
    }
    while (!m_cursor.atEnd() && !m_cursor.isWord("IS")) {
        m_cursor.skipItem();
    }
    m_cursor.take("IS");
    m_change.isNull = m_cursor.isWord("NULL");
    const auto text = plainString(m_cursor);
    if (!m_change.isNull && !text) {
        unreadable(tr("The comment is written in a way that Whimbrel does not compare."));
        return;
    }
    m_change.text = text.value_or(QString());
    m_change.isNull = m_change.isNull || m_change.text.isEmpty();
    add();
}

SchemaChanges Reader::run()
{
    const TokenCursor start = m_cursor;
    if (m_cursor.take("CREATE")) {
        createOrDrop(true);
    } else if (m_cursor.take("DROP")) {
        createOrDrop(false);
    } else if (m_cursor.isWord("ALTER") && m_cursor.isOneOf({"TABLE", "FOREIGN", "ONLINE"}, 1)) {
        return alterTableChanges(start, m_dialect);
    } else if (m_cursor.take("ALTER")) {
        alter();
    } else if (m_cursor.take({"RENAME", "TABLE"}) || m_cursor.take({"RENAME", "TABLES"})) {
        renameTables();
    } else if (m_cursor.take({"COMMENT", "ON"})) {
        comment();
    } else if (m_cursor.isOneOf({"GRANT", "REVOKE"})) {
        return privilegeChanges(start, m_dialect);
    }
    return m_changes;
}

/// Why the catalog shows nothing of statements of a class; empty where it may.
QString reasonOf(const Statement& statement)
{
    switch (statement.kind) {
    case StatementClass::Query:
        return tr("The statement only reads.");
    case StatementClass::Dml:
        return tr("The statement changes rows, and the catalog does not count them.");
    case StatementClass::Session:
        return tr("The statement changes settings of its session, which end with it.");
    case StatementClass::Maintenance:
        return tr("Maintenance leaves nothing behind that the catalog shows.");
    case StatementClass::Transaction:
    case StatementClass::Attachment:
        return tr("The statement changes the connection, not the schema.");
    default:
        break;
    }
    return statement.verb == QLatin1String("DELETE") || statement.verb == QLatin1String("TRUNCATE")
        ? tr("The statement takes away rows, and the catalog does not count them.")
        : QString();
}

} // namespace

SchemaChanges schemaChanges(const Statement& statement, const QByteArray& sql, Dialect dialect)
{
    if (const QString why = reasonOf(statement); !why.isEmpty()) {
        return {{}, why, true};
    }
    const QList<Token> tokens = significantTokens(sql, dialect);
    for (const Token& each : tokenize(sql, dialect)) {
        const QByteArrayView text = each.in(sql);
        if (each.kind == TokenKind::VersionMark && !text.isEmpty() && isDigit(text.back())) {
            return {
                {}, tr("Whether the statement runs at all depends on the server's version."), true};
        }
    }
    SchemaChanges changes = Reader(
        TokenCursor(sql, {tokens.constData(), static_cast<std::size_t>(tokens.size())}, dialect),
        dialect)
                                .run();
    if (changes.list.isEmpty() && changes.unreadable.isEmpty()) {
        changes.unreadable = tr("Whimbrel does not know where the catalog shows what it changes.");
    }
    return changes;
}

} // namespace whimbrel
