// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/evolutions/geodesics/hamiltonian.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// Where a density is smaller than the error of its elements, transport by them takes it below zero. That is
/// an error like any other, in the ledger (minimum) and in the error bars; more than this part of the largest
/// density is no solution any more.
constexpr double largest_undershoot = 0.1;

/// One half of y, in the layout of the space.
Vector half(const Space &space, const Vector &y, std::size_t offset)
{
  Vector result = space.zero();
  std::copy(data(y) + offset, data(y) + offset + size(result), data(result));
  return result;
}

void join(const Vector &rho, const Vector &xi, Vector &y)
{
  std::copy(data(rho), data(rho) + size(rho), data(y));
  std::copy(data(xi), data(xi) + size(xi), data(y) + size(rho));
}

/// Below the limit of stability of Wasserstein's system, whose fastest rate is the largest velocity, which
/// only decreases, times that of a derivative, sqrt(max_i L_ii) with the Laplacian L. Steps that an error
/// estimate holds at this limit leave errors as large as the tolerance in the fastest modes of xi, which the
/// two derivatives in rho, and characteristics that meet, amplify.
double stable_step(const Space &space, const Vector &xi0)
{
  Vector one = xi0, diagonal = xi0, squared = xi0;
  one = 1.;
  space.gradients().diagonal(one, diagonal);
  space.gradients().product(xi0, xi0, squared);
  return 1 / std::sqrt(space.maximum(diagonal) * space.maximum(squared));
}

std::string place(const Space &space, const Vector &y)
{
  const auto least = std::min_element(data(y), data(y) + space.n_nodes());
  const Point &x = space.nodes()[std::size_t(least - data(y))];
  std::string text = few_digits(x[0]);
  for (unsigned d = 1; d < space.dim(); ++d) text += ", " + few_digits(x[d]);
  return "; the least density there is " + few_digits(*least) + ", at x = " + text;
}
}  // namespace

HamiltonianSystem::HamiltonianSystem(HamiltonianGeometry geometry, std::shared_ptr<const Space> space,
                                     const Vector &rho0, const Vector &xi0, const EvolveOptions &options)
    : geometry_(geometry), space_(std::move(space)), rho0_(rho0), xi0_(xi0), options_(options)
{
  problem_.rate = [this](double, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &) {
    Vector d_rho = space_->zero(), d_xi = d_rho;
    derivative(density(y), potential(y), d_rho, d_xi);
    join(d_rho, d_xi, dy);
  };
  const double least =
      geometry == HamiltonianGeometry::fisher_rao ? 0 : -largest_undershoot * rho0.linfty_norm();
  problem_.admissible = [least, n = size(rho0)](const Vector &y) {
    return std::all_of(data(y), data(y) + n, [least](double value) { return value > least; });
  };
  problem_.explain = [this](const Vector &y) { return place(*space_, y); };
  TimeIntegrator::Options control;
  control.tolerance = options.tolerance;
  control.largest_part = options.largest_interval;
  control.halves = !(options.largest_interval >= 1);
  if (geometry == HamiltonianGeometry::wasserstein) {
    // Half of it where steps are capped at a quarter of the outputs' intervals or less, as in references,
    // whose companions with longer steps then show what time and round-off do.
    const double cap = options.largest_interval;
    const double stable = stable_step(*space_, xi0_) * (cap > 0 ? std::min(1., 2 * cap) : 1);
    control.largest_step = stable;
  }
  integrator_ =
      make_time_integrator(options.integrator == "auto" ? "fehlberg78" : options.integrator, control);
}

void HamiltonianSystem::check_breakdown() const
{
  const double last = options_.output_times.back();
  if (geometry_ == HamiltonianGeometry::wasserstein)
    if (const auto node = wall_that_is_left(*space_, xi0_, last))
      throw NumericalFailure(
          "the Hamiltonian system ends at t = 0, before the last output at t = " + few_digits(last, 6) +
          ": characteristics leave the wall at x = " + few_digits(space_->nodes()[*node][0], 6) +
          ", and a vacuum opens behind them");
  const auto end = time_of_breakdown(geometry_, *space_, rho0_, xi0_);
  if (!end || *end > last) return;
  throw NumericalFailure("the Hamiltonian system ends at t = " + few_digits(*end, 6) +
                         ", before the last output at t = " + few_digits(options_.output_times.back(), 6) +
                         ": " +
                         (geometry_ == HamiltonianGeometry::wasserstein ? "characteristics meet, a shock"
                                                                        : "the density reaches zero"));
}

