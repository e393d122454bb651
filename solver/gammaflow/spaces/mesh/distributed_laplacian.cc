// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/spaces/mesh/distributed_laplacian.h>
#include <gammaflow/spaces/solvers/elliptic_solve.h>

#include <deal.II/base/numbers.h>
#include <deal.II/base/quadrature_lib.h>

#include <cmath>

namespace gammaflow
{
namespace
{
const double solve_to = 1e-14;

void add_mean(const Space &space, double mean, Vector &y)
{
  y.add(mean - space.integrate(y) / space.volume());
}

/// The diagonal entry of (1 + l^2 L)^-s at a node from that of L. In place of the spectral measure of the
/// node stands one with the same mass and mean, that of Weyl's law: uniform in |k| < K with L_ii = mean of
/// |k|^2 = d/(d + 2) K^2, hence
///   d int_0^1 (1 + (l K)^2 x^2)^-s x^(d-1) dx:
/// exact to first order in l^2, and elsewhere right but for a small factor: for preconditioning.
double matern_diagonal(double laplacian, unsigned dim, double length, int smoothness)
{
  static const dealii::QGauss<1> rule(40);
  const double reach = length * length * (dim + 2.) / dim * laplacian;
  double sum = 0;
  for (unsigned q = 0; q < rule.size(); ++q) {
    // x = t^4: the integrand lives near 0 where l K is large.
    const double t = rule.point(q)[0], x = std::pow(t, 4);
    sum += rule.weight(q) * 4 * std::pow(t, 3) * dim * std::pow(x, dim - 1.) *
           std::pow(1 + reach * x * x, -smoothness);
  }
  return sum;
}

/// (1 + l^2 L)^-s.
class DistributedMatern : public SpectralOperator
{
 public:
  DistributedMatern(const Space &space, double length, int smoothness)
      : space_(space),
        length_(length),
        smoothness_(smoothness),
        ones_(space.zero()),
        mobility_(ones_),
        multigrid_(space)
  {
    ones_ = 1.;
    mobility_ = length * length;
    multigrid_.initialize(ones_, mobility_);
  }
  void apply(const Vector &x, Vector &y) const override
  {
    Vector right = x;
    y = x;
    for (int s = 0; s < smoothness_; ++s) {
      elliptic_solve(space_, multigrid_, ones_, mobility_, solve_to, right, y, EllipticSolve::required);
      right = y;
    }
    add_mean(space_, space_.integrate(x) / space_.volume(), y);
  }
  /// Approximately.
  void diagonal(Vector &d) const override
  {
    space_.gradients().diagonal(ones_, d);
    for (double &value : d) value = matern_diagonal(value, space_.dim(), length_, smoothness_);
  }
  double accuracy() const override { return 1e-12; }

 private:
  const Space &space_;
  const double length_;
  const int smoothness_;
  Vector ones_, mobility_;
  LowOrderMultigrid multigrid_;
};

/// (1 + l^2 L)^s.
class DistributedInverseMatern : public SpectralOperator
{
 public:
  DistributedInverseMatern(const LaplacianCalculus &calculus, double length, int smoothness)
      : calculus_(calculus), length_(length), smoothness_(smoothness)
  {
  }
  void apply(const Vector &x, Vector &y) const override
  {
    Vector image = x;
    y = x;
    for (int s = 0; s < smoothness_; ++s) {
      calculus_.laplacian(y, image);
      y.add(length_ * length_, image);
    }
  }
  /// Exact for s = 1; for others (1 + l^2 L_ii)^s, which by Jensen's inequality is not larger and which, as
  /// neighbours of a node enter the exact one only squared, is not much smaller: for preconditioning.
  void diagonal(Vector &d) const override
  {
    calculus_.laplacian_diagonal(d);
    for (double &value : d) value = std::pow(1 + length_ * length_ * value, smoothness_);
  }
  double accuracy() const override { return 1e-14; }

 private:
  const LaplacianCalculus &calculus_;
  const double length_;
  const int smoothness_;
};

/// L^-1 on zero mean; conjugate gradients stay there.
class DistributedPseudoInverse : public SpectralOperator
{
 public:
  explicit DistributedPseudoInverse(const Space &space)
      : space_(space), zero_(space.zero()), ones_(zero_), multigrid_(space)
  {
    ones_ = 1.;
    Vector shift = ones_;  // small against every eigenvalue but that of the constants
    shift *= 1e-2 / std::pow(space.volume(), 2. / space.dim());
    multigrid_.initialize(shift, ones_);
  }
  void apply(const Vector &x, Vector &y) const override
  {
    Vector right = x;
    add_mean(space_, 0, right);
    elliptic_solve(space_, multigrid_, zero_, ones_, 1e-12, right, y, EllipticSolve::required);
    add_mean(space_, 0, y);
  }
  void diagonal(Vector &) const override
  {
    throw InputError("diagonal of the pseudo-inverse", "", "is not formed on several processes",
                     "one process");
  }
  double accuracy() const override { return 1e-10; }

 private:
  const Space &space_;
  Vector zero_, ones_;
  LowOrderMultigrid multigrid_;
};
}  // namespace

DistributedLaplacian::DistributedLaplacian(const Space &space) : space_(space), ones_(space.zero())
{
  ones_ = 1.;
  // Power iteration, which stays below the largest eigenvalue by a few per cent; its start is the same for
  // any distribution.
  Vector x = space_.sample([](const Point &p) { return std::cos(1e3 * p[0] + 2e3 * p[1] + 3e3 * p[2]); });
  Vector y = x;
  for (unsigned i = 0; i < 30; ++i) {
    laplacian(x, y);
    largest_eigenvalue_ = space_.norm(y) / space_.norm(x);
    x.equ(1 / space_.norm(y), y);
  }
  largest_eigenvalue_ *= 1.3;
}

void DistributedLaplacian::laplacian(const Vector &x, Vector &y) const
{
  space_.gradients().apply(ones_, x, y);
}

void DistributedLaplacian::laplacian_diagonal(Vector &d) const
{
  space_.gradients().diagonal(ones_, d);
}

std::unique_ptr<SpectralOperator> DistributedLaplacian::prepare(const SpectralFunction &g) const
{
  using Form = SpectralFunction::Form;
  if (g.form == Form::matern) return std::make_unique<DistributedMatern>(space_, g.length, g.smoothness);
  if (g.form == Form::inverse_matern)
    return std::make_unique<DistributedInverseMatern>(*this, g.length, g.smoothness);
  if (g.form == Form::pseudo_inverse) return std::make_unique<DistributedPseudoInverse>(space_);
  throw InputError("function of the Laplacian", g.label, "is not distributed over processes",
                   "Matern functions of integer smoothness and their inverses, the pseudo-inverse; or one "
                   "process");
}

}  // namespace gammaflow
