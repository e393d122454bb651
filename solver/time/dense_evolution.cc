#include <gammaflow/time/adaptivity.h>
#include <gammaflow/time/dense_evolution.h>
#include <gammaflow/time/flow_integration.h>

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gammaflow
{
namespace
{
struct Found {
};  ///< ends an integration that has seen what it was to see
}  // namespace

DenseEvolution::DenseEvolution(const Flow &flow, const EvolveOptions &options, const Trajectory &trajectory)
    : flow_(flow), options_(options), trajectory_(trajectory)
{
  if (!trajectory.adapted()) integration_ = std::make_unique<FlowIntegration>(flow, options);
}

DenseEvolution::~DenseEvolution() = default;

void DenseEvolution::prepare(std::size_t n) const
{
  if (!trajectory_.adapted() || prepared_ == n) return;
  integration_.reset();
  here_ = std::make_unique<const Flow>(flow_of_interval(flow_, trajectory_, n));
  integration_ = std::make_unique<FlowIntegration>(*here_, options_);
  prepared_ = n;
}

DenseEvolution::Start DenseEvolution::start_of(std::size_t n) const
{
  prepare(n);
  // From the very start on, and after a transfer, the first step is the integrator's own: it has fast modes
  // to resolve.
  const bool rough = n == 1 || trajectory_.space_of(n) != trajectory_.space_of(n - 1);
  const auto &t = trajectory_.times;
  return {here_ ? here_->initial_state() : trajectory_.states[n - 1],
          rough ? 0 : (t[n] - t[n - 1]) / std::max(1u, trajectory_.ledger[n].steps)};
}

Vector DenseEvolution::advanced(double from, const Vector &u, double to, double step,
                                const std::function<void(double, const Vector &)> &on_step) const
{
  FlowProblem &problem = integration_->problem();
  EvolutionState state;
  state.time = from;
  state.step = step;
  problem.variable_of(u, state.y);
  Vector result = u;
  integration_->advance(state, to, [&](const StepReport &report) {
    problem.state_of(*report.y, result);
    if (on_step) on_step(report.time, result);
  });
  problem.take_iterations();
  return result;
}

std::size_t DenseEvolution::output_after(double t) const
{
  const auto &times = trajectory_.times;
  if (!(t >= times.front() && t <= times.back()))
    throw std::out_of_range("the evolution is known from 0 to its end only");
  return std::size_t(std::lower_bound(times.begin(), times.end(), t) - times.begin());
}

std::shared_ptr<const Space> DenseEvolution::space(double t) const
{
  return trajectory_.space_of(output_after(t));
}

Vector DenseEvolution::state(double t) const
{
  const auto &times = trajectory_.times;
  const std::size_t n = output_after(t);
  if (times[n] == t) return trajectory_.states[n];
  const Start start = start_of(n);
  return advanced(times[n - 1], start.u, t, start.step, {});
}

std::optional<double> DenseEvolution::first_crossing(const FunctionalOn &functional_on,
                                                     const double level) const
{
  const auto &times = trajectory_.times;
  prepare(0);
  const double at_start = functional_on(flow_here())(0, trajectory_.states.front()) - level;
  if (at_start == 0) return 0.;
  const auto crossed = [&](double value) { return value == 0 || (value > 0) != (at_start > 0); };
  for (std::size_t n = 1; n < times.size(); ++n) {
    // Every interval starts from the stored state, so that nothing drifts away from the evolution.
    const Start start = start_of(n);
    const Functional functional = functional_on(flow_here());
    const auto distance = [&](double t, const Vector &u) { return functional(t, u) - level; };
    double before = times[n - 1], at_before = distance(before, start.u);
    if (crossed(at_before)) return before;  // by the transfer
    Vector u_before = start.u;
    std::optional<double> after;
    double at_after = 0;
    try {
      advanced(before, start.u, times[n], start.step, [&](double t, const Vector &u) {
        const double value = distance(t, u);
        if (crossed(value)) {
          after = t;
          at_after = value;
          throw Found();
        }
        before = t;
        at_before = value;
        u_before = u;
      });
    } catch (const Found &) {
    }
    if (!after) {
      // What was computed anew agrees with the stored state to the tolerance only, and the sign may not.
      if (crossed(distance(times[n], trajectory_.states[n]))) return times[n];
      continue;
    }
    if (at_after == 0) return *after;
    const auto trial = [&](double t) { return distance(t, advanced(before, u_before, t, t - before, {})); };
    std::uintmax_t iterations = 60;
    const auto bracket =
        boost::math::tools::toms748_solve(trial, before, *after, at_before, at_after,
                                          boost::math::tools::eps_tolerance<double>(48), iterations);
    return (bracket.first + bracket.second) / 2;
  }
  return {};
}

}  // namespace gammaflow
