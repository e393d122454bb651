// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/convolution/block_convolution.h>
#include <gammaflow/measures/periodic_profile.h>
#include <gammaflow/measures/radial_profile.h>

#include <array>
#include <memory>
#include <vector>

namespace gammaflow
{
class NearPairs;

/// Points with charges of any sign; coordinates direction by direction, as in PointMeasure.
struct Charges {
  unsigned dim = 1;
  std::vector<double> coordinates, charge;

  std::size_t size() const { return charge.size(); }
  const double *coordinate(unsigned d) const { return coordinates.data() + d * size(); }
};

/// Sums over all pairs, E = sum_ij q_i q_j f(|x_i - x_j|), the pairs i = j among them.
///
/// Few points: pair by pair. Many: f = g + (f - g), with g smooth: within a radius R it is the Taylor
/// polynomial of f as a function of r^2 about R^2, of degree 8; beyond, f itself (multilevel summation:
/// Hardy et al., SIAM J. Sci. Comput. 37, 2015). The sum over f - g has pairs within R alone. That over g
/// goes to a uniform grid, R/12 apart, by interpolation with 8 points in each direction, where it is a
/// convolution. An f that is smooth at r = 0, too, on the scale of a grid goes to that grid as a whole.
///
/// In periodic directions f is K(z) = sum of f(|z + n|) over all whole periods n: the grid goes around there,
/// its convolution is a circular one (a Fourier series, with the symbol of K), and pairs within R are also
/// those across the seam.
class RadialSums
{
 public:
  /// For about `points` points, most of them in the box [lower, upper]. The grid takes at most `memory`
  /// bytes. Up to `few` points are summed pair by pair. `periodic`: the directions in which the box is
  /// periodic; InputError where f reaches over more than five periods.
  RadialSums(std::shared_ptr<const RadialProfile> f, unsigned dim, const Point &lower, const Point &upper,
             std::size_t points, double memory = 0x1p29, std::size_t few = 12000,
             const std::array<bool, 3> &periodic = {});

  /// A sum over pairs and its error.
  struct Sum {
    double value = 0, error = 0;
  };
  /// The error is estimated from the potentials sum_j q_j f(|x_i - x_j|) at 64 of the points, which are also
  /// summed up directly (on tori for a part of the charges, scaled to the same sum of |q|). NumericalFailure
  /// where more than 2e11 pairs are within R.
  Sum of(const Charges &charges) const;
  /// Pair by pair, O(n^2) whatever n.
  double direct(const Charges &charges) const;
  bool uses_grid() const { return far_ != nullptr; }
  /// f at 0, with the periods.
  double at_zero() const { return around_ ? around_->at_zero() : f_->at_zero(); }

 private:
  class Far;
  /// At point i, of the charges from `first` on.
  double potential(const Charges &charges, std::size_t i, std::size_t first = 0) const;
  double potential_around(const Charges &charges, std::size_t i, std::size_t first) const;
  /// Moved by whole periods into the box.
  Charges wrapped(const Charges &charges) const;
  double error_of(const Charges &charges, const std::vector<double> &potentials, const NearPairs *near) const;

  std::shared_ptr<const RadialProfile> f_;
  unsigned dim_;
  std::size_t few_;
  Point lower_;
  std::shared_ptr<const PeriodicProfile> around_;  ///< null where nothing is periodic
  std::shared_ptr<const Far> far_;
};

}  // namespace gammaflow
