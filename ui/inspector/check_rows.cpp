// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/card_list.h"
#include "ui/inspector/rows.h"
#include "ui/inspector/sql_field.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

namespace whimbrel {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("CheckRows", text);
}

CheckBody bodyOf(CheckType type)
{
    switch (type) {
    case CheckType::Query:
        return QueryCheck{};
    case CheckType::Compare:
        return CompareCheck{};
    case CheckType::RowCount: {
        RowCountCheck made;
        made.expect.before = true;
        return made;
    }
    case CheckType::Checksum: {
        ChecksumCheck made;
        made.expect.before = true;
        return made;
    }
    case CheckType::ReplicationLag:
        return ReplicationLagCheck{};
    case CheckType::Http:
        return HttpCheck{};
    case CheckType::Command:
        return CommandCheck{};
    case CheckType::Manual:
        return ManualCheck{};
    }
    return QueryCheck{};
}

bool takesValue(const Expectation& expect)
{
    return expect.op != Comparison::IsNull && expect.op != Comparison::IsNotNull;
}

QString describe(const Expectation& expect)
{
    if (!takesValue(expect)) {
        return nameOf(expect.op);
    }
    return expect.before ? tr("%1 as before").arg(nameOf(expect.op))
                         : tr("%1 %2").arg(nameOf(expect.op), expect.value);
}

void addExpectation(
    Section& section, const Property<Expectation>& expect, const std::function<bool()>& shown)
{
    section.onlyWhen(shown);
    section.choice(tr("Expected"), expect.part(&Expectation::op), tr("Change expectation"));
    section.onlyWhen([expect, shown] {
        return (!shown || shown()) && takesValue(expect.first()) && !expect.first().before;
    });
    section.text(tr("Value"), expect.part(&Expectation::value));
    section.onlyWhen([expect, shown] { return (!shown || shown()) && takesValue(expect.first()); });
    section.check(tr("The value from before the change"), expect.part(&Expectation::before));
    section.text(tr("Tolerance"), expect.part(&Expectation::tolerance), tr("none"));
    section.onlyWhen(nullptr);
}

void addSql(Section& section, const QString& name, const Property<SqlSource>& sql,
    const Property<TargetId>& target, const ElementRef& element, const QString& stem)
{
    PlanSession* session = &section.session();
    auto* field = new SqlField(*session, sql,
        {name, stem, element,
            [session, target] { return dialectOf(session->plan(), target.first()); }},
        &section);
    section.custom({}, field, [field] { field->refresh(); });
}

void addBody(
    Section& section, const Property<Check>& check, const ElementRef& element, const QString& stem)
{
    PlanSession* session = &section.session();
    const Property<CheckBody> body = check.part(&Check::body);
    const Property<TargetId> target = check.part(&Check::target);
    switch (check.first().type()) {
    case CheckType::Query: {
        const auto query = alternative<QueryCheck>(body);
        addSql(section, tr("Query"), query.part(&QueryCheck::sql), target, element, stem);
        addExpectation(section, query.part(&QueryCheck::expect), nullptr);
        break;
    }
    case CheckType::Compare: {
        const auto compare = alternative<CompareCheck>(body);
        const auto rightTarget = compare.part(&CompareCheck::rightTarget);
        addSql(section, tr("First query"), compare.part(&CompareCheck::left), target, element,
            stem + QStringLiteral("-left"));
        addSql(section, tr("Second query"), compare.part(&CompareCheck::right), rightTarget,
            element, stem + QStringLiteral("-right"));
        section.reference(
            tr("Second target"), rightTarget,
            [session] {
                QList<ChoiceItem> items = targetChoices(session->plan());
                items.first().text = tr("The same target");
                return items;
            },
            tr("Change second target"));
        section.number(
            tr("At most"), compare.part(&CompareCheck::maxRows), 1, 100'000'000, tr(" rows"));
        section.text(tr("Tolerance"), compare.part(&CompareCheck::tolerance), tr("none"));
        break;
    }
    case CheckType::RowCount: {
        const auto rows = alternative<RowCountCheck>(body);
        section.text(tr("Table"), rows.part(&RowCountCheck::table));
        section.text(tr("Where"), rows.part(&RowCountCheck::where), tr("all rows"));
        addExpectation(section, rows.part(&RowCountCheck::expect), nullptr);
        break;
    }
    case CheckType::Checksum: {
        const auto checksum = alternative<ChecksumCheck>(body);
        section.text(tr("Table"), checksum.part(&ChecksumCheck::table));
        section.words(tr("Columns"), checksum.part(&ChecksumCheck::columns), tr("all columns"));
        addExpectation(section, checksum.part(&ChecksumCheck::expect), nullptr);
        break;
    }
    case CheckType::ReplicationLag:
        section.duration(tr("At most"),
            alternative<ReplicationLagCheck>(body).part(&ReplicationLagCheck::atMostMs));
        break;
    case CheckType::Http: {
        const auto http = alternative<HttpCheck>(body);
        const auto number = http.part(&HttpCheck::number);
        section.text(tr("Address"), http.part(&HttpCheck::url), tr("https://…/health"));
        section.number(tr("Status"), http.part(&HttpCheck::status), 100, 599);
        section.duration(tr("Answers within"), http.part(&HttpCheck::atMostMs), tr("any time"));
        section.text(tr("Number at"), number, tr("JSON pointer: /queue/length"));
        addExpectation(
            section, http.part(&HttpCheck::expect), [number] { return !number.first().isEmpty(); });
        break;
    }
    case CheckType::Command: {
        const auto command = alternative<CommandCheck>(body);
        section.text(tr("Program"), command.part(&CommandCheck::program));
        section.lines(tr("Arguments"), command.part(&CommandCheck::arguments), tr("one to a line"));
        break;
    }
    case CheckType::Manual:
        section.paragraph(tr("Question"),
            alternative<ManualCheck>(body).part(&ManualCheck::question),
            tr("What someone has to look at"), 3);
        break;
    }
}

