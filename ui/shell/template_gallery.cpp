// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/shell/template_gallery.h"

#include "model/io/templates.h"
#include "model/plan/names.h"
#include "ui/session/settings.h"
#include "ui/shell/template_card.h"
#include "ui/style/palette.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>

namespace whimbrel {

namespace {

constexpr int cardsInARow = 3;

} // namespace

TemplateGallery::TemplateGallery(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::medium);
    m_dialects = new QComboBox(this);
    for (const NamedValue<Dialect>& each : namedValues<Dialect>()) {
        if (each.value != Dialect::External) {
            m_dialects->addItem(
                QCoreApplication::translate("Names", each.name), QLatin1String(each.key));
        }
    }
    auto* label = new QLabel(tr("&Written for"), this);
    label->setBuddy(m_dialects);
    auto* choice = new QHBoxLayout;
    choice->setSpacing(space::small);
    choice->addWidget(label);
    choice->addWidget(m_dialects);
    choice->addStretch(1);
    column->addLayout(choice);
    auto* grid = new QGridLayout;
    grid->setSpacing(space::wide);
    for (const TemplateInfo& info : planTemplates()) {
        auto* card = new TemplateCard(info, this);
        connect(card, &TemplateCard::clicked, this,
            [this, name = info.name] { emit chosen(name, dialect()); });
        const auto count = static_cast<int>(m_cards.size());
        grid->addWidget(card, count / cardsInARow, count % cardsInARow);
        m_cards.append(card);
    }
    grid->setColumnStretch(cardsInARow, 1);
    column->addLayout(grid);
    const QSettings store;
    m_dialects->setCurrentIndex(
        std::max(0, m_dialects->findData(settings::templateDialect.read(store))));
    connect(m_dialects, &QComboBox::activated, this, [this] {
        QSettings kept;
        settings::templateDialect.write(kept, m_dialects->currentData().toString());
    });
    connect(m_dialects, &QComboBox::currentIndexChanged, this, &TemplateGallery::follow);
    follow();
}

Dialect TemplateGallery::dialect() const
{
    return valueOf<Dialect>(m_dialects->currentData().toString()).value_or(Dialect::Sqlite);
}

void TemplateGallery::follow()
{
    for (TemplateCard* card : std::as_const(m_cards)) {
        card->setDialect(dialect());
    }
}

void TemplateGallery::setTheme(ThemeName theme)
{
    for (TemplateCard* card : std::as_const(m_cards)) {
        card->setTheme(theme);
    }
}

} // namespace whimbrel
