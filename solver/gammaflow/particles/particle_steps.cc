// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/integrators/one_step_method.h>

#include <algorithm>

namespace gammaflow
{
/// What goes from one interval to the next.
struct ParticleSystem::Clock {
  double time = 0, step = 0;
  std::uint32_t number = 0;  ///< of Euler steps so far
  EvolveOptions options;
  std::function<void(double)> progress;
};

std::string integrator_of_particles(const Parameters &parameters)
{
  const std::string name = parameters.text("time", "integrator");
  if (name == "auto") return "dopri5";
  if (Registry<OneStepMethod>::traits(name).equations != StepEquations::rate)
    parameters.reject("time", "integrator", "needs equations that particles do not have",
                      "auto, or an explicit method: dopri5, fehlberg78, rkc");
  return name;
}

namespace
{
/// The unknowns of an integrator: coordinates, and `scale` times the logarithms of weights where these move.
struct Unknowns {
  unsigned dim;
  std::size_t n;
  bool weights;
  double scale, mass;

  std::size_t size() const { return n * (dim + (weights ? 1 : 0)); }

  Vector of(const PointMeasure &x) const
  {
    Vector y(static_cast<dealii::types::global_dof_index>(size()));
    std::copy(x.coordinates().begin(), x.coordinates().end(), data(y));
    for (std::size_t i = 0; weights && i < n; ++i) data(y)[dim * n + i] = scale * std::log(x.weight(i));
    return y;
  }
  /// Weights of the given mass, whatever all their logarithms have in common.
  PointMeasure particles(const Vector &y, const PointMeasure &like) const
  {
    std::vector<double> w = like.weights();
    if (weights) {
      const double *log_w = data(y) + dim * n, largest = *std::max_element(log_w, log_w + n);
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += w[i] = std::exp((log_w[i] - largest) / scale);
      for (double &weight : w) weight *= mass / sum;
    }
    return {dim, std::vector<double>(data(y), data(y) + dim * n), std::move(w)};
  }
};

PointMeasure moved(const PointMeasure &x, const ParticleDynamics::Rate &rate, double step)
{
  std::vector<double> to = x.coordinates(), w = x.weights();
  for (std::size_t k = 0; k < to.size(); ++k) {
    to[k] += step * rate.velocity[k];
    if (!std::isfinite(to[k])) throw NumericalFailure("a coordinate is not finite");
  }
  if (rate.growth.empty()) return {x.dim(), std::move(to), std::move(w)};
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += w[i] *= std::exp(step * rate.growth[i]);
  for (double &weight : w) weight *= x.mass() / sum;
  return {x.dim(), std::move(to), std::move(w)};
}
}  // namespace

PointMeasure ParticleSystem::adaptive(const PointMeasure &from, double end, Clock &clock,
                                      ParticleLedgerRow &row) const
{
  double extent = 0;
  for (unsigned d = 0; d < from.dim(); ++d)
    extent = std::max(extent, space_->upper()[d] - space_->lower()[d]);
  const bool weights = Registry<ParticleDynamics>::traits(name_).moves_weights;
  const Unknowns unknowns{from.dim(), from.size(), weights, extent, from.mass()};
  EvolutionProblem problem;
  problem.rate = [&](double, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &integrands) {
    ParticleDynamics::Rate rate;
    try {
      rate = dynamics_->rate(unknowns.particles(y, from));
    } catch (const NumericalFailure &failure) {
      throw StepRejected{failure.what()};
    }
    std::copy(rate.velocity.begin(), rate.velocity.end(), data(dy));
    for (std::size_t i = 0; i < rate.growth.size(); ++i)
      data(dy)[rate.velocity.size() + i] = extent * rate.growth[i];
    integrands = {};
  };
  problem.size = [extent](const Vector &) { return extent; };
  problem.admissible = [&](const Vector &y) { return left_box(unknowns.particles(y, from)).empty(); };
  TimeIntegrator::Options options;
  options.tolerance = clock.options.tolerance;
  EvolutionState state{clock.time, unknowns.of(from), {}, clock.step};
  make_time_integrator(integrator_of_particles(*parameters_), options)
      ->advance(problem, state, end, [&](const StepReport &report) {
        ++row.steps;
        row.rejected += report.rejected;
        row.evaluations += report.evaluations;
        if (clock.progress) clock.progress(report.time / clock.options.output_times.back());
      });
  clock.step = state.step;
  return unknowns.particles(state.y, from);
}

PointMeasure ParticleSystem::by_euler_steps(const PointMeasure &from, double end, Clock &clock,
                                            ParticleLedgerRow &row) const
{
  PointMeasure x = from;
  double time = clock.time;
  while (time < end) {
    const double longest = std::min(step_, dynamics_->longest_step(x)), remaining = end - time;
    const double count = std::ceil(remaining / longest * (1 - 1e-10));
    if (!(count < 1e9))
      throw NumericalFailure("t = " + few_digits(time, 6) + ": the dynamics allow steps of " +
                             few_digits(longest) + " only");
    const double step = remaining / std::max(1., count);
    try {
      x = moved(x, dynamics_->rate(x), step);
      x = dynamics_->randomized(x, step, clock.number);
      if (const std::string why = left_box(x); !why.empty()) throw NumericalFailure(why);
    } catch (const NumericalFailure &failure) {
      throw NumericalFailure("Euler step from t = " + few_digits(time, 6) + " of length " + few_digits(step) +
                             ": " + failure.what() + "; a shorter particles/step, or `adaptive`");
    }
    ++clock.number;
    ++row.steps;
    ++row.evaluations;
    time = count <= 1 ? end : time + step;
    if (clock.progress) clock.progress(time / clock.options.output_times.back());
  }
  return x;
}

ParticleTrajectory ParticleSystem::trajectory(const std::function<void(double)> &progress) const
{
  Clock clock;
  clock.options = evolve_options(*parameters_);
  clock.progress = progress;
  ParticleTrajectory result;
  for (const double time : clock.options.output_times) {
    ParticleLedgerRow row;
    PointMeasure x = start_;
    if (time > 0)
      x = step_ > 0 ? by_euler_steps(result.states.back(), time, clock, row)
                    : adaptive(result.states.back(), time, clock, row);
    clock.time = time;
    measure(x, time, row);
    result.times.push_back(time);
    result.states.push_back(std::move(x));
    result.ledger.push_back(row);
  }
  return result;
}

}  // namespace gammaflow
