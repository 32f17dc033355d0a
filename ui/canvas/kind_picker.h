// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/plan/node.h"
#include "ui/style/search_popup.h"

#include <optional>

class QButtonGroup;

namespace whimbrel {

/// Asks for a step's kind, and (when it will be at the end of a new edge) for the edge's. A change
/// can be taken together with its verification and way back.
class KindPicker final : public SearchPopup {
    Q_OBJECT

public:
    enum class Offer { Everything, Changes };

    KindPicker(Offer offer, std::optional<EdgeKind> edge, QWidget* parent);

    [[nodiscard]] EdgeKind edgeKind() const;

signals:
    void picked(whimbrel::NodeKind kind);
    /// The change is wanted with what makes it safe.
    void unitPicked(whimbrel::NodeKind kind);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addEdgeKinds(EdgeKind chosen);
    void filter(const QString& text) override;
    void take() override;
    void takeAs(bool unit);

    QButtonGroup* m_edges = nullptr;
};

} // namespace whimbrel