CheckId freshCheckId(const QList<Check>& checks)
{
    for (qsizetype i = checks.size() + 1;; ++i) {
        const CheckId id(QStringLiteral("check-%1").arg(i));
        const bool taken = std::any_of(
            checks.cbegin(), checks.cend(), [&id](const Check& each) { return each.id == id; });
        if (!taken) {
            return id;
        }
    }
}

} // namespace

QString describeCheck(const Check& check)
{
    struct Describe {
        QString operator()(const QueryCheck& query) const
        {
            const QString sql = query.sql.file.isEmpty() ? query.sql.text : query.sql.file;
            return tr("%1 %2").arg(sql.isEmpty() ? tr("query") : sql, describe(query.expect));
        }
        QString operator()(const CompareCheck&) const { return tr("two queries agree"); }
        QString operator()(const RowCountCheck& rows) const
        {
            return tr("rows of %1 %2").arg(rows.table, describe(rows.expect));
        }
        QString operator()(const ChecksumCheck& checksum) const
        {
            return tr("checksum of %1 %2").arg(checksum.table, describe(checksum.expect));
        }
        QString operator()(const ReplicationLagCheck&) const { return tr("replication lag"); }
        QString operator()(const HttpCheck& http) const
        {
            return tr("%1 answers %2").arg(http.url).arg(http.status);
        }
        QString operator()(const CommandCheck& command) const { return command.program; }
        QString operator()(const ManualCheck& manual) const { return manual.question; }
    };
    return check.title.isEmpty() ? std::visit(Describe{}, check.body) : check.title;
}

void addCheckRows(Section& section, const Property<QList<Check>>& property,
    const ElementRef& element, const QString& stem, const QString& emptyText, const QString& name)
{
    PlanSession* session = &section.session();
    CardSource source;
    source.count = [property] { return property.first().size(); };
    source.key = [property](qsizetype i) { return property.first().at(i).id.text(); };
    source.title = [property](qsizetype i) { return describeCheck(property.first().at(i)); };
    source.shape = [property](qsizetype i) { return keyOf(property.first().at(i).type()); };
    source.build = [=](qsizetype i, Section& body) {
        const Property<Check> check = item(property, i);
        body.text(tr("Title"), check.part(&Check::title), tr("what must be so"));
        body.keyChoice(
            tr("Type"),
            [] {
                QList<ChoiceItem> items;
                for (const auto& row : namedValues<CheckType>()) {
                    items.append({nameOf(row.value), QString::fromLatin1(row.key)});
                }
                return items;
            },
            [check]() -> std::optional<QString> { return keyOf(check.first().type()); },
            [check](const QString& key, const Commit& commit) {
                const std::optional<CheckType> type = valueOf<CheckType>(key);
                if (type && *type != check.first().type()) {
                    check.modify([&](Check& held) { held.body = bodyOf(*type); }, commit);
                }
            },
            tr("Change type of check"));
        addBody(body, check, element, stem + QLatin1Char('-') + check.first().id.text());
        if (check.first().type() != CheckType::Manual && check.first().type() != CheckType::Http) {
            body.reference(
                tr("Target"), check.part(&Check::target),
                [session] { return targetChoices(session->plan()); }, tr("Change target"));
        }
        body.number(tr("Tries"), check.part(&Check::tries), 1, 10'000);
        body.onlyWhen([check] { return check.first().tries > 1; });
        body.duration(tr("Interval"), check.part(&Check::intervalMs));
        body.onlyWhen(nullptr);
        body.duration(tr("Time limit"), check.part(&Check::timeLimitMs));
    };
    source.add = [property] {
        property.modify(
            [](QList<Check>& checks) {
                Check made;
                made.id = freshCheckId(checks);
                checks.append(made);
            },
            {tr("Add a check"), {}, {}, {}});
    };
    source.remove = [property](qsizetype i) {
        property.modify(
            [i](QList<Check>& checks) { checks.removeAt(i); }, {tr("Remove a check"), {}, {}, {}});
    };
    source.move = [property](qsizetype from, qsizetype to) {
        property.modify(
            [from, to](QList<Check>& checks) {
                if (to >= 0 && to < checks.size()) {
                    checks.move(from, to);
                }
            },
            {tr("Move a check"), {}, {}, {}});
    };
    source.addText = tr("Add a check");
    source.emptyText = emptyText;
    auto* list = new CardList(*session, source, &section);
    list->setAccessibleName(name.isEmpty() ? tr("Checks") : name);
    section.custom({}, list, [list] { list->refresh(); });
    section.setSummary([property] {
        const auto count = property.first().size();
        return count == 0 ? QString() : QString::number(count);
    });
}

} // namespace whimbrel
