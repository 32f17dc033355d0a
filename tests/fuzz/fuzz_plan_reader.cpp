// SPDX-FileCopyrightText: Whimbrel contributors
// SPDX-License-Identifier: Apache-2.0
#include "model/io/plan_pack.h"
#include "model/io/plan_reader.h"
#include "model/io/plan_writer.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace whimbrel;

// Bytes are refused with a reason, or give a plan that is written and read again to an equal one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const PlanReading reading = readPlan(bytes);
    if (reading.plan.has_value() != reading.violations.isEmpty()) {
        std::abort();
    }
    if (reading.plan) {
        const QByteArray written = writePlan(*reading.plan);
        const PlanReading again = readPlan(written);
        if (!again.plan || *again.plan != *reading.plan || writePlan(*again.plan) != written) {
            std::abort();
        }
        const Result<Plan> unpacked = unpackPlan(packPlan(*reading.plan));
        if (!unpacked || *unpacked != *reading.plan) {
            std::abort();
        }
    }
    return 0;
}
