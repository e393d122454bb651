// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/linear/gmres.h>
#include <gammaflow/time/stages/collocation_step.h>
#include <gammaflow/time/stages/newton.h>

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
CollocationStep::CollocationStep(const Flow &flow, unsigned stages, double tolerance, unsigned iterations)
    : flow_(flow),
      stages_(stages),
      max_iterations_(iterations),
      tolerance_(tolerance),
      n_(flow.space().n_nodes()),
      size_(flow),
      scale_(flow.space().zero()),
      linearized_(stages, LinearizedFlow(flow)),
      y_(scale_),
      w_(scale_),
      sum_(scale_)
{
  const dealii::QGauss<1> method(stages), rule(stages + 6);
  for (unsigned i = 0; i < stages; ++i) {
    c_.push_back(method.point(i)[0]);
    b_.push_back(method.weight(i));
  }
  const auto l = [this](unsigned j, double tau) {
    double product = 1;
    for (unsigned i = 0; i < stages_; ++i)
      if (i != j) product *= (tau - c_[i]) / (c_[j] - c_[i]);
    return product;
  };
  const auto integrals = [&](double to) {  // of the l_j from 0, exact by the method's own rule
    std::vector<double> result(stages_, 0.);
    for (unsigned j = 0; j < stages_; ++j)
      for (unsigned q = 0; q < stages_; ++q) result[j] += to * b_[q] * l(j, to * c_[q]);
    return result;
  };
  for (unsigned i = 0; i < stages; ++i) a_.push_back(integrals(c_[i]));
  preconditioner_ = std::make_unique<CollocationPreconditioner>(flow, a_);
  projection_.resize(stages);
  for (unsigned q = 0; q < rule.size(); ++q) {
    const double tau = rule.point(q)[0];
    integrals_.push_back(integrals(tau));
    for (unsigned i = 0; i < stages; ++i) projection_[i].push_back(rule.weight(q) * l(i, tau) / b_[i]);
  }
  rates_.assign(stages, scale_);
  forces_ = stage_states_ = rates_;
  states_.assign(rule.size(), scale_);
  residual_.reinit(dealii::types::global_dof_index(stages * n_));
  correction_ = residual_;
}

void CollocationStep::state_at(const Vector &u0, double step, const std::vector<double> &integrals,
                               Vector &u) const
{
  u = u0;
  for (unsigned j = 0; j < stages_; ++j) u.add(step * integrals[j], rates_[j]);
}

/// States, projected forces, and the residual h (v_i + K(U_i) xi_i) in units of the scale.
bool CollocationStep::evaluate(const Vector &u0, const double step)
{
  const auto admissible = [this](const Vector &u) {
    bool own = true;
    for (const double value : u)
      if (!std::isfinite(value) || (flow_.positive() && !(value > 0))) own = false;
    return flow_.space().everywhere(own);
  };
  for (unsigned i = 0; i < stages_; ++i) forces_[i] = 0.;
  for (std::size_t q = 0; q < states_.size(); ++q) {
    state_at(u0, step, integrals_[q], states_[q]);
    if (!admissible(states_[q])) return false;
    flow_.energy().first_variation(states_[q], y_);
    for (unsigned i = 0; i < stages_; ++i) forces_[i].add(projection_[i][q], y_);
  }
  residual_largest_ = residual_norm_ = 0;
  for (unsigned i = 0; i < stages_; ++i) {
    state_at(u0, step, a_[i], stage_states_[i]);
    if (!admissible(stage_states_[i])) return false;
    flow_.geometry().onsager_apply(stage_states_[i], forces_[i], w_);
    w_ += rates_[i];
    double *r = data(residual_) + i * n_;
    for (std::size_t k = 0; k < n_; ++k) {
      r[k] = step * data(w_)[k] / data(scale_)[k];
      residual_norm_ += data(flow_.space().weights())[k] * r[k] * r[k];
      const double largest =
          flow_.positive() ? std::abs(r[k]) : std::abs(r[k]) / (size_of_state_ + std::abs(data(u0)[k]));
      if (!(largest <= residual_largest_) && !std::isnan(residual_largest_)) residual_largest_ = largest;
    }
  }
  residual_largest_ = flow_.space().maximum(residual_largest_);
  residual_norm_ = std::sqrt(flow_.space().sum(residual_norm_));
  return std::isfinite(residual_norm_);
}

