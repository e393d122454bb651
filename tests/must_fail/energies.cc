// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gtest/gtest.h>

#include "tests/energies/energy_checks.h"
#include "tests/energies/kernelized.h"
#include "tests/energies/potential_checks.h"
#include "tests/support/spaces.h"

using namespace gammaflow;
using namespace gammaflow::testing;

// Each twin is deliberately wrong; the check that passes for the true energy has to say so.
namespace
{
class EnergyTwins : public ::testing::Test
{
 protected:
  std::unique_ptr<Energy> make(const std::string &name) const
  {
    return Registry<Energy>::make(name, {parameters_, space_, target_, nullptr});
  }

  const Parameters parameters_;
  const std::shared_ptr<const Space> space_ = make_box(1, 60, 8, false, 0, -12, 12);
  const Vector target_ = space_->sample([](const Point &x) { return normal(x[0], 0.6, 1.1); });
};

/// An energy, changed in one place.
class Altered : public Energy
{
 public:
  explicit Altered(const Energy &energy) : energy_(energy) {}
  double value(const Vector &u) const override { return energy_.value(u); }
  void first_variation(const Vector &u, Vector &xi) const override { energy_.first_variation(u, xi); }
  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    energy_.second_variation_apply(u, v, w);
  }
  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    energy_.second_variation_diagonal(u, d);
  }

 private:
  const Energy &energy_;
};

/// The first variation of int rho log(rho/pi), without the mass terms.
class WrongConstant final : public Altered
{
 public:
  using Altered::Altered;
  void first_variation(const Vector &u, Vector &xi) const override
  {
    Altered::first_variation(u, xi);
    xi.add(1.);
  }
};

class WrongSecondVariation final : public Altered
{
 public:
  using Altered::Altered;
  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    Altered::second_variation_apply(u, v, w);
    w *= 1.01;
  }
};

/// Symmetric and right but for a multiple of the mean, added on one side only.
class Unsymmetric final : public Altered
{
 public:
  using Altered::Altered;
  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    Altered::second_variation_apply(u, v, w);
    data(w)[0] += 1e-6 * v.mean_value();
  }
};

class WrongDiagonal final : public Altered
{
 public:
  using Altered::Altered;
  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    Altered::second_variation_diagonal(u, d);
    d *= 2.;
  }
};
}  // namespace

TEST_F(EnergyTwins, SwappedKullbackLeibler)
{
  EXPECT_EQ(check_closed_form(*make("KL"), *space_, 0.8, gaussian_kl(0.8, 0.6, 1.1)), "");
  EXPECT_NE(check_closed_form(*make("inclusive-KL"), *space_, 0.8, gaussian_kl(0.8, 0.6, 1.1)), "");
  EXPECT_NE(check_closed_form(*make("KL"), *space_, 0.8, gaussian_kl(1.1, 0.6, 0.8)), "");
}

TEST_F(EnergyTwins, WrongVariations)
{
  const Vector u = space_->sample([](const Point &x) { return 1.2 + std::sin(x[0]); });
  const Vector v = space_->sample([](const Point &x) { return 0.1 * (0.3 + std::cos(2 * x[0])); });
  const Vector w = space_->sample([](const Point &x) { return 0.1 * std::sin(x[0] + 0.2); });
  for (const char *name : {"KL", "inclusive-KL", "power"}) {
    const auto energy = make(name);
    const auto wrong = [&](const Energy &twin) { return check_calculus(twin, *space_, u, v, w); };
    EXPECT_EQ(wrong(*energy), "") << name;
    EXPECT_NE(wrong(WrongConstant(*energy)), "") << name;
    EXPECT_NE(wrong(WrongSecondVariation(*energy)), "") << name;
    EXPECT_NE(wrong(Unsymmetric(*energy)), "") << name;
    EXPECT_NE(wrong(WrongDiagonal(*energy)), "") << name;
  }
}

// A logarithm that is continued by its tangent: f'' jumps to zero, and nothing holds the values inside.
TEST_F(EnergyTwins, ContinuationWithoutCurvature)
{
  const double layer = 1e-3;
  const auto sound = [](double u) { return Jet{u * std::log(u), 1 + std::log(u), 1 / u}; };
  const auto faulty = [&](double u) {
    const Jet edge = sound(layer);
    return u > layer ? sound(u) : Jet{edge.value + edge.first * (u - layer), edge.first, edge.second};
  };
  EXPECT_TRUE(is_convex_with_derivatives(sound, 0.3 * layer, 1e-3 * layer, 1e-5));
  EXPECT_FALSE(is_convex_with_derivatives(faulty, 0.3 * layer, 1e-3 * layer, 1e-5));
}

namespace
{
/// blob-KL without the second term of its variation, log(k*rho/pi): no gradient, and of order 2.
class WithoutSecondTerm final : public Altered
{
 public:
  WithoutSecondTerm(const Energy &energy, const kernelized::Setting &s, const Vector &target)
      : Altered(energy), s_(s), target_(target)
  {
  }
  void first_variation(const Vector &u, Vector &xi) const override
  {
    s_.kernel->apply(u, xi);
    for (std::size_t i = 0; i < size(u); ++i) data(xi)[i] = std::log(data(xi)[i] / data(target_)[i]);
  }

 private:
  const kernelized::Setting &s_;
  const Vector &target_;
};
}  // namespace

// The check of the order, and that of the calculus, tell it from the true one.
TEST(BlobTwins, WithoutTheSecondTermTheOrderIsTwo)
{
  double variation[2];
  for (const int i : {0, 1}) {
    const auto s = kernelized::setting("intrinsic Gaussian", i == 0 ? 0.04 : 0.02, 1);
    const Vector target = kernelized::target(*s.space), u = kernelized::density(*s.space);
    const auto energy = s.energy("blob-KL", target), limit = s.energy("KL", target);
    const WithoutSecondTerm twin(*energy, s, target);
    variation[i] = kernelized::difference(twin, *limit, *s.space).variation;
    Vector v = target, w = u;
    v *= 0.3;
    w *= 0.2;
    EXPECT_EQ(check_calculus(*energy, *s.space, u, v, w), "");
    EXPECT_NE(check_calculus(twin, *s.space, u, v, w), "");
  }
  EXPECT_NEAR(std::log2(variation[0] / variation[1]), 2, 0.1);
}
