// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/section.h"

#include "model/base/duration.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QTextCursor>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr int labelWidth = 92;
constexpr int comboCharacters = 8; // lets a combo shrink: its list is as wide as it needs anyway

QString severalValues()
{
    return Section::tr("several values");
}

QStringList splitWords(const QString& text)
{
    QStringList words = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
    std::transform(words.begin(), words.end(), words.begin(),
        [](const QString& word) { return word.trimmed(); });
    words.removeAll(QString());
    return words;
}

} // namespace

void markInvalid(QWidget* editor, const QString& reason)
{
    if (reason.isEmpty()) {
        editor->setPalette(QPalette());
    } else {
        QPalette palette = editor->palette();
        palette.setColor(QPalette::Text, uiColors(palette).error);
        editor->setPalette(palette);
    }
    editor->setToolTip(reason);
    editor->setAccessibleDescription(reason);
}

void setTextKeepingCursor(QLineEdit* editor, const QString& text)
{
    if (editor->text() == text) {
        return;
    }
    const int cursor = editor->cursorPosition();
    const bool following = cursor == editor->text().size();
    const QSignalBlocker blocker(editor);
    editor->setText(text);
    editor->setCursorPosition(following && editor->hasFocus()
            ? static_cast<int>(text.size())
            : std::min(cursor, static_cast<int>(text.size())));
}

