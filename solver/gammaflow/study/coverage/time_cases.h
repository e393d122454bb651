// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/coverage/random_coverage.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A flow without a closed form, of which the part of a study's error bars that is in time is looked at.
struct FlowInTime {
  std::string name, settings;
  double lowest, highest;  ///< of the number that stands for @ in the settings
};
const std::vector<FlowInTime> &flows_in_time();

constexpr const char *kind_in_time = "no closed form";
/// From random initial states, to random ends: two for each of these flows in each round, at four tolerances.
std::vector<RandomCase> cases_in_time(unsigned seed, unsigned rounds);

/// The part in time of the bars of norms, of the energy, the dissipated energies and their rates (relative to
/// their largest values) against the difference to a run with a tolerance of 1e-12 and a tenth of the longest
/// step, on the same mesh: at the outputs, or at all times at which studies compare.
std::vector<CoverageCase> bars_in_time(const RandomCase &data, bool between_outputs);

}  // namespace gammaflow
