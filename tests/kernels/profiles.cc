// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>

#include <gtest/gtest.h>

#include "tests/support/kernel_checks.h"
#include <memory>
#include <vector>

namespace gammaflow::testing
{
namespace
{
std::vector<std::shared_ptr<const RadialKernel>> radial_kernels(unsigned dim, double bandwidth)
{
  std::vector<std::shared_ptr<const RadialKernel>> kernels;
  for (const auto &kernel : all_kernels())
    if (const auto radial = std::dynamic_pointer_cast<const RadialKernel>(
            make_kernel(kernel_parameters(kernel, bandwidth), "kernel", dim)))
      kernels.push_back(radial);
  return kernels;
}

// Catches a wrong constant of normalization, in any dimension.
TEST(Profiles, HaveUnitIntegral)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const auto &kernel : radial_kernels(dim, 0.3)) {
      if (kernel->integral() != 1) continue;
      EXPECT_LT(error_of(*kernel, "integral"), 1e-11) << kernel->name() << ", " << dim << "D";
      EXPECT_NEAR(kernel->fourier(0), 1, 1e-12) << kernel->name() << ", " << dim << "D";
    }
}

// Catches a derivative that is not that of the profile, and arrays that are not the scalar functions.
TEST(Profiles, SlopesAreThoseOfTheProfile)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const auto &kernel : radial_kernels(dim, 0.3))
      EXPECT_LT(slope_error(*kernel), 1e-9) << kernel->name() << ", " << dim << "D";
}

/// A kernel as somebody writes it who does not ask for slopes.
class WithoutSlope : public RadialKernel
{
 public:
  explicit WithoutSlope(const Context &context) : RadialKernel("without slope", context, std::sqrt(2 * M_PI))
  {
  }

 protected:
  double shape(double s) const override { return std::exp(-0.5 * s * s); }
  double shape_radius(double epsilon) const override { return std::sqrt(-2 * std::log(epsilon)); }
  double shape_second_moment() const override { return 1; }
  double shape_fourier(double w) const override { return std::sqrt(2 * M_PI) * std::exp(-0.5 * w * w); }
};

// Catches differences that are wrong near zero or of low order.
TEST(Profiles, SlopesThatAreNotGivenAreFoundByDifferences)
{
  const Parameters parameters;
  const WithoutSlope kernel({parameters, "kernel", 1});
  EXPECT_LT(slope_error(kernel), 1e-9);
  EXPECT_NEAR(kernel.slope(0), kernel.profile(0) / (kernel.bandwidth() * kernel.bandwidth()),
              1e-9 * kernel.slope(0));
}

// Catches a wrong closed form of the Fourier symbol or of the second moment.
TEST(Profiles, FourierSymbolAndMomentAgreeWithQuadrature)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const auto &kernel : radial_kernels(dim, 0.3)) {
      if (!std::isfinite(kernel->integral())) continue;
      const std::string what = kernel->name() + ", " + std::to_string(dim) + "D";
      EXPECT_LT(error_of(*kernel, "Fourier symbol"), 1e-11) << what;
      EXPECT_LT(error_of(*kernel, "second moment"), 1e-9) << what;
    }
}

// `gammaflow self-check` accepts every kernel that is there.
TEST(Profiles, AreWhatTheyDeclare)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const auto &kernel : all_kernels())
      for (const SelfCheck &check : self_check(*make_kernel(kernel_parameters(kernel, 0.3), "kernel", dim)))
        EXPECT_TRUE(check.passed()) << kernel.name << ", " << dim << "D: " << check.property << ", error "
                                    << check.error;
}

// Kf xi = xi + m2/2 lap xi + O(sigma^4) on a wave: symbol 1 - m2/2 w^2 + O((sigma w)^4). Catches a second
// moment that does not belong to the symbol.
TEST(Profiles, SymbolExpandsWithTheSecondMoment)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const auto &kernel : radial_kernels(dim, 0.3)) {
      if (!std::isfinite(kernel->integral())) continue;
      const auto remainder = [&](double w) {
        return kernel->fourier(w) / kernel->fourier(0) - 1 + 0.5 * kernel->second_moment() * w * w;
      };
      // Compactly supported kernels are narrower than their support: the same relative frequency for all.
      const double w = 0.2 / std::sqrt(kernel->second_moment());
      EXPECT_NEAR(std::log2(remainder(2 * w) / remainder(w)), 4, 0.25)
          << kernel->name() << ", " << dim << "D";
    }
}

// Catches a symbol that is negative somewhere: the kernel would not be positive definite.
TEST(Profiles, SymbolIsPositive)
{
  for (unsigned dim = 1; dim <= 3; ++dim)
    for (const auto &kernel : radial_kernels(dim, 1))
      for (double w = 0.05; w < 60; w *= 1.1)
        EXPECT_GT(kernel->fourier(w), -1e-15) << kernel->name() << ", " << dim << "D, " << w;
}

