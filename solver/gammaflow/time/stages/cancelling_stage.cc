// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/stages/cancelling_stage.h>
#include <gammaflow/time/stages/metric_stage.h>

#include <cmath>

namespace gammaflow
{
/// Without the constraint of zero mass c = 0. With it the inverse is not needed either where Kf 1 is constant
/// (then so is Kf^-1 1), or where eta has no mass, which lasts: then c = 0.
bool metric_cancels(const Flow &flow)
{
  const Geometry &geometry = flow.geometry();
  const KernelOperator *kernel = geometry.structure().inverted;
  if (!kernel) return false;
  const Space &space = flow.space();
  Vector eta = space.zero();
  if (flow.energy().kernel_preimage(flow.initial_state(), eta) != kernel) return false;
  if (!geometry.zero_mass_rates()) return true;
  double size_of_eta = 0;
  for (std::size_t i = 0; i < size(eta); ++i)
    size_of_eta += data(space.weights())[i] * std::abs(data(eta)[i]);
  if (std::abs(space.integrate(eta)) <= 1e-13 * space.sum(size_of_eta)) return true;
  Vector ones = space.zero(), image = space.zero();
  ones = 1.;
  kernel->apply(ones, image);
  const double low = space.minimum(image), high = space.maximum(image);
  return high - low <= 1e-12 * std::abs(high);
}

void cancelled_rate(const Flow &flow, const Vector &u, Vector &v)
{
  if (flow.geometry().structure().inverted != flow.geometry().structure().metric) {
    Vector eta = u, xi = u;
    flow.energy().kernel_preimage(u, eta);
    flow.energy().first_variation(u, xi);
    flow.geometry().apply_to_image(u, xi, eta, v);
    v *= -1.;
    return;
  }
  flow.energy().kernel_preimage(u, v);
  const double mean =
      flow.geometry().zero_mass_rates() ? flow.space().integrate(v) / flow.space().volume() : 0;
  for (double &value : v) value = mean - value;
}

CancellingStage::CancellingStage(const Flow &flow, double tolerance, unsigned iterations)
    : Stage(flow, tolerance, iterations), rate_(flow.space().zero())
{
}

bool CancellingStage::cancel(const Vector &base, const double step, Vector &dy)
{
  cancelled_rate(flow_, base, dy);
  dy /= 1 + step;
  state_ = base;
  state_.add(step, dy);
  cancelled_rate(flow_, state_, rate_);
  const Space &space = flow_.space();
  const double size_of_terms =
      largest_magnitude(space, rate_) + largest_magnitude(space, state_) + largest_magnitude(space, base);
  rate_ -= dy;
  if (largest_magnitude(space, rate_) > 1e-13 * size_of_terms) return false;
  rate_ = dy;
  flow_.energy().first_variation(state_, variation_);
  return true;
}

bool CancellingStage::solve(const double time, const Vector &base, const double step, Vector &dy)
{
  if (cancel(base, step, dy)) return true;
  if (!other_) other_ = std::make_unique<MetricStage>(flow_, tolerance_, max_iterations_);
  const unsigned before = other_->iterations();
  const bool solved = other_->solve(time, base, step, dy);
  iterations_ += other_->iterations() - before;
  state_ = other_->state();
  rate_ = other_->rate();
  variation_ = other_->variation();
  return solved;
}

}  // namespace gammaflow
