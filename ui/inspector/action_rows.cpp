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
    return QCoreApplication::translate("ActionRows", text);
}

ActionBody bodyOf(ActionType type, const SqlSource& sql)
{
    switch (type) {
    case ActionType::Sql:
        return SqlAction{sql, false};
    case ActionType::Backfill: {
        BackfillAction backfill;
        backfill.sql = sql;
        return backfill;
    }
    case ActionType::Copy:
        return CopyAction{};
    case ActionType::Backup:
        return BackupAction{};
    case ActionType::Command:
        return CommandAction{};
    case ActionType::Manual:
        return ManualAction{};
    case ActionType::None:
        return NoAction{};
    }
    return NoAction{};
}

/// The SQL of a body that has some.
Property<SqlSource> sqlOf(const Property<Action>& action)
{
    return action.at<SqlSource>([](const Action& held) { return held.sql(); });
}

void addDialects(Section& section, const Property<QList<DialectSql>>& property,
    const ElementRef& element, const QString& stem)
{
    PlanSession* session = &section.session();
    CardSource source;
    source.count = [property] { return property.first().size(); };
    source.key = [property](qsizetype i) { return keyOf(property.first().at(i).dialect); };
    source.title = [property](qsizetype i) {
        return tr("For %1").arg(nameOf(property.first().at(i).dialect));
    };
    source.build = [property, element, stem, session](qsizetype i, Section& body) {
        const Property<DialectSql> own = item(property, i);
        body.choice(tr("Dialect"), own.part(&DialectSql::dialect), tr("Change dialect"));
        const QString name = tr("SQL for %1").arg(nameOf(own.first().dialect));
        auto* field = new SqlField(*session, own.part(&DialectSql::sql),
            {name, stem + QLatin1Char('.') + keyOf(own.first().dialect), element,
                [own] { return own.first().dialect; }},
            &body);
        body.custom({}, field, [field] { field->refresh(); });
    };
    source.add = [property] {
        property.modify(
            [](QList<DialectSql>& list) {
                // The first dialect that has no variant yet.
                for (const auto& row : namedValues<Dialect>()) {
                    const bool taken = std::any_of(list.cbegin(), list.cend(),
                        [&row](const DialectSql& own) { return own.dialect == row.value; });
                    if (!taken && row.value != Dialect::External) {
                        list.append(DialectSql{row.value, {}, {}});
                        return;
                    }
                }
            },
            {tr("Add SQL for another dialect"), {}, {}, {}});
    };
    source.remove = [property](qsizetype i) {
        property.modify([i](QList<DialectSql>& list) { list.removeAt(i); },
            {tr("Remove SQL for a dialect"), {}, {}, {}});
    };
    source.addText = tr("Add SQL for another dialect");
    auto* list = new CardList(*session, source, &section);
    section.custom({}, list, [list] { list->refresh(); });
}

} // namespace

Dialect dialectOf(const Plan& plan, const TargetId& target)
{
    const Target* found = plan.targetOf(target);
    return found ? found->dialect : Dialect::Sqlite;
}

