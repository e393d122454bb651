// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/geometries/force_of_rate.h>

namespace gammaflow
{
namespace
{
/// W^1/2 A W^-1/2, symmetric in the Euclidean product where A is in <.,.>.
LinearMap in_euclidean_product(const LinearMap &A, const Eigen::VectorXd &root, const Space &space)
{
  return [&A, &root, in = space.zero(), out = space.zero()](const Vector &x, Vector &y) mutable {
    as_eigen(in) = as_eigen(x).cwiseQuotient(root);
    A(in, out);
    as_eigen(y) = as_eigen(out).cwiseProduct(root);
  };
}
}  // namespace

ForceOfRate force_of_rate(const Space &space, const LinearMap &onsager, const LinearMap &inverse,
                          const Vector &v, const std::string &geometry)
{
  constexpr double tolerance = 1e-9;
  constexpr unsigned most_iterations = 2000;
  const Eigen::VectorXd root = as_eigen(space.weights()).cwiseSqrt();
  const LinearMap matrix = in_euclidean_product(onsager, root, space);
  Vector b = v, x = space.zero(), image = x;
  b.add(-space.integrate(v) / space.volume());
  as_eigen(b).array() *= root.array();
  const SolverReport report = conjugate_gradients(matrix, in_euclidean_product(inverse, root, space), x, b,
                                                  tolerance * b.l2_norm(), most_iterations);
  if (!report.converged)
    fail("the primal dissipation R(u, v) of " + geometry + ": the force that drives the rate v", report,
         report.residual / b.l2_norm(), tolerance);
  matrix(x, image);
  const double cost = x * b - 0.5 * (x * image);
  as_eigen(x).array() /= root.array();
  return {x, cost};
}

}  // namespace gammaflow
