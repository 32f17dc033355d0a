// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/dialect_traits.h"

#include "model/sql/keywords.h"

namespace whimbrel {

namespace {

DialectTraits sqliteTraits()
{
    DialectTraits traits;
    traits.bracketIdentifiers = true;
    traits.backtickIdentifiers = true;
    traits.tclVariables = true;
    traits.questionVariables = true;
    traits.nullByteEnds = true;
    traits.stringPrefixes = "x";
    traits.variableMarks = ":@$#";
    traits.bodies = BodyStyle::TriggerBody;
    traits.keywords = sqliteKeywords().all;
    traits.reserved = sqliteKeywords().reserved;
    return traits;
}

DialectTraits postgresqlTraits()
{
    DialectTraits traits;
    traits.dollarQuotes = true;
    traits.nestedComments = true;
    traits.carriageReturnEndsLine = true;
    traits.operatorRuns = true;
    traits.numberedVariables = true;
    traits.nullByteEnds = true;
    traits.stringPrefixes = "xbne";
    traits.escapePrefixes = "e";
    traits.unicodePrefix = true;
    traits.variableMarks = ":";
    traits.stringsGoOn = true;
    traits.bodies = BodyStyle::AtomicBody;
    traits.clientCommands = ClientCommands::Backslashes;
    traits.keywords = postgresqlKeywords().all;
    traits.reserved = postgresqlKeywords().reserved;
    return traits;
}

DialectTraits mysqlTraits()
{
    DialectTraits traits;
    traits.backtickIdentifiers = true;
    traits.doubleQuotesAreStrings = true;
    traits.backslashEscapes = true;
    traits.hashComments = true;
    traits.dashesNeedSpace = true;
    traits.executableComments = true;
    traits.questionVariables = true;
    traits.doubleAtVariables = true;
    traits.stringPrefixes = "xbn";
    traits.variableMarks = ":@";
    traits.wordMarks = "$";
    traits.identifierQuote = '`';
    traits.bodies = BodyStyle::CompoundBody;
    traits.clientCommands = ClientCommands::Words;
    traits.keywords = mysqlKeywords().all;
    traits.reserved = mysqlKeywords().reserved;
    return traits;
}

} // namespace

const DialectTraits& traitsOf(Dialect dialect)
{
    static const DialectTraits sqlite = sqliteTraits();
    static const DialectTraits postgresql = postgresqlTraits();
    static const DialectTraits mysql = mysqlTraits();
    switch (dialect) {
    case Dialect::Sqlite:
    case Dialect::External: // takes no SQL; its text is still drawn and searched
        return sqlite;
    case Dialect::Postgresql:
        return postgresql;
    case Dialect::Mysql:
        return mysql;
    }
    return sqlite;
}

} // namespace whimbrel
