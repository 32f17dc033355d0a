// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/sql/effect_probe.h"
#include "model/sql/locks.h"
#include "model/sql/statement.h"
#include "model/sql/token.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace whimbrel;

// Whatever the text, its tokens cover it without a gap, and its statements stand in it in order.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray sql(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgresql, Dialect::Mysql}) {
        qsizetype end = 0;
        for (const Token& token : tokenize(sql, dialect)) {
            if (token.begin != end || token.end <= token.begin) {
                std::abort();
            }
            end = token.end;
        }
        if (end != sql.size()) {
            std::abort();
        }
        const Script script = splitScript(sql, dialect);
        qsizetype last = 0;
        for (const Statement& statement : script.statements) {
            if (statement.begin < last || statement.end <= statement.begin
                || statement.end > sql.size()) {
                std::abort();
            }
            last = statement.end;
            const QByteArray text = script.text(statement);
            static_cast<void>(effectOf(statement, text, dialect));
            static_cast<void>(lockFacts(statement, text, dialect));
        }
        static_cast<void>(isPlaceholderSql(sql, dialect));
    }
    return 0;
}
