// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/elementary.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/time/stages/diffusive_stage.h>
#include <gammaflow/time/stages/newton.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
constexpr double longest_step = 10;  ///< of Newton's method, in log u or in sizes of the state
/// In log u within a stage where nothing holds it: what runs empty is refilled by nothing, so that a stage
/// method, which follows rapid decay through rates far from it, would not come back.
constexpr double deepest_fall = 1;

/// The largest of values, not a number where one is not.
void include(double value, double &largest)
{
  if (!(value <= largest) && !std::isnan(largest)) largest = value;
}
}  // namespace

DiffusiveStage::DiffusiveStage(const Flow &flow, double tolerance, unsigned iterations)
    : Stage(flow, tolerance, iterations),
      positive_(flow.positive()),
      bounds_(flow.energy().bounds()),
      relative_worth_(flow, tolerance),
      inner_weights_(relative_worth_.varies() ? flow.space().weights() : Vector()),
      inner_(flow.space(), relative_worth_.varies() ? inner_weights_ : flow.space().weights()),
      linearized_(flow),
      preconditioner_(flow),
      rate_of_density_(state_),
      growth_(state_),
      local_(positive_ ? Vector() : state_),
      correction_(state_),
      trial_(state_),
      source_(state_),
      stretch_(state_),
      worth_(state_),
      scaling_(state_),
      stiffness_(state_),
      right_hand_side_(state_),
      multiple_(positive_ || flow.forcing() ? std::nullopt : flow.geometry().structure().multiple),
      work_(state_)
{
  worth_ = scaling_ = stretch_ = 1.;  // what stays so where worths do not vary, and for signed fields
}

/// At given nodes the stage has the value of its time, U = g(t), whatever base is: what a formula does within
/// a step is not summed up from its derivatives, and what a step leaves is not carried along.
void DiffusiveStage::set_given_nodes(const double time, const Vector &base, const double step)
{
  const Forcing *forcing = flow_.forcing();
  if (!forcing) return;
  if (forcing->has_source()) forcing->source(time, source_);
  given_rates_.resize(forcing->nodes().size());
  for (std::size_t k = 0; k < given_rates_.size(); ++k)
    given_rates_[k] = step > 0 ? (forcing->boundary_value(k, time) - data(base)[forcing->nodes()[k]]) / step
                               : forcing->boundary_rate(k, time);
}

/// U = base + h v or its exponential. False where it is none that can be gone on with.
bool DiffusiveStage::set_state(const Vector &base, const double step, const Vector &dy)
{
  const double *from = data(base), *y = data(dy);
  double *u = data(state_);
  bool admissible = true;
  for (std::size_t begin = 0; begin < size(dy); begin += cache_block) {
    const std::size_t end = std::min(begin + cache_block, size(dy));
    for (std::size_t i = begin; i < end; ++i) u[i] = from[i] + step * y[i];
    if (positive_) exponentials(end - begin, u + begin, u + begin);
    double fault = 0, least = 1;
    for (std::size_t i = begin; i < end; ++i) {
      fault += 0 * u[i];  // not a number where u is not finite
      least = std::min(least, u[i]);
    }
    if (!(fault == 0) || (positive_ && !(least > 1e-300))) admissible = false;
  }
  return flow_.space().everywhere(admissible);
}