void setTextKeepingCursor(QPlainTextEdit* editor, const QString& text)
{
    const QString old = editor->toPlainText();
    if (old == text) {
        return;
    }
    // Only what differs is replaced, so that cursors and the scroll position before and behind it
    // stay where they are.
    const qsizetype shorter = std::min(old.size(), text.size());
    qsizetype same = 0;
    while (same < shorter && old.at(same) == text.at(same)) {
        ++same;
    }
    qsizetype tail = 0;
    while (
        tail < shorter - same && old.at(old.size() - 1 - tail) == text.at(text.size() - 1 - tail)) {
        ++tail;
    }
    const QSignalBlocker blocker(editor);
    QTextCursor cursor(editor->document());
    cursor.setPosition(static_cast<int>(same));
    cursor.setPosition(static_cast<int>(old.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(same, text.size() - tail - same));
}

Section::Section(PlanSession& session, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_content = new QWidget(this);
    m_form = new QFormLayout(m_content);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(8);
    m_form->setVerticalSpacing(8);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    if (!title.isEmpty()) {
        auto* headerRow = new QHBoxLayout;
        headerRow->setSpacing(8);
        m_header = new QToolButton(this);
        m_header->setText(title);
        m_header->setAccessibleName(title);
        m_header->setAutoRaise(true);
        m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        m_header->setArrowType(Qt::DownArrow);
        QFont bold = m_header->font();
        bold.setWeight(QFont::DemiBold);
        m_header->setFont(bold);
        m_summaryLabel = new QLabel(this);
        m_summaryLabel->setProperty("role", QStringLiteral("caption"));
        m_summaryLabel->setTextFormat(Qt::PlainText);
        m_summaryLabel->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        headerRow->addWidget(m_header);
        headerRow->addWidget(m_summaryLabel, 1);
        layout->addLayout(headerRow);
        m_form->setContentsMargins(8, 0, 0, 8);
        connect(m_header, &QToolButton::clicked, this, [this] { setFolded(!isFolded()); });
    }
    layout->addWidget(m_content);
}

bool Section::isFolded() const
{
    return m_header && m_content->isHidden();
}

void Section::setFolded(bool folded)
{
    if (!m_header) {
        return;
    }
    const bool changed = m_content->isHidden() != folded;
    m_header->setArrowType(folded ? Qt::RightArrow : Qt::DownArrow);
    m_content->setVisible(!folded);
    if (changed) {
        emit foldedChanged(folded);
    }
}

void Section::addRow(const QString& label, QWidget* editor, std::function<void()> refresh)
{
    SectionRow row{nullptr, editor, std::move(refresh), m_shown};
    if (editor->accessibleName().isEmpty()) {
        editor->setAccessibleName(label);
    }
    if (label.isEmpty()) {
        m_form->addRow(editor);
    } else {
        row.label = new QLabel(label, m_content);
        row.label->setFixedWidth(labelWidth);
        row.label->setWordWrap(true);
        row.label->setBuddy(editor);
        m_form->addRow(row.label, editor);
    }
    m_rows.append(std::move(row));
}

QLineEdit* Section::text(
    const QString& label, const Property<QString>& property, const QString& placeholder)
{
    auto* editor = new QLineEdit(m_content);
    auto* turn = new EditTurn(m_session, editor);
    const QString what = tr("Change %1").arg(label.toLower());
    connect(editor, &QLineEdit::textEdited, this,
        [=](const QString& typed) { property.set(typed, turn->commit(what)); });
    addRow(label, editor, [=] {
        const std::optional<QString> value = property.common();
        editor->setPlaceholderText(property.isMixed() ? severalValues() : placeholder);
        setTextKeepingCursor(editor, value.value_or(QString()));
    });
    return editor;
}

QPlainTextEdit* Section::paragraph(
    const QString& label, const Property<QString>& property, const QString& placeholder, int lines)
{
    auto* editor = new QPlainTextEdit(m_content);
    editor->setUndoRedoEnabled(false);
    editor->setTabChangesFocus(true);
    editor->setFixedHeight(editor->fontMetrics().lineSpacing() * lines + 14);
    auto* turn = new EditTurn(m_session, editor);
    const QString what = tr("Change %1").arg(label.toLower());
    connect(editor, &QPlainTextEdit::textChanged, this,
        [=] { property.set(editor->toPlainText(), turn->commit(what)); });
    addRow(label, editor, [=] {
        const std::optional<QString> value = property.common();
        editor->setPlaceholderText(property.isMixed() ? severalValues() : placeholder);
        setTextKeepingCursor(editor, value.value_or(QString()));
    });
    return editor;
}

QLineEdit* Section::words(
    const QString& label, const Property<QStringList>& property, const QString& placeholder)
{
    auto* editor = new QLineEdit(m_content);
    auto* turn = new EditTurn(m_session, editor);
    const QString what = tr("Change %1").arg(label.toLower());
    connect(editor, &QLineEdit::textEdited, this,
        [=](const QString& typed) { property.set(splitWords(typed), turn->commit(what)); });
    addRow(label, editor, [=] {
        const std::optional<QStringList> value = property.common();
        editor->setPlaceholderText(property.isMixed() ? severalValues() : placeholder);
        // "a, " means the same list as "a": leave it to be typed on.
        if (!value || splitWords(editor->text()) != *value) {
            setTextKeepingCursor(editor, value.value_or(QStringList()).join(QStringLiteral(", ")));
        }
    });
    return editor;
}

QPlainTextEdit* Section::lines(
    const QString& label, const Property<QStringList>& property, const QString& placeholder)
{
    auto* editor = new QPlainTextEdit(m_content);
    editor->setUndoRedoEnabled(false);
    editor->setTabChangesFocus(true);
    editor->setFixedHeight(editor->fontMetrics().lineSpacing() * 3 + 14);
    auto* turn = new EditTurn(m_session, editor);
    const QString what = tr("Change %1").arg(label.toLower());
    const auto listOf = [](const QString& text) {
        return text.isEmpty() ? QStringList() : text.split(QLatin1Char('\n'));
    };
    connect(editor, &QPlainTextEdit::textChanged, this,
        [=] { property.set(listOf(editor->toPlainText()), turn->commit(what)); });
    addRow(label, editor, [=] {
        const std::optional<QStringList> value = property.common();
        editor->setPlaceholderText(property.isMixed() ? severalValues() : placeholder);
        setTextKeepingCursor(editor, value.value_or(QStringList()).join(QLatin1Char('\n')));
    });
    return editor;
}

QCheckBox* Section::check(const QString& text, const Property<bool>& property)
{
    auto* editor = new QCheckBox(text, m_content);
    editor->setAccessibleName(text);
    auto* turn = new EditTurn(m_session, editor);
    connect(editor, &QCheckBox::clicked, this, [=] {
        const Commit commit = turn->commit(text);
        property.set(editor->checkState() != Qt::Unchecked, {commit.what, {}, {}, {}});
    });
    addRow({}, editor, [=] {
        const std::optional<bool> value = property.common();
        const QSignalBlocker blocker(editor);
        const bool mixed = property.isMixed();
        editor->setTristate(mixed);
        editor->setCheckState(mixed     ? Qt::PartiallyChecked
                : value.value_or(false) ? Qt::Checked
                                        : Qt::Unchecked);
    });
    return editor;
}

QSpinBox* Section::number(
    const QString& label, const Property<int>& property, int least, int most, const QString& suffix)
{
    auto* editor = new QSpinBox(m_content);
    editor->setRange(least, most);
    editor->setSuffix(suffix);
    editor->setGroupSeparatorShown(true);
    editor->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    editor->setFocusPolicy(Qt::StrongFocus);
    auto* turn = new EditTurn(m_session, editor);
    const QString what = tr("Change %1").arg(label.toLower());
    connect(editor, &QSpinBox::valueChanged, this,
        [=](int value) { property.set(value, turn->commit(what)); });
    addRow(label, editor, [=] {
        const QSignalBlocker blocker(editor);
        editor->setValue(property.first());
        editor->setToolTip(property.isMixed() ? severalValues() : QString());
    });
    return editor;
}

QLineEdit* Section::duration(const QString& label, const Property<std::optional<qint64>>& property,
    const QString& placeholder, qint64 least)
{
    auto* editor = new QLineEdit(m_content);
    auto* turn = new EditTurn(m_session, editor);
    const QString what = tr("Change %1").arg(label.toLower());
    const QString wrong = least > 0
        ? tr("Write a time of %1 or more, such as 500 ms, 30 s or 5 min.").arg(durationText(least))
        : tr("Write a time with its unit, such as 500 ms, 30 s, 5 min, 2 h or 1 d.");
    const auto parse = [least](const QString& typed) {
        const std::optional<qint64> ms = parseDuration(typed);
        return ms && *ms >= least ? ms : std::nullopt;
    };
    connect(editor, &QLineEdit::textEdited, this, [=](const QString& typed) {
        const std::optional<qint64> parsed = parse(typed);
        markInvalid(editor, {});
        if (parsed || typed.trimmed().isEmpty()) {
            property.set(parsed, turn->commit(what));
        }
    });
    const auto refresh = [=] {
        const std::optional<std::optional<qint64>> value = property.common();
        editor->setPlaceholderText(property.isMixed() ? severalValues()
                : placeholder.isEmpty()               ? tr("none")
                                                      : placeholder);
        const std::optional<qint64> ms = value.value_or(std::nullopt);
        // What means this already, and what is being typed and means nothing yet, is left alone.
        const std::optional<qint64> shown = parseDuration(editor->text());
        const bool unfinished = editor->hasFocus() && editor->isModified() && !shown
            && !editor->text().trimmed().isEmpty();
        if (unfinished || (shown && shown == ms)) {
            return;
        }
        setTextKeepingCursor(editor, ms ? durationText(*ms) : QString());
    };
    connect(editor, &QLineEdit::editingFinished, this, [=] {
        const bool meaningless = !editor->text().trimmed().isEmpty() && !parse(editor->text());
        markInvalid(editor, meaningless ? wrong : QString());
        if (!meaningless) {
            editor->setModified(false);
            const std::optional<qint64> ms = property.common().value_or(std::nullopt);
            setTextKeepingCursor(editor, ms ? durationText(*ms) : QString());
        }
    });
    addRow(label, editor, refresh);
    return editor;
}

QLineEdit* Section::duration(const QString& label, const Property<qint64>& property)
{
    const auto visit = property.visit;
    const auto modify = property.modify;
    const Property<std::optional<qint64>> optional{
        [visit](const Property<std::optional<qint64>>::Visitor& visitor) {
            visit([&](const qint64& ms) { return visitor(ms); });
        },
        [modify](const Property<std::optional<qint64>>::Change& change, const Commit& commit) {
            return modify(
                [&](qint64& ms) {
                    std::optional<qint64> changed = ms;
                    change(changed);
                    ms = changed.value_or(0);
                },
                commit);
        }};
    return duration(label, optional, tr("0 s"));
}

QComboBox* Section::keyChoice(const QString& label, std::function<QList<ChoiceItem>()> items,
    std::function<std::optional<QString>()> present,
    std::function<void(const QString&, const Commit&)> choose, const QString& what)
{
    auto* editor = new QComboBox(m_content);
    editor->setFocusPolicy(Qt::StrongFocus);
    editor->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    editor->setMinimumContentsLength(comboCharacters);
    new EditTurn(m_session, editor);
    connect(editor, &QComboBox::activated, this, [=](int index) {
        choose(editor->itemData(index).toString(), Commit{what, {}, {}, {}});
    });
    addRow(label, editor, [=] {
        const QSignalBlocker blocker(editor);
        const QList<ChoiceItem> wanted = items();
        bool same = editor->count() == wanted.size();
        for (int i = 0; same && i < editor->count(); ++i) {
            same = editor->itemText(i) == wanted.at(i).text
                && editor->itemData(i).toString() == wanted.at(i).key;
        }
        if (!same) {
            editor->clear();
            for (const ChoiceItem& each : wanted) {
                editor->addItem(each.text, each.key);
            }
        }
        const std::optional<QString> key = present();
        int index = key ? editor->findData(*key) : -1;
        if (key && index < 0) {
            // It refers to what is not there: say so instead of hiding it.
            editor->addItem(tr("%1 (missing)").arg(*key), *key);
            index = editor->count() - 1;
        }
        editor->setCurrentIndex(index);
        editor->setPlaceholderText(severalValues());
    });
    return editor;
}

void Section::custom(const QString& label, QWidget* editor, std::function<void()> refresh)
{
    addRow(label, editor, std::move(refresh));
}

void Section::remark(std::function<QString()> text)
{
    auto* label = new QLabel(m_content);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QStringLiteral("caption"));
    m_form->addRow(label);
    const Shown outer = m_shown;
    m_rows.append({nullptr, label, [label, text] { label->setText(text()); },
        [outer, text] { return (!outer || outer()) && !text().isEmpty(); }});
}

void Section::refresh()
{
    const bool visible = !m_sectionShown || m_sectionShown();
    setVisible(visible);
    if (!visible) {
        return;
    }
    for (const SectionRow& row : std::as_const(m_rows)) {
        const bool shown = !row.shown || row.shown();
        m_form->setRowVisible(row.editor, shown);
        if (shown && row.refresh) {
            row.refresh();
        }
    }
    if (m_summaryLabel) {
        m_summaryLabel->setText(m_summary ? m_summary() : QString());
    }
}

} // namespace whimbrel
