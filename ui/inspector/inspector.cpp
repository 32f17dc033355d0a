// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "ui/inspector/inspector.h"

#include "model/base/counted.h"
#include "model/plan/node_kind.h"
#include "model/plan/sequence_parts.h"

#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace whimbrel {

namespace {

template <class I>
QList<I> idsOf(const QList<ElementRef>& elements)
{
    QList<I> ids;
    ids.reserve(elements.size());
    for (const ElementRef& element : elements) {
        ids.append(I(element.id));
    }
    return ids;
}

/// "Message", or how many parts of a sequence diagram there are.
QString headingOfParts(const Plan& plan, const QList<ElementRef>& parts)
{
    const auto place = findPart(plan, parts.first());
    if (parts.size() > 1 || !place) {
        return Inspector::tr("%1 parts of a sequence diagram").arg(parts.size());
    }
    const SequencePart* part = findPart(*place->sequence, place->part);
    return part ? nameOf(part->type()) : Inspector::tr("Range");
}

/// The type that all elements share, if they do.
std::optional<ElementType> commonType(const QList<ElementRef>& elements)
{
    const ElementType type = elements.first().type;
    const bool same = std::all_of(elements.cbegin(), elements.cend(),
        [type](const ElementRef& each) { return each.type == type; });
    return same ? std::optional(type) : std::nullopt;
}

} // namespace

Inspector::Inspector(PlanSession& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
{
    setMinimumWidth(280);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_heading = new QLabel(this);
    m_heading->setContentsMargins(12, 8, 12, 4);
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setWordWrap(true);
    m_heading->setProperty("role", QStringLiteral("caption"));
    layout->addWidget(m_heading);
    m_readOnly = new QLabel(this);
    m_readOnly->setContentsMargins(12, 4, 12, 4);
    m_readOnly->setWordWrap(true);
    m_readOnly->setTextFormat(Qt::PlainText);
    layout->addWidget(m_readOnly);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(m_scroll, 1);

    connect(&session, &PlanSession::selectionChanged, this, &Inspector::showSelection);
    connect(&session, &PlanSession::changed, this, &Inspector::followPlan);
    connect(&session, &PlanSession::readOnlyChanged, this, &Inspector::showReadOnly);
    connect(&session, &PlanSession::rehearsedChanged, this, [this] {
        if (m_form) {
            m_form->refresh();
        }
    });
    build();
    showReadOnly();
}

void Inspector::showReadOnly()
{
    const QString reason = m_session.readOnlyReason();
    m_readOnly->setText(reason);
    m_readOnly->setVisible(!reason.isEmpty());
    if (m_form) {
        m_form->setEnabled(reason.isEmpty());
    }
}

void Inspector::showSelection()
{
    if (!m_built || m_shown != m_session.selection()) {
        build();
    }
}

void Inspector::followPlan(const PlanChange& change)
{
    if (change.everything) {
        build();
        return;
    }
    const bool onlyPlaces = change.put.isEmpty() && change.erased.isEmpty()
        && change.files.isEmpty() && !change.header;
    if (!onlyPlaces && m_form) {
        m_form->refresh();
        refreshHeading();
    }
}

void Inspector::build()
{
    m_shown = m_session.selection();
    m_built = true;
    if (m_form) {
        // An editor that is left by this may still have something to say: let it first.
        m_form->hide();
        m_scroll->takeWidget();
        m_form->deleteLater();
    }
    m_form = new Form(m_session, m_folds);
    const auto type = m_shown.isEmpty() ? std::optional(ElementType::Plan) : commonType(m_shown);
    if (type == ElementType::Node) {
        buildNodeForm(*m_form, idsOf<NodeId>(m_shown));
    } else if (type == ElementType::Edge) {
        buildEdgeForm(*m_form, idsOf<EdgeId>(m_shown));
    } else if (type == ElementType::Group) {
        buildGroupForm(*m_form, idsOf<GroupId>(m_shown));
    } else if (type == ElementType::Sequence) {
        buildSequenceForm(*m_form, idsOf<SequenceId>(m_shown));
    } else if (type == ElementType::SequencePart) {
        buildSequencePartForm(*m_form, m_shown);
    } else if (type == ElementType::Participant) {
        buildParticipantForm(*m_form, idsOf<ParticipantId>(m_shown));
    } else if (type) {
        buildPlanForm(*m_form);
    } else {
        m_form->section({}, QStringLiteral("mixed")).remark([] {
            return tr("Select only steps, only edges or only messages to edit them together.");
        });
        m_form->finish();
    }
    m_form->refresh();
    m_form->setEnabled(m_session.readOnlyReason().isEmpty());
    m_scroll->setWidget(m_form);
    m_form->show();
    refreshHeading();
}

void Inspector::refreshHeading()
{
    const auto type = m_shown.isEmpty() ? std::optional(ElementType::Plan) : commonType(m_shown);
    const int count = static_cast<int>(m_shown.size());
    QString heading;
    if (!type) {
        heading = tr("%1 elements").arg(count);
    } else if (type == ElementType::Node) {
        heading = counted(count, tr("Step"), tr("%1 steps"));
    } else if (type == ElementType::Edge) {
        heading = counted(count, tr("Edge"), tr("%1 edges"));
    } else if (type == ElementType::Group) {
        heading = counted(count, tr("Phase"), tr("%1 phases"));
    } else if (type == ElementType::Sequence) {
        heading = counted(count, tr("Sequence diagram"), tr("%1 sequence diagrams"));
    } else if (type == ElementType::SequencePart) {
        heading = headingOfParts(m_session.plan(), m_shown);
    } else if (type == ElementType::Participant) {
        heading = counted(count, tr("Participant"), tr("%1 participants"));
    } else {
        heading = tr("The plan. Select a step or an edge to edit it.");
    }
    m_heading->setText(heading);
}

} // namespace whimbrel
