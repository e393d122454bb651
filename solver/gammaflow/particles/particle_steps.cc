// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/particles/particle_checkpoint.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/time/evolve/evolve.h>
#include <gammaflow/time/integrators/one_step_method.h>

#include <algorithm>

namespace gammaflow
{
/// What goes from one interval to the next.
struct ParticleSystem::Motion {
  double time = 0;
  ParticleClock clock;
  EvolveOptions options;
  std::function<void(double)> progress;
  /// Told the state after each Euler step that ends before the next output; may be null.
  std::function<void(double time, const PointMeasure &, const ParticleLedgerRow &)> between;
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

PointMeasure ParticleSystem::adaptive(const PointMeasure &from, double end, Motion &motion,
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
  options.tolerance = motion.options.tolerance;
  EvolutionState state{motion.time, unknowns.of(from), {}, motion.clock.step};
  make_time_integrator(integrator_of_particles(*parameters_), options)
      ->advance(problem, state, end, [&](const StepReport &report) {
        ++row.steps;
        row.rejected += report.rejected;
        row.evaluations += report.evaluations;
        if (motion.progress) motion.progress(report.time / motion.options.output_times.back());
      });
  motion.clock.step = state.step;
  return unknowns.particles(state.y, from);
}

PointMeasure ParticleSystem::by_euler_steps(const PointMeasure &from, double end, Motion &motion,
                                            ParticleLedgerRow &row) const
{
  PointMeasure x = from;
  double time = motion.time;
  while (time < end) {
    const double longest = std::min(step_, dynamics_->longest_step(x)), remaining = end - time;
    const double count = std::ceil(remaining / longest * (1 - 1e-10));
    if (!(count < 1e9))
      throw NumericalFailure("t = " + few_digits(time, 6) + ": the dynamics allow steps of " +
                             few_digits(longest) + " only");
    const double step = remaining / std::max(1., count);
    try {
      x = moved(x, dynamics_->rate(x), step);
      x = dynamics_->randomized(x, step, motion.clock.number);
      if (const std::string why = left_box(x); !why.empty()) throw NumericalFailure(why);
    } catch (const NumericalFailure &failure) {
      throw NumericalFailure("Euler step from t = " + few_digits(time, 6) + " of length " + few_digits(step) +
                             ": " + failure.what() + "; a shorter particles/step, or `adaptive`");
    }
    ++motion.clock.number;
    ++row.steps;
    ++row.evaluations;
    time = count <= 1 ? end : time + step;
    if (motion.progress) motion.progress(time / motion.options.output_times.back());
    if (motion.between && time < end) motion.between(time, x, row);
  }
  return x;
}

namespace
{
void append(ParticleTrajectory &to, double time, PointMeasure x, const ParticleLedgerRow &row)
{
  to.times.push_back(time);
  to.states.push_back(std::move(x));
  to.ledger.push_back(row);
}
void remove_last(ParticleTrajectory &from)
{
  from.times.pop_back();
  from.states.pop_back();
  from.ledger.pop_back();
}
}  // namespace

ParticleTrajectory ParticleSystem::trajectory(const std::function<void(double)> &progress,
                                              ParticleCheckpoint *checkpoint) const
{
  Motion motion;
  motion.options = evolve_options(*parameters_);
  motion.progress = progress;
  const std::vector<double> &outputs = motion.options.output_times;
  ParticleTrajectory result;
  if (checkpoint == nullptr || !checkpoint->read(start_, result, motion.clock)) {
    ParticleLedgerRow row;
    measure(start_, 0, row);
    append(result, 0, start_, row);
  }
  if (checkpoint != nullptr)
    motion.between = [&](double time, const PointMeasure &x, const ParticleLedgerRow &row) {
      if (!checkpoint->due()) return;
      append(result, time, x, row);
      result.ledger.back().time = time;
      checkpoint->write(result, motion.clock);
      remove_last(result);
    };
  motion.time = result.times.back();
  PointMeasure x = result.states.back();
  ParticleLedgerRow row;
  if (motion.time != outputs[result.times.size() - 1]) {  // it was interrupted between two outputs
    row = result.ledger.back();
    remove_last(result);
  }
  while (result.times.size() < outputs.size()) {
    const double end = outputs[result.times.size()];
    x = step_ > 0 ? by_euler_steps(x, end, motion, row) : adaptive(x, end, motion, row);
    motion.time = end;
    measure(x, end, row);
    append(result, end, x, row);
    row = {};
    if (checkpoint != nullptr && result.times.size() < outputs.size() && checkpoint->due())
      checkpoint->write(result, motion.clock);
  }
  if (checkpoint != nullptr) checkpoint->remove();
  return result;
}

}  // namespace gammaflow
