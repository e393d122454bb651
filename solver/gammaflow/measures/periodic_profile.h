// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/measures/radial_profile.h>

#include <array>
#include <memory>
#include <vector>

namespace gammaflow
{
/// K(z) = sum of k(|z + n|) over all whole periods n, up to where k is below 1e-16 k(0). K is positive
/// definite on the torus where k is in R^d.
class PeriodicProfile
{
 public:
  /// `period`: 0 in directions that are not periodic. InputError where k reaches over more than five periods.
  PeriodicProfile(std::shared_ptr<const RadialProfile> k, unsigned dim, const std::array<double, 3> &period);

  double operator()(const Point &z) const
  {
    return sum_of([this](double r) { return (*k_)(r); }, z);
  }
  /// The same sum of another function g(r), over the images where k is not negligible: g must be as small as
  /// k beyond.
  template <class Function>
  double sum_of(const Function &g, Point z) const
  {
    z = shortest(z);
    double sum = 0;
    for (const Point &shift : shifts_) {
      double square = 0;
      for (unsigned d = 0; d < dim_; ++d) square += (z[d] + shift[d]) * (z[d] + shift[d]);
      if (square < reach_ * reach_) sum += g(std::sqrt(square));
    }
    return sum;
  }
  double at_zero() const { return (*this)(Point{}); }
  double period(unsigned d) const { return period_[d]; }

 private:
  Point shortest(Point z) const;

  std::shared_ptr<const RadialProfile> k_;
  unsigned dim_;
  std::array<double, 3> period_;
  double reach_;
  std::vector<Point> shifts_;
};

}  // namespace gammaflow
