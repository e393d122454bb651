// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density_parameters.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// exp(-(r - R)^2 / (2 w^2)) / Z, r = |x - mean|, R = radius, w = deviation: a circle, a sphere, or two
/// points in 1D. With E = exp(-R^2/(2w^2)) and I = int_0^inf exp(-(r-R)^2/(2w^2)) dr = w sqrt(pi/2) (1 +
/// erf(R/(w sqrt 2))),
///   Z = 2 I,   2 pi (R I + w^2 E),   4 pi ((R^2 + w^2) I + R w^2 E)   in 1, 2, 3 dimensions.
class Ring final : public Density
{
 public:
  explicit Ring(const Context &context) : dim_(context.dim)
  {
    const DensityReader reader(context);
    mean_ = reader.centre("mean");
    radius_ = reader.positive("radius");
    width_ = reader.positive("deviation");
    const double pi = std::acos(-1.), square = width_ * width_;
    const double E = std::exp(-radius_ * radius_ / (2 * square));
    const double I = width_ * std::sqrt(pi / 2) * (1 + std::erf(radius_ / (width_ * std::sqrt(2.))));
    integral_ = dim_ == 1   ? 2 * I
                : dim_ == 2 ? 2 * pi * (radius_ * I + square * E)
                            : 4 * pi * ((radius_ * radius_ + square) * I + radius_ * square * E);
  }
  double value(const Point &x) const override
  {
    double square = 0;
    for (unsigned d = 0; d < dim_; ++d) square += (x[d] - mean_[d]) * (x[d] - mean_[d]);
    const double distance = (std::sqrt(square) - radius_) / width_;
    return std::exp(-distance * distance / 2) / integral_;
  }
  std::string formula() const override
  {
    std::string square;
    for (unsigned d = 0; d < dim_; ++d)
      square += (d ? " + (" : "(") + std::string(1, "xyz"[d]) + " - (" + all_digits(mean_[d]) + "))^2";
    return "exp(-((sqrt(" + square + ") - " + all_digits(radius_) + ")/" + all_digits(width_) + ")^2/2)/" +
           all_digits(integral_);
  }

 private:
  const unsigned dim_;
  Point mean_;
  double radius_, width_, integral_;
};

const Register<Density> registered("ring",
                                   {"Gaussian profile across a circle (a sphere in 3D, two points in 1D)"},
                                   [](const Density::Context &c) { return std::make_unique<Ring>(c); });
}  // namespace
}  // namespace gammaflow
