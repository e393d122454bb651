// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/formula/jet.h>

#include <array>
#include <cstdint>
#include <vector>

namespace gammaflow
{
/// A smooth random field, a formula's random(seed, length): a sum of random waves, independent of any mesh,
///   sum_j a_j prod_d cos(k_jd x_d + p_jd),  k_j drawn from N(0, 1/length^2) in each direction,
/// whose covariance is close to exp(-|x-y|^2/(2 length^2)) (random Fourier features, Rahimi and Recht, NIPS
/// 2007). In a box the waves are those that the boundary allows (periodic, or of zero normal derivative),
/// the mean is 0 and the mean square 1, exactly.
class RandomField
{
 public:
  /// The domain of the field.
  struct Domain {
    unsigned dim = 1;
    bool box = true;  ///< else it is a field on all of R^dim
    Point lower{}, upper{};
    std::array<bool, 3> periodic{};
  };
  /// One term of the field.
  struct Wave {
    double amplitude = 0;
    std::array<double, 3> frequency{}, phase{};
  };

  /// std::invalid_argument where the length is not positive, or longer than the longest side of the box.
  RandomField(std::uint64_t seed, double length, const Domain &domain);

  /// `x`: the coordinates, as many as the domain has.
  Jet operator()(const Jet *x) const;
  double value(const double *x) const;
  unsigned dim() const { return dim_; }
  const std::vector<Wave> &waves() const { return waves_; }

 private:
  void normalize();

  unsigned dim_;
  std::vector<Wave> waves_;
};

}  // namespace gammaflow
