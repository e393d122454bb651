#include <gammaflow/core/eigen.h>
#include <gammaflow/geometries/differential.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace gammaflow
{
DifferentialGeometry::DifferentialGeometry(std::shared_ptr<const Space> space, Function mobility,
                                           Function reaction, double smallest_ratio)
    : Geometry(std::move(space)),
      mobility_(std::move(mobility)),
      reaction_(std::move(reaction)),
      smallest_ratio_(smallest_ratio)
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
    mobility_(u, c.mobility, c.mobility_slope);
    if (reaction_) reaction_(u, c.reaction, c.reaction_slope);
    if (smallest_ratio_ > 0) bound(c);
  });
}

void DifferentialGeometry::bound(OnsagerCoefficients &c) const
{
  Vector largest;
  if (!space().gradients().cell_maxima(c.mobility, largest)) return;
  for (std::size_t i = 0; i < size(largest); ++i) {
    double &m = data(c.mobility)[i];
    const double least = smallest_ratio_ * data(largest)[i];
    if (!(m < 2 * least)) continue;
    data(c.mobility_slope)[i] *= m / (2 * least);
    m = least + m * m / (4 * least);
  }
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