/// U, DF, K DF (over U for densities), and what is left of the equation in units of the variable.
bool DiffusiveStage::evaluate(const Vector &base, const double step, const Vector &dy)
{
  if (!set_state(base, step, dy)) return false;
  const double scale = step > 0 ? step : 1;
  residual_largest_ = residual_squares_ = 0;
  if (positive_) {
    flow_.energy().first_variation(state_, variation_);
    flow_.geometry().relative_onsager_apply(state_, variation_, growth_);
  } else if (multiple_)
    flow_.energy().variations(state_, variation_, local_, [&](std::size_t begin, std::size_t end) {
      residual_of_field(base, scale, dy, begin, end);
    });
  else {
    flow_.energy().variations(state_, variation_, local_, [](std::size_t, std::size_t) {});
    flow_.geometry().onsager_apply(state_, variation_, growth_);
  }
  if (flow_.forcing()) add_forcing();
  weigh(step);
  if (!positive_) {
    if (!multiple_) residual_of_field(base, scale, dy, 0, size(dy));
    residual_norm_ = std::sqrt(flow_.space().sum(residual_squares_));
  } else {
    for (std::size_t i = 0; i < size(dy); ++i) {
      const double r = scale * (data(dy)[i] + data(growth_)[i]);
      data(right_hand_side_)[i] = -r;
      const double w = data(worth_)[i];
      data(stretch_)[i] = 1 + step * data(dy)[i] - (w < 1 ? 0. : std::max(r, 0.));
      data(rate_of_density_)[i] = data(state_)[i] * data(dy)[i];
      include(data(scaling_)[i] * std::abs(r) / (1 + std::abs(data(base)[i])), residual_largest_);
    }
    residual_norm_ = inner_.norm(right_hand_side_);
  }
  residual_largest_ = flow_.space().maximum(residual_largest_);
  return std::isfinite(residual_norm_) && std::isfinite(residual_largest_);
}

void DiffusiveStage::add_forcing()
{
  if (flow_.forcing()->has_source()) {
    if (positive_)
      for (std::size_t i = 0; i < size(state_); ++i) data(growth_)[i] -= data(source_)[i] / data(state_)[i];
    else
      growth_ -= source_;
  }
  for (std::size_t k = 0; k < given_rates_.size(); ++k)
    data(growth_)[flow_.forcing()->nodes()[k]] = -given_rates_[k];
}

/// The residual of signed fields, whose worths are one, at the nodes from `first` to `last`, its squares and
/// the largest of it.
void DiffusiveStage::residual_of_field(const Vector &base, const double scale, const Vector &dy,
                                       const std::size_t first, const std::size_t last)
{
  const double *y = data(dy), *growth = data(multiple_ ? variation_ : growth_), *from = data(base),
               *weights = data(flow_.space().weights());
  const double factor = multiple_.value_or(1), s = size_of_state_;
  double *r = data(right_hand_side_);
  for (std::size_t begin = first; begin < last; begin += cache_block) {
    const std::size_t count = std::min(begin + cache_block, last) - begin;
    for (std::size_t i = begin; i < begin + count; ++i) r[i] = -scale * (y[i] + factor * growth[i]);
    residual_squares_ +=
        sum_of(count, [=](std::size_t i) { return weights[begin + i] * r[begin + i] * r[begin + i]; });
    include(
        largest_of(count,
                   [=](std::size_t i) { return std::abs(r[begin + i]) / (s + std::abs(from[begin + i])); }),
        residual_largest_);
  }
}

/// What corrections and residuals count: w, and that of residuals in tails that of the correction that they
/// ask for, r_i / (1 + h J_ii), J_ii = [A(m)]_ii / w_i D^2F_ii the diagonal of U^-1 J U.
void DiffusiveStage::weigh(const double step)
{
  if (!relative_worth_.varies()) return;
  relative_worth_.of(state_, worth_);
  if (!stiffness_known_) {
    const auto coefficients = flow_.geometry().coefficients(state_);
    flow_.space().gradients().diagonal(coefficients->mobility, stiffness_);
    flow_.energy().second_variation_diagonal(state_, work_);
    for (std::size_t i = 0; i < size(state_); ++i)
      data(stiffness_)[i] = step * data(stiffness_)[i] * std::abs(data(work_)[i]);
    stiffness_known_ = true;
  }
  for (std::size_t i = 0; i < size(state_); ++i) {
    const double w = data(worth_)[i];
    data(scaling_)[i] = w < 1 ? w + (1 - w) * least_worth() / (1 + data(stiffness_)[i]) : 1;
    data(inner_weights_)[i] = data(flow_.space().weights())[i] * std::pow(data(scaling_)[i], 2);
  }
}

/// out = s z + h U^-1 J (U z), or z + h J z.
void DiffusiveStage::operate(const double step, const Vector &z, Vector &out) const
{
  const std::size_t n = size(z);
  if (positive_) {
    for (std::size_t i = 0; i < n; ++i) data(work_)[i] = data(state_)[i] * data(z)[i];
    linearized_.apply(work_, out);
    for (std::size_t i = 0; i < n; ++i)
      data(out)[i] = data(stretch_)[i] * data(z)[i] + step * data(out)[i] / data(state_)[i];
  } else
    linearized_.apply_step(step, z, out);
  if (flow_.forcing())
    for (const std::size_t node : flow_.forcing()->nodes()) data(out)[node] = data(z)[node];
}

