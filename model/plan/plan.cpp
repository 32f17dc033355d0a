// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/plan/plan.h"

namespace whimbrel {

QByteArray Plan::sqlText(const SqlSource& source) const
{
    return source.file.isEmpty() ? source.text.toUtf8() : files.value(source.file);
}

const Target* Plan::targetOf(const TargetId& id) const
{
    if (id.isEmpty()) {
        return targets.isEmpty() ? nullptr : &targets.at(0);
    }
    return targets.find(id);
}

} // namespace whimbrel
