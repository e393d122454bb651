// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <array>
#include <memory>
#include <string>

namespace gammaflow
{
inline const char *const bilinear_kernel = "bilinear";

/// k(x, y) = 1 + x.y/sigma^2, of the rank dim + 1: neither a function of |x - y| nor of the Laplacian. Kf u
/// knows the mass and the first moments of u alone:
///   (Kf u)(x) = int u + x . int y u dy/sigma^2.
/// A Stein velocity of it is affine, so that Gaussians stay Gaussian (Liu and Wang, NeurIPS 2018; Liu,
/// Ghosal, Balasubramanian and Pillai, NeurIPS 2023). It has no integral, no variance and no inverse.
class BilinearKernel final : public Kernel
{
 public:
  explicit BilinearKernel(const Context &context);
  bool intrinsic() const override { return false; }
  double operator()(const Point &x, const Point &y) const;

  /// int u and int y u dy/sigma^2, which is all that is kept of u.
  struct Moments {
    double mass = 0;
    std::array<double, 3> first{};
  };
  /// Adds what a point of mass m contributes.
  void add(const Point &y, double m, Moments &moments) const;
  double value(const Moments &moments, const Point &x) const;  ///< (Kf u)(x)
};

/// Whether the section `kernel` or `energy kernel` asks for it.
bool is_bilinear(const Parameters &parameters, const std::string &section);

/// By moments, O(N). InputError for operators and boundaries that are others' and for periodic domains, where
/// x.y has no meaning.
std::shared_ptr<const KernelOperator> make_bilinear_operator(std::shared_ptr<const Kernel> kernel,
                                                             std::shared_ptr<const Space> space,
                                                             const KernelOperatorOptions &options);

}  // namespace gammaflow
