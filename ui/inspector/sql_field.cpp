// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/sql_field.h"

#include "model/plan/names.h"
#include "ui/inspector/edit_turn.h"
#include "ui/inspector/section.h"
#include "ui/inspector/sql_files.h"
#include "ui/inspector/tool_button.h"
#include "ui/prompts/files.h"
#include "ui/sql/sql_edit.h"
#include "ui/sql/sql_highlighter.h"

#include <QDialog>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>

namespace whimbrel {

using namespace std::chrono_literals;

namespace {

constexpr qint64 largestSqlFile = 8 * 1024 * 1024;

bool isOneLine(const QString& text)
{
    return !text.trimmed().contains(QLatin1Char('\n'));
}

QString textOf(const Plan& plan, const SqlSource& source)
{
    QString text = QString::fromUtf8(plan.sqlText(source));
    text.replace(QLatin1String("\r\n"), QLatin1String("\n"));
    return text;
}

} // namespace

QString describeClass(StatementClass kind)
{
    switch (kind) {
    case StatementClass::Query:
        return SqlField::tr("reads");
    case StatementClass::Dml:
        return SqlField::tr("changes rows");
    case StatementClass::Additive:
        return SqlField::tr("adds to the schema");
    case StatementClass::Destructive:
        return SqlField::tr("destroys");
    case StatementClass::Rename:
        return SqlField::tr("renames");
    case StatementClass::OtherDdl:
        return SqlField::tr("changes the schema");
    case StatementClass::Transaction:
        return SqlField::tr("transaction: the runner's own task");
    case StatementClass::Session:
        return SqlField::tr("sets the session");
    case StatementClass::Maintenance:
        return SqlField::tr("maintenance");
    case StatementClass::Attachment:
        return SqlField::tr("attaches a database");
    case StatementClass::Unknown:
        return SqlField::tr("unknown statement");
    }
    return {};
}

SqlField::SqlField(PlanSession& session, const Property<SqlSource>& property,
    const SqlContext& context, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_property(property)
    , m_context(context)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);

    m_editor = new SqlEdit(this);
    m_editor->setLineRange(3, 14);
    m_editor->setAccessibleName(context.name);
    m_turn = new EditTurn(session, m_editor);
    setFocusProxy(m_editor);
    layout->addWidget(m_editor);

    auto* fileRow = new QHBoxLayout;
    fileRow->setSpacing(4);
    auto* fileLabel = new QLabel(tr("File"), this);
    m_file = new QLineEdit(this);
    m_file->setPlaceholderText(tr("kept in the plan"));
    m_file->setAccessibleName(tr("File of %1").arg(context.name));
    new EditTurn(session, m_file);
    fileLabel->setBuddy(m_file);
    m_choose = makeToolButton(this, QStringLiteral("folder"), QStringLiteral("…"),
        tr("Take the SQL from a file in the plan's folder"));
    m_intoPlan = makeToolButton(this, QStringLiteral("close"), QStringLiteral("×"),
        tr("Keep this line in the plan instead of a file"));
    m_window = makeToolButton(
        this, QStringLiteral("external"), QStringLiteral("⤢"), tr("Edit in a larger window"));
    fileRow->addWidget(fileLabel);
    fileRow->addWidget(m_file, 1);
    fileRow->addWidget(m_intoPlan);
    fileRow->addWidget(m_choose);
    fileRow->addWidget(m_window);
    layout->addLayout(fileRow);

    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setProperty("role", QStringLiteral("caption"));
    layout->addWidget(m_hint);

    m_describeSoon = new QTimer(this);
    m_describeSoon->setSingleShot(true);
    m_describeSoon->setInterval(120ms);
    connect(m_describeSoon, &QTimer::timeout, this, &SqlField::describe);
    connect(m_editor, &QPlainTextEdit::textChanged, this, &SqlField::takeText);
    connect(m_editor, &QPlainTextEdit::cursorPositionChanged, this,
        [this] { m_describeSoon->start(); });
    connect(m_file, &QLineEdit::editingFinished, this, &SqlField::takeFile);
    connect(m_choose, &QToolButton::clicked, this, &SqlField::chooseFile);
    connect(m_intoPlan, &QToolButton::clicked, this, &SqlField::moveIntoPlan);
    connect(m_window, &QToolButton::clicked, this, &SqlField::openWindow);
    connect(&session, &PlanSession::validationChanged, this, [this] { m_describeSoon->start(); });
    refresh();
    describe();
}

