// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/normal.h>

#include <boost/math/quadrature/gauss.hpp>

#include <cmath>
#include <utility>
#include <vector>

namespace gammaflow
{
namespace
{
/// Two interleaved half circles of radius R with normal noise of deviation w, about the point `mean`:
///   1/2 sum_arcs 1/pi int_0^pi N(x; arc(theta), w^2) dtheta,
///   arcs  mean + R (cos theta - 1/2, sin theta - 1/4)  and  mean + R (1/2 - cos theta, 1/4 - sin theta),
/// the density of the points that scikit-learn's make_moons draws (there R = 1). The integral is taken by ten
/// Gauss points on panels that are at most 2 w long.
class TwoMoons final : public Density
{
 public:
  explicit TwoMoons(const Context &context)
      : mean_(DensityReader(context).centre("mean")),
        noise_(2, Point(), Point{width(context), width(context), 1})
  {
    DensityReader(context).need_dimension(2, 2);
    const double radius = DensityReader(context).positive("radius"), pi = std::acos(-1.);
    const double wanted = std::ceil(pi * radius / (2 * width(context)));
    if (wanted > 1e5)
      DensityReader(context).reject("deviation", "is too small for the radius", "at least 2e-5 radius");
    const auto panels = static_cast<unsigned>(wanted);
    using Gauss = boost::math::quadrature::gauss<double, 10>;
    for (unsigned p = 0; p < panels; ++p)
      for (std::size_t q = 0; q < Gauss::abscissa().size(); ++q)
        for (const double sign : {-1., 1.}) {
          const double theta = pi * (p + 0.5 + sign * Gauss::abscissa()[q] / 2) / panels;
          arc_.push_back({radius * (std::cos(theta) - 0.5), radius * (std::sin(theta) - 0.25)});
          weights_.push_back(Gauss::weights()[q] / 2 / panels);
        }
  }

  double value(const Point &x) const override
  {
    double sum = 0;
    const double u = x[0] - mean_[0], v = x[1] - mean_[1];
    for (std::size_t q = 0; q < arc_.size(); ++q)
      sum +=
          weights_[q] / 2 *
          (noise_.value({u - arc_[q][0], v - arc_[q][1]}) + noise_.value({u + arc_[q][0], v + arc_[q][1]}));
    return sum;
  }

  /// On both arcs, along which it is largest; at a thousand points, at most.
  std::vector<std::pair<Point, double>> data_points() const override
  {
    std::vector<std::pair<Point, double>> points;
    for (std::size_t q = 0; q < arc_.size(); q += 1 + arc_.size() / 500)
      for (const double sign : {-1., 1.}) {
        Point x = mean_;
        for (unsigned d = 0; d < 2; ++d) x[d] += sign * arc_[q][d];
        points.push_back({x, value(x)});
      }
    return points;
  }

 private:
  static double width(const Context &context) { return DensityReader(context).positive("deviation"); }

  const Point mean_;
  const Normal noise_;
  std::vector<Point> arc_;
  std::vector<double> weights_;
};

const Register<Density> registered("two moons", {"two interleaved half circles with normal noise (2D)"},
                                   [](const Density::Context &c) { return std::make_unique<TwoMoons>(c); });
}  // namespace
}  // namespace gammaflow
