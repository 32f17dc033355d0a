// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/binding_row.h"

#include "model/plan/names.h"
#include "ui/prompts/files.h"
#include "ui/session/background.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace whimbrel {

BindingRow::BindingRow(const Target& target, const QString& folder, QWidget* parent)
    : QWidget(parent)
    , m_target(target)
    , m_folder(folder)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    QString dialect;
    for (const auto& row : namedValues<Dialect>()) {
        if (row.value == target.dialect) {
            dialect = QCoreApplication::translate("Names", row.name);
        }
    }
    auto* label = new QLabel(target.title.isEmpty()
            ? tr("%1 (%2)").arg(target.id.text(), dialect)
            : tr("%1: %2 (%3)").arg(target.id.text(), target.title, dialect),
        this);
    layout->addWidget(label);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    m_path = new QLineEdit(this);
    m_path->setPlaceholderText(tr("database file, or a URL such as sqlite:customers.db"));
    m_path->setAccessibleName(tr("Database for %1").arg(target.id.text()));
    label->setBuddy(m_path);
    auto* chooseButton = new QPushButton(icon(QStringLiteral("folder")), tr("Choose…"), this);
    m_test = new QPushButton(icon(QStringLiteral("database")), tr("Test"), this);
    m_test->setToolTip(tr("Opens the database for reading and looks at it. Changes nothing."));
    row->addWidget(m_path, 1);
    row->addWidget(chooseButton);
    row->addWidget(m_test);
    layout->addLayout(row);
    m_status = new QLabel(this);
    m_status->setWordWrap(true);
    m_status->setTextFormat(Qt::PlainText);
    layout->addWidget(m_status);
    showStatus(tr("Not bound yet."), false);

    connect(m_path, &QLineEdit::textEdited, this, [this] {
        ++m_turn;
        m_probe.reset();
        showStatus(url().isEmpty() ? tr("Not bound yet.") : tr("Not tested yet."), false);
        emit changed();
    });
    connect(m_path, &QLineEdit::editingFinished, this, [this] {
        if (!m_probe && !url().isEmpty()) {
            test();
        }
    });
    connect(chooseButton, &QPushButton::clicked, this, &BindingRow::choose);
    connect(m_test, &QPushButton::clicked, this, &BindingRow::test);
}

QString BindingRow::url() const
{
    const QString text = m_path->text().trimmed();
    if (text.isEmpty() || text.contains(QLatin1String("://"))
        || text.startsWith(QLatin1String("sqlite:"))) {
        return text;
    }
    const QString path = QFileInfo(text).isAbsolute() || m_folder.isEmpty()
        ? text
        : m_folder + QLatin1Char('/') + text;
    return QStringLiteral("sqlite:") + path;
}

void BindingRow::setUrl(const QString& url)
{
    const QString scheme = QStringLiteral("sqlite:");
    m_path->setText(url.startsWith(scheme) ? url.mid(scheme.size()) : url);
    m_probe.reset();
    showStatus(url.isEmpty() ? tr("Not bound yet.") : tr("Not tested yet."), false);
    emit changed();
    if (!url.isEmpty()) {
        test();
    }
}

void BindingRow::choose()
{
    const QString chosen = prompts::openFile(this, tr("Database for %1").arg(m_target.id.text()),
        m_folder, tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)"));
    if (!chosen.isEmpty()) {
        setUrl(QStringLiteral("sqlite:") + chosen);
    }
}

void BindingRow::test()
{
    const QString tested = url();
    if (tested.isEmpty()) {
        showStatus(tr("Choose a database first."), true);
        return;
    }
    showStatus(tr("Looking…"), false);
    m_test->setEnabled(false);
    inBackground(
        this, [tested] { return probeDatabase(tested); },
        [this, turn = ++m_turn](const Result<DatabaseProbe>& result) { showResult(turn, result); });
}

void BindingRow::showResult(quint64 turn, const Result<DatabaseProbe>& result)
{
    m_test->setEnabled(true);
    if (turn != m_turn) {
        return; // something else was typed meanwhile
    }
    if (result) {
        m_probe = *result;
        showStatus(probeText(*result), !result->writable);
    } else {
        m_probe.reset();
        showStatus(result.error().text(), true);
    }
    emit tested();
}

void BindingRow::showStatus(const QString& text, bool wrong)
{
    m_status->setText(text);
    QPalette colors;
    colors.setColor(
        QPalette::WindowText, wrong ? uiColors(palette()).error : uiColors(palette()).secondary);
    m_status->setPalette(colors);
}

} // namespace whimbrel
