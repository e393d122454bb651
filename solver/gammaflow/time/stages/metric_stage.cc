// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel_symbol.h>
#include <gammaflow/time/stages/metric_stage.h>
#include <gammaflow/time/stages/newton.h>

#include <deal.II/lac/solver_cg.h>
#include <deal.II/lac/solver_control.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
/// In x = sqrt(w d) y:  B x = sqrt(w/d) [G + h D F'' D] y, symmetric in the plain product; Jacobi
/// preconditioning. For rates of zero mass both are restricted to x orthogonal to e = sqrt(w/d), because e.x
/// = <1, y>.
class MetricStage::System
{
 public:
  System(const MetricStage &stage, double step)
      : stage_(stage), step_(step), to_y_(stage.ones_), to_x_(stage.ones_), inverse_diagonal_(stage.ones_)
  {
    const Flow &flow = stage.flow_;
    const std::size_t n = size(to_y_);
    Vector second = stage.ones_;
    flow.energy().second_variation_diagonal(stage.state_, second);
    const double *w = data(flow.space().weights()), *d = data(stage.weight_);
    for (std::size_t i = 0; i < n; ++i) {
      data(to_y_)[i] = 1 / std::sqrt(w[i] * d[i]);
      data(to_x_)[i] = std::sqrt(w[i] / d[i]);
      data(inverse_diagonal_)[i] =
          d[i] / (data(stage.metric_diagonal_)[i] + step * data(second)[i] / data(stage.stretch_)[i]);
    }
    y_ = image_ = stage.ones_;
    if (std::function<double(double)> symbol; stage.symbol(step, symbol))
      spectral_ = flow.space().laplacian().prepare(
          SpectralFunction::general([symbol](double lambda) { return 1 / symbol(lambda); }, "1/symbol"));
    if (stage.zero_mass_) {
      scaled_e_ = to_x_;
      precondition(to_x_, scaled_e_);
      e_e_ = to_x_ * to_x_;
      e_scaled_e_ = to_x_ * scaled_e_;
    }
  }

  /// B without the restriction.
  void apply(const Vector &x, Vector &out) const
  {
    const Flow &flow = stage_.flow_;
    y_ = x;
    y_.scale(to_y_);
    flow.geometry().metric_apply(y_, out);
    if (step_ != 0) {
      bend(y_);
      flow.energy().second_variation_apply(stage_.state_, y_, image_);
      bend(image_);
      out.add(step_, image_);
    }
    out.scale(to_x_);
  }

  void project(Vector &x) const
  {
    if (stage_.zero_mass_) x.add(-(to_x_ * x) / e_e_, to_x_);
  }

  void vmult(Vector &out, const Vector &x) const
  {
    apply(x, out);
    project(out);
  }

  struct Preconditioner {
    const System &system;
    void vmult(Vector &out, const Vector &r) const
    {
      system.precondition(r, out);
      if (system.stage_.zero_mass_) out.add(-(system.to_x_ * out) / system.e_scaled_e_, system.scaled_e_);
    }
  };

  const Vector &to_y() const { return to_y_; }
  const Vector &to_x() const { return to_x_; }
  double e_e() const { return e_e_; }
  bool spectral() const { return spectral_ != nullptr; }

 private:
  /// Jacobi, or the inverse of a function of the Laplacian: in x, (w d)^1/2 symbol(L)^-1 (d/w)^1/2.
  void precondition(const Vector &r, Vector &out) const
  {
    if (!spectral_) {
      out = r;
      out.scale(inverse_diagonal_);
      return;
    }
    for (std::size_t i = 0; i < size(r); ++i) data(y_)[i] = data(r)[i] / data(to_x_)[i];
    spectral_->apply(y_, out);
    for (std::size_t i = 0; i < size(r); ++i) data(out)[i] /= data(to_y_)[i];
  }

  void bend(Vector &v) const
  {
    if (stage_.positive_)
      for (std::size_t i = 0; i < size(v); ++i) data(v)[i] /= std::sqrt(data(stage_.stretch_)[i]);
  }

  const MetricStage &stage_;
  const double step_;
  Vector to_y_, to_x_, inverse_diagonal_, scaled_e_;
  double e_e_ = 1, e_scaled_e_ = 1;
  std::unique_ptr<SpectralOperator> spectral_;
  mutable Vector y_, image_;
};

