#pragma once

#include <gammaflow/candidates/candidate_file.h>
#include <gammaflow/spaces/space.h>

#include <vector>

namespace gammaflow
{
/// InputError where particles lie out of the bounding box of the domain: how many, the first one, the ranges
/// of both, and the unit that would make them fit, if there is one.
void require_inside(const Snapshot &snapshot, const Space &space);
/// InputError where weights are given whose sum is neither 1 nor the mass of the reference.
void require_mass(const Snapshot &snapshot, double mass);
/// InputError where a time is not in [0, end], or one of several snapshots has none.
void require_times(const std::vector<Snapshot> &snapshots, double end);

}  // namespace gammaflow
