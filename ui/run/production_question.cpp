// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/production_question.h"

#include "model/base/counted.h"
#include "ui/style/environment.h"
#include "ui/style/palette.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

QStringList words(const QString& text)
{
    static const QRegularExpression gap(QStringLiteral("[\\s,;]+"));
    QStringList found = text.split(gap, Qt::SkipEmptyParts);
    found.sort();
    return found;
}

QStringList targetsOf(const ProductionRun& run)
{
    QStringList names;
    for (const ProductionRun::Database& each : run.databases) {
        names.append(each.target);
    }
    return names;
}

/// Label and value, one below the other.
class Facts final {
public:
    Facts(QVBoxLayout* column, QWidget* parent)
        : m_grid(new QGridLayout)
        , m_parent(parent)
    {
        m_grid->setHorizontalSpacing(space::large);
        m_grid->setVerticalSpacing(space::tight);
        m_grid->setColumnStretch(1, 1);
        column->addLayout(m_grid);
    }

    QLabel* add(const QString& label, const QString& text)
    {
        const int row = m_grid->rowCount();
        auto* name = new QLabel(label, m_parent);
        name->setProperty("role", QStringLiteral("caption"));
        auto* value = new QLabel(text, m_parent);
        value->setWordWrap(true);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(name, row, 0, Qt::AlignTop);
        m_grid->addWidget(value, row, 1);
        return value;
    }

private:
    QGridLayout* m_grid;
    QWidget* m_parent;
};

} // namespace

ProductionQuestion::ProductionQuestion(const ProductionRun& run, QWidget* parent)
    : QDialog(parent)
{
    const QString production = QStringLiteral("production");
    setWindowTitle(tr("Run in production"));
    setObjectName(QStringLiteral("productionQuestion"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto* strip = new QLabel(environmentName(production).toUpper(), this);
    strip->setAlignment(Qt::AlignCenter);
    QFont bold = strip->font();
    bold.setWeight(QFont::Bold);
    strip->setFont(bold);
    const QColor color = environmentColor(production, palette());
    strip->setStyleSheet(
        QStringLiteral("background: %1; color: %2; padding: 6px;")
            .arg(color.name(),
                color.lightnessF() > 0.55 ? QStringLiteral("black") : QStringLiteral("white")));
    outer->addWidget(strip);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(space::wide, space::large, space::wide, space::large);
    column->setSpacing(space::medium);
    outer->addLayout(column);
    auto* title = new QLabel(tr("Run “%1” in production?").arg(run.plan), this);
    title->setProperty("role", QStringLiteral("title"));
    title->setTextFormat(Qt::PlainText);
    title->setWordWrap(true);
    column->addWidget(title);

    Facts facts(column, this);
    for (const ProductionRun::Database& each : run.databases) {
        QStringList lines{each.database};
        lines.append(each.server);
        lines.append(each.user.isEmpty() ? QString() : tr("as %1").arg(each.user));
        lines.append(each.connection);
        lines.removeAll(QString());
        facts.add(tr("Target %1").arg(each.target), lines.join(QStringLiteral(" · ")));
    }
    facts.add(tr("Environment"), environmentName(production));
    facts.add(tr("Plan hash"), run.planHash.left(12))->setToolTip(run.planHash);
    facts.add(tr("Steps"),
        tr("%1, of which %2")
            .arg(counted(run.steps, tr("1 step"), tr("%1 steps")),
                counted(run.changes, tr("1 changes something"), tr("%1 change something"))));
    QLabel* rehearsal
        = facts.add(tr("Rehearsal"), run.unproven.isEmpty() ? run.rehearsed : run.unproven);
    QPalette mood;
    mood.setColor(QPalette::WindowText,
        run.unproven.isEmpty() ? uiColors(palette()).success : uiColors(palette()).error);
    rehearsal->setPalette(mood);
    if (!run.because.isEmpty()) {
        facts.add(tr("All the same"), run.because);
    }

    const QString names = targetsOf(run).join(QStringLiteral(", "));
    auto* label = new QLabel(run.databases.size() == 1
            ? tr("&Type the name of the target, %1, to go on").arg(names)
            : tr("&Type the names of the targets, %1, to go on").arg(names),
        this);
    label->setWordWrap(true);
    m_editor = new QLineEdit(this);
    m_editor->setObjectName(QStringLiteral("targetName"));
    label->setBuddy(m_editor);
    column->addSpacing(space::tight);
    column->addWidget(label);
    column->addWidget(m_editor);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    m_confirm = buttons->addButton(tr("&Run in production"), QDialogButtonBox::AcceptRole);
    m_confirm->setEnabled(false);
    connect(m_editor, &QLineEdit::textChanged, this,
        [this, wanted = words(names)](
            const QString& text) { m_confirm->setEnabled(words(text) == wanted); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addSpacing(space::tight);
    column->addWidget(buttons);
    constexpr int width = 560;
    setMinimumWidth(width);
    m_editor->setFocus();
}

QString ProductionQuestion::text() const
{
    QStringList all;
    for (const QLabel* each : findChildren<QLabel*>()) {
        all.append(each->text());
    }
    return all.join(QLatin1Char('\n'));
}

} // namespace whimbrel