MetricStage::MetricStage(const Flow &flow, double tolerance, unsigned iterations)
    : Stage(flow, tolerance, iterations),
      positive_(flow.positive()),
      zero_mass_(flow.geometry().zero_mass_rates()),
      ones_(flow.space().zero())
{
  ones_ = 1.;
  rate_ = image_ = residual_ = stretch_ = weight_ = metric_diagonal_ = ones_;
  trial_ = correction_ = ones_;
  flow.geometry().metric_diagonal(metric_diagonal_);
  if (!flow.space().laplacian().exact()) return;
  const auto symbol_of = [](const KernelOperator *kernel) {
    return exact_symbol(kernel ? &kernel->kernel() : nullptr);
  };
  metric_symbol_ = symbol_of(flow.geometry().structure().metric);
  energy_symbol_ = symbol_of(flow.energy_kernel());
}

bool MetricStage::symbol(double step, std::function<double(double)> &result) const
{
  if (!metric_symbol_ || step == 0) return false;
  if (flow_.energy_kernel()) {
    if (!energy_symbol_ || positive_) return false;
    // Where both underflow the mode has neither force nor inertia; any positive number serves.
    result = [this, step](double lambda) {
      return std::max(metric_symbol_(lambda) + step * energy_symbol_(lambda), 1e-300);
    };
    return true;
  }
  // A local energy: F''/(1 + h zeta) is `weight`, nearly constant or not.
  const double low = flow_.space().minimum(weight_), high = flow_.space().maximum(weight_);
  if (high > 4 * low) return false;
  result = [this, step, mean = std::sqrt(low * high)](double lambda) {
    return metric_symbol_(lambda) + step * mean;
  };
  return true;
}

/// The system is a function of the Laplacian, exactly: quadratic energies with a constant density.
bool MetricStage::diagonal(double step) const
{
  if (!metric_symbol_ || positive_ || !(step > 0)) return false;
  if (flow_.energy_kernel()) return bool(energy_symbol_);
  const double low = flow_.space().minimum(weight_), high = flow_.space().maximum(weight_);
  return high - low <= 1e-14 * high;
}

/// U, v, DF(U), the residual and its norm at dy.
bool MetricStage::evaluate(const Vector &base, double step, const Vector &dy)
{
  const Space &space = flow_.space();
  const std::size_t n = size(dy);
  bool admissible = true;
  for (std::size_t i = 0; i < n; ++i) {
    const double k = data(dy)[i], y = data(base)[i] + step * k;
    data(stretch_)[i] = positive_ ? 1 + step * k : 1;
    data(state_)[i] = positive_ ? std::exp(y) : y;
    data(rate_)[i] = positive_ ? data(state_)[i] * k : k;
    if (!(data(stretch_)[i] > 0) || !std::isfinite(data(state_)[i]) || !std::isfinite(data(rate_)[i]))
      admissible = false;
  }
  if (!space.everywhere(admissible)) return false;
  flow_.energy().first_variation(state_, variation_);
  flow_.geometry().metric_apply(rate_, image_);
  flow_.energy().second_variation_apply(state_, ones_, weight_);

  const double *w = data(space.weights());
  double mass = 0, norm = 0, e_e = 0, e_r = 0, scale = 0, round_off = 0, size_of_rate = 0;
  for (std::size_t i = 0; i < n; ++i) {
    double &d = data(weight_)[i];
    // Without a step (the explicit first stage of some methods) the metric alone sets the scale.
    d = step > 0 ? d / data(stretch_)[i] : data(metric_diagonal_)[i];
    if (!(d > 0) || !std::isfinite(d)) admissible = false;
    const double r = -(data(image_)[i] + data(variation_)[i]);
    const double u = positive_ ? data(state_)[i] : size_of_state_ + std::abs(data(state_)[i]);
    const double magnitude = std::abs(data(image_)[i]) + std::abs(data(variation_)[i]);
    data(residual_)[i] = r;
    mass += w[i] * data(rate_)[i];
    size_of_rate += w[i] * std::abs(data(rate_)[i]);
    norm += w[i] / d * r * r;
    e_e += w[i] / d;
    e_r += w[i] / d * r;
    scale += step > 0 ? w[i] * d * u * u : w[i] / d * data(variation_)[i] * data(variation_)[i];
    round_off += w[i] / d * magnitude * magnitude;
  }
  if (!space.everywhere(admissible)) return false;
  for (double *own : {&mass, &norm, &e_e, &e_r, &scale, &round_off, &size_of_rate}) *own = space.sum(*own);
  if (zero_mass_) {
    // Less the best constant c; norm - e_r^2/e_e would leave only half of the digits.
    const double c = e_r / e_e;
    norm = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double &r = data(residual_)[i];
      r -= c;
      norm += w[i] / data(weight_)[i] * r * r;
    }
    norm = space.sum(norm);
    // The rate's own mass counts as a residual: it is what the constant is there for.
    if (std::abs(mass) > 1e-14 * size_of_rate) norm += step * step * mass * mass / e_e;
  }
  residual_norm_ = std::sqrt(norm);
  state_norm_ = std::sqrt(scale);
  target_ =
      std::max(tolerance_ * state_norm_, 16 * std::numeric_limits<double>::epsilon() * std::sqrt(round_off));
  return std::isfinite(residual_norm_);
}

