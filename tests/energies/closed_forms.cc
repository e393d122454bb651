// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include "tests/energies/energy_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

namespace
{
const double s = 0.8, m = 0.6, r = 1.1;  // rho = N(0, s^2), pi = N(m, r^2)

/// A line at whose ends both densities, and rho^-0.7 pi^1.7 (the widest of the integrands), are below 1e-20.
class EnergiesOfGaussians : public ::testing::Test
{
 protected:
  std::unique_ptr<Energy> make(const std::string &name)
  {
    const Vector target = space_->sample([](const Point &x) { return normal(x[0], m, r); });
    return Registry<Energy>::make(name, {parameters_, space_, target, kernel_});
  }

  Parameters parameters_;
  const std::shared_ptr<const Space> space_ = make_box(1, 100, 8, false, 0, -20, 20);
  std::shared_ptr<const KernelOperator> kernel_;
};
}  // namespace

// Catches swapped arguments, a wrong factor, a missing mass term.
TEST_F(EnergiesOfGaussians, Entropies)
{
  EXPECT_EQ(check_closed_form(*make("KL"), *space_, s, gaussian_kl(s, m, r)), "");
  EXPECT_EQ(check_closed_form(*make("inclusive-KL"), *space_, s, gaussian_kl(r, m, s)), "");
  EXPECT_EQ(check_closed_form(*make("chi2"), *space_, s, (gaussian_power_integral(2, s, m, r) - 1) / 2), "");
  for (const double p : {-0.7, 0.3, 0.5, 0.8, 1.4, 2.0, 2.1}) {
    parameters_.set("energy", "exponent", text(p));
    EXPECT_EQ(check_closed_form(*make("power"), *space_, s,
                                (gaussian_power_integral(p, s, m, r) - 1) / (p * (p - 1))),
              "")
        << p;
  }
}

// For masses a, b that differ: KL(a rho | b pi) = a KL(rho|pi) + a log(a/b) - a + b. Catches a functional
// that is right for equal masses only (rho log(rho/pi) without the linear terms).
TEST_F(EnergiesOfGaussians, UnequalMasses)
{
  const double a = 1.7;
  Vector rho = space_->sample([](const Point &x) { return 1.7 * normal(x[0], 0, s); });
  const double kl = a * gaussian_kl(s, m, r) + a * std::log(a) - a + 1;
  const double inclusive = gaussian_kl(r, m, s) - std::log(a) - 1 + a;
  EXPECT_NEAR(make("KL")->value(rho), kl, 1e-11);
  EXPECT_NEAR(make("inclusive-KL")->value(rho), inclusive, 1e-11);
}

// MMD and L2-distance of Gaussians: int int k rho pi = N(m; 0, sigma^2 + s^2 + r^2) for the Gaussian kernel
// of unit integral; sigma = 0 is L2. Catches a missing 1/2, a kernel that is applied twice, a lost weight.
TEST_F(EnergiesOfGaussians, QuadraticEnergies)
{
  const auto closed = [](double sigma) {
    const auto overlap = [&](double distance, double a, double b) {
      return normal(distance, 0, std::sqrt(sigma * sigma + a * a + b * b));
    };
    return (overlap(0, s, s) + overlap(0, r, r) - 2 * overlap(m, s, r)) / 2;
  };
  EXPECT_EQ(check_closed_form(*make("L2-distance"), *space_, s, closed(0)), "");
  parameters_.set("kernel", "name", "Gaussian");
  parameters_.set("kernel", "bandwidth", "0.5");
  parameters_.set("kernel", "normalization", "unit integral");
  kernel_ = make_kernel_operator(parameters_, "kernel", space_);
  EXPECT_EQ(check_closed_form(*make("MMD"), *space_, s, closed(0.5)), "");
}
