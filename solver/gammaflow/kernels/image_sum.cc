// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/image_sum.h>

#include <cmath>

namespace gammaflow
{
ImageSum::ImageSum(std::shared_ptr<const RadialKernel> kernel, const Space &space, double tolerance)
    : kernel_(std::move(kernel)), radius_(kernel_->radius(1e-4 * tolerance))
{
  constexpr double most = 1e5;
  double number = 1;
  for (unsigned d = 0; d < space.dim(); ++d) {
    if (!space.periodic(d)) continue;
    period_[d] = space.upper()[d] - space.lower()[d];
    // The nearest image is at most half a period away; the m-th beyond it at least (m - 1/2) periods.
    const double beside = std::max(0., std::ceil(radius_ / period_[d] - 0.5));
    number *= 2 * beside + 1;
    if (!(number < most))
      throw InputError(
          "kernel", kernel_->name(),
          "on a periodic box the kernel is summed over its images, and with bandwidth " +
              std::to_string(kernel_->bandwidth()) + " it decays too slowly for the sum to converge within " +
              std::to_string(long(most)) + " images",
          "a no-flux boundary, a kernel that decays exponentially or has compact support (Gaussian, "
          "Laplace, Matern, Wendland), or an intrinsic kernel");
    images_[d] = int(beside);
  }
}

double ImageSum::operator()(double x, double y, double z) const
{
  std::array<double, 3> offset{{x, y, z}};
  for (unsigned d = 0; d < 3; ++d)
    if (period_[d] > 0) offset[d] -= period_[d] * std::round(offset[d] / period_[d]);
  double sum = 0;
  for (int k = -images_[2]; k <= images_[2]; ++k)
    for (int j = -images_[1]; j <= images_[1]; ++j)
      for (int i = -images_[0]; i <= images_[0]; ++i) {
        const double dx = offset[0] + i * period_[0], dy = offset[1] + j * period_[1],
                     dz = offset[2] + k * period_[2];
        sum += kernel_->profile(std::sqrt(dx * dx + dy * dy + dz * dz));
      }
  return sum;
}

}  // namespace gammaflow
