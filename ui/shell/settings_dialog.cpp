// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/settings_dialog.h"

#include "ui/prompts/files.h"
#include "ui/session/settings.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

struct Option {
    const char* key;
    QString text;
};

QLabel* heading(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("heading"));
    return label;
}

QLabel* caption(const QString& text, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setProperty("role", QStringLiteral("caption"));
    label->setWordWrap(true);
    return label;
}

} // namespace

SettingsDialog::SettingsDialog(QSettings& settings, QWidget* parent)
    : QDialog(parent)
    , m_settings(settings)
{
    setWindowTitle(tr("Settings"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::wide, space::wide, space::wide, space::large);
    column->setSpacing(space::small);
    const auto form = [column](QLabel* title) {
        if (column->count() > 0) {
            column->addSpacing(space::medium);
        }
        column->addWidget(title);
        auto* layout = new QFormLayout;
        layout->setHorizontalSpacing(space::large);
        layout->setVerticalSpacing(space::small);
        layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        column->addLayout(layout);
        return layout;
    };
    const auto combo = [this](const Setting<QString>& setting, const QList<Option>& options) {
        auto* box = new QComboBox(this);
        box->setObjectName(QLatin1String(setting.key));
        for (const Option& option : options) {
            box->addItem(option.text, QLatin1String(option.key));
        }
        box->setCurrentIndex(std::max(0, box->findData(setting.read(m_settings))));
        connect(box, &QComboBox::currentIndexChanged, this, [this, box, setting] {
            setting.write(m_settings, box->currentData().toString());
            emit changed();
        });
        return box;
    };
    const auto check = [this](const Setting<bool>& setting, const QString& text) {
        auto* box = new QCheckBox(text, this);
        box->setObjectName(QLatin1String(setting.key));
        box->setChecked(setting.read(m_settings));
        connect(box, &QCheckBox::toggled, this, [this, setting](bool on) {
            setting.write(m_settings, on);
            emit changed();
        });
        return box;
    };
    QFormLayout* appearance = form(heading(tr("Appearance"), this));
    appearance->addRow(tr("Colors"),
        combo(settings::appearance,
            {{"desktop", tr("As the desktop has it")}, {"light", tr("Light")},
                {"dark", tr("Dark")}}));
    appearance->addRow(QString(), check(settings::reducedMotion, tr("Reduce motion")));
    QFormLayout* canvas = form(heading(tr("Canvas"), this));
    canvas->addRow(QString(), check(settings::showGrid, tr("Show the grid")));
    canvas->addRow(
        QString(), check(settings::snap, tr("Draw moved steps to the grid and to each other")));
    canvas->addRow(
        QString(), check(settings::wheelZooms, tr("The wheel zooms (Ctrl + wheel scrolls)")));
    QFormLayout* run = form(heading(tr("Execution"), this));
    run->addRow(tr("When a check fails"),
        combo(settings::failurePolicy,
            {{"stop", tr("Stop and ask")}, {"back", tr("Go back to the nearest safe state")},
                {"revert", tr("Go back to the start")}}));
    run->addRow(
        QString(), check(settings::tellOfOpenRun, tr("Say how to go on when an open run is left")));
    run->addRow(QString(),
        check(settings::desktopNotices,
            tr("Tell me through the desktop when a run waits for somebody")));
    run->addRow(QString(), caption(tr("Production always stops and asks."), this));
    QFormLayout* person = form(heading(tr("You"), this));
    auto* name = new QLineEdit(settings::personName.read(m_settings), this);
    name->setObjectName(QLatin1String(settings::personName.key));
    name->setPlaceholderText(qEnvironmentVariable("USER"));
    connect(name, &QLineEdit::textChanged, this, [this](const QString& text) {
        settings::personName.write(m_settings, text);
        emit changed();
    });
    person->addRow(tr("Name"), name);
    person->addRow(QString(),
        caption(tr("Written into the journal with every decision, and beside accepted problems."),
            this));
    person->addRow(tr("Allowed signers"), makeSignersRow());
    person->addRow(QString(),
        caption(tr("Whose SSH keys prove answers at gates, in the format of ssh-keygen. Empty: the "
                   "file allowed_signers beside the plan, or in a folder above it."),
            this));
    column->addStretch();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addSpacing(space::medium);
    column->addWidget(buttons);
    setMinimumWidth(480);
}

QWidget* SettingsDialog::makeSignersRow()
{
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    auto* path = new QLineEdit(settings::allowedSigners.read(m_settings), box);
    path->setObjectName(QLatin1String(settings::allowedSigners.key));
    path->setPlaceholderText(tr("as the plan's folder has it"));
    path->setAccessibleName(tr("File of allowed signers"));
    auto* problem = new QLabel(box);
    problem->setProperty("role", QStringLiteral("error"));
    auto* choose = new QPushButton(icon(QStringLiteral("folder")), {}, box);
    choose->setToolTip(tr("Choose the file"));
    choose->setAccessibleName(choose->toolTip());
    choose->setAutoDefault(false);
    row->addWidget(path, 1);
    row->addWidget(problem);
    row->addWidget(choose);
    const auto check = [path, problem] {
        const QString file = path->text().trimmed();
        problem->setText(
            file.isEmpty() || QFileInfo(file).isReadable() ? QString() : tr("cannot be read"));
        problem->setVisible(!problem->text().isEmpty());
    };
    connect(path, &QLineEdit::textChanged, this, [this, check](const QString& text) {
        settings::allowedSigners.write(m_settings, text.trimmed());
        check();
        emit changed();
    });
    connect(choose, &QPushButton::clicked, this, [this, path] {
        const QString chosen = prompts::openFile(this, tr("File of allowed signers"),
            QFileInfo(path->text()).absolutePath(), tr("All files (*)"));
        if (!chosen.isEmpty()) {
            path->setText(chosen);
        }
    });
    check();
    return box;
}

} // namespace whimbrel