/// The Newton correction of the variable dy, from what evaluate() left, to this reduction of its residual at
/// least; none: the preconditioner solves the system.
bool MetricStage::correct(double step, const std::optional<double> reduction)
{
  const System system(*this, step);
  Vector b = residual_, x = ones_, particular = ones_;
  b.scale(system.to_x());
  x = 0.;
  if (zero_mass_) {
    // A multiple of e takes the mass that the rate has away; the rest of the correction has none.
    particular.equ(-flow_.space().integrate(rate_) / system.e_e(), system.to_x());
    Vector image = ones_;
    system.apply(particular, image);
    b -= image;
    system.project(b);
  }
  const System::Preconditioner preconditioner{system};
  if (system.spectral()) preconditioner.vmult(x, b);  // nearly or exactly the solution, mode by mode
  if (!reduction)
    ++iterations_;
  else {
    dealii::SolverControl control(max_iterations_, std::max(*reduction * b.l2_norm(), 0.3 * target_));
    dealii::SolverCG<Vector> solver(control);
    try {
      solver.solve(system, x, b, preconditioner);
    } catch (const dealii::SolverControl::NoConvergence &) {
      iterations_ += control.last_step();
      return false;
    }
    iterations_ += control.last_step();
  }
  if (zero_mass_) x += particular;
  x.scale(system.to_y());
  for (std::size_t i = 0; i < size(x); ++i)
    data(correction_)[i] = positive_ ? data(x)[i] / (data(state_)[i] * data(stretch_)[i]) : data(x)[i];
  return true;
}

/// |sqrt(d) h dv| of the last correction of a signed field's rate: how much the state changes with it.
double MetricStage::change_of_state(double step) const
{
  const double *w = data(flow_.space().weights());
  double sum = 0;
  for (std::size_t i = 0; i < size(correction_); ++i)
    sum += w[i] * data(weight_)[i] * data(correction_)[i] * data(correction_)[i];
  return step * std::sqrt(flow_.space().sum(sum));
}

/// One correction solves the equation; those that follow remove round-off, until the state no longer notices.
/// The residual is not asked: it bounds the error of smooth modes only, and after tiny steps in a nearly
/// singular metric the rate is so large that its round-off in smooth modes exceeds the target without
/// mattering.
bool MetricStage::solve_linear(const Vector &base, double step, Vector &dy)
{
  for (unsigned correction = 0; correction < 6; ++correction) {
    if (!correct(step, {})) return false;
    const double change = change_of_state(step);
    dy += correction_;
    if (!evaluate(base, step, dy)) return false;
    if (change <= tolerance_ * state_norm_) return true;
  }
  return false;
}

bool MetricStage::solve(const double /*time*/, const Vector &base, const double step, Vector &dy)
{
  size_of_state_ = size_.of(base);
  if (!evaluate(base, step, dy)) {
    dy = 0.;
    if (!evaluate(base, step, dy)) return false;
  }
  if (diagonal(step)) return solve_linear(base, step, dy);
  // Residuals in units of the target, which changes with the state.
  const auto norm_after = [&](double fraction) {
    trial_ = dy;
    trial_.add(fraction, correction_);
    if (!evaluate(base, step, trial_)) return std::numeric_limits<double>::infinity();
    return residual_norm_ <= target_ ? 0 : residual_norm_ / target_;
  };
  constexpr double of_any_size = std::numeric_limits<double>::infinity();
  NewtonControl control(tolerance_);
  for (unsigned newton = 0; newton < control.most_corrections; ++newton) {
    if (residual_norm_ <= target_) return true;
    const double residual = residual_norm_ / target_,
                 forcing = control.forcing_term(residual, 0.3 / residual);
    // The energies of signed fields are quadratic: one correction solves the equation.
    if (!correct(step, positive_ ? forcing : 0) || control.damping(of_any_size, 1, norm_after) == 0)
      return false;
    dy.swap(trial_);
  }
  return residual_norm_ <= target_;
}

}  // namespace gammaflow
