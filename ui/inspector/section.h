// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/names.h"
#include "model/plan/node_kind.h"
#include "ui/inspector/edit_turn.h"
#include "ui/inspector/property.h"

#include <QPair>
#include <QWidget>

#include <functional>
#include <optional>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QToolButton;

namespace whimbrel {

/// The name of a value for people, in their language.
template <class E>
[[nodiscard]] QString nameOf(E value)
{
    for (const auto& row : namedValues<E>()) {
        if (row.value == value) {
            return QCoreApplication::translate("Names", row.name);
        }
    }
    return {};
}
template <>
[[nodiscard]] inline QString nameOf<NodeKind>(NodeKind value)
{
    return displayName(value);
}

/// An entry of a choice: what people read, and the stable key it stands for.
struct ChoiceItem {
    QString text{};
    QString key{};
};

/// A row of a section: made by Section, kept to refresh and to show or hide it.
struct SectionRow {
    QLabel* label = nullptr;
    QWidget* editor = nullptr;
    std::function<void()> refresh{};
    std::function<bool()> shown{};
};

/// A part of a form: rows of labels and editors over properties of the plan, under a title that
/// folds it away. Each editor writes what is typed as it is typed; refresh() brings every editor to
/// the present plan without disturbing the one that is being typed in.
class Section final : public QWidget {
    Q_OBJECT

public:
    using Shown = std::function<bool()>;

    /// Without a title there is no header and nothing to fold.
    Section(PlanSession& session, const QString& title, QWidget* parent);

    /// The rows added after this call are shown only while `shown` says so (null: always).
    void onlyWhen(Shown shown) { m_shown = std::move(shown); }
    /// Shows the whole section only while `shown` says so.
    void setShown(Shown shown) { m_sectionShown = std::move(shown); }
    [[nodiscard]] bool isFolded() const;
    void setFolded(bool folded);
    /// Beside the title: "3", "every 5 min" … what is inside while it is folded.
    void setSummary(std::function<QString()> summary) { m_summary = std::move(summary); }

    QLineEdit* text(
        const QString& label, const Property<QString>& property, const QString& placeholder = {});
    /// Several lines; `lines` is the height it starts with.
    QPlainTextEdit* paragraph(const QString& label, const Property<QString>& property,
        const QString& placeholder = {}, int lines = 3);
    /// Words separated by commas, or one to a line.
    QLineEdit* words(const QString& label, const Property<QStringList>& property,
        const QString& placeholder = {});
    QPlainTextEdit* lines(const QString& label, const Property<QStringList>& property,
        const QString& placeholder = {});
    QCheckBox* check(const QString& text, const Property<bool>& property);
    QSpinBox* number(const QString& label, const Property<int>& property, int least, int most,
        const QString& suffix = {});
    /// A length of time as people write it, not below `least` (milliseconds); empty means none.
    QLineEdit* duration(const QString& label, const Property<std::optional<qint64>>& property,
        const QString& placeholder = {}, qint64 least = 0);
    QLineEdit* duration(const QString& label, const Property<qint64>& property);

    /// One of a few values.
    template <class E>
    QComboBox* choice(const QString& label, const Property<E>& property, const QString& what)
    {
        QList<ChoiceItem> items;
        for (const auto& row : namedValues<E>()) {
            items.append({nameOf<E>(row.value), QString::fromLatin1(row.key)});
        }
        return keyChoice(
            label, [items] { return items; },
            [property]() -> std::optional<QString> {
                const std::optional<E> value = property.common();
                return value ? std::optional<QString>(keyOf<E>(*value)) : std::nullopt;
            },
            [property](const QString& key, const Commit& commit) {
                if (const std::optional<E> value = valueOf<E>(key)) {
                    property.set(*value, commit);
                }
            },
            what);
    }

    /// One of a few values, or none, which is shown as `none`.
    template <class E>
    QComboBox* optionalChoice(const QString& label, const Property<std::optional<E>>& property,
        const QString& none, const QString& what)
    {
        QList<ChoiceItem> items{{none, {}}};
        for (const auto& row : namedValues<E>()) {
            items.append({nameOf<E>(row.value), QString::fromLatin1(row.key)});
        }
        return keyChoice(
            label, [items] { return items; },
            [property]() -> std::optional<QString> {
                const std::optional<std::optional<E>> value = property.common();
                if (!value) {
                    return std::nullopt;
                }
                return *value ? keyOf<E>(**value) : QString();
            },
            [property](const QString& key, const Commit& commit) {
                property.set(valueOf<E>(key), commit);
            },
            what);
    }

    /// One of the plan's elements by its id, or none.
    template <class I>
    QComboBox* reference(const QString& label, const Property<I>& property,
        std::function<QList<ChoiceItem>()> items, const QString& what)
    {
        return keyChoice(
            label, std::move(items),
            [property]() -> std::optional<QString> {
                const std::optional<I> id = property.common();
                return id ? std::optional<QString>(id->text()) : std::nullopt;
            },
            [property](const QString& key, const Commit& commit) { property.set(I(key), commit); },
            what);
    }

    /// The general choice: items and the present key are asked for at each refresh; no key: mixed.
    QComboBox* keyChoice(const QString& label, std::function<QList<ChoiceItem>()> items,
        std::function<std::optional<QString>()> present,
        std::function<void(const QString&, const Commit&)> choose, const QString& what);

    /// An editor made elsewhere. An empty label gives it the whole width.
    void custom(const QString& label, QWidget* editor, std::function<void()> refresh);
    /// A line of smaller text that explains; asked for at each refresh, hidden while empty.
    void remark(std::function<QString()> text);

    void refresh();

    [[nodiscard]] PlanSession& session() const { return m_session; }

signals:
    void foldedChanged(bool folded);

private:
    void addRow(const QString& label, QWidget* editor, std::function<void()> refresh);

    PlanSession& m_session;
    QToolButton* m_header = nullptr;
    QLabel* m_summaryLabel = nullptr;
    QWidget* m_content = nullptr;
    QFormLayout* m_form = nullptr;
    QList<SectionRow> m_rows{};
    Shown m_shown{};
    Shown m_sectionShown{};
    std::function<QString()> m_summary{};
};

/// Marks an editor whose text means nothing, with the reason as its tool tip; null takes it back.
void markInvalid(QWidget* editor, const QString& reason);

/// Puts text into an editor so that its cursor stays where it was, as far as it can.
void setTextKeepingCursor(QLineEdit* editor, const QString& text);
void setTextKeepingCursor(QPlainTextEdit* editor, const QString& text);

} // namespace whimbrel
