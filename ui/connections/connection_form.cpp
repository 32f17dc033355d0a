// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/connection_form.h"

#include "ui/prompts/files.h"
#include "ui/style/environment.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QComboBox>
#include <QEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

using Field = ConnectionField;
using Way = ConnectionFields::Way;

void choose(QComboBox* box, const QVariant& value)
{
    box->setCurrentIndex(std::max(0, box->findData(value)));
}

} // namespace

ConnectionForm::ConnectionForm(QWidget* parent)
    : QWidget(parent)
{
    m_form = new QFormLayout(this);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(space::large);
    m_form->setVerticalSpacing(space::small);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);

    addText(Field::Name, tr("&Name"), QStringLiteral("shop-staging"));
    m_environment = addChoice(tr("&Environment"));
    for (const char* each : {"", "development", "staging", "production"}) {
        const QString key = QString::fromLatin1(each);
        m_environment->addItem(key.isEmpty() ? tr("Not said") : environmentName(key), key);
    }
    colorEnvironments();
    m_kind = addChoice(tr("&Kind"));
    m_kind->addItem(tr("PostgreSQL"), static_cast<int>(Dialect::Postgresql));
    m_kind->addItem(tr("MariaDB or MySQL"), static_cast<int>(Dialect::Mysql));
    m_kind->addItem(tr("SQLite"), static_cast<int>(Dialect::Sqlite));
    addFile(Field::File, tr("&File"), QStringLiteral("/srv/shop/shop.db"),
        tr("SQLite databases (*.db *.sqlite *.sqlite3);;All files (*)"));
    m_way = addChoice(tr("Reached &by"));
    addText(Field::Service, tr("Service"), QStringLiteral("shop"));
    addFile(Field::ServiceFile, tr("Service file"), tr("PGSERVICEFILE, else ~/.pg_service.conf"),
        tr("All files (*)"));
    addFile(Field::OptionFile, tr("O&ption file"), QStringLiteral("/home/dba/.my.cnf"),
        tr("Option files (*.cnf);;All files (*)"));
    addText(Field::OptionGroup, tr("&Group in it"), tr("[client] is always read; this one too"));
    addText(Field::Host, tr("&Host"), QStringLiteral("db1.example.com"));
    addText(Field::Port, tr("P&ort"));
    addFile(Field::Socket, tr("Socket"), {}, tr("All files (*)"));
    addText(Field::Database, tr("&Database"), QStringLiteral("shop"));
    addText(Field::User, tr("&User"), tr("your name on this machine"));
    addText(Field::Role, tr("&Role to set"), tr("owner of what is made; empty: the user itself"));
    m_tls = addChoice(tr("TL&S"));
    m_tls->addItem(tr("If the server offers it"), QString());
    m_tls->addItem(tr("Required; certificate not checked"), QStringLiteral("require"));
    m_tls->addItem(tr("Required; certificate checked"), QStringLiteral("verify-ca"));
    m_tls->addItem(tr("Required; certificate and host checked"), QStringLiteral("verify-full"));
    m_tls->addItem(tr("Never"), QStringLiteral("disable"));
    const QString pem = tr("Certificates (*.pem *.crt *.key);;All files (*)");
    addFile(
        Field::Ca, tr("Certificate authorit&y"), tr("to check the server's certificate with"), pem);
    addFile(Field::Certificate, tr("&Client certificate"), tr("if the server wants one"), pem);
    addFile(Field::Key, tr("Client key"), tr("the certificate's own"), pem);
    addPasswordRows();
    fillWays(Dialect::Postgresql);
    for (QComboBox* box : {m_environment, m_kind, m_way, m_tls, m_keeping}) {
        connect(box, &QComboBox::activated, this, [this, box] {
            if (box == m_kind) {
                fillWays(static_cast<Dialect>(m_kind->currentData().toInt()));
            }
            follow();
            emit edited();
        });
    }
    follow();
}

QComboBox* ConnectionForm::addChoice(const QString& label)
{
    auto* box = new QComboBox(this);
    m_form->addRow(label, box);
    return box;
}