void addActionRows(Section& section, const Property<std::optional<Action>>& property,
    const ElementRef& element, const QString& stem)
{
    PlanSession* session = &section.session();
    const Property<Action> action = inside(property);
    const Property<ActionBody> body = action.part(&Action::body);

    const auto is = [action](ActionType type) {
        return [action, type] { return action.exists() && action.first().type() == type; };
    };

    section.onlyWhen(nullptr);
    section.keyChoice(
        tr("Type"),
        [] {
            QList<ChoiceItem> items{{tr("No action"), {}}};
            for (const auto& row : namedValues<ActionType>()) {
                items.append({nameOf(row.value), QString::fromLatin1(row.key)});
            }
            return items;
        },
        [property]() -> std::optional<QString> {
            const std::optional<Action> held = property.first();
            return held ? keyOf(held->type()) : QString();
        },
        [property](const QString& key, const Commit& commit) {
            property.modify(
                [&key](std::optional<Action>& held) {
                    const std::optional<ActionType> type = valueOf<ActionType>(key);
                    if (!type) {
                        held.reset();
                        return;
                    }
                    Action changed = held.value_or(Action{});
                    const SqlSource* sql = changed.sql();
                    if (!held || changed.type() != *type) {
                        changed.body = bodyOf(*type, sql ? *sql : SqlSource{});
                        held = changed;
                    }
                },
                commit);
        },
        tr("Change type of action"));

    section.onlyWhen(is(ActionType::Backfill));
    const Property<BackfillAction> backfill = alternative<BackfillAction>(body);
    section.text(tr("Table"), backfill.part(&BackfillAction::table));
    section.text(tr("Key column"), backfill.part(&BackfillAction::key),
        tr("unique and NOT NULL, such as id"));
    section.number(tr("Rows a batch"), backfill.part(&BackfillAction::batch), 1, 10'000'000);
    const Property<int> pause = backfill.part(&BackfillAction::pauseMs);
    section.number(tr("Pause"), pause, 0, 3'600'000, tr(" ms"));
    constexpr qint64 shortestBatch = 10; // ms: below, the clock decides
    constexpr qint64 smallestLag = 100;
    section.duration(tr("Time a batch"), backfill.part(&BackfillAction::batchMs),
        tr("half a second on servers"), shortestBatch);
    section.remark([is] {
        return is(ActionType::Backfill)()
            ? tr("Batches grow or shrink until one takes that long. SQLite keeps to the rows.")
            : QString();
    });
    section.duration(tr("Replica lag"), backfill.part(&BackfillAction::maxLagMs),
        tr("not looked at"), smallestLag);
    section.remark([is] {
        return is(ActionType::Backfill)()
            ? tr("The backfill waits while a replica is further behind than that.")
            : QString();
    });

    section.onlyWhen([action] { return action.exists() && action.first().sql(); });
    const Property<TargetId> target = action.part(&Action::target);
    auto* field = new SqlField(*session, sqlOf(action),
        {tr("SQL"), stem, element,
            [session, target] { return dialectOf(session->plan(), target.first()); }},
        &section);
    section.custom({}, field, [field] { field->refresh(); });
    section.remark([action]() -> QString {
        const bool isBackfill = action.exists() && action.first().type() == ActionType::Backfill;
        return isBackfill
            ? tr("Run for each batch of keys between :first and :last, both included.")
            : QString();
    });

    section.onlyWhen(is(ActionType::Sql));
    section.check(tr("Foreign keys off while it runs"),
        alternative<SqlAction>(body).part(&SqlAction::foreignKeysOff));

    section.onlyWhen(is(ActionType::Copy));
    addCopyRows(section, alternative<CopyAction>(body));

    section.onlyWhen(is(ActionType::Backup));
    section.text(tr("Path"), alternative<BackupAction>(body).part(&BackupAction::path),
        tr("named after the run"));

    section.onlyWhen(is(ActionType::Command));
    const Property<CommandAction> command = alternative<CommandAction>(body);
    section.text(tr("Program"), command.part(&CommandAction::program));
    section.lines(tr("Arguments"), command.part(&CommandAction::arguments), tr("one to a line"));
    section.remark([is] {
        return is(ActionType::Command)()
            ? tr("Commands run only when they are allowed for the run.")
            : QString();
    });

    section.onlyWhen(is(ActionType::Manual));
    section.paragraph(tr("Instructions"),
        alternative<ManualAction>(body).part(&ManualAction::instructions),
        tr("What someone has to do and confirm"), 4);

    section.onlyWhen(is(ActionType::None));
    section.paragraph(tr("Because"), alternative<NoAction>(body).part(&NoAction::because),
        tr("Why there is nothing to do"), 2);

    section.onlyWhen([action] { return action.exists() && action.first().doesSomething(); });
    section.reference(
        tr("Target"), target, [session] { return targetChoices(session->plan()); },
        tr("Change target"));
    section.onlyWhen(nullptr);
}

void addActionLimitRows(Section& section, const Property<std::optional<Action>>& property,
    const ElementRef& element, const QString& stem, bool single)
{
    const Property<Action> action = inside(property);
    if (!single) {
        PlanSession* session = &section.session();
        section.reference(
            tr("Target"), action.part(&Action::target),
            [session] { return targetChoices(session->plan()); }, tr("Change target"));
    }
    section.duration(tr("Lock timeout"), action.part(&Action::lockTimeoutMs));
    section.duration(tr("Statement timeout"), action.part(&Action::statementTimeoutMs));
    section.number(tr("Tries"), action.part(&Action::tries), 1, 1000);
    section.check(tr("May be done again after a crash"), action.part(&Action::repeatable));
    if (single) {
        addLeftoverRows(section, action, element);
        section.onlyWhen([action] { return action.exists() && action.first().sql(); });
        addDialects(section, action.part(&Action::dialects), element, stem);
        section.onlyWhen(nullptr);
    }
}

} // namespace whimbrel
