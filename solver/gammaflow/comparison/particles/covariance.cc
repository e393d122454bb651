// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
using Matrix = std::array<std::array<double, 3>, 3>;

Matrix covariance_of(const PointMeasure &measure)
{
  Point mean{};
  Matrix result{};
  for (unsigned d = 0; d < measure.dim(); ++d)
    for (std::size_t i = 0; i < measure.size(); ++i)
      mean[d] += measure.weight(i) / measure.mass() * measure.coordinate(d)[i];
  for (unsigned d = 0; d < measure.dim(); ++d)
    for (unsigned e = 0; e < measure.dim(); ++e)
      for (std::size_t i = 0; i < measure.size(); ++i)
        result[d][e] += measure.weight(i) / measure.mass() * (measure.coordinate(d)[i] - mean[d]) *
                        (measure.coordinate(e)[i] - mean[e]);
  return result;
}

double between(const Matrix &a, const Matrix &b)
{
  double square = 0;
  for (unsigned d = 0; d < 3; ++d)
    for (unsigned e = 0; e < 3; ++e) square += std::pow(a[d][e] - b[d][e], 2);
  return std::sqrt(square);
}

/// The difference of the matrices int (x - mean)(x - mean)^T in Frobenius' norm.
class Covariance final : public ParticleDistance
{
 public:
  explicit Covariance(const Context &context)
      : space_(context.space),
        density_(covariance_of(points_of_density(*context.space, context.density))),
        of_quadrature_(
            between(density_, covariance_of(points_between_nodes(*context.space, context.density))))
  {
  }
  Value to(const PointMeasure &particles) const override
  {
    return {between(density_, covariance_of(particles)), of_quadrature_};
  }
  /// From the middle of the box no point is further than half a diameter, r: |int x x^T s| <= r^2 |s|_L1, and
  /// |m m^T - n n^T| <= (|m| + |n|) |m - n| <= 2 r^2 |s|_L1.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    const auto l1 = bars("L1");
    return l1 ? std::optional<double>(3 * std::pow(box_diameter(*space_) / 2, 2) * *l1) : std::nullopt;
  }

 private:
  std::shared_ptr<const Space> space_;
  Matrix density_;
  double of_quadrature_;
};

ParticleDistance::Traits traits()
{
  ParticleDistance::Traits t;
  t.summary = "difference of the covariances in Frobenius' norm";
  t.by_default = false;
  t.root_rate = true;
  return t;
}

const Register<ParticleDistance> registered("covariance", traits(), [](const auto &context) {
  return std::make_unique<Covariance>(context);
});
}  // namespace
}  // namespace gammaflow
