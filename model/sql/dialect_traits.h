// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/dialect.h"

#include <span>
#include <string_view>

namespace whimbrel {

/// How a statement that holds other statements is told from one that does not.
enum class BodyStyle {
    TriggerBody, ///< CREATE TRIGGER … BEGIN statement; … END: the END that follows a semicolon
    AtomicBody, ///< CREATE FUNCTION … BEGIN ATOMIC statement; … END; CREATE RULE … (a; b)
    CompoundBody, ///< stored programs: BEGIN, CASE, IF, LOOP … each with its END
};

/// How commands of a database's command-line program are told from SQL in its scripts.
enum class ClientCommands {
    Dots, ///< sqlite3: a line that begins with a dot, between statements
    Backslashes, ///< psql: from a backslash anywhere to the end of the line
    Words, ///< mysql: DELIMITER and \x between statements, \G and \g behind them
};

/// What differs between the dialects for the lexer, the splitter and the quoting of values. Adding
/// a dialect is adding a row.
struct DialectTraits {
    bool bracketIdentifiers = false; ///< [x]
    bool backtickIdentifiers = false; ///< `x`
    bool doubleQuotesAreStrings = false; ///< "x" is a string, not an identifier
    bool backslashEscapes = false; ///< \ takes the next byte in strings
    bool dollarQuotes = false; ///< $tag$ … $tag$
    bool nestedComments = false; ///< /* /* */ */
    bool hashComments = false; ///< # to the end of the line
    bool dashesNeedSpace = false; ///< -- begins a comment only before space
    bool executableComments = false; ///< /*! … */ is run, not skipped
    bool carriageReturnEndsLine = false; ///< of a -- comment
    bool operatorRuns = false; ///< any run of operator characters is one operator
    bool tclVariables = false; ///< $a::b(c)
    bool numberedVariables = false; ///< $1
    bool questionVariables = false; ///< ? and ?1
    bool doubleAtVariables = false; ///< @@x, @'x'
    bool stringsGoOn = false; ///< 'a' and, on a later line, 'b' are one string
    bool nullByteEnds = false; ///< the server takes byte 0 for the end of the text
    std::string_view stringPrefixes{}; ///< letters, lower case, that may stand before '
    std::string_view escapePrefixes{}; ///< those of them that switch backslashes on
    bool unicodePrefix = false; ///< U&'x' and U&"x"
    std::string_view variableMarks{}; ///< : @ $ … before a name
    std::string_view wordMarks{}; ///< further bytes that a word may begin with
    char identifierQuote = '"'; ///< for writing identifiers
    BodyStyle bodies = BodyStyle::TriggerBody;
    ClientCommands clientCommands = ClientCommands::Dots;
    std::span<const std::string_view> keywords{}; ///< sorted, upper case
    std::span<const std::string_view> reserved{}; ///< sorted, upper case
};

[[nodiscard]] const DialectTraits& traitsOf(Dialect dialect);

} // namespace whimbrel
