// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/run/run_bar.h"

#include "model/base/duration.h"
#include "model/database/connection_url.h"
#include "ui/run/run_controller.h"
#include "ui/run/run_texts.h"
#include "ui/style/environment.h"
#include "ui/style/icons.h"
#include "ui/style/palette.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonObject>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace whimbrel {

namespace {

/// A caption over a value.
QLabel* addField(QHBoxLayout* row, const QString& caption, int stretch, QWidget* parent)
{
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    auto* head = new QLabel(caption, parent);
    QFont small = head->font();
    small.setPixelSize(11);
    head->setFont(small);
    head->setProperty("role", QStringLiteral("caption"));
    auto* value = new QLabel(parent);
    QFont strong = value->font();
    strong.setWeight(QFont::DemiBold);
    value->setFont(strong);
    value->setTextFormat(Qt::PlainText);
    value->setAccessibleName(caption);
    column->addWidget(head);
    column->addWidget(value);
    row->addLayout(column, stretch);
    return value;
}

constexpr double middleLuminance = 0.179; // above it black reads better than white

/// How light a colour looks (WCAG 2): 0 to 1.
double luminance(const QColor& color)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

constexpr int stripHeight = 4; // of the environment's colour, across the window

/// The database of a URL as people know it: the file's name, or database, host and user.
QString serverName(const QString& url)
{
    const auto parsed = parseConnectionUrl(url);
    if (!parsed) {
        return redactedUrl(url);
    }
    if (!parsed->path.isEmpty()) {
        return QFileInfo(parsed->path).fileName();
    }
    const QString database = parsed->host.isEmpty()
        ? parsed->database
        : RunBar::tr("%1 on %2").arg(parsed->database, parsed->host);
    return parsed->user.isEmpty() ? database : RunBar::tr("%1 as %2").arg(database, parsed->user);
}

} // namespace

RunBar::RunBar(RunController& controller, QWidget* parent)
    : QWidget(parent)
    , m_controller(controller)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6 + stripHeight, 12, 6);
    row->setSpacing(16);
    m_environment = new QLabel(this);
    m_environment->setAlignment(Qt::AlignCenter);
    m_environment->setContentsMargins(12, 4, 12, 4);
    QFont bold = m_environment->font();
    bold.setWeight(QFont::Bold);
    m_environment->setFont(bold);
    row->addWidget(m_environment);
    m_server = addField(row, tr("Database"), 0, this);
    m_window = addField(row, tr("Window"), 0, this);
    m_wayBack = addField(row, tr("Way back"), 1, this);
    m_wayBack->setWordWrap(true);
    m_wayBack->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_pause = new QPushButton(icon(QStringLiteral("pause")), tr("&Pause"), this);
    m_pause->setToolTip(tr("Finishes the statement or batch in hand, then rests."));
    m_cancel = new QPushButton(icon(QStringLiteral("stop")), tr("Ca&ncel"), this);
    m_cancel->setToolTip(
        tr("Stops the statement in hand in the database, looks at what is true, then rests."));
    row->addWidget(m_pause);
    row->addWidget(m_cancel);
    connect(
        m_pause, &QPushButton::clicked, this, [this] { m_controller.send(Command::Type::Pause); });
    connect(m_cancel, &QPushButton::clicked, this,
        [this] { m_controller.send(Command::Type::Cancel); });
    connect(&controller, &RunController::changed, this, &RunBar::refresh);
    refresh();
}

QString RunBar::wayBackText() const
{
    return m_wayBack->text();
}

void RunBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange && m_environment) {
        refresh();
    }
}

void RunBar::refresh()
{
    const RunState& state = m_controller.state();
    const QString environment = m_controller.environment();
    m_environment->setText(environmentName(environment).toUpper());
    const QColor color = environmentColor(environment, palette());
    m_environment->setStyleSheet(
        QStringLiteral("background: %1; color: %2; border-radius: 5px;")
            .arg(color.name(),
                luminance(color) > middleLuminance ? QStringLiteral("black")
                                                   : QStringLiteral("white")));

    // Many of them would push the diagram out of sight; the run view has a line for each.
    constexpr qsizetype mostShown = 2;
    const QString servers = serversText();
    const qsizetype count = m_controller.settings().bindings.size();
    m_server->setText(count > mostShown ? tr("%1 databases").arg(count) : servers);
    m_server->setToolTip(servers);
    update();

    const WayBack way = wayBack(m_controller.flow(), state);
    m_wayBack->setText(whimbrel::wayBackText(way, m_controller.plan(), !state.applied.isEmpty()));
    const bool alarming = (!way.problem.isEmpty() || way.to.isEmpty()) && !state.applied.isEmpty();
    QPalette text;
    if (alarming) {
        text.setColor(QPalette::WindowText, uiColors(palette()).error);
    }
    m_wayBack->setPalette(text);

    m_pause->setEnabled(m_controller.canInterrupt());
    m_cancel->setEnabled(m_controller.canInterrupt());
    refreshClock();
}

QString RunBar::whereText() const
{
    return m_environment->text() + QLatin1Char('\n') + m_server->text();
}

/// What each target is bound to: as it was chosen, and as the runner says what that is.
QString RunBar::serversText() const
{
    QJsonObject bound;
    for (const Event& event : m_controller.events()) {
        const QJsonValue bindings = event.data.value(QLatin1String("bindings"));
        bound = bindings.isObject() ? bindings.toObject() : bound;
    }
    QStringList servers;
    const QMap<TargetId, QString>& bindings = m_controller.settings().bindings;
    for (auto each = bindings.cbegin(); each != bindings.cend(); ++each) {
        const QString target = each.key().text();
        const bool isNamed = each->startsWith(QLatin1Char('@'));
        const QString url = isNamed ? bound.value(target).toString() : each.value();
        const QString text = isNamed
            ? (url.isEmpty() ? each.value() : tr("%1, %2").arg(each.value(), serverName(url)))
            : serverName(url);
        servers.append(tr("%1: %2").arg(target, text));
    }
    return servers.join(QLatin1Char('\n'));
}

void RunBar::paintEvent(QPaintEvent* event)
{
    QWidget::paintEvent(event);
    QPainter painter(this);
    painter.fillRect(
        0, 0, width(), stripHeight, environmentColor(m_controller.environment(), palette()));
}

void RunBar::refreshClock()
{
    const Node* node = m_controller.plan().nodes.find(m_controller.currentNode());
    if (!node || !node->window) {
        m_window->setText(tr("no window"));
        return;
    }
    const WindowState at = windowAt(*node->window, QDateTime::currentDateTimeUtc());
    if (at.leftMs < 0) {
        m_window->setText(at.open ? tr("no window") : tr("closed"));
    } else {
        m_window->setText(at.open ? tr("%1 left").arg(durationText(at.leftMs, 2))
                                  : tr("opens in %1").arg(durationText(at.leftMs, 2)));
    }
}

} // namespace whimbrel
