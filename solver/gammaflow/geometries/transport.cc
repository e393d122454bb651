#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/linear_solver.h>
#include <gammaflow/geometries/transport.h>

#include <cmath>
#include <limits>

namespace gammaflow
{
TransportGeometry::TransportGeometry(const Context &context, const std::string &what)
    : Geometry(context.space), fields_(StaggeredFields::of(*context.space))
{
  if (!fields_)
    context.parameters.reject("geometry", "name",
                              what +
                                  " works with velocities at staggered points, which boxes have; here the "
                                  "domain is " +
                                  context.space->description(),
                              "domain/shape = box");
}

std::shared_ptr<const TransportGeometry::Field> TransportGeometry::density(const Vector &state) const
{
  return densities_.get(state, [this](const Vector &u, Field &rho) { rho = fields_->density(u); });
}

unsigned TransportGeometry::onsager_apply(const Vector &u, const Vector &xi, Vector &v) const
{
  Field j = fields_->zero();
  const unsigned iterations = flux(*density(u), fields_->gradient(xi), j);
  fields_->divergence(j, v);
  return iterations;
}

double TransportGeometry::dual_dissipation(const Vector &u, const Vector &xi) const
{
  Field j = fields_->zero();
  const Field g = fields_->gradient(xi);
  flux(*density(u), g, j);
  return 0.5 * fields_->inner(g, j);
}

double TransportGeometry::primal_dissipation(const Vector &u, const Vector &v) const
{
  if (v.linfty_norm() == 0) return 0;
  if (has_mass(space(), v)) return std::numeric_limits<double>::infinity();
  const double mean = space().integrate(u) / space().volume();
  const auto inverse = space().laplacian().prepare(SpectralFunction::general(
      [this, mean](double lambda) { return lambda > 0 ? 1 / symbol(lambda, mean) : 0; },
      "the inverse of K at a constant density"));
  const Eigen::VectorXd weights = as_eigen(space().weights());
  Vector b = v, psi = space().zero(), work = psi;
  b.add(-space().integrate(v) / space().volume());
  as_eigen(b).array() *= weights.array();
  const LinearMap matrix = [&](const Vector &x, Vector &y) {
    onsager_apply(u, x, y);
    as_eigen(y).array() *= weights.array();
  };
  const LinearMap preconditioner = [&](const Vector &r, Vector &z) {
    as_eigen(work).array() = as_eigen(r).array() / weights.array();
    inverse->apply(work, z);
  };
  constexpr double tolerance = 1e-9;
  const SolverReport report =
      conjugate_gradients(matrix, preconditioner, psi, b, tolerance * b.l2_norm(), 2000);
  if (!report.converged)
    fail("the primal dissipation R(u, v) of a transport geometry: the force that drives the rate v", report,
         report.residual / b.l2_norm(), tolerance);
  // <psi, v> - R*(psi) with an error of second order in that of psi
  Vector image = v;
  onsager_apply(u, psi, image);
  return space().inner(psi, v) - 0.5 * space().inner(psi, image);
}

}  // namespace gammaflow
