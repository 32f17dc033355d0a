// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/form.h"

#include <QVBoxLayout>

namespace whimbrel {

Form::Form(PlanSession& session, Folds& folds, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_folds(folds)
{
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(12, 8, 12, 16);
    m_layout->setSpacing(8);
}

Section& Form::section(const QString& title, const QString& key, bool folded)
{
    auto* made = new Section(m_session, title, this);
    made->setObjectName(key);
    made->setFolded(m_folds.value(key, folded));
    connect(made, &Section::foldedChanged, this,
        [this, key](bool nowFolded) { m_folds.insert(key, nowFolded); });
    m_layout->addWidget(made);
    m_sections.append(made);
    return *made;
}

void Form::finish()
{
    m_layout->addStretch(1);
}

void Form::refresh()
{
    for (Section* section : std::as_const(m_sections)) {
        section->refresh();
    }
}

} // namespace whimbrel