bool DiffusiveStage::correct(const double step, const double forcing_term)
{
  linearized_.reset(state_, variation_, positive_ ? nullptr : &local_);
  preconditioner_.prepare(linearized_, stretch_, step);
  // The inverse of a dissipative operator does not increase norms: below this nothing is gained.
  const double floor = 0.03 * tolerance_ * size_of_state_ * std::sqrt(flow_.space().volume());
  const double goal = std::max(forcing_term * residual_norm_, floor);
  const LinearSolve solve = gmres(
      inner_, [&](const Vector &z, Vector &out) { operate(step, z, out); },
      [&](const Vector &r, Vector &z) { preconditioner_.apply(r, z); }, right_hand_side_, residual_norm_,
      correction_, goal, std::min(max_iterations_, 300u), vectors_);
  ++solves_;
  iterations_ += solve.iterations;
  preconditioner_.report(solve);
  if (!solve.converged && preconditioner_.replaced()) return correct(step, forcing_term);
  // Less than asked for is still a correction; whether it is good enough, the Newton iteration finds out.
  return solve.converged || solve.residual <= 0.1 * residual_norm_;
}

/// What round-off of K DF, a sum of terms up to (m Lambda + r)(kappa Lambda + f), amounts to in a correction.
double DiffusiveStage::round_off(const double step) const
{
  const OnsagerCoefficients &c = linearized_.coefficients();
  const double largest = flow_.space().laplacian().largest_eigenvalue();
  const Vector &local = linearized_.local_second_variation();
  double operators = (c.mobility.linfty_norm() * largest + c.reaction.linfty_norm()) *
                     flow_.energy().structure().gradient * largest;
  for (std::size_t i = 0; i < size(state_); ++i)
    operators = std::max(operators, data(c.mobility)[i] * largest * std::abs(data(local)[i]));
  operators = flow_.space().maximum(operators);
  return std::min(1e-8, 16 * std::numeric_limits<double>::epsilon() * (1 + step * operators));
}

/// Linear invariants are exact in exact arithmetic; what the linear solver leaves of the mass is taken out.
/// Between bounds each node gives as it is far from them.
void DiffusiveStage::keep_mass(const Vector &base, const double step, Vector &dy) const
{
  const Forcing *forcing = flow_.forcing();
  if (positive_ || !flow_.geometry().zero_mass_rates() || flow_.has_boundary_values()) return;
  double mass = flow_.space().integrate(dy);
  if (forcing && forcing->has_source()) mass -= flow_.space().integrate(source_);
  if (!bounds_.any()) {
    dy.add(-mass / flow_.space().volume());
    return;
  }
  for (std::size_t i = 0; i < size(dy); ++i)
    data(work_)[i] = bounds_.room(data(base)[i] + step * data(dy)[i]);
  dy.add(-mass / flow_.space().integrate(work_), work_);
}

/// A guess beyond the bounds is set back to just inside.
void DiffusiveStage::keep_inside(const Vector &base, const double step, Vector &dy) const
{
  if (positive_ || !bounds_.any() || !(step > 0)) return;
  constexpr double nearest = 1e-10;  // as a part of the interval
  for (std::size_t i = 0; i < size(dy); ++i) {
    const double u = data(base)[i] + step * data(dy)[i];
    if (bounds_.room(u) < nearest) data(dy)[i] = (bounds_.inside(u, nearest) - data(base)[i]) / step;
  }
}

/// Towards a bound of the values no further than nine tenths of the way; true where that is less than wanted.
bool DiffusiveStage::bounded_by_values()
{
  bool bounded = false;
  for (std::size_t i = 0; i < size(state_); ++i) {
    const double u = data(state_)[i];
    double &z = data(correction_)[i];
    const double possible = std::clamp(z, 0.9 * (bounds_.lower - u), 0.9 * (bounds_.upper - u));
    bounded = bounded || possible != z;
    z = possible;
  }
  return bounded;
}

