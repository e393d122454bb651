// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/decay/decay_finding.h>

#include <nlohmann/json_fwd.hpp>

#include <vector>

namespace gammaflow
{
/// The decay of the two flows of a point of a sweep.
struct DecayOfPoint {
  double parameter = 0;
  DecayFinding flow, limit;
};

/// The entry "decay" of a case: the limit flow (of the last point), each kernel flow, and what the kernel
/// costs in speed. Null without points.
nlohmann::json decay_of_case(const std::vector<DecayOfPoint> &points);

}  // namespace gammaflow
