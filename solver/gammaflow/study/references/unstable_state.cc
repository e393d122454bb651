// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/references/unstable_state.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace gammaflow
{
namespace
{
const double large_part = 0.1;

bool in_mean(const NormError &error)
{
  return error.norm == "L1" || error.norm == "L2";
}

/// The bars in L1 and L2; those in L2 where neither was asked for.
std::vector<NormError> errors_in_mean(const CertifiedEvolution &run)
{
  std::vector<NormError> result;
  std::copy_if(run.errors.begin(), run.errors.end(), std::back_inserter(result), in_mean);
  return result.empty() ? norm_errors(run, {"L2"}) : result;
}
}  // namespace

std::optional<double> unknown_after(const CertifiedEvolution &run)
{
  const Trajectory &evolution = run.evolution();
  if (!describes_flow(run.parameters)) return std::nullopt;
  const auto [low, high] = range_of(evolution);
  const double amplitude = (high - low) / 2, volume = evolution.space->volume();
  std::optional<double> first;
  for (const NormError &error : errors_in_mean(run)) {
    const double of_one = error.norm == "L1" ? volume : std::sqrt(volume);
    if (amplitude > 0 && error.time < evolution.times.back() &&
        error.bar() >= large_part * amplitude * of_one && error.time < first.value_or(HUGE_VAL))
      first = error.time;
  }
  if (!first || Flow::build(run.parameters, evolution.space).energy().convex()) return std::nullopt;
  return first;
}

void forget_what_is_not_known(CertifiedEvolution &run)
{
  const auto last = unknown_after(run);
  if (!last) return;
  run.known_until = *last;
  for (NormError &error : run.errors)
    if (error.time > *last) error.space.value = std::numeric_limits<double>::infinity();
}

std::string why_not_known_after(double time)
{
  return "not known after t = " + few_digits(time) +
         ": the energy is not convex, and what was computed with other meshes and time steps differs there "
         "by "
         "a large part of the state: an unstable state, and which way the flow leaves it depends on "
         "round-off";
}

}  // namespace gammaflow
