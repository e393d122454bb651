// SPDX-License-Identifier: LGPL-2.1-or-later
// Geometries of velocities with one mistake each; the checks that the true ones pass have to say so.
#include <gammaflow/spaces/box/staggered_fields.h>

#include <gtest/gtest.h>

#include "tests/geometries/geometry_checks.h"
#include "tests/geometries/setting.h"

using namespace gammaflow;
using namespace gammaflow::testing::geometries;

namespace
{
/// -div(rho^2 grad xi) at staggered points, with one mistake.
class Twin final : public Geometry
{
 public:
  enum class Mistake { wrong_sign, one_sided, adjoint_without_mass };
  Twin(const Setting &s, Mistake mistake)
      : Geometry(s.space), fields_(StaggeredFields::of(*s.space)), mistake_(mistake)
  {
  }
  unsigned onsager_apply(const Vector &u, const Vector &xi, Vector &v) const override
  {
    const auto rho = fields_->density(u);
    auto f = fields_->gradient(xi);
    for (unsigned d = 0; d < fields_->dim(); ++d) {
      if (mistake_ != Mistake::one_sided) f[d].array() *= rho[d].array();
      for (Eigen::Index q = 1; q < f[d].size(); ++q)  // not a function of L~, and not symmetric
        if (mistake_ == Mistake::one_sided) f[d][q] += 0.5 * f[d][q - 1];
      f[d].array() *= rho[d].array();
    }
    fields_->divergence(f, v);
    if (mistake_ == Mistake::wrong_sign) v *= -1.;
    if (mistake_ == Mistake::adjoint_without_mass) v.scale(space().weights());
    return 0;
  }
  double primal_dissipation(const Vector &, const Vector &) const override { return 0; }

 private:
  std::shared_ptr<const StaggeredFields> fields_;
  Mistake mistake_;
};

const std::string box = "domain/cells = 10; domain/degree = 4; kernel/name = intrinsic Gaussian; ";

/// |K_sigma xi - K xi| for two bandwidths, with these settings of the limit.
std::vector<double> distances(const std::string &limit, const std::string &settings)
{
  std::vector<double> result;
  for (const std::string sigma : {"0.02", "0.01"}) {
    const Setting setting(box + "kernel/bandwidth = " + sigma + "; " + settings);
    const Vector u = setting.density(),
                 xi = setting.space->sample([](const Point &x) { return std::cos(pi * x[0]); });
    Vector difference = onsager(*setting.geometry("Stein Wasserstein"), u, xi);
    difference -= onsager(*setting.geometry(limit), u, xi);
    result.push_back(setting.space->norm(difference));
  }
  return result;
}
}  // namespace

TEST(TransportTwins, TheTrueOnePasses)
{
  const Setting setting(box + "kernel/bandwidth = 0.1");
  const auto geometry = setting.geometry("Stein Wasserstein");
  EXPECT_TRUE(symmetric(*geometry, setting.density(), setting.forces(), 1e-9));
  EXPECT_TRUE(positive(*geometry, setting.density(), setting.forces()));
  EXPECT_TRUE(mass_conserved(*geometry, setting.density(), setting.forces()));
}

TEST(TransportTwins, WrongSign)
{
  const Setting setting(box);
  EXPECT_FALSE(positive(Twin(setting, Twin::Mistake::wrong_sign), setting.density(), setting.forces()));
}

TEST(TransportTwins, KernelThatIsNotSymmetric)
{
  const Setting setting(box);
  EXPECT_FALSE(symmetric(Twin(setting, Twin::Mistake::one_sided), setting.density(), setting.forces(), 1e-9));
}

TEST(TransportTwins, AdjointWithoutTheMass)
{
  const Setting setting(box);
  EXPECT_FALSE(mass_conserved(Twin(setting, Twin::Mistake::adjoint_without_mass), setting.density(),
                              setting.forces()));
}

// The Wasserstein flow in place of the quadratic mobility, and a mobility with another constant.
TEST(TransportTwins, AnotherMobility)
{
  const std::vector<double> sigma = {0.02, 0.01};
  EXPECT_TRUE(has_order(sigma, distances("power-mobility Wasserstein", "geometry/exponent = 2"), 2, 0.2, ""));
  EXPECT_FALSE(
      has_order(sigma, distances("power-mobility Wasserstein", "geometry/exponent = 1"), 2, 0.2, ""));
  EXPECT_FALSE(has_order(
      sigma, distances("power-mobility Wasserstein", "geometry/exponent = 2; geometry/scale = 1.01"), 2, 0.2,
      ""));
}