void SqlField::fillHeight()
{
    m_editor->setLineRange(0, 0);
    m_editor->setMinimumHeight(0);
    m_editor->setMaximumHeight(QWIDGETSIZE_MAX);
    m_editor->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_window->hide();
}

void SqlField::refresh()
{
    const SqlSource source = m_property.first();
    const QString text = textOf(m_session.plan(), source);
    if (m_editor->toPlainText() != text) {
        setTextKeepingCursor(m_editor, text);
        m_describeSoon->start();
    }
    m_editor->setDialect(m_context.dialect());
    if (!m_file->hasFocus() || !m_file->isModified()) {
        setTextKeepingCursor(m_file, source.file);
        m_file->setModified(false);
    }
    const bool missing = !source.file.isEmpty() && !m_session.plan().files.contains(source.file);
    m_editor->setPlaceholderText(missing
            ? tr("The file %1 is not there. What is typed here will be saved in it.")
                  .arg(source.file)
            : QString());
    m_intoPlan->setVisible(!source.file.isEmpty());
    m_intoPlan->setEnabled(isOneLine(text));
    m_choose->setEnabled(!m_session.path().isEmpty());
}

void SqlField::takeText()
{
    const Plan& plan = m_session.plan();
    SqlSource source = m_property.first();
    QString text = m_editor->toPlainText();
    if (text == textOf(plan, source)) {
        return;
    }
    Commit commit = m_turn->commit(tr("Change %1").arg(m_context.name));
    if (source.file.isEmpty() && isOneLine(text) && !text.contains(QLatin1Char('\n'))) {
        source.text = text;
    } else {
        if (source.file.isEmpty()) {
            source = {{}, freeSqlPath(plan, m_context.fileStem)};
        }
        if (plan.files.value(source.file).contains("\r\n")) {
            text.replace(QLatin1String("\n"), QLatin1String("\r\n"));
        }
        commit.before.append(SetFile{source.file, text.toUtf8()});
    }
    m_property.set(source, commit);
    m_describeSoon->start();
}

void SqlField::takeFile()
{
    const Plan& plan = m_session.plan();
    SqlSource source = m_property.first();
    const QString path = m_file->text().trimmed();
    m_file->setModified(false);
    if (path == source.file) {
        markInvalid(m_file, {});
        return;
    }
    if (path.isEmpty()) {
        if (isOneLine(textOf(plan, source))) {
            moveIntoPlan();
        } else {
            setTextKeepingCursor(m_file, source.file);
            m_hint->setText(tr("SQL of several lines is kept in a file."));
        }
        return;
    }
    const QString problem = pathProblem(path);
    markInvalid(m_file, problem);
    if (!problem.isEmpty()) {
        m_hint->setText(problem);
        return;
    }
    Commit commit{tr("Change the file of %1").arg(m_context.name), {}, {}, {}};
    const bool known = plan.files.contains(path);
    if (!known) {
        // The SQL goes along to its new name; a file that nothing refers to any more is let go.
        commit.before.append(SetFile{path, plan.sqlText(source)});
        if (!source.file.isEmpty() && plan.files.contains(source.file)
            && referencesTo(plan, source.file) == 1) {
            commit.after.append(SetFile{source.file, std::nullopt});
        }
    }
    m_property.set({{}, path}, commit);
}

void SqlField::moveIntoPlan()
{
    const Plan& plan = m_session.plan();
    const SqlSource source = m_property.first();
    Commit commit{tr("Keep %1 in the plan").arg(m_context.name), {}, {}, {}};
    if (plan.files.contains(source.file) && referencesTo(plan, source.file) == 1) {
        commit.after.append(SetFile{source.file, std::nullopt});
    }
    m_property.set({textOf(plan, source).trimmed(), {}}, commit);
}

