// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCommandLineParser>
#include <QList>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace whimbrel::cli {

/// One option of a command, as its help shows it.
struct Option {
    QStringList names{}; ///< long or one letter, without dashes
    QString description{};
    QString valueName{}; ///< empty: the option takes no value
    QString defaultValue{};
    bool valueOptional = false; ///< may stand without its value
    QStringList allowed{}; ///< the values that it may have; empty: any
};

/// The arguments of one command: what it takes, its help, and what the person gave.
class CommandLine final {
public:
    /// `synopsis` is what follows the command's name: "PLAN… [options]".
    CommandLine(QString command, QString synopsis, QString description);

    void add(Option option);
    /// --format: the first of `formats` unless something else is asked for.
    void addFormat(const QString& description, const QStringList& formats);
    /// --format text or json.
    void addFormat();
    /// A whole line under "Examples", and what it does.
    void addExample(const QString& line, const QString& about);
    /// How many arguments that are no options there must be; most < 0: any number.
    void setArguments(int least, int most, const QString& what);

    /// Reads the arguments behind the command's name. The exit code if there is nothing more to do:
    /// help was asked for and shown, or the arguments are wrong and that was said.
    [[nodiscard]] std::optional<int> parse(const QStringList& arguments);

    /// Of an option that the command does not have, nothing was given.
    [[nodiscard]] bool has(const QString& option) const
    {
        return hasOption(option) && m_parser->isSet(option);
    }
    /// The last value given, or the default.
    [[nodiscard]] QString value(const QString& option) const
    {
        return hasOption(option) ? m_parser->value(option) : QString();
    }
    /// All values given, in order.
    [[nodiscard]] QStringList values(const QString& option) const
    {
        return hasOption(option) ? m_parser->values(option) : QStringList();
    }
    /// Whether --format asks for JSON.
    [[nodiscard]] bool asJson() const
    {
        return value(QStringLiteral("format")) == QLatin1String("json");
    }
    [[nodiscard]] QStringList arguments() const { return m_parser->positionalArguments(); }

    /// Whether the command knows such an option at all.
    [[nodiscard]] bool hasOption(const QString& option) const;

    /// Says what is wrong with the arguments and how to get help; returns the exit code.
    [[nodiscard]] int refuse(const QString& message) const;
    /// Refuses unless the option's value is one of those; nothing when it is.
    [[nodiscard]] std::optional<int> refuseUnless(
        const QString& option, const QStringList& allowed) const;

    [[nodiscard]] QString help() const;

private:
    [[nodiscard]] QStringList withOptionalValues(const QStringList& arguments) const;
    [[nodiscard]] QString nearestOption(const QString& name) const;

    QString m_command{};
    QString m_synopsis{};
    QString m_description{};
    QString m_argumentsAre{};
    int m_least = 0;
    int m_most = 0;
    QList<Option> m_options{};
    QStringList m_examples{};
    std::unique_ptr<QCommandLineParser> m_parser{};
};

/// The one of `known` that a mistyped word most likely meant; empty if none is near.
[[nodiscard]] QString nearestWord(const QString& word, const QStringList& known);

/// Text broken into lines of at most `width` columns, all but the first indented by `indent`.
[[nodiscard]] QString wrapped(const QString& text, int width, int indent);

} // namespace whimbrel::cli
