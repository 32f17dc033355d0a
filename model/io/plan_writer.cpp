// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_writer.h"

#include "model/io/plan_format.h"

namespace whimbrel {

QByteArray writePlan(const Plan& plan)
{
    return format::planText(plan).indented();
}

} // namespace whimbrel