// Catches a radius that is too small: tails would be cut off where they matter.
TEST(Profiles, RadiusIsWhereTheProfileIsSmall)
{
  for (const auto &kernel : radial_kernels(2, 0.3))
    for (const double epsilon : {1e-2, 1e-8}) {
      const double r = kernel->radius(epsilon);
      EXPECT_LE(kernel->profile(r), epsilon * kernel->profile(0) * (1 + 1e-9)) << kernel->name();
      if (kernel->compact()) continue;
      EXPECT_GT(kernel->profile(0.99 * r), epsilon * kernel->profile(0)) << kernel->name();
    }
}

TEST(Profiles, KnownValues)
{
  const auto value = [](const std::string &name, double r, unsigned dim = 1) {
    const auto kernel =
        make_kernel(kernel_parameters({name, "kernel/normalization = as given"}, 2), "kernel", dim);
    return dynamic_cast<const RadialKernel &>(*kernel).profile(r);
  };
  EXPECT_NEAR(value("Gaussian", 3), std::exp(-9. / 8), 1e-15);
  EXPECT_NEAR(value("Laplace", 3), std::exp(-1.5), 1e-15);
  EXPECT_NEAR(value("Matern 3/2", 3), (1 + 1.5 * std::sqrt(3.)) * std::exp(-1.5 * std::sqrt(3.)), 1e-15);
  EXPECT_NEAR(value("inverse multiquadric", 3), 1 / std::sqrt(1 + 2.25), 1e-15);
  EXPECT_NEAR(value("Wendland C2", 1), std::pow(0.5, 4) * 3, 1e-15);
  EXPECT_NEAR(value("Wendland C4", 1, 3), std::pow(0.5, 6) * (35 * 0.25 + 18 * 0.5 + 3) / 3, 1e-15);
  EXPECT_EQ(value("Wendland C2", 2.5), 0);
}

// Catches a normalization that silently divides by infinity.
TEST(Profiles, RefusesWhatDoesNotExist)
{
  const auto refusal = [](const std::string &settings, unsigned dim) -> std::string {
    try {
      make_kernel(kernel_parameters({"inverse multiquadric", settings}, 0.1), "kernel", dim);
    } catch (const InputError &error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(refusal("kernel/exponent = 0.5", 1).find("no finite integral in 1D"), std::string::npos);
  EXPECT_NE(refusal("kernel/exponent = 1.5", 3).find("exponent > 3/2"), std::string::npos);
  EXPECT_EQ(refusal("kernel/exponent = 1.6", 3), "");
  EXPECT_EQ(refusal("kernel/exponent = 0.5; kernel/normalization = as given", 3), "");
  EXPECT_NE(refusal("kernel/exponent = 0", 1).find("a number > 0"), std::string::npos);
  EXPECT_NE(refusal("kernel/bandwidth = 0", 1).find("'bandwidth'"), std::string::npos);
  for (const char *const length : {"1e300", "1e-300"})
    EXPECT_NE(refusal(std::string("kernel/bandwidth = ") + length, 1).find("key 'bandwidth': given"),
              std::string::npos);
  EXPECT_EQ(refusal("kernel/bandwidth = 1e90; kernel/exponent = 2", 3), "");
  EXPECT_THROW(
      make_kernel(kernel_parameters({"intrinsic Matern", "kernel/smoothness = 0"}, 0.1), "kernel", 1),
      InputError);
  const auto wide =
      make_kernel(kernel_parameters({"inverse multiquadric", "kernel/exponent = 1"}, 0.1), "kernel", 1);
  EXPECT_TRUE(std::isinf(dynamic_cast<const RadialKernel &>(*wide).second_moment()));
}

// Catches an energy that reads its own section although it shares the geometry's kernel, and the reverse.
TEST(Profiles, EnergyKernelIsTheGeometrysUnlessToldOtherwise)
{
  Parameters parameters;
  parameters.set("kernel", "name", "Laplace");
  parameters.set("energy kernel", "name", "Gaussian");
  EXPECT_EQ(make_kernel(parameters, "energy kernel", 1)->name(), "Laplace");
  parameters.set("energy kernel", "same as geometry", "false");
  EXPECT_EQ(make_kernel(parameters, "energy kernel", 1)->name(), "Gaussian");
}

// 1/g must be what undoes g; g(0) = 1 conserves mass; g'(0) is the second moment.
TEST(Profiles, IntrinsicSymbols)
{
  for (const auto &c : all_kernels()) {
    const auto kernel = make_kernel(kernel_parameters(c, 0.2), "kernel", 1);
    const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(kernel.get());
    if (!intrinsic) continue;
    const auto g = intrinsic->symbol().g, inverse = intrinsic->inverse_symbol().g;
    EXPECT_EQ(g(0), 1);
    for (const double lambda : {0.5, 10., 300.}) EXPECT_NEAR(g(lambda) * inverse(lambda), 1, 1e-13);
    EXPECT_NEAR(-2 * (g(1e-5) - g(0)) / 1e-5, intrinsic->second_moment(), 1e-6);
  }
}
}  // namespace
}  // namespace gammaflow::testing
