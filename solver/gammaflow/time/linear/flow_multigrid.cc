// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/flow/forcing.h>
#include <gammaflow/spaces/solvers/elliptic_solve.h>
#include <gammaflow/time/linear/flow_multigrid.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
/// What 1 + h J may not fall below.
const double smallest = 0.3;
/// What is built is kept as long as it takes not many more iterations, 1/slowest times those at first.
const double slowest = 0.6;
/// Steps of the power method for the largest eigenvalue, and what it may miss.
const unsigned power_steps = 8;
const double spare = 1.1;
/// Reduction of the residuals of the two factors of an operator of fourth order.
const double first_tolerance = 0.1, second_tolerance = 1e-4;
}  // namespace

FlowMultigrid::FlowMultigrid(const Flow &flow)
    : flow_(flow), before_(flow.space().zero()), after_(before_), work_(before_), image_(before_)
{
}

void FlowMultigrid::prepare(const LinearizedFlow &at, const Vector &stretch, const double step)
{
  const double ratio = step_ > 0 ? step / step_ : 0;
  if (first_ && ratio > 0.7 && ratio < 1.4 && contraction_ <= std::pow(fresh_contraction_, slowest)) return;
  build(at, stretch, step);
  step_ = step;
  just_built_ = true;
  contraction_ = fresh_contraction_ = 0;
  ++builds_;
}

void FlowMultigrid::report(const LinearSolve &solve)
{
  if (solve.iterations == 0) return;
  contraction_ = solve.contraction;
  if (std::exchange(just_built_, false)) fresh_contraction_ = contraction_;
}

void FlowMultigrid::forget()
{
  step_ = 0;
}

void FlowMultigrid::build(const LinearizedFlow &at, const Vector &stretch, const double step)
{
  const Space &space = flow_.space();
  const OnsagerCoefficients &c = at.coefficients();
  const double kappa = flow_.energy().structure().gradient;
  const Vector &local = at.local_second_variation();
  const std::size_t n = space.n_nodes();
  if (!first_) first_ = std::make_unique<LowOrderMultigrid>(space);
  Vector constant = space.zero(), mobility = c.mobility;
  const auto bounded = [&](std::size_t i) { return std::max(data(stretch)[i], smallest); };
  const double largest_mobility = space.maximum(c.mobility);

  before_ = after_ = 1.;
  if (kappa == 0) {
    const double floor = std::max(1e-30 * space.maximum(local), 1e-300);
    for (std::size_t i = 0; i < n; ++i) {
      const double f = std::max(data(local)[i], floor);
      data(constant)[i] = bounded(i) / f + step * data(c.reaction)[i];
      data(after_)[i] = 1 / f;
    }
    mobility *= step;
  } else if (largest_mobility == 0) {
    for (std::size_t i = 0; i < n; ++i) {
      const double r = data(c.reaction)[i], s = bounded(i) / r;
      data(constant)[i] = std::max(s + step * data(local)[i], smallest * s);
      data(before_)[i] = 1 / r;
    }
    mobility = step * kappa;
  } else {
    const double volume = space.volume(), m = space.integrate(c.mobility) / volume,
                 r = space.integrate(c.reaction) / volume, f = space.integrate(local) / volume;
    const double scale = std::max(1 + step * r * f, smallest);
    const double a = step * m * kappa / scale, b = step * (m * f + r * kappa) / scale;
    // (1 + c1 x)(1 + c2 x) with c1 + c2 = b, c1 c2 = a
    const double root = b * b > 4 * a && b > 0 ? std::sqrt(b * b - 4 * a) : 0;
    const double c1 = root > 0 ? (b + root) / 2 : std::sqrt(a), c2 = a / c1;
    if (!second_) second_ = std::make_unique<LowOrderMultigrid>(space);
    constant = 1.;
    ones_ = constant;
    uniform_ = space.zero();
    uniform_ = c2;
    second_->initialize(constant, uniform_);
    mobility *= c1 / m;
    mobility_ = mobility;
    before_ = 1 / scale;
  }
  if (flow_.positive()) {  // z = U^-1 (...) U r
    before_.scale(at.state());
    for (std::size_t i = 0; i < n; ++i) data(after_)[i] /= data(at.state())[i];
  }
  if (flow_.forcing())  // nodes whose value is given hold still
    for (const std::size_t node : flow_.forcing()->nodes()) data(constant)[node] *= 1e12;
  first_->initialize(constant, mobility);
  if (second_) return;
  mobility_ = mobility;
  prepare_smoothing(constant);
}

/// The largest eigenvalue of D^-1 (c + M^-1 A(m)), from a start with all frequencies.
void FlowMultigrid::prepare_smoothing(const Vector &constant)
{
  const Space &space = flow_.space();
  constant_ = constant;
  diagonal_ = constant;
  space.gradients().diagonal(mobility_, diagonal_);
  diagonal_ += constant_;
  const auto first = *diagonal_.locally_owned_elements().begin();
  for (std::size_t i = 0; i < size(work_); ++i)  // the same on every number of processes
    data(work_)[i] = std::sin(1e3 * std::sqrt(2.) * double(first + i) * double(first + i + 1));
  for (unsigned k = 0; k < power_steps; ++k) {
    work_ *= 1 / space.norm(work_);
    space.gradients().apply(mobility_, work_, image_);
    for (std::size_t i = 0; i < size(work_); ++i)
      data(work_)[i] =
          data(constant_)[i] / data(diagonal_)[i] * data(work_)[i] + data(image_)[i] / data(diagonal_)[i];
  }
  spectral_radius_ = spare * space.norm(work_);
}

/// Two steps z += w D^-1 (r - (c + M^-1 A(m)) z) with the weights of Chebyshev's polynomial on [lambda/4,
/// lambda].
void FlowMultigrid::smooth(const Vector &r, Vector &z) const
{
  const double middle = 0.625 * spectral_radius_, half = 0.375 * spectral_radius_ * std::sqrt(0.5);
  for (const double weight : {1 / (middle + half), 1 / (middle - half)}) {
    flow_.space().gradients().apply(mobility_, z, image_);
    for (std::size_t i = 0; i < size(z); ++i)
      data(z)[i] +=
          weight * (data(r)[i] - data(image_)[i] - data(constant_)[i] * data(z)[i]) / data(diagonal_)[i];
  }
}

void FlowMultigrid::apply(const Vector &r, Vector &z) const
{
  work_ = r;
  work_.scale(before_);
  if (second_) {
    elliptic_solve(flow_.space(), *first_, ones_, mobility_, first_tolerance, work_, image_,
                   EllipticSolve::preconditioner);
    elliptic_solve(flow_.space(), *second_, ones_, uniform_, second_tolerance, image_, z,
                   EllipticSolve::preconditioner);
  } else {
    first_->apply(work_, z);
    smooth(work_, z);
  }
  z.scale(after_);
  if (flow_.forcing())
    for (const std::size_t node : flow_.forcing()->nodes()) data(z)[node] = data(r)[node];
}

}  // namespace gammaflow
