// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "app/cli/command_line.h"

#include "app/cli/console.h"
#include "app/cli/exit_code.h"

#include <algorithm>

namespace whimbrel::cli {

namespace {

constexpr int helpWidth = 100;

/// How many letters have to be changed, added or taken away to make one word of the other.
int distance(const QString& a, const QString& b)
{
    QList<int> row(b.size() + 1);
    for (int j = 0; j <= b.size(); ++j) {
        row[j] = j;
    }
    for (int i = 1; i <= a.size(); ++i) {
        int diagonal = row[0];
        row[0] = i;
        for (int j = 1; j <= b.size(); ++j) {
            const int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

QString spelled(const Option& option)
{
    QStringList names;
    for (const QString& name : option.names) {
        names.append((name.size() == 1 ? QStringLiteral("-") : QStringLiteral("--")) + name);
    }
    QString text = names.join(QLatin1String(", "));
    if (!option.valueName.isEmpty()) {
        text += option.valueOptional ? QStringLiteral(" [%1]").arg(option.valueName)
                                     : QLatin1Char(' ') + option.valueName;
    }
    return text;
}

} // namespace

QString nearestWord(const QString& word, const QStringList& known)
{
    QString nearest;
    qsizetype best = std::max<qsizetype>(2, word.size() / 3) + 1;
    for (const QString& each : known) {
        const int away = each.startsWith(word) && word.size() > 1 ? 1 : distance(word, each);
        if (away < best) {
            best = away;
            nearest = each;
        }
    }
    return nearest;
}

QString wrapped(const QString& text, int width, int indent)
{
    QString all;
    qsizetype column = indent;
    for (const QString& word : text.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        if (column > indent && column + word.size() + 1 > width) {
            all += QLatin1Char('\n') + QString(indent, QLatin1Char(' '));
            column = indent;
        } else if (column > indent) {
            all += QLatin1Char(' ');
            ++column;
        }
        all += word;
        column += word.size();
    }
    return all;
}

CommandLine::CommandLine(QString command, QString synopsis, QString description)
    : m_command(std::move(command))
    , m_synopsis(std::move(synopsis))
    , m_description(std::move(description))
    , m_parser(std::make_unique<QCommandLineParser>())
{
    add({{QStringLiteral("h"), QStringLiteral("help")}, Texts::tr("Shows this help.")});
}

void CommandLine::add(Option option)
{
    QCommandLineOption made(option.names, option.description, option.valueName);
    if (!option.defaultValue.isEmpty()) {
        made.setDefaultValue(option.defaultValue);
    }
    m_parser->addOption(made);
    m_options.append(std::move(option));
}

void CommandLine::addFormat(const QString& description, const QStringList& formats)
{
    Option option{
        {QStringLiteral("format")}, description, QStringLiteral("FORMAT"), formats.constFirst()};
    option.allowed = formats;
    add(std::move(option));
}

void CommandLine::addFormat()
{
    addFormat(Texts::tr("text or json."), {QStringLiteral("text"), QStringLiteral("json")});
}

void CommandLine::addExample(const QString& line, const QString& about)
{
    m_examples.append(QStringLiteral("  %1\n      %2").arg(line, about));
}

void CommandLine::setArguments(int least, int most, const QString& what)
{
    m_least = least;
    m_most = most;
    m_argumentsAre = what;
}

std::optional<int> CommandLine::parse(const QStringList& arguments)
{
    const bool understood = m_parser->parse(QStringList{m_command} + withOptionalValues(arguments));
    if (m_parser->isSet(QStringLiteral("help"))) {
        console::raw(help().toUtf8());
        return Well;
    }
    const QStringList unknown = m_parser->unknownOptionNames();
    if (!unknown.isEmpty()) {
        const QString nearest = nearestOption(unknown.first());
        QString message = Texts::tr("%1 has no option \"%2\".").arg(m_command, unknown.first());
        if (!nearest.isEmpty()) {
            message += QLatin1Char(' ') + Texts::tr("Did you mean --%1?").arg(nearest);
        }
        return refuse(message);
    }
    if (!understood) {
        return refuse(m_parser->errorText());
    }
    const qsizetype given = m_parser->positionalArguments().size();
    if (given < m_least) {
        return refuse(Texts::tr("%1 needs %2.").arg(m_command, m_argumentsAre));
    }
    if (m_most >= 0 && given > m_most) {
        return refuse(Texts::tr("%1 does not know what to do with \"%2\".")
                          .arg(m_command, m_parser->positionalArguments().at(m_most)));
    }
    for (const Option& option : std::as_const(m_options)) {
        if (option.allowed.isEmpty()) {
            continue;
        }
        if (const auto code = refuseUnless(option.names.constLast(), option.allowed)) {
            return code;
        }
    }
    return std::nullopt;
}

bool CommandLine::hasOption(const QString& option) const
{
    return std::any_of(m_options.begin(), m_options.end(),
        [&option](const Option& each) { return each.names.contains(option); });
}

int CommandLine::refuse(const QString& message) const
{
    console::error(message);
    console::remark(Texts::tr("\"whimbrel-cli %1 --help\" shows what there is.").arg(m_command));
    return Wrong;
}

std::optional<int> CommandLine::refuseUnless(
    const QString& option, const QStringList& allowed) const
{
    if (allowed.contains(value(option))) {
        return std::nullopt;
    }
    return refuse(Texts::tr("--%1 is \"%2\", but has to be one of %3.")
                      .arg(option, value(option), allowed.join(QLatin1String(", "))));
}

QString CommandLine::help() const
{
    QString text
        = Texts::tr("Usage: whimbrel-cli %1 %2").arg(m_command, m_synopsis) + QLatin1String("\n\n");
    for (const QString& paragraph : m_description.split(QLatin1Char('\n'))) {
        text += wrapped(paragraph, helpWidth, 0) + QLatin1Char('\n');
    }
    text += QLatin1Char('\n') + Texts::tr("Options:") + QLatin1Char('\n');
    constexpr int column = 30;
    for (const Option& option : m_options) {
        QString left = QStringLiteral("  ") + spelled(option);
        if (left.size() >= column) {
            left += QLatin1Char('\n') + QString(column, QLatin1Char(' '));
        } else {
            left = left.leftJustified(column);
        }
        QString about = option.description;
        if (!option.defaultValue.isEmpty()) {
            about += QLatin1Char(' ') + Texts::tr("(Default: %1.)").arg(option.defaultValue);
        }
        text += left + wrapped(about, helpWidth, column) + QLatin1Char('\n');
    }
    if (!m_examples.isEmpty()) {
        text += QLatin1Char('\n') + Texts::tr("Examples:") + QLatin1Char('\n')
            + m_examples.join(QLatin1Char('\n')) + QLatin1Char('\n');
    }
    return text;
}

QStringList CommandLine::withOptionalValues(const QStringList& arguments) const
{
    QStringList made;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& argument = arguments.at(i);
        const bool optional
            = std::any_of(m_options.begin(), m_options.end(), [&argument](const Option& option) {
                  return option.valueOptional && argument.startsWith(QLatin1String("--"))
                      && option.names.contains(argument.mid(2));
              });
        if (!optional) {
            made.append(argument);
        } else if (i + 1 < arguments.size() && !arguments.at(i + 1).startsWith(QLatin1Char('-'))) {
            made.append(argument + QLatin1Char('=') + arguments.at(++i));
        } else {
            made.append(argument + QLatin1Char('='));
        }
    }
    return made;
}

QString CommandLine::nearestOption(const QString& name) const
{
    QStringList known;
    for (const Option& option : m_options) {
        for (const QString& each : option.names) {
            if (each.size() > 1) {
                known.append(each);
            }
        }
    }
    return nearestWord(name, known);
}

} // namespace whimbrel::cli
