// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sequence/sequence_merge.h"

#include <QDialog>

namespace whimbrel {

/// Shows what bringing a diagram up to date would do with each part, before it is done.
class MergeDialog final : public QDialog {
    Q_OBJECT

public:
    MergeDialog(const QString& diagram, const QList<MergeChange>& changes, QWidget* parent);
};

} // namespace whimbrel
