// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/distance.h>
#include <gammaflow/evolutions/geodesics/geodesic.h>
#include <gammaflow/measures/monotone_coupling.h>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace gammaflow
{
namespace
{
/// x is carried to X = x + s D(x), with D the displacement of the monotone map T; mass is kept:
///   rho_s(X) (1 - s + s T'(x)) = rho0(x),   T'(x) = rho0(x) / rho1(T(x)).
class WassersteinGeodesic final : public Geodesic
{
 public:
  WassersteinGeodesic(std::shared_ptr<const Space> space, const Vector &rho0, const Vector &rho1)
      : space_(std::move(space)),
        coupling_(quantile_grid("the Wasserstein geodesic", *space_), rho0, rho1),
        mass_(space_->integrate(rho0))
  {
    for (const Vector *rho : {&rho0, &rho1}) require_non_negative("the Wasserstein geodesic", *space_, *rho);
    require_equal_mass("the Wasserstein geodesic", *space_, rho0, rho1);
  }

  Vector state(double s) const override
  {
    return space_->sample([&](const Point &x) { return density(x[0], s); });
  }

  /// xi0' = D, with mean zero.
  Vector initial_potential() const override
  {
    using Gauss = boost::math::quadrature::gauss<double, 15>;
    std::vector<std::size_t> order(space_->n_nodes());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return space_->nodes()[a][0] < space_->nodes()[b][0]; });
    Vector xi = space_->zero();
    for (std::size_t k = 1; k < order.size(); ++k)
      data(xi)[order[k]] = data(xi)[order[k - 1]] +
                           Gauss::integrate([&](double x) { return coupling_.displacement(x); },
                                            space_->nodes()[order[k - 1]][0], space_->nodes()[order[k]][0]);
    const double mean = space_->integrate(xi) / space_->volume();
    for (double &value : xi) value -= mean;
    return xi;
  }

 private:
  double density(double y, double s) const
  {
    const double lower = space_->lower()[0], upper = space_->upper()[0];
    const auto miss = [&](double x) { return x + s * coupling_.displacement(x) - y; };
    double x = y;
    if (y > lower && y < upper && s > 0) {  // the ends stay where they are
      std::uintmax_t iterations = 100;
      const double below = miss(lower), above = miss(upper);
      if (below < 0 && above > 0) {
        const auto bracket = boost::math::tools::toms748_solve(
            miss, lower, upper, below, above, boost::math::tools::eps_tolerance<double>(50), iterations);
        x = (bracket.first + bracket.second) / 2;
      }
    }
    const CellwiseDensity &f = coupling_.first(), &g = coupling_.second();
    const double image = std::clamp(x + coupling_.displacement(x), lower, upper);
    const double at_x = f.value(f.cell_of(x), x), at_image = g.value(g.cell_of(image), image);
    return mass_ * at_x * at_image / ((1 - s) * at_image + s * at_x);
  }

  std::shared_ptr<const Space> space_;
  const MonotoneCoupling coupling_;
  const double mass_;
};
}  // namespace

std::unique_ptr<Geodesic> wasserstein_geodesic(std::shared_ptr<const Space> space, const Vector &rho0,
                                               const Vector &rho1)
{
  return std::make_unique<WassersteinGeodesic>(std::move(space), rho0, rho1);
}

}  // namespace gammaflow
