// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/comments/comments_pane.h"

#include "render/draw/call_outs.h"
#include "ui/session/comment_edits.h"
#include "ui/session/element_name.h"
#include "ui/session/person.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

enum Column { Number, Where, Text, By, When };
constexpr int idRole = Qt::UserRole;

/// "22 Nov 01:21", or in full with year and zone; what is no moment as it stands.
QString moment(const QString& iso, bool full)
{
    const QDateTime at = QDateTime::fromString(iso, Qt::ISODate).toLocalTime();
    const QString format
        = full ? QStringLiteral("d MMM yyyy HH:mm t") : QStringLiteral("d MMM HH:mm");
    return at.isValid() ? QLocale().toString(at, format) : iso;
}

} // namespace

CommentsPane::CommentsPane(PlanSession& session, const QSettings& settings, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_settings(settings)
    , m_list(new QTreeWidget(this))
    , m_stack(new QStackedWidget(this))
    , m_showResolved(new QToolButton(this))
    , m_about(new QLabel(this))
    , m_text(new QPlainTextEdit(this))
    , m_add(new QPushButton(tr("Add Comment"), this))
    , m_resolve(new QPushButton(tr("Resolve"), this))
    , m_erase(new QPushButton(tr("Delete"), this))
{
    setObjectName(QStringLiteral("comments"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(space::small, space::tight, space::small, space::tight);
    bar->setSpacing(space::tight);
    m_showResolved->setProperty("role", QStringLiteral("filter"));
    m_showResolved->setCheckable(true);
    m_showResolved->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_showResolved->setFocusPolicy(Qt::TabFocus);
    bar->addWidget(m_showResolved);
    bar->addStretch(1);
    bar->addWidget(m_resolve);
    bar->addWidget(m_erase);
    column->addLayout(bar);

    m_list->setObjectName(QStringLiteral("commentList"));
    m_list->setAccessibleName(tr("Comments"));
    m_list->setColumnCount(5);
    m_list->setHeaderLabels({tr("No."), tr("On"), tr("Comment"), tr("By"), tr("When")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(Text, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(Number, QHeaderView::ResizeToContents);
    m_list->header()->resizeSection(Where, 136);
    m_list->header()->resizeSection(By, 72);
    m_list->header()->resizeSection(When, 100);
    auto* empty = new QLabel(tr("No open comment. Select a step and write what should be "
                                "looked at: it is numbered on the canvas and in pictures."),
        this);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setProperty("role", QStringLiteral("caption"));
    m_stack->addWidget(m_list);
    m_stack->addWidget(empty);

    auto* field = new QWidget(this);
    auto* rows = new QVBoxLayout(field);
    rows->setContentsMargins(space::medium, space::small, space::medium, space::medium);
    rows->setSpacing(space::small);
    m_about->setTextFormat(Qt::PlainText);
    m_about->setWordWrap(true);
    m_about->setProperty("role", QStringLiteral("caption"));
    rows->addWidget(m_about);
    m_text->setObjectName(QStringLiteral("commentText"));
    m_text->setPlaceholderText(tr("What should be looked at?"));
    m_text->setAccessibleName(tr("New comment"));
    m_text->setTabChangesFocus(true);
    m_text->installEventFilter(this);
    rows->addWidget(m_text, 1);
    m_add->setToolTip(tr("Ctrl+Return"));
    rows->addWidget(m_add, 0, Qt::AlignRight);

    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(m_stack);
    splitter->addWidget(field);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({760, 260});
    splitter->setChildrenCollapsible(false);
    column->addWidget(splitter, 1);
    setFocusProxy(m_list);

    connect(m_showResolved, &QToolButton::toggled, this, &CommentsPane::rebuild);
    connect(m_text, &QPlainTextEdit::textChanged, this, &CommentsPane::showButtons);
    connect(m_add, &QPushButton::clicked, this, &CommentsPane::add);
    connect(m_resolve, &QPushButton::clicked, this, &CommentsPane::toggleResolved);
    connect(m_erase, &QPushButton::clicked, this, &CommentsPane::eraseChosen);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &CommentsPane::showButtons);
    const auto reveal = [this](const QTreeWidgetItem* item) {
        const Comment* comment
            = m_session.plan().comments.find(CommentId(item->data(0, idRole).toString()));
        if (comment != nullptr && comment->on.type != ElementType::Plan) {
            m_session.reveal(comment->on);
        }
    };
    connect(m_list, &QTreeWidget::itemClicked, this, reveal);
    connect(m_list, &QTreeWidget::itemActivated, this, reveal);
    connect(&session, &PlanSession::changed, this, &CommentsPane::follow);
    connect(&session, &PlanSession::selectionChanged, this, &CommentsPane::showAnchor);
    connect(&session, &PlanSession::readOnlyChanged, this, &CommentsPane::showButtons);
    rebuild();
    showAnchor();
}

void CommentsPane::begin()
{
    m_text->setFocus(Qt::ShortcutFocusReason);
}

bool CommentsPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (enter && key->modifiers().testFlag(Qt::ControlModifier)) {
            add();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CommentsPane::follow()
{
    // Names of elements stand in the list too, but most edits are about neither.
    if (!(m_shown == m_session.plan().comments)) {
        rebuild();
    }
    showAnchor();
}

void CommentsPane::rebuild()
{
    const Plan& plan = m_session.plan();
    const QList<CommentId> before = chosen();
    m_shown = plan.comments;
    m_list->clear();
    const QHash<ElementRef, int> numbers = callOutNumbers(plan);
    int resolved = 0;
    int open = 0;
    for (const Comment& comment : plan.comments) {
        (comment.resolved ? resolved : open) += 1;
        if (comment.resolved && !m_showResolved->isChecked()) {
            continue;
        }
        auto* item = new QTreeWidgetItem(m_list,
            {comment.resolved ? QString() : QString::number(numbers.value(comment.on)),
                elementName(plan, comment.on), comment.text.simplified(), comment.by,
                moment(comment.at, false)});
        item->setData(0, idRole, comment.id.text());
        item->setToolTip(Text, comment.text);
        item->setToolTip(When, moment(comment.at, true));
        item->setTextAlignment(Number, Qt::AlignRight | Qt::AlignVCenter);
        if (comment.resolved) {
            item->setIcon(Number, icon(QStringLiteral("passed"), uiColors(palette()).success));
            item->setToolTip(Number, tr("Resolved"));
            for (int each = Number; each <= When; ++each) {
                item->setForeground(each, uiColors(palette()).secondary);
            }
        }
        item->setSelected(before.contains(comment.id));
    }
    m_showResolved->setText(tr("Resolved %1").arg(resolved));
    m_stack->setCurrentIndex(m_list->topLevelItemCount() == 0 ? 1 : 0);
    showButtons();
    emit openCountChanged(open);
}

ElementRef CommentsPane::anchor() const
{
    const QList<ElementRef>& selection = m_session.selection();
    return selection.isEmpty() ? ElementRef() : selection.constLast();
}

void CommentsPane::showAnchor()
{
    m_about->setText(tr("Comment on %1").arg(elementName(m_session.plan(), anchor())));
}

QList<CommentId> CommentsPane::chosen() const
{
    QList<CommentId> ids;
    for (const QTreeWidgetItem* item : m_list->selectedItems()) {
        ids.append(CommentId(item->data(0, idRole).toString()));
    }
    return ids;
}

void CommentsPane::showButtons()
{
    const QList<CommentId> ids = chosen();
    const bool writable = m_session.readOnlyReason().isEmpty();
    const bool anyOpen = std::any_of(ids.begin(), ids.end(), [this](const CommentId& id) {
        const Comment* comment = m_session.plan().comments.find(id);
        return comment != nullptr && !comment->resolved;
    });
    m_resolve->setText(anyOpen || ids.isEmpty() ? tr("Resolve") : tr("Reopen"));
    m_resolve->setEnabled(writable && !ids.isEmpty());
    m_erase->setEnabled(writable && !ids.isEmpty());
    m_add->setEnabled(writable && !m_text->toPlainText().trimmed().isEmpty());
}

void CommentsPane::add()
{
    const Edit edit = edits::addComment(m_session.plan(), anchor(), m_text->toPlainText(),
        personName(m_settings), QDateTime::currentDateTimeUtc());
    if (!edit.isEmpty() && m_session.perform(edit)) {
        m_text->clear();
    }
}

void CommentsPane::toggleResolved()
{
    const QList<CommentId> ids = chosen();
    const bool anyOpen = std::any_of(ids.begin(), ids.end(), [this](const CommentId& id) {
        const Comment* comment = m_session.plan().comments.find(id);
        return comment != nullptr && !comment->resolved;
    });
    m_session.perform(edits::setResolved(m_session.plan(), ids, anyOpen));
}

void CommentsPane::eraseChosen()
{
    m_session.perform(edits::eraseComments(m_session.plan(), chosen()));
}

} // namespace whimbrel