ConnectionForm::Row ConnectionForm::makeRow(Field field, const QString& example)
{
    Row row;
    row.box = new QWidget(this);
    auto* column = new QVBoxLayout(row.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    row.editor = new QLineEdit(row.box);
    row.editor->setPlaceholderText(example);
    line->addWidget(row.editor, 1);
    column->addLayout(line);
    row.problem = new QLabel(row.box);
    row.problem->setProperty("role", QStringLiteral("error"));
    row.problem->setWordWrap(true);
    row.problem->setTextFormat(Qt::PlainText);
    row.problem->hide();
    column->addWidget(row.problem);
    connect(row.editor, &QLineEdit::textEdited, this, [this, field] {
        m_edited.insert(field);
        emit edited();
    });
    return row;
}

void ConnectionForm::addText(Field field, const QString& label, const QString& example)
{
    const Row row = makeRow(field, example);
    auto* name = new QLabel(label, this);
    name->setBuddy(row.editor);
    m_form->addRow(name, row.box);
    m_rows.insert(field, row);
}

void ConnectionForm::addFile(
    Field field, const QString& label, const QString& example, const QString& filter)
{
    addText(field, label, example);
    const Row row = m_rows.value(field);
    auto* button = new QPushButton(icon(QStringLiteral("folder")), tr("Choose…"), row.box);
    static_cast<QHBoxLayout*>(row.box->layout()->itemAt(0)->layout())->addWidget(button);
    const QString title = QString(label).remove(QLatin1Char('&'));
    button->setAccessibleName(tr("Choose: %1").arg(title));
    connect(button, &QPushButton::clicked, this, [this, field, title, filter] {
        QLineEdit* editor = m_rows.value(field).editor;
        const QString chosen
            = prompts::openFile(this, title, QFileInfo(editor->text()).absolutePath(), filter);
        if (!chosen.isEmpty()) {
            // PostgreSQL's socket is known by its folder.
            const bool isFolder = field == Field::Socket
                && m_kind->currentData().toInt() == static_cast<int>(Dialect::Postgresql);
            editor->setText(isFolder ? QFileInfo(chosen).absolutePath() : chosen);
            m_edited.insert(field);
            emit edited();
        }
    });
}

void ConnectionForm::addPasswordRows()
{
    m_keeping = addChoice(tr("Pass&word"));
    m_keeping->addItem(tr("Asked for; forgotten when Whimbrel is closed"), false);
    m_keeping->addItem(tr("Kept in the desktop's keychain"), true);
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    m_password = new QLineEdit(box);
    m_password->setEchoMode(QLineEdit::Password);
    m_password->setAccessibleName(tr("Password"));
    m_keychain = new QLabel(box);
    m_keychain->setWordWrap(true);
    m_keychain->setTextFormat(Qt::PlainText);
    m_keychain->setProperty("role", QStringLiteral("caption"));
    column->addWidget(m_password);
    column->addWidget(m_keychain);
    m_form->addRow(QString(), box);
    connect(m_password, &QLineEdit::textEdited, this, &ConnectionForm::edited);
}

void ConnectionForm::fillWays(Dialect dialect)
{
    const QVariant before = m_way->currentData();
    m_way->clear();
    m_way->addItem(tr("Network"), static_cast<int>(Way::Network));
    m_way->addItem(tr("Socket on this machine"), static_cast<int>(Way::Socket));
    if (dialect == Dialect::Postgresql) {
        m_way->addItem(tr("Service, as libpq looks it up"), static_cast<int>(Way::Service));
    } else {
        m_way->addItem(tr("Option file"), static_cast<int>(Way::OptionFile));
    }
    choose(m_way, before);
}

ConnectionFields ConnectionForm::fields() const
{
    ConnectionFields fields;
    fields.environment = m_environment->currentData().toString();
    fields.dialect = static_cast<Dialect>(m_kind->currentData().toInt());
    fields.way = static_cast<Way>(m_way->currentData().toInt());
    fields.tls = m_tls->currentData().toString();
    fields.keychain = m_keeping->currentData().toBool();
    fields.others = m_others;
    for (auto each = m_rows.cbegin(); each != m_rows.cend(); ++each) {
        fields.set(each.key(), each->editor->text().trimmed());
    }
    return fields;
}

void ConnectionForm::setFields(const ConnectionFields& fields)
{
    m_others = fields.others;
    choose(m_environment, fields.environment);
    choose(m_kind, static_cast<int>(fields.dialect));
    fillWays(fields.dialect);
    choose(m_way, static_cast<int>(fields.way));
    // "prefer" and "allow" are what is done where nothing is said.
    choose(m_tls, fields.tls);
    choose(m_keeping, fields.keychain);
    for (auto each = m_rows.cbegin(); each != m_rows.cend(); ++each) {
        each->editor->setText(fields.text(each.key()));
        each->problem->hide();
    }
    m_edited.clear();
    m_password->clear();
    follow();
}

QString ConnectionForm::password() const
{
    return m_password->isVisibleTo(this) ? m_password->text() : QString();
}

void ConnectionForm::setPassword(const QString& password)
{
    m_password->setText(password);
}

void ConnectionForm::showProblems(const QMap<Field, QString>& problems, Showing showing)
{
    for (auto each = m_rows.cbegin(); each != m_rows.cend(); ++each) {
        const bool isShown = showing == Showing::All || m_edited.contains(each.key());
        const QString problem = isShown ? problems.value(each.key()) : QString();
        each->problem->setText(problem);
        each->problem->setVisible(!problem.isEmpty());
    }
}

QString ConnectionForm::problemShown(Field field) const
{
    const QLabel* label = m_rows.value(field).problem;
    return label->isHidden() ? QString() : label->text();
}

void ConnectionForm::setKeychainTrouble(const QString& why)
{
    m_keychainTrouble = why;
    follow();
}

void ConnectionForm::setPasswordKept(bool isKept)
{
    m_isPasswordKept = isKept;
    follow();
}

void ConnectionForm::focus(Field field)
{
    QLineEdit* editor = m_rows.value(field).editor;
    editor->setFocus();
    editor->selectAll();
}

void ConnectionForm::addAbove(QLabel* label, QWidget* field)
{
    m_form->insertRow(0, label, field);
}

void ConnectionForm::follow()
{
    const ConnectionFields now = fields();
    const bool isServer = now.dialect != Dialect::Sqlite;
    const bool isPostgres = now.dialect == Dialect::Postgresql;
    for (auto each = m_rows.cbegin(); each != m_rows.cend(); ++each) {
        m_form->setRowVisible(each->box, now.has(each.key()));
    }
    m_form->setRowVisible(m_way, isServer);
    m_form->setRowVisible(m_tls, isServer);
    m_form->setRowVisible(m_keeping, isServer);
    m_form->setRowVisible(m_password->parentWidget(), isServer);
    m_rows[Field::Port].editor->setPlaceholderText(
        isPostgres ? QStringLiteral("5432") : QStringLiteral("3306"));
    m_rows[Field::Socket].editor->setPlaceholderText(isPostgres
            ? QStringLiteral("/var/run/postgresql")
            : QStringLiteral("/run/mysqld/mysqld.sock"));
    const bool fromFile = now.way == Way::Service || now.way == Way::OptionFile;
    const QString said = tr("as the file says");
    m_rows[Field::Host].editor->setPlaceholderText(
        fromFile ? said : QStringLiteral("db1.example.com"));
    m_rows[Field::Database].editor->setPlaceholderText(fromFile ? said : QStringLiteral("shop"));
    m_rows[Field::User].editor->setPlaceholderText(
        fromFile ? said : tr("your name on this machine"));

    const auto* choices = static_cast<const QStandardItemModel*>(m_keeping->model());
    choices->item(m_keeping->findData(true))->setEnabled(m_keychainTrouble.isEmpty());
    m_password->setVisible(now.keychain && m_keychainTrouble.isEmpty());
    m_password->setPlaceholderText(
        m_isPasswordKept ? tr("kept; type another one to change it") : QString());
    const QString text = !m_keychainTrouble.isEmpty()
        ? tr("Passwords cannot be kept: %1 They are asked for each time.").arg(m_keychainTrouble)
        : QString();
    m_keychain->setText(text);
    m_keychain->setVisible(!text.isEmpty());
}

void ConnectionForm::colorEnvironments()
{
    for (int i = 0; i < m_environment->count(); ++i) {
        m_environment->setItemIcon(
            i, environmentIcon(m_environment->itemData(i).toString(), palette()));
    }
}

void ConnectionForm::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_environment) {
        colorEnvironments();
    }
}

} // namespace whimbrel