/// The derivative of the residual: z_i + K'(U_i)[h sum_j a_ij y_j] xi_i + K(U_i) sum_q p_iq F''(u_q) h sum_j
/// I_qj y_j, y = scale z.
void CollocationStep::operate(const double step, const Vector &z, Vector &out) const
{
  std::vector<Vector> y(stages_, scale_), image(stages_, scale_);
  for (unsigned j = 0; j < stages_; ++j) {
    for (std::size_t k = 0; k < n_; ++k) data(y[j])[k] *= data(z)[j * n_ + k];
    image[j] = 0.;
  }
  for (std::size_t q = 0; q < states_.size(); ++q) {
    sum_ = 0.;
    for (unsigned j = 0; j < stages_; ++j) sum_.add(step * integrals_[q][j], y[j]);
    flow_.energy().second_variation_apply(states_[q], sum_, w_);
    for (unsigned i = 0; i < stages_; ++i) image[i].add(projection_[i][q], w_);
  }
  for (unsigned i = 0; i < stages_; ++i) {
    const Geometry &geometry = linearized_[i].geometry();
    geometry.onsager_apply(stage_states_[i], image[i], w_);
    sum_ = 0.;
    for (unsigned j = 0; j < stages_; ++j) sum_.add(step * a_[i][j], y[j]);
    geometry.onsager_derivative(stage_states_[i], sum_, forces_[i], y_);
    w_ += y_;
    double *result = data(out) + i * n_;
    for (std::size_t k = 0; k < n_; ++k) result[k] = data(z)[i * n_ + k] + data(w_)[k] / data(scale_)[k];
  }
}

void CollocationStep::keep_mass(const Vector &u0)
{
  if (!flow_.geometry().zero_mass_rates()) return;
  const Space &space = flow_.space();
  for (Vector &v : rates_)
    if (flow_.positive())
      v.add(-space.integrate(v) / space.integrate(u0), u0);
    else
      v.add(-space.integrate(v) / space.volume());
}

/// The rates from those of the last step.
bool CollocationStep::newton(const Vector &u0, const double step)
{
  const Space &space = flow_.space();
  NewtonControl control(tolerance_);
  for (unsigned newton = 0; newton < control.most_corrections; ++newton) {
    if (residual_largest_ <= 0.1 * tolerance_) return true;
    if (!correct(step, control.forcing_term(residual_norm_, 0.05 * tolerance_ / residual_largest_)))
      return false;
    double size = 0;
    for (std::size_t k = 0; k < stages_ * n_; ++k) {
      const double z = std::abs(data(correction_)[k]),
                   relative = flow_.positive() ? z : z / (size_of_state_ + std::abs(data(u0)[k % n_]));
      if (!(relative <= size) && !std::isnan(size)) size = relative;
    }
    size = space.maximum(size);
    if (!std::isfinite(size)) return false;
    const std::vector<Vector> before = rates_;
    const double fraction = control.damping(size, 1, [&](double part) {
      for (unsigned i = 0; i < stages_; ++i) {
        rates_[i] = before[i];
        for (std::size_t k = 0; k < n_; ++k)
          data(rates_[i])[k] += part / step * data(scale_)[k] * data(correction_)[i * n_ + k];
      }
      keep_mass(u0);
      return evaluate(u0, step) ? residual_norm_ : std::numeric_limits<double>::infinity();
    });
    if (fraction == 0) return false;
    if (const auto converged = control.verdict(size, fraction, [] { return 1e-11; })) return *converged;
  }
  return false;
}

/// The Newton correction, solved to this reduction of the residual. False where less than a digit is gained.
bool CollocationStep::correct(const double step, const double forcing_term)
{
  const Space &space = flow_.space();
  for (unsigned i = 0; i < stages_; ++i) linearized_[i].reset(stage_states_[i], forces_[i]);
  preconditioner_->prepare(linearized_[stages_ / 2], scale_, step);
  Vector b = residual_;
  b *= -1.;
  const double goal =
      std::max(forcing_term * residual_norm_, 0.03 * tolerance_ * size_of_state_ * std::sqrt(space.volume()));
  const LinearSolve linear = gmres(
      InnerProduct(space), [&](const Vector &z, Vector &out) { operate(step, z, out); },
      [&](const Vector &r, Vector &z) { preconditioner_->apply(r, z); }, b, correction_, goal,
      std::min(max_iterations_, preconditioner_->most_iterations()));
  iterations_ += linear.iterations;
  preconditioner_->report(linear);
  return linear.converged || linear.residual <= 0.1 * residual_norm_;
}

bool CollocationStep::solve(const Vector &u0, const double step, Vector &u1, Dissipated &dissipated)
{
  const Space &space = flow_.space();
  scale_ = u0;
  if (!flow_.positive()) scale_ = 1.;
  size_of_state_ = size_.of(u0);
  keep_mass(u0);  // of the guess: the rates of the last step
  if (!evaluate(u0, step)) {
    for (Vector &v : rates_) v = 0.;
    if (!evaluate(u0, step)) return false;
  }
  if (!newton(u0, step)) return false;
  state_at(u0, step, b_, u1);
  if (flow_.positive() && !(space.minimum(u1) > 0)) return false;
  dissipated = {};
  for (unsigned i = 0; i < stages_; ++i) {
    w_.equ(-1., forces_[i]);
    dissipated.dual += step * b_[i] * 0.5 * space.inner(w_, rates_[i]);
    dissipated.primal +=
        step * b_[i] * flow_.geometry().primal_dissipation_along(stage_states_[i], w_, rates_[i]);
  }
  return true;
}

}  // namespace gammaflow