void SqlField::openWindow()
{
    auto* dialog = new QDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const Node* node = m_context.element.type == ElementType::Node
        ? m_session.plan().nodes.find(NodeId(m_context.element.id))
        : nullptr;
    dialog->setWindowTitle(node ? tr("%1: %2").arg(node->title, m_context.name) : m_context.name);
    dialog->resize(900, 640);
    auto* layout = new QVBoxLayout(dialog);
    auto* field = new SqlField(m_session, m_property, m_context, dialog);
    field->fillHeight();
    layout->addWidget(field);
    connect(&m_session, &PlanSession::changed, field, &SqlField::refresh);
    connect(&m_session, &PlanSession::pathChanged, dialog, &QDialog::close);
    dialog->show();
    field->setFocus();
}

void SqlField::chooseFile()
{
    const QString folder = QFileInfo(m_session.path()).absolutePath();
    const QString chosen = prompts::openFile(
        this, tr("SQL of %1").arg(m_context.name), folder, tr("SQL files (*.sql);;All files (*)"));
    if (chosen.isEmpty()) {
        return;
    }
    const QString path = QDir(folder).relativeFilePath(chosen);
    const QString problem = pathProblem(path);
    if (!problem.isEmpty()) {
        m_hint->setText(
            tr("%1 lies outside the plan's folder %2. Copy it there first.").arg(chosen, folder));
        return;
    }
    Commit commit{tr("Change the file of %1").arg(m_context.name), {}, {}, {}};
    if (!m_session.plan().files.contains(path)) {
        QFile file(chosen);
        if (!file.open(QIODevice::ReadOnly) || file.size() > largestSqlFile) {
            m_hint->setText(file.isOpen()
                    ? tr("%1 is larger than 8 MB.").arg(chosen)
                    : tr("%1 cannot be read: %2").arg(chosen, file.errorString()));
            return;
        }
        commit.before.append(SetFile{path, file.readAll()});
    }
    m_property.set({{}, path}, commit);
}

void SqlField::describe()
{
    const QString text = m_editor->toPlainText();
    const QByteArray sql = text.toUtf8();
    const Script script = splitScript(sql, m_context.dialect());

    QList<SqlMark> marks;
    const auto endOfLine = [&text](int from) {
        const qsizetype end = text.indexOf(QLatin1Char('\n'), from);
        return static_cast<int>(end < 0 ? text.size() : end);
    };
    for (const SqlProblem& problem : script.problems) {
        const int begin = textPosition(sql, problem.at);
        marks.append({begin, std::max(endOfLine(begin), begin + 1), true, problem.message});
    }
    const SqlSource source = m_property.first();
    for (const Finding& finding : m_session.validation().findings) {
        const bool here = finding.element == m_context.element && finding.file == source.file;
        if (finding.span && here && !finding.accepted) {
            marks.append(
                {textPosition(sql, finding.span->begin), textPosition(sql, finding.span->end),
                    finding.severity == Severity::Error, finding.message});
        }
    }
    m_editor->setMarks(marks);

    if (!script.problems.isEmpty()) {
        const SqlProblem& first = script.problems.first();
        m_hint->setText(tr("Line %1: %2").arg(first.line).arg(first.message));
    } else if (script.statements.isEmpty()) {
        m_hint->setText(tr("No statement yet."));
    } else {
        const int cursor = m_editor->textCursor().position();
        qsizetype index = 0;
        for (qsizetype i = 0; i < script.statements.size(); ++i) {
            if (textPosition(sql, script.statements.at(i).begin) <= cursor) {
                index = i;
            }
        }
        const Statement& at = script.statements.at(index);
        const QString what = tr("%1: %2").arg(at.verb, describeClass(at.kind));
        m_hint->setText(script.statements.size() == 1 ? what
                                                      : tr("Statement %1 of %2, %3")
                                                            .arg(index + 1)
                                                            .arg(script.statements.size())
                                                            .arg(what));
    }
}

} // namespace whimbrel
