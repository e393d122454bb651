#include <gammaflow/core/errors.h>
#include <gammaflow/geodesics/geodesic.h>
#include <gammaflow/time/time_integrator.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace gammaflow
{
namespace
{
constexpr double infinity = std::numeric_limits<double>::infinity();

/// rho and xi as one unknown.
class Pair
{
 public:
  explicit Pair(const Vector &like) : n_(size(like)), rho(like), xi(like) {}
  void split(const Vector &y)
  {
    std::copy(data(y), data(y) + n_, data(rho));
    std::copy(data(y) + n_, data(y) + 2 * n_, data(xi));
  }
  void join(Vector &y) const
  {
    std::copy(data(rho), data(rho) + n_, data(y));
    std::copy(data(xi), data(xi) + n_, data(y) + n_);
  }

 private:
  std::size_t n_;

 public:
  Vector rho, xi;
};

void derivative(HamiltonianGeometry geometry, const Space &space, const Pair &at, Pair &slope)
{
  if (geometry == HamiltonianGeometry::wasserstein) {
    space.gradients().apply(at.rho, at.xi, slope.rho);
    space.gradients().product(at.xi, at.xi, slope.xi);
    slope.xi *= -0.5;
  } else
    for (std::size_t i = 0; i < size(at.rho); ++i) {
      const double xi = data(at.xi)[i];
      data(slope.rho)[i] = data(at.rho)[i] * xi;
      data(slope.xi)[i] = -xi * xi / 2;
    }
}
}  // namespace

std::optional<double> time_of_breakdown(HamiltonianGeometry geometry, const Space &space, const Vector &xi0)
{
  Vector steepest = xi0;
  if (geometry == HamiltonianGeometry::wasserstein) {
    if (space.dim() != 1) return {};
    Vector one = xi0;
    one = 1.;
    space.gradients().apply(one, xi0, steepest);  // -xi''; at a wall that mass runs against, very large
    steepest *= -1.;
  }
  const double least = *std::min_element(steepest.begin(), steepest.end());
  const double rate = geometry == HamiltonianGeometry::wasserstein ? 1 : 2;
  return least < 0 ? -rate / least : infinity;
}

Trajectory hamiltonian_geodesic(HamiltonianGeometry geometry, std::shared_ptr<const Space> space,
                                const Vector &rho0, const Vector &xi0, const std::vector<double> &times,
                                double tolerance)
{
  const auto end = time_of_breakdown(geometry, *space, xi0);
  if (end && *end <= times.back()) {
    std::ostringstream out;
    out.precision(6);
    out << "the Hamiltonian system ends at t = " << *end << ", before the last output at t = " << times.back()
        << ": "
        << (geometry == HamiltonianGeometry::wasserstein ? "characteristics meet, a shock"
                                                         : "the density reaches zero");
    throw NumericalFailure(out.str());
  }
  EvolutionProblem problem;
  Pair at(rho0), slope(rho0);
  problem.rate = [&](double, const Vector &y, Vector &dy, EvolutionProblem::Quadratures &) {
    at.split(y);
    derivative(geometry, *space, at, slope);
    slope.join(dy);
  };
  problem.admissible = [&](const Vector &y) {
    return std::all_of(data(y), data(y) + size(rho0), [](double value) { return value > 0; });
  };
  TimeIntegrator::Options options;
  options.tolerance = tolerance;
  const auto integrator = make_time_integrator("fehlberg78", options);

  Trajectory trajectory;
  trajectory.space = space;
  trajectory.gradient_structure = false;
  EvolutionState state;
  state.y.reinit(2 * size(rho0));
  at.rho = rho0;
  at.xi = xi0;
  at.join(state.y);
  for (const double time : times) {
    LedgerRow row;
    integrator->advance(problem, state, time, [&](const StepReport &report) {
      ++row.steps;
      row.rejected += report.rejected;
      row.rate_evaluations += report.evaluations;
    });
    at.split(state.y);
    derivative(geometry, *space, at, slope);
    row.time = time;
    row.mass = space->integrate(at.rho);
    row.minimum = *std::min_element(at.rho.begin(), at.rho.end());
    row.energy = row.primal_rate = row.dual_rate = 0.5 * space->inner(at.xi, slope.rho);
    row.primal_dissipated = row.dual_dissipated = row.edb_residual = std::numeric_limits<double>::quiet_NaN();
    trajectory.times.push_back(time);
    trajectory.states.push_back(at.rho);
    trajectory.ledger.push_back(row);
  }
  return trajectory;
}

}  // namespace gammaflow
