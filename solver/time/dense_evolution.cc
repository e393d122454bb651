#include <gammaflow/core/errors.h>
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
    : flow_(flow),
      options_(options),
      trajectory_(trajectory),
      integration_(std::make_unique<FlowIntegration>(flow, options))
{
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

double DenseEvolution::typical_step(std::size_t interval) const
{
  const auto &t = trajectory_.times;
  return (t[interval + 1] - t[interval]) / std::max(1u, trajectory_.ledger[interval + 1].steps);
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
  prepare(n);
  // From the very start on, and after a transfer, the first step is the integrator's own: it has fast modes
  // to resolve.
  const bool rough = n == 1 || trajectory_.space_of(n) != trajectory_.space_of(n - 1);
  return advanced(times[n - 1], here_ ? here_->initial_state() : trajectory_.states[n - 1], t,
                  rough ? 0 : typical_step(n - 1), {});
}

std::optional<double> DenseEvolution::first_crossing(const Functional &functional, double level) const
{
  const auto distance = [&](double t, const Vector &u) { return functional(t, u) - level; };
  if (trajectory_.adapted())
    throw InputError("section 'events'", "", "has times at which a quantity reaches a value",
                     "a mesh that stays (`adaptivity/enabled = false`)");
  double before = 0, at_before = distance(0, trajectory_.states.front());
  if (at_before == 0) return 0.;
  Vector u_before = trajectory_.states.front();
  for (std::size_t n = 0; n + 1 < trajectory_.times.size(); ++n) {
    // Every interval starts from the stored state, so that nothing drifts away from the evolution.
    before = trajectory_.times[n];
    u_before = trajectory_.states[n];
    std::optional<double> after;
    double at_after = 0;
    try {
      advanced(before, u_before, trajectory_.times[n + 1], n == 0 ? 0 : typical_step(n),
               [&](double t, const Vector &u) {
                 const double value = distance(t, u);
                 if ((value > 0) != (at_before > 0) || value == 0) {
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
    if (!after) continue;
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
