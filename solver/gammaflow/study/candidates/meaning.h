// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/candidate_file.h>
#include <gammaflow/spaces/space.h>

#include <optional>
#include <string>

namespace gammaflow
{
/// InputError where particles lie out of the bounding box of the domain: how many, the first one, the ranges
/// of both, and the unit that would make them fit, if there is one.
void require_inside(const Snapshot &snapshot, const Space &space);
/// InputError where weights are given whose sum is neither 1 nor the mass of the reference.
void require_mass(const Snapshot &snapshot, double mass);
/// InputError where the time of a snapshot is not in [0, end], or one of several (`count`) has none.
void require_time(const std::optional<double> &time, const std::string &where, std::size_t count, double end);
/// InputError where the mass of a density is less than half or more than twice that of the reference: then it
/// is another quantity, not an error.
void require_mass(double mass, const std::string &where, double of_reference);

}  // namespace gammaflow
