// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/measures/near_polynomial.h>
#include <gammaflow/measures/radial_profile.h>

#include <array>
#include <cstddef>
#include <vector>

namespace gammaflow
{
struct Charges;

/// Charges sorted into boxes with edges of half a radius or more, so that the points within the radius of
/// any point are few runs of consecutive ones.
class NearPairs
{
 public:
  NearPairs(const Charges &charges, double radius);

  /// The number of pairs whose distance sum() computes.
  double candidates() const;
  /// sum_ij q_i q_j f(|x_i - x_j|) over |x_i - x_j| < radius, pairs i = j included.
  double sum(const RadialProfile &f) const;
  /// The same with f as a polynomial; `radius` has to be that of both.
  double sum(const NearPolynomial &f) const;
  /// sum_j q_j f(|x - x_j|) over |x - x_j| < radius.
  double potential(const RadialProfile &f, const Point &x) const;

 private:
  /// visit(first, last) for the runs of boxes around that of x; `after`: those that come after it in order,
  /// its own row from itself on.
  template <class Visit>
  void runs(const std::array<long, 3> &box, bool after, const Visit &visit) const;
  /// over(x, first, last): the sum of q_j f over a run of points.
  template <class Over>
  double sum_over(double at_zero, const Over &over) const;
  std::array<long, 3> box_of(const Point &x) const;
  Point point(std::size_t i) const;
  /// sum over [first, last) of q_j f.
  double over_run(const RadialProfile &f, const Point &x, std::size_t first, std::size_t last) const;

  unsigned dim_;
  double radius_, edge_ = 1;
  long around_ = 1;  ///< boxes on each side
  Point lower_{};
  std::array<long, 3> boxes_{{1, 1, 1}};
  std::vector<std::size_t> start_;
  std::array<std::vector<double>, 3> x_;
  std::vector<double> q_;
};

}  // namespace gammaflow
