// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/evolve/dense_trajectory.h>

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace gammaflow
{
namespace
{
struct Found {
};  ///< ends an integration that has seen what it was to see
}  // namespace

std::size_t DenseTrajectory::output_after(double t) const
{
  const auto &times = trajectory_.times;
  if (!(t >= times.front() && t <= times.back()))
    throw std::out_of_range("the evolution is known from 0 to its end only");
  return std::size_t(std::lower_bound(times.begin(), times.end(), t) - times.begin());
}

std::shared_ptr<const Space> DenseTrajectory::space(double t) const
{
  return trajectory_.space_of(output_after(t));
}

Vector DenseTrajectory::state(double t) const
{
  const auto &times = trajectory_.times;
  const std::size_t n = output_after(t);
  if (times[n] == t) return trajectory_.states[n];
  const Start start = start_of(n);
  return state_of(advanced(times[n - 1], start.y, t, start.step, {}));
}

std::optional<double> DenseTrajectory::first_crossing(const FunctionalOn &functional_on,
                                                      const double level) const
{
  const auto &times = trajectory_.times;
  const double at_start = functional_on(trajectory_.space_of(0))(0, trajectory_.states.front()) - level;
  if (at_start == 0) return 0.;
  const auto crossed = [&](double value) { return value == 0 || (value > 0) != (at_start > 0); };
  for (std::size_t n = 1; n < times.size(); ++n) {
    // Every interval starts from the stored state, so that nothing drifts away from the evolution.
    const Start start = start_of(n);
    const Functional functional = functional_on(trajectory_.space_of(n));
    const auto distance = [&](double t, const Vector &y) { return functional(t, state_of(y)) - level; };
    double before = times[n - 1], at_before = distance(before, start.y);
    if (crossed(at_before)) return before;  // by the transfer
    Vector y_before = start.y;
    std::optional<double> after;
    double at_after = 0;
    try {
      advanced(before, start.y, times[n], start.step, [&](double t, const Vector &y) {
        const double value = distance(t, y);
        if (crossed(value)) {
          after = t;
          at_after = value;
          throw Found();
        }
        before = t;
        at_before = value;
        y_before = y;
      });
    } catch (const Found &) {
    }
    if (!after) {
      // What was computed anew agrees with the stored state to the tolerance only, and the sign may not.
      if (crossed(functional(times[n], trajectory_.states[n]) - level)) return times[n];
      continue;
    }
    return located(functional, level, {true, before, *after, at_before, at_after, y_before});
  }
  return {};
}

double DenseTrajectory::located(const Functional &functional, const double level,
                                const Crossing &crossing) const
{
  const double before = crossing.before, after = crossing.after, at_before = crossing.at_before,
               at_after = crossing.at_after;
  if (at_before == 0) return before;
  if (at_after == 0) return after;
  const auto trial = [&](double t) {
    return functional(t, state_of(advanced(before, crossing.u, t, t - before, {}))) - level;
  };
  std::uintmax_t iterations = 60;
  const auto bracket = boost::math::tools::toms748_solve(
      trial, before, after, at_before, at_after, boost::math::tools::eps_tolerance<double>(48), iterations);
  return (bracket.first + bracket.second) / 2;
}

}  // namespace gammaflow
