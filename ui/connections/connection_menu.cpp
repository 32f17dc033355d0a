// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/connections/connection_menu.h"

#include "ui/connections/connections.h"
#include "ui/style/environment.h"

#include <QCoreApplication>
#include <QMenu>

namespace whimbrel {

namespace {

/// As a menu shows it, whatever letters it has.
QString plain(QString text)
{
    return text.replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

void addConnections(QMenu& menu, const Connections& connections, Dialect dialect,
    const std::function<void(const QString&)>& chosen)
{
    bool hasAny = false;
    for (const ConnectionProfile& each : connections.profiles()) {
        const Result<ConnectionUrl> url = parseConnectionUrl(each.url);
        if (!url || url->dialect != dialect) {
            continue;
        }
        hasAny = true;
        const QString given = QLatin1Char('@') + each.name;
        QAction* action = menu.addAction(environmentIcon(each.environment, menu.palette()),
            plain(QStringLiteral("%1\t%2").arg(given, url->shown)));
        action->setData(given);
        QObject::connect(action, &QAction::triggered, &menu, [chosen, given] { chosen(given); });
    }
    if (!hasAny) {
        QAction* none = menu.addAction(QCoreApplication::translate(
            "ConnectionMenu", "No connection of this kind has a name yet"));
        none->setEnabled(false);
    }
}

} // namespace whimbrel
