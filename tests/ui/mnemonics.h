// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QGroupBox>
#include <QKeySequence>
#include <QLabel>
#include <QMap>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>
#include <QWidget>

namespace whimbrel::test {

/// Which letters of a place are taken, and which two texts want the same one.
class Mnemonics {
public:
    void add(const QString& text)
    {
        const QKeySequence key = QKeySequence::mnemonic(text);
        if (key.isEmpty()) {
            return;
        }
        const QString letter = key.toString(QKeySequence::PortableText);
        if (m_taken.contains(letter)) {
            m_clashes.append(
                QStringLiteral("%1: “%2” and “%3”").arg(letter, m_taken.value(letter), text));
        }
        m_taken.insert(letter, text);
    }
    void add(const QMenu& menu)
    {
        for (const QAction* action : menu.actions()) {
            add(action->text());
        }
    }
    /// Everything in a window that Alt and a letter reach.
    void add(const QWidget& window)
    {
        for (const QWidget* each : window.findChildren<QWidget*>()) {
            if (!each->isVisibleTo(&window) || each->window() != window.window()) {
                continue;
            }
            if (const auto* bar = qobject_cast<const QMenuBar*>(each)) {
                for (const QAction* action : bar->actions()) {
                    add(action->text());
                }
            } else if (const auto* label = qobject_cast<const QLabel*>(each)) {
                add(label->buddy() != nullptr ? label->text() : QString());
            } else if (const auto* button = qobject_cast<const QAbstractButton*>(each)) {
                add(button->text());
            } else if (const auto* box = qobject_cast<const QGroupBox*>(each)) {
                add(box->title());
            } else if (const auto* tabs = qobject_cast<const QTabBar*>(each)) {
                for (int i = 0; i < tabs->count(); ++i) {
                    add(tabs->tabText(i));
                }
            }
        }
    }
    [[nodiscard]] QString clashes() const { return m_clashes.join(QLatin1Char('\n')); }

private:
    QMap<QString, QString> m_taken{};
    QStringList m_clashes{};
};

} // namespace whimbrel::test
