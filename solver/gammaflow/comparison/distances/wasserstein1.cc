// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/measures/monotone_coupling.h>

#include <boost/math/quadrature/gauss.hpp>

#include <cmath>

namespace gammaflow
{
namespace
{
using Gauss =
    boost::math::quadrature::gauss<double, 10>;  // exact for H, of degree p + 1, where it keeps its sign

/// int_x0^x1 |H|, both in `cell`. H' = f - g, so that |H(middle)| beyond (x1 - x0)/2 times a bound of |f - g|
/// proves that H keeps its sign, and the Gauss rule is exact; otherwise the interval is halved, until it
/// cannot contribute.
double integral_of_absolute(const MonotoneCoupling &coupling, std::size_t cell, double x0, double x1,
                            double negligible)
{
  const double middle = x0 + (x1 - x0) / 2, half = (x1 - x0) / 2;
  const double slope = coupling.difference().largest(cell, x0, x1);
  const double value = std::abs(coupling.cdf_difference(middle));
  if (value >= slope * half || (value + slope * half) * (x1 - x0) <= negligible ||
      half <= 1e-15 * std::abs(middle))
    return std::abs(Gauss::integrate([&](double x) { return coupling.cdf_difference(x); }, x0, x1));
  return integral_of_absolute(coupling, cell, x0, middle, negligible) +
         integral_of_absolute(coupling, cell, middle, x1, negligible);
}

/// W1(a, b) = int |F - G| dx (Vallender 1974), F and G the distribution functions of the finite-element
/// densities.
class Wasserstein1Distance : public Distance
{
 public:
  explicit Wasserstein1Distance(const Context &context)
      : space_(context.space), grid_(quantile_grid("W1", *context.space))
  {
  }

  double between(const Vector &a, const Vector &b) const override
  {
    require_non_negative("W1", *space_, a);
    require_non_negative("W1", *space_, b);
    require_equal_mass("W1", *space_, a, b);
    const MonotoneCoupling coupling(grid_, a, b);
    const std::vector<double> &vertex = coupling.first().vertices();
    double estimate = 0;
    for (std::size_t k = 0; k + 1 < vertex.size(); ++k)
      estimate += Gauss::integrate([&](double x) { return std::abs(coupling.cdf_difference(x)); }, vertex[k],
                                   vertex[k + 1]);
    double sum = 0;
    if (estimate > 0)
      for (std::size_t k = 0; k + 1 < vertex.size(); ++k)
        sum += integral_of_absolute(coupling, k, vertex[k], vertex[k + 1], 1e-14 * estimate);
    return sum;
  }

 private:
  std::shared_ptr<const Space> space_;
  const Grid1D &grid_;
};

Distance::Traits traits()
{
  Distance::Traits t;
  t.summary = "int |F - G|, F and G the distribution functions, exactly, in 1D";
  t.needs_positive = true;
  t.needs_1d = true;
  t.needs_equal_mass = true;
  return t;
}

const Register<Distance> registered("W1", traits(), [](const Distance::Context &context) {
  return std::make_unique<Wasserstein1Distance>(context);
});

}  // namespace
}  // namespace gammaflow
