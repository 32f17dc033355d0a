// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/connections/connection_fields.h"

#include <QSet>
#include <QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace whimbrel {

/// The form of one connection: the fields that its kind and its way need, what is wrong with each
/// beside it, and where its password is kept.
class ConnectionForm final : public QWidget {
    Q_OBJECT

public:
    explicit ConnectionForm(QWidget* parent = nullptr);

    [[nodiscard]] ConnectionFields fields() const;
    void setFields(const ConnectionFields& fields);
    /// A password typed into the form; empty: none was.
    [[nodiscard]] QString password() const;
    void setPassword(const QString& password);

    /// Shows what is wrong beside the fields: with those that were edited, or with all of them.
    enum class Showing { Edited, All };
    void showProblems(const QMap<ConnectionField, QString>& problems, Showing showing);
    /// What is shown beside a field now.
    [[nodiscard]] QString problemShown(ConnectionField field) const;
    /// Why there is no keychain; empty: there is one.
    void setKeychainTrouble(const QString& why);
    /// Whether the keychain holds a password for this connection already.
    void setPasswordKept(bool isKept);

    [[nodiscard]] QLineEdit* editor(ConnectionField field) const
    {
        return m_rows.value(field).editor;
    }
    [[nodiscard]] QComboBox* kinds() const { return m_kind; }
    [[nodiscard]] QComboBox* ways() const { return m_way; }
    [[nodiscard]] QComboBox* tlsModes() const { return m_tls; }
    [[nodiscard]] QComboBox* environments() const { return m_environment; }
    [[nodiscard]] QComboBox* keeping() const { return m_keeping; }
    [[nodiscard]] QLineEdit* passwordEditor() const { return m_password; }
    void focus(ConnectionField field);
    /// Puts something above the fields, in line with them.
    void addAbove(QLabel* label, QWidget* field);

signals:
    void edited();

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Row {
        QWidget* box = nullptr; ///< what stands in the form
        QLineEdit* editor = nullptr;
        QLabel* problem = nullptr;
    };

    QComboBox* addChoice(const QString& label);
    void addText(ConnectionField field, const QString& label, const QString& example = {});
    void addFile(
        ConnectionField field, const QString& label, const QString& example, const QString& filter);
    Row makeRow(ConnectionField field, const QString& example);
    void addPasswordRows();
    void fillWays(Dialect dialect);
    /// Shows the fields that are wanted, and what they are left out for.
    void follow();
    void colorEnvironments();

    QFormLayout* m_form = nullptr;
    QMap<ConnectionField, Row> m_rows{};
    QSet<ConnectionField> m_edited{};
    QComboBox* m_environment = nullptr;
    QComboBox* m_kind = nullptr;
    QComboBox* m_way = nullptr;
    QComboBox* m_tls = nullptr;
    QComboBox* m_keeping = nullptr;
    QLineEdit* m_password = nullptr;
    QLabel* m_keychain = nullptr;
    QMap<QString, QString> m_others{}; ///< options that are not shown
    QString m_keychainTrouble{};
    bool m_isPasswordKept = false;
};

} // namespace whimbrel
