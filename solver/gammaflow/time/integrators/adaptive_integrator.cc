// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/time/integrators/adaptive_integrator.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace gammaflow
{
namespace
{
constexpr double infinity = std::numeric_limits<double>::infinity();

/// max_i w_i |error_i| / (tolerance (s + max(|x_i|, |x_new_i|))), over the state, s its size, and the
/// quadratures, s = 1; infinite if any entry is not finite.
double error_norm(const AugmentedState &x, const AugmentedState &x_new, const AugmentedState &error,
                  const Vector *weights, double size_of_state, double tolerance)
{
  double largest = 0, s = size_of_state;
  const auto visit = [&](double a, double b, double e) {
    const double ratio = std::abs(e) / (tolerance * (s + std::max(std::abs(a), std::abs(b))));
    largest = std::isfinite(ratio) && std::isfinite(b) ? std::max(largest, ratio) : infinity;
  };
  const double *a = data(x.y), *b = data(x_new.y), *e = data(error.y);
  for (std::size_t i = 0; i < size(x.y); ++i) visit(a[i], b[i], weights ? data(*weights)[i] * e[i] : e[i]);
  s = 1;
  for (std::size_t k = 0; k < x.integrals.size(); ++k)
    visit(x.integrals[k], x_new.integrals[k], error.integrals[k]);
  return maximum_over_processes(largest, x.y);
}

/// So many steps are looked at together. Where as many steps as these cover less than 1e-4 of what remains,
/// and the step has not grown, the end is not in sight: more than ten million would follow.
constexpr unsigned many_steps = 1000;
constexpr double little = 1e-4;

std::string text(double value)
{
  std::ostringstream out;
  out.precision(6);
  out << value;
  return out.str();
}
}  // namespace

double landing_step(double step, double remaining, bool halves)
{
  // The relative margin keeps round-off from splitting a last step that fits.
  if (step >= remaining * (1 - (halves ? 1e-10 : 1e-2))) return remaining;
  if (halves && 2 * step > remaining) return remaining / 2;
  return step;
}

AdaptiveIntegrator::AdaptiveIntegrator(const std::string &method, const Options &options)
    : name_(method), options_(options)
{
}

void AdaptiveIntegrator::advance(const EvolutionProblem &problem, EvolutionState &state, double end,
                                 const std::function<void(const StepReport &)> &on_step) const
{
  const double interval = end - state.time;
  if (interval < 0) throw std::logic_error("TimeIntegrator::advance: the end is before the state's time");
  if (interval == 0) return;

  AugmentedState x{state.y, state.integrals}, x_new = x, error = x;
  // Where another method goes on, it is to say what it is that fails.
  const bool another = options_.most_evaluations > 0;
  const auto fail = [&](double step, const std::string &reason) {
    if (another) return;
    throw NumericalFailure("time integration (" + name_ + ") stops at t = " + text(state.time) +
                           " with step " + text(step) + ": " + reason +
                           (problem.explain ? problem.explain(x.y) : ""));
  };

  const auto method = Registry<OneStepMethod>::make(name_, {});
  Vector weights = state.y;
  try {
    check_stage(problem, x.y);
    method->start(problem, state.time, x);
  } catch (const StepRejected &rejection) {
    return fail(0, rejection.reason);
  }

  const auto size_of = [&problem](const Vector &y) { return problem.size ? problem.size(y) : 1.; };
  double step = state.step > 0 ? state.step
                : options_.initial_step > 0
                    ? options_.initial_step
                    : method->first_step(x, size_of(x.y), options_.tolerance, interval);
  const double exponent = 1. / method->error_exponent();
  const double longest = std::min(options_.largest_step > 0 ? options_.largest_step : infinity,
                                  options_.largest_part > 0 ? options_.largest_part * interval : infinity);
  double previous_error = 1;
  StepReport report;
  unsigned evaluations_before = 0, steps = 0;
  double time_before = state.time, step_before = step;
  constexpr std::size_t window = 10;
  std::deque<unsigned> taken;  // evaluations of the last steps

  while (state.time < end) {
    if (another) {
      double sum = method->evaluations() - evaluations_before;
      for (const unsigned evaluations : taken) sum += evaluations;
      // The first steps may be as short as they are cheap, or find that no step is short enough.
      if (sum > double(window) * options_.most_evaluations) break;
    }
    step = std::min(step, longest);
    const double remaining = end - state.time,
                 longest_here = options_.longest_from ? options_.longest_from(state.time) : infinity;
    const double trial = landing_step(std::min(step, longest_here), remaining, options_.halves);
    const bool last = trial == remaining;
    const double reached = last ? end : state.time + trial;

    double size_of_error = infinity;
    std::string reason;
    try {
      method->attempt(problem, state.time, x, trial, x_new, error);
      if (problem.impose) problem.impose(reached, x_new.y, error.y);
      if (problem.error_weights) problem.error_weights(x_new.y, weights);
      size_of_error = error_norm(x, x_new, error, problem.error_weights ? &weights : nullptr,
                                 std::max(size_of(x.y), size_of(x_new.y)), options_.tolerance);
      reason = std::isfinite(size_of_error) ? "the error estimate stays above the tolerance"
                                            : "non-finite state or error estimate";
      check_stage(problem, x_new.y);
      if (size_of_error <= 1 && !last) method->proceed(problem, reached, x_new);
    } catch (const StepRejected &rejection) {
      size_of_error = infinity;
      reason = rejection.reason;
    } catch (const NumericalFailure &failure) {  // an inner solver gave up
      size_of_error = infinity;
      reason = failure.what();
    }

    if (size_of_error <= 1) {
      // PI control: the exponents 0.7/k and 0.4/k of Hairer and Wanner, Solving Ordinary Differential
      // Equations II, IV.2, where the last error was near the tolerance; far below it there is nothing to
      // damp. After a rejection the step does not grow.
      const double safe_error = std::max(size_of_error, 1e-10);
      double factor = 0.9 * std::pow(safe_error, -0.7 * exponent) * std::pow(previous_error, 0.4 * exponent);
      factor = std::clamp(factor, 0.2, report.rejected > 0 ? 1. : 5.);
      previous_error = std::max(safe_error, 0.1);
      // A step that was shortened to land says nothing against the longer one that was allowed before.
      step = trial < step ? std::max(step, trial * factor) : trial * factor;
      std::swap(x, x_new);
      state.time = reached;
      report.time = reached;
      report.step = trial;
      report.evaluations = method->evaluations() - evaluations_before;
      taken.push_back(report.evaluations);
      if (taken.size() > window) taken.pop_front();
      evaluations_before = method->evaluations();
      report.y = &x.y;
      if (on_step) on_step(report);
      report = StepReport();
      if (++steps % many_steps != 0) continue;
      const double covered = state.time - time_before;
      if (covered < little * (end - state.time) && step <= step_before) {
        fail(step, "the last " + std::to_string(many_steps) + " steps covered " + text(covered) + " of the " +
                       text(end - state.time) + " that remain");
        break;
      }
      time_before = state.time;
      step_before = step;
    } else {
      ++report.rejected;
      step = trial * (std::isfinite(size_of_error)
                          ? std::clamp(0.9 * std::pow(size_of_error, -exponent), 0.1, 0.9)
                          : 0.25);
      if (step < options_.smallest_step * interval || state.time + step <= state.time) {
        fail(step, "the smallest step allowed is " + text(options_.smallest_step * interval) + ": " + reason);
        break;
      }
    }
  }
  state.y.swap(x.y);
  state.integrals = x.integrals;
  state.step = step;
}

}  // namespace gammaflow
