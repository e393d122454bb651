// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/candidates/held_field.h>

#include <nlohmann/json.hpp>

#include <vector>

namespace gammaflow
{
/// What a report draws of a candidate at one time, beside the reference at that time, both of mass one for
/// particles, on the plotting grid (study/points/series.h). At no more than 21 of its times.
///   {"time", "x"[, "y"][, "slice"], "reference": [x] or [y][x],
///    "values": the same of a field | "histogram": {"edges", "heights"} in 1D | "points": [[x, y], ...]}
/// A histogram has all particles of the box; of points in 2D at most some hundreds are shown, in 3D of those
/// near the slice. "shown" and "particles" say how many.
nlohmann::json pictures_of(const StoredEvolution &reference, const std::vector<Snapshot> &candidate);
nlohmann::json pictures_of(const StoredEvolution &reference, const std::vector<CandidateField> &candidate);

}  // namespace gammaflow
