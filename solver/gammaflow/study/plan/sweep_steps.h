// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// The sweep parameter of the points of a map, over kernel/bandwidth and geometry/ridge.
constexpr const char *grid_of_both = "bandwidth and ridge";

/// Whether a sweep parameter changes kernel/bandwidth, energy kernel/bandwidth, or geometry/ridge.
bool moves_kernel(const std::string &sweep_parameter);
bool moves_energy_kernel(const std::string &sweep_parameter);
bool moves_ridge(const std::string &sweep_parameter);

/// Whether the energy has a kernel whose bandwidth is swept; whether the geometry has a kernel or a ridge
/// that is.
bool energy_moves(const Parameters &parameters);
bool geometry_moves(const Parameters &parameters);

/// One step of the sweep: the parameter on the axis, and the values of the kernels and of the ridge.
struct SweepStep {
  double parameter = 0, bandwidth = 0, ridge = 0, energy_bandwidth = 0;
};

/// sweep/values, or the geometric ladder from `from` to `to`; {0} where nothing is swept. Descending.
std::vector<double> sweep_values(const Parameters &parameters);
/// The steps of section "sweep". InputError for ladders and ridge formulas that make no sense.
std::vector<SweepStep> sweep_steps(const Parameters &parameters);
/// Sets the keys that the sweep parameter changes to the values of the step.
void set_step(Parameters &parameters, const std::string &sweep_parameter, const SweepStep &step);

}  // namespace gammaflow
