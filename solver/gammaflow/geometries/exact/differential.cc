// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/geometries/exact/differential.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gammaflow
{
namespace
{
/// The density of vacuum.
constexpr double vacuum = 1e-60;
}  // namespace

DifferentialGeometry::DifferentialGeometry(std::shared_ptr<const Space> space, Function mobility,
                                           Function reaction, double smallest_ratio, bool fronts)
    : Geometry(std::move(space)),
      mobility_(std::move(mobility)),
      reaction_(std::move(reaction)),
      smallest_ratio_(fronts ? 0 : smallest_ratio),
      fronts_(fronts)
{
}

DifferentialGeometry::DifferentialGeometry(std::shared_ptr<const Space> given, const double mobility)
    : Geometry(std::move(given)), smallest_ratio_(0), fronts_(false)
{
  OnsagerCoefficients c;
  c.mobility = c.mobility_slope = c.reaction = c.reaction_slope = space().zero();
  c.mobility = mobility;
  c.uniform = {mobility, 0};
  constant_ = std::make_shared<const OnsagerCoefficients>(std::move(c));
}

/// With the fluxes of one force: linear.
class DifferentialGeometry::AtForce final : public Geometry
{
 public:
  AtForce(const DifferentialGeometry &geometry, std::shared_ptr<const GradientCalculus> gradients)
      : Geometry(geometry.shared_space()), geometry_(geometry), gradients_(std::move(gradients))
  {
  }
  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    geometry_.apply(*gradients_, u, xi, v);
    return 0;
  }
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    Vector xi = u;
    return geometry_.primal_dissipation(*gradients_, u, v, xi);
  }
  StepKind step_kind() const override { return geometry_.step_kind(); }
  bool zero_mass_rates() const override { return geometry_.zero_mass_rates(); }
  std::shared_ptr<const OnsagerCoefficients> coefficients(const Vector &u) const override
  {
    return geometry_.coefficients(u);
  }
  const GradientCalculus &gradients() const override { return *gradients_; }

 private:
  const DifferentialGeometry &geometry_;
  const std::shared_ptr<const GradientCalculus> gradients_;
};

std::shared_ptr<const Geometry> DifferentialGeometry::at_force(const Vector &u, const Vector &xi) const
{
  if (!fronts_) return nullptr;
  auto gradients = space().gradients().at_fronts(coefficients(u)->mobility, xi);
  return gradients ? std::make_shared<const AtForce>(*this, std::move(gradients)) : nullptr;
}

void DifferentialGeometry::apply(const GradientCalculus &gradients, const Vector &u, const Vector &xi,
                                 Vector &v) const
{
  const auto c = coefficients(u);
  gradients.apply(c->mobility, xi, v);
  if (reaction_)
    for (std::size_t i = 0; i < size(u); ++i) data(v)[i] += data(c->reaction)[i] * data(xi)[i];
}

unsigned DifferentialGeometry::onsager_apply(const Vector &u, const Vector &xi, Vector &v) const
{
  const auto linear = at_force(u, xi);
  apply(linear ? linear->gradients() : gradients(), u, xi, v);
  return 0;
}

std::shared_ptr<const OnsagerCoefficients> DifferentialGeometry::coefficients(const Vector &state) const
{
  if (constant_) return constant_;
  return cache_.get(state, [this](const Vector &u, OnsagerCoefficients &c) {
    for (Vector *v : {&c.mobility, &c.mobility_slope, &c.reaction, &c.reaction_slope})
      if (size(*v) != size(u)) v->reinit(u);
    mobility_(u, c.mobility, c.mobility_slope);
    if (reaction_) reaction_(u, c.reaction, c.reaction_slope);
    if (smallest_ratio_ > 0) bound(c);
    if (fronts_) hold_vacuum(u, c);
  });
}

void DifferentialGeometry::hold_vacuum(const Vector &u, OnsagerCoefficients &c) const
{
  for (std::size_t i = 0; i < size(u); ++i) {
    const double rho = data(u)[i];
    if (!(rho < vacuum * 1e20)) continue;
    const double part = rho / (rho + vacuum);
    double &m = data(c.mobility)[i], &slope = data(c.mobility_slope)[i];
    slope = slope * part + m * vacuum / (rho + vacuum) / (rho + vacuum);
    m *= part;
  }
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

/// sup_xi <xi, v> - R*(u, xi). Where R* is not quadratic, Newton's method, from the fluxes of no force: the
/// fluxes of the force found last until they are its own, and then K(u) xi = v.
double DifferentialGeometry::primal_dissipation(const Vector &u, const Vector &v) const
{
  Vector xi = space().zero(), image = xi;
  double result = 0;
  for (unsigned newton = 0; newton < 50; ++newton) {
    const auto linear = at_force(u, xi);
    result = primal_dissipation(linear ? linear->gradients() : gradients(), u, v, xi);
    if (!linear || !std::isfinite(result)) return result;
    onsager_apply(u, xi, image);
    image -= v;
    if (image.l2_norm() <= 1e-10 * v.l2_norm()) return result;
  }
  throw NumericalFailure(
      "the primal dissipation R(u, v): no force that drives the rate v was found in 50 iterations");
}

double DifferentialGeometry::primal_dissipation(const GradientCalculus &gradients, const Vector &u,
                                                const Vector &v, Vector &xi) const
{
  xi = 0.;
  if (v.linfty_norm() == 0) return 0;
  if (!reaction_ && has_mass(space(), v)) return std::numeric_limits<double>::infinity();

  const auto c = coefficients(u);
  Eigen::VectorXd right = as_eigen(space().weights()).cwiseProduct(as_eigen(v));
  SparseMatrix matrix = gradients.matrix(c->mobility);
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
  as_eigen(xi) = factor.solve(right).col(0);
  return 0.5 * right.dot(as_eigen(xi));
}

}  // namespace gammaflow
