// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/start_page.h"

#include "ui/shell/template_gallery.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace whimbrel {

namespace {

constexpr int pageWidth = 888;

QLabel* label(const QString& text, const QString& role, QWidget* parent)
{
    auto* made = new QLabel(text, parent);
    made->setProperty("role", role);
    made->setWordWrap(true);
    return made;
}

QString shortFolder(const QString& path)
{
    QString folder = QFileInfo(path).absolutePath();
    const QString home = QDir::homePath();
    if (folder.startsWith(home)) {
        folder.replace(0, home.size(), QStringLiteral("~"));
    }
    return QDir::toNativeSeparators(folder);
}

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_recentArea(new QWidget(this))
    , m_recent(new QVBoxLayout)
{
    setObjectName(QStringLiteral("startPage"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    outer->addWidget(scroll);
    auto* page = new QWidget(scroll);
    scroll->setWidget(page);
    auto* sides = new QHBoxLayout(page);
    sides->addStretch();
    auto* body = new QWidget(page);
    body->setFixedWidth(pageWidth);
    sides->addWidget(body);
    sides->addStretch();
    auto* column = new QVBoxLayout(body);
    column->setContentsMargins(0, 48, 0, 48);
    column->setSpacing(space::small);

    QLabel* title = label(QStringLiteral("Whimbrel"), QStringLiteral("display"), body);
    column->addWidget(title);
    column->addWidget(label(tr("Plan, check and carry out database migrations without downtime."),
        QStringLiteral("caption"), body));
    column->addSpacing(space::medium);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    auto* open = new QPushButton(icon(QStringLiteral("open")), tr("Open a plan…"), body);
    open->setObjectName(QStringLiteral("startOpen"));
    auto* fresh = new QPushButton(icon(QStringLiteral("new")), tr("New plan"), body);
    fresh->setObjectName(QStringLiteral("startNew"));
    buttons->addWidget(open);
    buttons->addWidget(fresh);
    buttons->addStretch();
    column->addLayout(buttons);
    connect(open, &QPushButton::clicked, this, &StartPage::openRequested);
    connect(fresh, &QPushButton::clicked, this, &StartPage::newRequested);

    auto* recentColumn = new QVBoxLayout(m_recentArea);
    recentColumn->setContentsMargins(0, space::wide, 0, 0);
    recentColumn->setSpacing(space::tight);
    recentColumn->addWidget(label(tr("Recent plans"), QStringLiteral("heading"), body));
    m_recent->setSpacing(0);
    recentColumn->addLayout(m_recent);
    column->addWidget(m_recentArea);

    column->addSpacing(space::wide);
    column->addWidget(label(tr("Begin with a template"), QStringLiteral("heading"), body));
    column->addWidget(
        label(tr("Complete plans that run on a sample database of their own: open one, "
                 "look, run it, then make it yours."),
            QStringLiteral("caption"), body));
    column->addSpacing(space::tight);
    m_templates = new TemplateGallery(body);
    connect(m_templates, &TemplateGallery::chosen, this, &StartPage::templateRequested);
    column->addWidget(m_templates);

    column->addSpacing(space::wide);
    column->addWidget(label(tr("Your own database"), QStringLiteral("heading"), body));
    column->addWidget(
        label(tr("Begin a new plan or a template and write the steps your migration needs. "
                 "When the list of problems is empty, press F5: Whimbrel asks which database "
                 "stands for each target, tests the connection, and goes step by step. "
                 "Nothing touches a database before that."),
            QStringLiteral("caption"), body));
    column->addStretch();
    setRecent({});
}

void StartPage::setRecent(const QStringList& paths)
{
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_recentArea->setVisible(!paths.isEmpty());
    for (const QString& path : paths.mid(0, 6)) {
        auto* row = new QPushButton(m_recentArea);
        row->setFlat(true);
        row->setCursor(Qt::PointingHandCursor);
        row->setAccessibleName(QFileInfo(path).completeBaseName());
        row->setToolTip(path);
        row->setProperty("role", QStringLiteral("row"));
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(space::small, 0, space::small, 0);
        line->setSpacing(space::medium);
        auto* picture = new QLabel(row);
        picture->setPixmap(icon(QStringLiteral("file"), uiColors(palette()).secondary)
                               .pixmap(QSize(20, 20), devicePixelRatioF()));
        auto* name = new QLabel(QFileInfo(path).completeBaseName(), row);
        QLabel* folder = label(shortFolder(path), QStringLiteral("caption"), row);
        folder->setWordWrap(false);
        line->addWidget(picture);
        line->addWidget(name);
        line->addWidget(folder);
        line->addStretch();
        for (QLabel* part : {picture, name, folder}) {
            part->setAttribute(Qt::WA_TransparentForMouseEvents);
        }
        row->setMinimumHeight(34);
        connect(row, &QPushButton::clicked, this, [this, path] { emit recentRequested(path); });
        m_recent->addWidget(row);
    }
}

void StartPage::setTheme(ThemeName theme)
{
    m_templates->setTheme(theme);
}

} // namespace whimbrel
