// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/connections_dialog.h"

#include "model/database/open_connection.h"
#include "ui/connections/connection_form.h"
#include "ui/connections/connections.h"
#include "ui/connections/password_question.h"
#include "ui/connections/report_view.h"
#include "ui/prompts/prompts.h"
#include "ui/style/environment.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

constexpr int sideWidth = 240;

} // namespace

ConnectionsDialog::ConnectionsDialog(Connections& connections, Prompts& prompts, QWidget* parent)
    : QDialog(parent)
    , m_connections(connections)
    , m_prompts(prompts)
{
    setWindowTitle(tr("Connections"));
    setObjectName(QStringLiteral("connectionsDialog"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(makeSide());
    row->addWidget(makeMain(), 1);
    resize(940, 820);

    connect(&m_running, &ConnectionTest::succeeded, this, [this](const ConnectionReport& report) {
        m_result->showReport(report);
        if (!m_before.isEmpty() && !isModified()) {
            m_connections.remember(QLatin1Char('@') + m_before, m_tested);
        }
        showResult();
        follow();
    });
    connect(&m_running, &ConnectionTest::failed, this, &ConnectionsDialog::showTestFailure);
    connect(&m_connections, &Connections::changed, this, &ConnectionsDialog::fillList);
    m_connections.reload();
    m_connections.lookAtKeychain([self = QPointer<ConnectionsDialog>(this)](const Result<>& has) {
        if (self) {
            self->m_form->setKeychainTrouble(has ? QString() : has.error().text());
        }
    });
    fillList();
    if (m_connections.profiles().isEmpty()) {
        add();
    } else {
        choose(m_connections.profiles().constFirst().name);
    }
    if (!m_connections.trouble().isEmpty()) {
        m_result->showError({ErrorCode::Unreadable, m_connections.trouble(), {}, {}});
        m_save->setEnabled(false);
    }
}

ConnectionsDialog::~ConnectionsDialog() = default;

QWidget* ConnectionsDialog::makeSide()
{
    auto* side = new QWidget(this);
    side->setFixedWidth(sideWidth);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(space::large, space::large, 0, space::large);
    column->setSpacing(space::small);
    m_list = new QListWidget(side);
    m_list->setAccessibleName(tr("Connections"));
    m_list->setUniformItemSizes(true);
    column->addWidget(m_list, 1);
    m_none = new QLabel(tr("Nothing is saved yet.\n\nFill in the form, test it and save it: then "
                           "it stands here, and a run or a rehearsal finds it by its name."),
        side);
    m_none->setWordWrap(true);
    m_none->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_none->setProperty("role", QStringLiteral("caption"));
    column->addWidget(m_none, 1);
    const auto button = [side](const QString& iconName, const QString& text) {
        auto* made = new QPushButton(icon(iconName), text, side);
        made->setAutoDefault(false);
        return made;
    };
    m_add = button(QStringLiteral("add"), tr("&Add"));
    m_duplicate = button(QStringLiteral("duplicate"), tr("Dupl&icate"));
    m_remove = button(QStringLiteral("delete"), tr("Re&move…"));
    auto* first = new QHBoxLayout;
    first->setSpacing(space::small);
    first->addWidget(m_add);
    first->addWidget(m_duplicate);
    column->addLayout(first);
    column->addWidget(m_remove);
    // Later: the list is made anew in answer to it.
    connect(m_list, &QListWidget::currentRowChanged, this, &ConnectionsDialog::takeChoice,
        Qt::QueuedConnection);
    // A click beside the names leaves the list without a choice; the form still has one.
    connect(m_list, &QListWidget::itemSelectionChanged, this, [this] {
        if (m_list->selectedItems().isEmpty() && m_list->currentItem()) {
            m_list->currentItem()->setSelected(true);
        }
    });
    connect(m_add, &QPushButton::clicked, this, [this] { leaveThen([this] { add(); }); });
    connect(
        m_duplicate, &QPushButton::clicked, this, [this] { leaveThen([this] { duplicate(); }); });
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsDialog::remove);
    return side;
}

QWidget* ConnectionsDialog::makeMain()
{
    auto* main = new QWidget(this);
    auto* column = new QVBoxLayout(main);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    m_scroll = new QScrollArea(main);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    auto* page = new QWidget(m_scroll);
    auto* pageColumn = new QVBoxLayout(page);
    pageColumn->setContentsMargins(0, 0, 0, 0); // in line with the buttons below
    pageColumn->setSpacing(space::large);
    m_form = new ConnectionForm(page);
    pageColumn->addWidget(m_form);
    addUrlRow();
    m_result = new ReportView(page);
    pageColumn->addWidget(m_result);
    pageColumn->addStretch(1);
    m_scroll->setWidget(page);
    column->addWidget(m_scroll, 1);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    m_test = new QPushButton(icon(QStringLiteral("database")), tr("&Test"), main);
    m_test->setToolTip(tr("Connects for reading, and looks at server, user and rights. Changes "
                          "nothing, and saves nothing."));
    m_test->setAutoDefault(false);
    m_save = new QPushButton(tr("Sa&ve"), main);
    m_save->setDefault(true);
    auto* closeButton = new QPushButton(tr("Close"), main);
    closeButton->setAutoDefault(false);
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(m_save);
    buttons->addWidget(closeButton);
    column->addLayout(buttons);
    connect(m_url, &QLineEdit::textEdited, this, &ConnectionsDialog::fillFromUrl);
    connect(m_scroll->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int most) {
        if (m_followsResult) {
            m_scroll->verticalScrollBar()->setValue(most);
        }
    });
    connect(m_form, &ConnectionForm::edited, this, [this] {
        m_followsResult = false;
        follow();
    });
    connect(m_test, &QPushButton::clicked, this, &ConnectionsDialog::toggleTest);
    connect(m_save, &QPushButton::clicked, this, [this] { save({}); });
    connect(closeButton, &QPushButton::clicked, this, &ConnectionsDialog::reject);
    return main;
}

