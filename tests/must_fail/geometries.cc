// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/kernel/ridge_regression.h>

#include <gtest/gtest.h>

#include "tests/geometries/geometry_checks.h"
#include "tests/geometries/setting.h"

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

// Each twin is deliberately wrong; the check that the true geometry passes has to say so.
namespace
{
/// The Stein geometry rho Kf(rho xi), with one mistake.
class Twin final : public Geometry
{
 public:
  enum class Mistake { none, wrong_sign, unweighted, one_sided, half_potential, wrong_relative, mass_leak };

  Twin(const Setting &s, Mistake mistake) : Geometry(s.space), kernel_(s.kernel), mistake_(mistake) {}

  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    Vector weighted = xi;
    if (mistake_ != Mistake::unweighted) weighted.scale(u);  // T_rho without the weight is Kf
    kernel_->apply(weighted, v);
    if (mistake_ != Mistake::one_sided) v.scale(u);
    if (mistake_ == Mistake::wrong_sign) v *= -1.;
    if (mistake_ == Mistake::mass_leak) v.add(-(1 - 1e-9) * space().integrate(v) / space().volume());
    return 0;
  }
  unsigned relative_onsager_apply(const Vector &u, const Vector &xi, Vector &f) const override
  {
    Geometry::relative_onsager_apply(u, xi, f);
    if (mistake_ == Mistake::wrong_relative) f.scale(u);
    return 0;
  }
  double primal_dissipation(const Vector &u, const Vector &v) const override
  {
    Vector f = v, image = space().zero();
    for (std::size_t i = 0; i < size(f); ++i) data(f)[i] /= data(u)[i];
    kernel_->apply_inverse(f, image);
    return (mistake_ == Mistake::half_potential ? 0.25 : 0.5) * space().inner(f, image);
  }

 private:
  std::shared_ptr<const KernelOperator> kernel_;
  Mistake mistake_;
};

class GeometryTwins : public ::testing::Test
{
 protected:
  Twin twin(Twin::Mistake mistake) const { return {setting_, mistake}; }

  Setting setting_{
      "domain/cells = 10; domain/degree = 4; kernel/name = intrinsic Matern; kernel/bandwidth = 0.1"};
  Vector u_ = setting_.density();
  std::vector<Vector> forces_ = setting_.forces();
};
}  // namespace

TEST_F(GeometryTwins, TheTrueOnePasses)
{
  const Twin twin(setting_, Twin::Mistake::none);
  EXPECT_TRUE(symmetric(twin, u_, forces_, 1e-9));
  EXPECT_TRUE(positive(twin, u_, forces_));
  EXPECT_TRUE(relative_rate(twin, u_, forces_[0], 1e-9));
  EXPECT_TRUE(fenchel_equality(twin, u_, forces_[0], 1e-8, true));
  EXPECT_TRUE(fenchel_inequality(twin, u_, forces_[1], forces_));
}

TEST_F(GeometryTwins, WrongSignInK)
{
  EXPECT_FALSE(positive(twin(Twin::Mistake::wrong_sign), u_, forces_));
}

TEST_F(GeometryTwins, RegressionWithoutTheWeight)
{
  EXPECT_FALSE(symmetric(twin(Twin::Mistake::unweighted), u_, forces_, 1e-9));
  EXPECT_FALSE(symmetric(twin(Twin::Mistake::one_sided), u_, forces_, 1e-9));
}

TEST_F(GeometryTwins, PotentialWithAnotherFactor)
{
  EXPECT_FALSE(fenchel_equality(twin(Twin::Mistake::half_potential), u_, forces_[0], 1e-8, true));
  // The inequality is violated at v = K xi, where it is an equality.
  const Vector v = onsager(twin(Twin::Mistake::none), u_, forces_[0]);
  EXPECT_FALSE(fenchel_inequality(twin(Twin::Mistake::half_potential), u_, v, forces_));
}

TEST_F(GeometryTwins, GrowthRateOfAnotherOperator)
{
  EXPECT_FALSE(relative_rate(twin(Twin::Mistake::wrong_relative), u_, forces_[0], 1e-9));
}

TEST_F(GeometryTwins, MassLeak)
{
  EXPECT_TRUE(mass_conserved(*setting_.geometry("spherical Stein Fisher-Rao"), u_, forces_));
  EXPECT_FALSE(mass_conserved(twin(Twin::Mistake::mass_leak), u_, {forces_[0], forces_[3]}));
}

TEST_F(GeometryTwins, MetricOfAnotherRidge)
{
  setting_.parameters.set("geometry", "ridge", "0.1");
  const auto ridge_mmd = setting_.geometry("ridge MMD");
  EXPECT_TRUE(metric_inverts(*ridge_mmd, u_, forces_[0], 1e-8));

  class Mixed final : public Geometry
  {
   public:
    Mixed(const Geometry &k, const Geometry &g, const Setting &s) : Geometry(s.space), k_(k), g_(g) {}
    unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
    {
      return k_.onsager_apply(u, xi, v);
    }
    double primal_dissipation(const Vector &u, const Vector &v) const override
    {
      return g_.primal_dissipation(u, v);
    }
    void metric_apply(const Vector &v, Vector &xi) const override { g_.metric_apply(v, xi); }

   private:
    const Geometry &k_, &g_;
  };
  const auto mmd = setting_.geometry("MMD");
  EXPECT_FALSE(metric_inverts(Mixed(*ridge_mmd, *mmd, setting_), u_, forces_[0], 1e-8));
}

// A limit that is not the declared one saturates: no order.
TEST_F(GeometryTwins, WrongLimit)
{
  std::vector<double> values = {0.04, 0.02, 0.01}, right, wrong;
  for (const double sigma : values) {
    const Setting s(
        "domain/cells = 12; domain/degree = 6; kernel/name = intrinsic Gaussian; kernel/bandwidth = " +
        gammaflow::testing::text(sigma));
    for (auto *errors : {&right, &wrong}) {
      Vector difference = onsager(*s.geometry("Stein Fisher-Rao"), s.density(), s.forces()[0]);
      difference -= onsager(*s.geometry(errors == &right ? "power-mobility Fisher-Rao" : "Fisher-Rao"),
                            s.density(), s.forces()[0]);
      errors->push_back(s.space->norm(difference));
    }
  }
  EXPECT_TRUE(has_order(values, right, 2, 0.2, "to the power mobility"));
  EXPECT_FALSE(has_order(values, wrong, 2, 0.2, "to Fisher-Rao"));
}
