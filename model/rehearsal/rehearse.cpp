// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/rehearsal/rehearse.h"

#include "model/rehearsal/rehearser.h"

namespace whimbrel {

Result<Rehearsal> rehearse(const RehearsalRequest& request, const RehearsalListener& listener)
{
    return Rehearser(request, listener).run();
}

} // namespace whimbrel
