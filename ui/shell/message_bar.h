// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QFrame>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace whimbrel {

/// Something that the person should know and may act on, above the canvas; it blocks nothing.
class MessageBar final : public QFrame {
    Q_OBJECT

public:
    enum class Tone { Information, Warning };
    struct Choice {
        QString text{};
        std::function<void()> act{};
    };

    explicit MessageBar(QWidget* parent = nullptr);

    /// Shows the message until a choice is made or it is closed. `topic` lets clear() find it.
    void show(const QString& topic, Tone tone, const QString& text, const QList<Choice>& choices);
    /// Hides the message if it is of this topic.
    void clear(const QString& topic);
    [[nodiscard]] QString topic() const { return m_topic; }
    [[nodiscard]] QString text() const;
    [[nodiscard]] QList<QPushButton*> buttons() const { return m_buttons; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void dismiss();
    void paintTone();

    QLabel* m_icon;
    QLabel* m_text;
    QHBoxLayout* m_row;
    QList<QPushButton*> m_buttons{};
    QString m_topic{};
    Tone m_tone = Tone::Information;
    bool m_painting = false;
};

} // namespace whimbrel
