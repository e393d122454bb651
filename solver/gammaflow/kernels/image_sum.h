// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel.h>
#include <gammaflow/spaces/space.h>

#include <array>
#include <memory>

namespace gammaflow
{
/// k(x) = sum_m profile(|x + m P|) over the images m in the periodic directions of a space (the profile
/// itself where there are none). Images at which the profile is below 1e-4 `tolerance` k(0) everywhere are
/// left out. InputError where more than 1e5 images are left (inverse multiquadric).
class ImageSum
{
 public:
  ImageSum(std::shared_ptr<const RadialKernel> kernel, const Space &space, double tolerance);

  /// k of the difference (x, y, z) of two points; differences beyond half a period are wrapped.
  double operator()(double x, double y, double z) const;
  double operator()(const Point &a, const Point &b) const
  {
    return (*this)(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  }

  const RadialKernel &kernel() const { return *kernel_; }
  /// The radius beyond which the profile is left out.
  double radius() const { return radius_; }
  /// 0 where the direction is not periodic.
  double period(unsigned direction) const { return period_[direction]; }
  /// The number of images that are summed on either side of the nearest one.
  int images(unsigned direction) const { return images_[direction]; }

 private:
  std::shared_ptr<const RadialKernel> kernel_;
  double radius_;
  std::array<double, 3> period_{};
  std::array<int, 3> images_{};
};

}  // namespace gammaflow