EvolutionState HamiltonianSystem::start() const
{
  EvolutionState state;
  state.y.reinit(2 * size(rho0_));
  join(rho0_, xi0_, state.y);
  return state;
}

void HamiltonianSystem::advance(EvolutionState &state, double end,
                                const std::function<void(const StepReport &)> &on_step) const
{
  integrator_->advance(problem_, state, end, [&](const StepReport &report) {
    if (on_step) on_step(report);
    if (options_.progress) options_.progress(report.time / options_.output_times.back());
  });
}

Vector HamiltonianSystem::density(const Vector &y) const
{
  return half(*space_, y, 0);
}

Vector HamiltonianSystem::potential(const Vector &y) const
{
  return half(*space_, y, size(rho0_));
}

Vector HamiltonianSystem::with_density(const Vector &y, const Vector &rho) const
{
  Vector result = y;
  std::copy(data(rho), data(rho) + size(rho), data(result));
  return result;
}

void HamiltonianSystem::derivative(const Vector &rho, const Vector &xi, Vector &d_rho, Vector &d_xi) const
{
  if (geometry_ == HamiltonianGeometry::wasserstein) {
    space_->gradients().apply(rho, xi, d_rho);
    space_->gradients().product(xi, xi, d_xi);
    d_xi *= -0.5;
  } else
    for (std::size_t i = 0; i < size(rho); ++i) {
      const double value = data(xi)[i];
      data(d_rho)[i] = data(rho)[i] * value;
      data(d_xi)[i] = -value * value / 2;
    }
}

LedgerRow HamiltonianSystem::row(double time, const Vector &y) const
{
  const Vector rho = density(y), xi = potential(y);
  Vector d_rho = rho, d_xi = xi;
  derivative(rho, xi, d_rho, d_xi);
  return geodesic_row(*space_, time, rho, 0.5 * space_->inner(xi, d_rho));
}

Trajectory hamiltonian_geodesic(const HamiltonianSystem &system, std::shared_ptr<const Space> space,
                                const std::vector<double> &times)
{
  system.check_breakdown();
  Trajectory trajectory;
  trajectory.space = std::move(space);
  trajectory.gradient_structure = false;
  EvolutionState state = system.start();
  for (const double time : times) {
    LedgerRow counts;
    system.advance(state, time, [&](const StepReport &report) {
      ++counts.steps;
      counts.rejected += report.rejected;
      counts.rate_evaluations += report.evaluations;
    });
    LedgerRow row = system.row(time, state.y);
    row.steps = counts.steps;
    row.rejected = counts.rejected;
    row.rate_evaluations = counts.rate_evaluations;
    trajectory.times.push_back(time);
    trajectory.states.push_back(system.density(state.y));
    trajectory.ledger.push_back(row);
  }
  return trajectory;
}

DenseHamiltonian::DenseHamiltonian(std::unique_ptr<const HamiltonianSystem> system,
                                   const Trajectory &trajectory)
    : DenseTrajectory(trajectory), system_(std::move(system)), at_outputs_{system_->start()}
{
}

DenseTrajectory::Start DenseHamiltonian::start_of(std::size_t n) const
{
  while (at_outputs_.size() < n) {
    EvolutionState next = at_outputs_.back();
    system_->advance(next, trajectory_.times[at_outputs_.size()], {});
    at_outputs_.push_back(std::move(next));
  }
  const auto &t = trajectory_.times;
  return {system_->with_density(at_outputs_[n - 1].y, trajectory_.states[n - 1]),
          n == 1 ? 0 : (t[n] - t[n - 1]) / std::max(1u, trajectory_.ledger[n].steps)};
}

Vector DenseHamiltonian::advanced(double from, const Vector &y, double to, double step,
                                  const OnStep &on_step) const
{
  EvolutionState state;
  state.time = from;
  state.step = step;
  state.y = y;
  system_->advance(state, to, [&](const StepReport &report) {
    if (on_step) on_step(report.time, *report.y);
  });
  return state.y;
}

}  // namespace gammaflow
