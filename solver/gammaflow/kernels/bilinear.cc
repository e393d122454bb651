// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/finite_rank.h>

namespace gammaflow
{
namespace
{
/// k(x, y) = 1 + x.y/sigma^2, of the rank dim + 1: it knows the mass and the first moments alone.
/// A Stein velocity of it is affine, so that Gaussians stay Gaussian (Liu and Wang, NeurIPS 2018; Liu,
/// Ghosal, Balasubramanian and Pillai, NeurIPS 2023).
class BilinearKernel final : public FiniteRankKernel
{
 public:
  explicit BilinearKernel(const Context &context) : FiniteRankKernel("bilinear", context)
  {
    if (context.parameters.text(context.section, "normalization") != "as given")
      context.parameters.reject(context.section, "normalization",
                                "the kernel 'bilinear', 1 + x.y/bandwidth^2, has no integral", "as given");
  }
  unsigned rank() const override { return dim() + 1; }
  void features(const Point &x, double *phi) const override
  {
    phi[0] = 1;
    for (unsigned d = 0; d < dim(); ++d) phi[1 + d] = x[d] / bandwidth();
  }
};

const Register<Kernel> registered("bilinear",
                                  Kernel::Traits("1 + x.y / sigma^2, of finite rank").of_finite_rank(),
                                  [](const auto &context) {
                                    return std::make_unique<BilinearKernel>(context);
                                  });
}  // namespace
}  // namespace gammaflow
