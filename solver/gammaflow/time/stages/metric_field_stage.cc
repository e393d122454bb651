// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/flow/forcing.h>
#include <gammaflow/kernels/kernel_symbol.h>
#include <gammaflow/time/linear/gmres.h>
#include <gammaflow/time/stages/metric_field_stage.h>
#include <gammaflow/time/stages/newton.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
MetricFieldStage::MetricFieldStage(const Flow &flow, double tolerance, unsigned iterations)
    : Stage(flow, tolerance, iterations),
      rate_(state_),
      residual_(state_),
      correction_(state_),
      source_(state_),
      trial_(state_),
      work_(state_)
{
  // G = Kf + lambda: the ridge is what G has more than the kernel on constants.
  const KernelOperator *metric = flow.geometry().structure().metric;
  const KernelOperator &kernel = metric ? *metric : *flow.geometry_kernel();
  Vector ones = state_, by_metric = state_, by_kernel = state_;
  ones = 1.;
  flow.geometry().metric_apply(ones, by_metric);
  kernel.apply(ones, by_kernel);
  by_metric -= by_kernel;
  const double ridge = std::max(0., flow.space().integrate(by_metric) / flow.space().volume());
  metric_symbol_ = [g = kernel_symbol(kernel.kernel()), ridge](double lambda) {
    return std::max(0., g(lambda)) + ridge;
  };
}

void MetricFieldStage::project(Vector &v) const
{
  if (!flow_.geometry().zero_mass_rates()) return;
  v.add(-flow_.space().integrate(v) / flow_.space().volume());
}

/// U, DF(U) and the residual r = -(G (v - s) + DF(U)), up to a constant where rates have no mass.
void MetricFieldStage::evaluate(const Vector &base, const double step, const Vector &v)
{
  rate_ = v;
  state_ = base;
  state_.add(step, v);
  flow_.energy().first_variation(state_, variation_);
  work_ = v;
  if (flow_.forcing()) work_ -= source_;
  flow_.geometry().metric_apply(work_, residual_);
  residual_ += variation_;
  residual_ *= -1.;
  project(residual_);
  if (!inverse_) return;
  inverse_->apply(residual_, work_);
  residual_norm_ = flow_.space().norm(work_);
}

/// P at the present state. False where it is not positive, by a fifth of its positive part.
bool MetricFieldStage::prepare(const double step)
{
  const double kappa = flow_.energy().structure().gradient;
  const auto interaction = flow_.energy().structure().symbol;
  flow_.energy().local_second_variation(state_, work_);
  const double f = flow_.space().integrate(work_) / flow_.space().volume();
  const auto positive = std::make_shared<bool>(true);  // the symbol may be asked for again later
  const auto symbol = [=, metric_symbol = metric_symbol_](double lambda) {
    const double gradients = kappa * lambda + (interaction ? interaction(lambda) : 0);
    const double stiff = metric_symbol(lambda) + step * gradients, all = stiff + step * f;
    if (!(all > 0.2 * stiff)) *positive = false;
    return 1 / std::max({all, 0.2 * stiff, 1e-300});
  };
  inverse_ =
      flow_.space().laplacian().prepare(SpectralFunction::general(symbol, "1/(g(L) + h (kappa L + f))"));
  return *positive;
}

void MetricFieldStage::operate(const double step, const Vector &y, Vector &out) const
{
  flow_.geometry().metric_apply(y, out);
  flow_.energy().second_variation_apply(state_, y, work_);
  out.add(step, work_);
  project(out);
}

bool MetricFieldStage::correct(const double step, const double reduction)
{
  const Space &space = flow_.space();
  Vector b = residual_, image = residual_;
  inverse_->apply(residual_, b);
  const LinearSolve solve = gmres(
      InnerProduct(space),
      [&](const Vector &y, Vector &out) {
        operate(step, y, image);
        inverse_->apply(image, out);
      },
      [](const Vector &r, Vector &z) { z = r; }, b, correction_, reduction * space.norm(b),
      std::min(max_iterations_, 300u));
  iterations_ += solve.iterations;
  return solve.converged || solve.residual <= 0.1 * space.norm(b);
}

bool MetricFieldStage::solve(const double time, const Vector &base, const double step, Vector &v)
{
  if (flow_.forcing() && flow_.forcing()->has_source()) flow_.forcing()->source(time, source_);
  project(v);
  inverse_.reset();
  evaluate(base, step, v);
  if (!prepare(step)) return false;
  evaluate(base, step, v);
  size_of_state_ = size_.of(base);
  NewtonControl control(tolerance_);
  for (unsigned newton = 0; newton < control.most_corrections; ++newton) {
    if (!std::isfinite(residual_norm_)) return false;
    if (!correct(step, control.forcing_term(residual_norm_, 0))) return false;
    const double *y = data(correction_), *from = data(base);
    const double size =
        flow_.space().maximum(largest_of(gammaflow::size(base), [=, s = size_of_state_](std::size_t i) {
          return step * std::abs(y[i]) / (s + std::abs(from[i]));
        }));
    const double fraction = control.damping(size, 1, [&](double part) {
      trial_ = v;
      trial_.add(part, correction_);
      project(trial_);
      evaluate(base, step, trial_);
      return residual_norm_;
    });
    if (fraction == 0) return false;
    v.swap(trial_);
    if (const auto converged = control.verdict(size, fraction, [] { return 1e-14; })) return *converged;
  }
  return false;
}

}  // namespace gammaflow
