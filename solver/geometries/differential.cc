#include <gammaflow/core/eigen.h>
#include <gammaflow/geometries/differential.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace gammaflow
{
DifferentialGeometry::DifferentialGeometry(std::shared_ptr<const Space> space, Function mobility,
                                           Function reaction)
    : Geometry(std::move(space)), mobility_(std::move(mobility)), reaction_(std::move(reaction))
{
}

unsigned DifferentialGeometry::onsager_apply(const Vector &u, const Vector &xi, Vector &v) const
{
  const auto c = coefficients(u);
  space().gradients().apply(c->mobility, xi, v);
  if (reaction_)
    for (std::size_t i = 0; i < size(u); ++i) data(v)[i] += data(c->reaction)[i] * data(xi)[i];
  return 0;
}

std::shared_ptr<const OnsagerCoefficients> DifferentialGeometry::coefficients(const Vector &state) const
{
  return cache_.get(state, [this](const Vector &u, OnsagerCoefficients &c) {
    for (Vector *v : {&c.mobility, &c.mobility_slope, &c.reaction, &c.reaction_slope})
      if (size(*v) != size(u)) v->reinit(u);
    for (std::size_t i = 0; i < size(u); ++i) {
      const Coefficient m = mobility_(data(u)[i]);
      data(c.mobility)[i] = m.value;
      data(c.mobility_slope)[i] = m.slope;
      if (!reaction_) continue;
      const Coefficient r = reaction_(data(u)[i]);
      data(c.reaction)[i] = r.value;
      data(c.reaction_slope)[i] = r.slope;
    }
  });
}

double DifferentialGeometry::primal_dissipation(const Vector &u, const Vector &v) const
{
  if (v.linfty_norm() == 0) return 0;
  if (!reaction_ && has_mass(space(), v)) return std::numeric_limits<double>::infinity();

  const auto c = coefficients(u);
  Eigen::VectorXd right = as_eigen(space().weights()).cwiseProduct(as_eigen(v));
  SparseMatrix matrix = space().gradients().matrix(c->mobility);
  if (reaction_)
    matrix.diagonal() += as_eigen(space().weights()).cwiseProduct(as_eigen(c->reaction));
  else {  // xi is free up to a constant: it is held at zero where the mobility is largest
    const Vector &m = c->mobility;
    const auto held = Eigen::Index(std::max_element(m.begin(), m.end()) - m.begin());
    const double scale = matrix.coeff(held, held);
    matrix.prune([held](Eigen::Index i, Eigen::Index j, double) { return i != held && j != held; });
    matrix.coeffRef(held, held) = scale;
    right[held] = 0;
  }
  const SparseFactor factor(matrix, "the Onsager operator");
  return 0.5 * right.dot(factor.solve(right).col(0));
}

Geometry::Traits conserving_traits(const std::string &summary, StateDomain domain)
{
  Geometry::Traits traits;
  traits.summary = summary;
  traits.domain = domain;
  traits.conserves_mass = true;
  return traits;
}

}  // namespace gammaflow