void ConnectionsDialog::addUrlRow()
{
    auto* box = new QWidget(m_form);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, space::small);
    column->setSpacing(2);
    auto* label = new QLabel(tr("From a UR&L"), m_form);
    m_url = new QLineEdit(box);
    m_url->setPlaceholderText(tr("Paste postgresql://user@host/database to fill the form"));
    m_url->setClearButtonEnabled(true);
    label->setBuddy(m_url);
    column->addWidget(m_url);
    m_urlProblem = new QLabel(box);
    m_urlProblem->setWordWrap(true);
    m_urlProblem->setTextFormat(Qt::PlainText);
    m_urlProblem->setProperty("role", QStringLiteral("error"));
    m_urlProblem->hide();
    column->addWidget(m_urlProblem);
    m_form->addAbove(label, box);
}

void ConnectionsDialog::showResult()
{
    m_followsResult = true; // until it has found its place, and the person goes on
    QScrollBar* bar = m_scroll->verticalScrollBar();
    bar->setValue(bar->maximum());
}

void ConnectionsDialog::fillList()
{
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const ConnectionProfile& each : m_connections.profiles()) {
        auto* item
            = new QListWidgetItem(environmentIcon(each.environment, palette()), each.name, m_list);
        item->setToolTip(each.environment.isEmpty()
                ? each.url
                : QStringLiteral("%1\n%2").arg(environmentName(each.environment), each.url));
        if (each.name == m_before) {
            m_list->setCurrentItem(item);
        }
    }
    if (m_before.isEmpty()) {
        m_list->setCurrentRow(-1);
    }
    m_list->setVisible(m_list->count() > 0);
    m_none->setVisible(m_list->count() == 0);
}

void ConnectionsDialog::choose(const QString& name)
{
    if (const auto profile = m_connections.named(QLatin1Char('@') + name)) {
        showProfile(*profile, profile->name);
        fillList();
    }
}

void ConnectionsDialog::takeChoice()
{
    const QListWidgetItem* item = m_list->currentItem();
    const QString name = item ? item->text() : QString();
    if (name == m_before) {
        return;
    }
    // Back to what is in the form, until that may be left.
    fillList();
    leaveThen([this, name] { choose(name); });
}

void ConnectionsDialog::showProfile(const ConnectionProfile& profile, const QString& before)
{
    m_running.cancel();
    m_before = before;
    m_asked = {};
    m_url->clear();
    m_urlProblem->hide();
    m_form->setFields(fieldsOf(profile));
    m_form->setPasswordKept(profile.keychain && !before.isEmpty());
    m_saved = m_form->fields();
    m_result->clear();
    m_followsResult = false;
    m_scroll->verticalScrollBar()->setValue(0);
    follow();
}

