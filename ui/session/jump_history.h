// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/session/plan_session.h"

namespace whimbrel {

/// Where a person jumped in the plan (from lists, findings, by walking), to go back and forward as
/// in a browser.
class JumpHistory final : public QObject {
    Q_OBJECT

public:
    explicit JumpHistory(PlanSession& session, QObject* parent = nullptr);

    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_places.size(); }

public slots:
    void goBack();
    void goForward();

private:
    void note(const ElementRef& element);
    void follow(const PlanChange& change);
    void goTo(qsizetype place);

    PlanSession& m_session;
    QList<ElementRef> m_places{};
    qsizetype m_at = -1;
    bool m_going = false;
};

} // namespace whimbrel