/// Bounds growth, see above, and steps of what is worth less than the tolerance.
DiffusiveStage::Correction DiffusiveStage::bounded_correction(const Vector &base)
{
  Correction result{0, 0};
  if (!positive_) {
    const double *z = data(correction_), *from = data(base), s = size_of_state_;
    for (std::size_t begin = 0; begin < size(base); begin += cache_block) {
      const std::size_t count = std::min(cache_block, size(base) - begin);
      include(largest_of(count, [=](std::size_t i) { return std::abs(z[begin + i]) / s; }), result.largest);
      include(
          largest_of(count,
                     [=](std::size_t i) { return std::abs(z[begin + i]) / (s + std::abs(from[begin + i])); }),
          result.size);
    }
  }
  if (!positive_ && bounds_.any()) result.beyond = flow_.space().maximum(bounded_by_values() ? 1. : 0.) > 0;
  for (std::size_t i = 0; positive_ && i < size(base); ++i) {
    double &z = data(correction_)[i];
    const double w = data(worth_)[i];
    if (z > 0) z = std::log1p(z);
    if (w < 1)
      z = std::max(z, -longest_step);
    else
      result.largest = std::max(result.largest, std::abs(z));
    include(std::max(w, least_worth()) * std::abs(z) / (1 + std::abs(data(base)[i])), result.size);
  }
  result.size = flow_.space().maximum(result.size);
  result.largest = flow_.space().maximum(result.largest);
  return result;
}

bool DiffusiveStage::solve(const double time, const Vector &base, const double step, Vector &dy)
{
  if (!newton(time, base, step, dy)) return false;
  rate_ = positive_ ? &rate_of_density_ : &dy;
  if (!positive_ || flow_.energy().barrier()) return true;
  double fall = 0;
  for (const double rate : dy) fall = std::max(fall, -step * rate);
  return flow_.space().maximum(fall) <= deepest_fall;
}

bool DiffusiveStage::newton(const double time, const Vector &base, const double step, Vector &dy)
{
  set_given_nodes(time, base, step);
  size_of_state_ = size_.of(base);
  stiffness_known_ = false;
  if (step == 0) {  // the explicit first stage of some methods
    dy = 0.;
    if (!evaluate(base, 0, dy)) return false;
    // As far as it is known: the small difference of large terms tells nothing that is worth less.
    const double *growth = data(multiple_ ? variation_ : growth_), factor = multiple_.value_or(1);
    for (std::size_t i = 0; i < size(dy); ++i) data(dy)[i] = -data(worth_)[i] * factor * growth[i];
    keep_mass(base, step, dy);
    return evaluate(base, 0, dy);
  }
  const auto admissible = [&] {
    keep_inside(base, step, dy);
    keep_mass(base, step, dy);
    // Nodes whose value is given have it from the first iterate on: no linear system has to find it.
    for (std::size_t k = 0; k < given_rates_.size(); ++k)
      data(dy)[flow_.forcing()->nodes()[k]] = given_rates_[k];
  };
  admissible();
  if (!evaluate(base, step, dy)) {
    dy = 0.;
    admissible();
    if (!evaluate(base, step, dy)) return false;
  }
  NewtonControl control(tolerance_);
  for (unsigned newton = 0; newton < control.most_corrections; ++newton) {
    if (residual_largest_ <= 0.1 * tolerance_) return true;
    if (!correct(step, control.forcing_term(residual_norm_, 0.05 * tolerance_ / residual_largest_)))
      return false;
    const auto [size, largest, beyond] = bounded_correction(base);
    if (!std::isfinite(size)) return false;
    const double fraction =
        control.damping(largest, largest > longest_step ? longest_step / largest : 1, [&](double part) {
          for (std::size_t i = 0; i < gammaflow::size(trial_); ++i)
            data(trial_)[i] = data(dy)[i] + part / step * data(correction_)[i];
          keep_mass(base, step, trial_);
          return evaluate(base, step, trial_) ? residual_norm_ : std::numeric_limits<double>::infinity();
        });
    if (fraction == 0) return false;
    dy.swap(trial_);
    if (const auto converged =
            control.verdict(size, beyond ? 0.9 * fraction : fraction, [&] { return round_off(step); }))
      return *converged;
  }
  return false;
}

}  // namespace gammaflow
