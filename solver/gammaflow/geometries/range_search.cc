// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/range_search.h>

#include <deal.II/lac/precondition.h>
#include <deal.II/lac/solver_cg.h>
#include <deal.II/lac/solver_control.h>
#include <deal.II/lac/vector.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
using Plain = dealii::Vector<double>;

Eigen::Map<Eigen::VectorXd> seen(Plain &v)
{
  return {v.begin(), Eigen::Index(v.size())};
}
Eigen::Map<const Eigen::VectorXd> seen(const Plain &v)
{
  return {v.begin(), Eigen::Index(v.size())};
}

/// w^1/2 A w^-1/2, symmetric in the Euclidean product.
struct Symmetric {
  const std::function<void(const Eigen::VectorXd &, Eigen::VectorXd &)> &apply;
  const Eigen::VectorXd &root;
  void vmult(Plain &y, const Plain &x) const
  {
    Eigen::VectorXd out(root.size());
    apply(seen(x).cwiseQuotient(root), out);
    seen(y) = out.cwiseProduct(root);
  }
};
}  // namespace

PreimageBounds bounds_of_preimage(
    const std::function<void(const Eigen::VectorXd &, Eigen::VectorXd &)> &apply,
    const Eigen::VectorXd &weights, const Eigen::VectorXd &f, const RangeSearch &search)
{
  const Eigen::VectorXd root = weights.cwiseSqrt();
  Plain b(static_cast<unsigned>(f.size())), x(b.size());
  seen(b) = f.cwiseProduct(root);
  const double norm = b.l2_norm();
  PreimageBounds result;
  result.missed = f;
  result.preimage = Eigen::VectorXd::Zero(f.size());
  if (!(norm > 0)) return result;
  dealii::SolverControl control(search.iterations, search.tolerance * norm, false, false);
  dealii::SolverCG<Plain> solver(control);
  try {
    solver.solve(Symmetric{apply, root}, x, b, dealii::PreconditionIdentity());
  } catch (const dealii::SolverControl::NoConvergence &) {
  }
  result.preimage = seen(x).cwiseQuotient(root);
  Eigen::VectorXd image(f.size());
  apply(result.preimage, image);
  const auto pair = [&](const Eigen::VectorXd &p, const Eigen::VectorXd &q) {
    return (weights.array() * p.array() * q.array()).sum();
  };
  result.near = std::max(0., pair(result.preimage, image));
  const double product = pair(result.preimage, f);
  result.lower = result.near > 0 ? product * product / result.near : 0;
  result.missed = f - image;
  result.relative = std::sqrt(pair(result.missed, result.missed)) / norm;
  return result;
}

}  // namespace gammaflow