void ConnectionsDialog::add()
{
    showProfile({{}, QString(), QStringLiteral("development"), false}, {});
    fillList();
    m_form->focus(ConnectionField::Name);
}

QString ConnectionsDialog::freeName(const QString& wanted) const
{
    QString name = wanted;
    for (int number = 2; m_connections.named(QLatin1Char('@') + name); ++number) {
        name = QStringLiteral("%1-%2").arg(wanted).arg(number);
    }
    return name;
}

void ConnectionsDialog::duplicate()
{
    std::optional<ConnectionProfile> copy = m_connections.named(QLatin1Char('@') + m_before);
    if (!copy) {
        return;
    }
    copy->name = freeName(copy->name + QStringLiteral("-copy"));
    showProfile(*copy, {});
    m_saved = {}; // it is not saved yet
    fillList();
    follow();
    m_form->focus(ConnectionField::Name);
}

void ConnectionsDialog::remove()
{
    if (m_before.isEmpty()) {
        return;
    }
    const auto profile = m_connections.named(QLatin1Char('@') + m_before);
    const QString rest = profile && profile->keychain
        ? tr("Its password is taken out of the keychain. The database stays as it is.")
        : tr("The database stays as it is.");
    if (!m_prompts.confirm(this, tr("Remove the connection"),
            tr("Remove the connection “%1”? %2").arg(m_before, rest), tr("Remove"))) {
        return;
    }
    const QString name = m_before;
    const auto row = m_list->currentRow();
    m_connections.remove(
        name, [self = QPointer<ConnectionsDialog>(this), row](const Result<>& done) {
            if (!self) {
                return;
            }
            const QList<ConnectionProfile>& left = self->m_connections.profiles();
            if (left.isEmpty()) {
                self->add();
            } else {
                self->choose(left.at(std::clamp<qsizetype>(row, 0, left.size() - 1)).name);
            }
            if (!done) {
                self->m_result->showError(done.error());
            }
        });
}

QStringList ConnectionsDialog::otherNames() const
{
    QStringList names;
    for (const ConnectionProfile& each : m_connections.profiles()) {
        if (each.name != m_before) {
            names.append(each.name);
        }
    }
    return names;
}

bool ConnectionsDialog::isModified() const
{
    return m_form->fields() != m_saved || !m_form->password().isEmpty();
}

void ConnectionsDialog::follow()
{
    const bool running = m_running.isRunning();
    m_form->showProblems(
        problemsOf(m_form->fields(), otherNames()), ConnectionForm::Showing::Edited);
    m_save->setEnabled(isModified() && !m_isSaving && m_connections.trouble().isEmpty());
    m_test->setText(running ? tr("S&top the test") : tr("&Test"));
    m_duplicate->setEnabled(!m_before.isEmpty());
    m_remove->setEnabled(!m_before.isEmpty());
}

void ConnectionsDialog::fillFromUrl()
{
    const QString text = m_url->text().trimmed();
    m_urlProblem->hide();
    if (text.isEmpty()) {
        return;
    }
    const Result<ConnectionUrl> url = parseConnectionUrl(text);
    if (!url) {
        m_urlProblem->setText(url.error().text());
        m_urlProblem->show();
        return;
    }
    const ConnectionFields now = m_form->fields();
    ConnectionFields filled
        = fieldsOf({now.text(ConnectionField::Name), url->shown, now.environment, now.keychain});
    m_form->setFields(filled);
    // A password is taken out of the URL: it belongs into the keychain, or is for this test alone.
    if (!url->password.isEmpty()) {
        m_asked = url->password;
        m_form->setPassword(url->password.revealed());
        const QSignalBlocker quiet(m_url);
        m_url->setText(url->shown);
    }
    follow();
}

void ConnectionsDialog::save(const std::function<void()>& then)
{
    const ConnectionFields fields = m_form->fields();
    const QMap<ConnectionField, QString> problems = problemsOf(fields, otherNames());
    if (!problems.isEmpty()) {
        m_form->showProblems(problems, ConnectionForm::Showing::All);
        m_form->focus(problems.firstKey());
        return;
    }
    const ConnectionProfile profile = profileOf(fields);
    std::optional<Secret> password;
    if (profile.keychain && !m_form->password().isEmpty()) {
        password = Secret(m_form->password());
    }
    m_isSaving = true;
    follow();
    m_connections.save(m_before, profile, password,
        [self = QPointer<ConnectionsDialog>(this), profile, then](const Result<>& saved) {
            if (!self) {
                return;
            }
            self->m_isSaving = false;
            if (!saved) {
                self->follow();
                self->m_result->showError(saved.error());
                self->showResult();
                return;
            }
            self->m_before = profile.name;
            if (!self->m_asked.isEmpty()) {
                self->m_connections.remember(QLatin1Char('@') + profile.name, self->m_asked);
            }
            self->m_form->setFields(fieldsOf(profile));
            self->m_form->setPasswordKept(profile.keychain);
            self->m_saved = self->m_form->fields();
            self->fillList();
            self->follow();
            if (then) {
                then();
            }
        });
}

void ConnectionsDialog::leaveThen(const std::function<void()>& then)
{
    if (!isModified()) {
        then();
        return;
    }
    const QString name = m_form->fields().text(ConnectionField::Name);
    switch (m_prompts.askUnsaved(this, name.isEmpty() ? tr("new connection") : name)) {
    case Prompts::Unsaved::Save:
        save(then);
        break;
    case Prompts::Unsaved::Discard:
        then();
        break;
    case Prompts::Unsaved::Cancel:
        break;
    }
}

void ConnectionsDialog::toggleTest()
{
    if (m_running.isRunning()) {
        m_running.cancel();
        m_result->showNote(tr("The test was stopped."));
        follow();
        return;
    }
    const ConnectionFields fields = m_form->fields();
    QMap<ConnectionField, QString> problems = problemsOf(fields, {});
    problems.remove(ConnectionField::Name); // a test needs none
    if (!problems.isEmpty()) {
        m_form->showProblems(problems, ConnectionForm::Showing::All);
        m_form->focus(problems.firstKey());
        return;
    }
    test();
}

void ConnectionsDialog::test()
{
    m_result->showNote(tr("Connecting…"));
    const Result<ConnectionUrl> url = parseConnectionUrl(profileOf(m_form->fields()).url);
    if (!url) {
        m_result->showError(url.error());
        return;
    }
    const auto begin = [this, url = *url](const Secret& password) {
        ConnectionUrl tried = url;
        tried.password = password;
        m_tested = password;
        m_running.start(tried);
        follow();
        showResult();
    };
    if (const QString typed = m_form->password(); !typed.isEmpty()) {
        begin(Secret(typed));
    } else if (!m_asked.isEmpty()) {
        begin(m_asked);
    } else if (m_before.isEmpty()) {
        begin({});
    } else {
        m_connections.find(QLatin1Char('@') + m_before,
            [self = QPointer<ConnectionsDialog>(this), begin](const Result<ConnectionUrl>& known) {
                if (self) {
                    begin(known ? known->password : Secret());
                }
            });
    }
}

void ConnectionsDialog::showTestFailure(const Error& error)
{
    m_result->showError(error);
    showResult();
    follow();
    if (wantsPassword(error)) {
        askPassword(m_tested.isEmpty() ? QString() : error.text());
    }
}

void ConnectionsDialog::askPassword(const QString& complaint)
{
    const ConnectionProfile profile = profileOf(m_form->fields());
    // What is in the form may not be saved yet, so it is asked for as a URL.
    auto* question = new PasswordQuestion(profile.url, complaint, m_connections, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &PasswordQuestion::given, this, [this](const Secret& password) {
        m_asked = password;
        if (m_form->fields().keychain) {
            m_form->setPassword(password.revealed()); // saved with the rest
        }
        test();
    });
    question->open();
}

QString ConnectionsDialog::resultText() const
{
    return m_result->text();
}

void ConnectionsDialog::reject()
{
    leaveThen([this] { QDialog::reject(); });
}

void ConnectionsDialog::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_F2) {
        m_form->focus(ConnectionField::Name);
        return;
    }
    QDialog::keyPressEvent(event);
}

} // namespace whimbrel
