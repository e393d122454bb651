// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/claims/worst_datum.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/study.h>

#include <gtest/gtest.h>

using namespace gammaflow;
using Json = nlohmann::json;

namespace
{
Parameters study(const std::string &settings)
{
  Parameters p;
  p.assign_all(
      "study/name = s; domain/cells = 4; domain/degree = 4; geometry/name = KRR Fisher-Rao; kernel/name = "
      "intrinsic "
      "Matern; kernel/bandwidth = 0.2; time/end = 0.3; time/outputs = 1; time/tolerance = 1e-6; "
      "sweep/parameter = "
      "ridge; sweep/values = 0.03, 0.01, 0.003, 0.001; accuracy/distances = Hellinger; accuracy/refinements "
      "= 2; " +
          settings,
      "test");
  return p;
}

void add_datum(Parameters &p, unsigned i, const std::string &name, const std::string &settings)
{
  p.set("datum " + std::to_string(i), "name", name, "test");
  p.set("datum " + std::to_string(i), "settings", settings, "test");
}
}  // namespace

// The same seed gives the same data, another one others; each case is computed with each of them.
TEST(DataFamily, SeededAndWithEachCase)
{
  const auto family = data_family(study("data/random = 3; data/seed = 7"));
  ASSERT_EQ(family.size(), 3u);
  EXPECT_EQ(data_family(study("data/random = 3; data/seed = 7"))[2].settings, family[2].settings);
  EXPECT_NE(data_family(study("data/random = 3; data/seed = 8"))[2].settings, family[2].settings);
  EXPECT_NE(family[0].settings, family[1].settings);
  Parameters p = study("data/random = 2; case 1/name = a; case 2/name = b");
  add_datum(p, 1, "given", "initial state/formula = exp(0.3*cos(pi*x))");
  const auto plans = plan_cases(p);
  ASSERT_EQ(plans.size(), 6u);
  EXPECT_EQ(plans[0].name, "a, given");
  EXPECT_EQ(plans[5].name, "b, random 2");
  EXPECT_EQ(plans[0].flow.text("initial state", "formula"), "exp(0.3*cos(pi*x))");
  add_datum(p, 2, "given", "initial state/formula = 1");
  EXPECT_THROW(plan_cases(p), InputError);
  EXPECT_THROW(plan_cases(study("datum 1/settings = initial state/mass = 1")), InputError);
}

// Random data are level at walls, and periodic where the domain is.
TEST(DataFamily, RandomDataFitTheBoundary)
{
  for (const char *boundary : {"domain/boundary = no-flux", "domain/boundary = periodic"}) {
    Parameters p = study(std::string("data/random = 1; domain/lower = -1; domain/upper = 2; ") + boundary);
    p.assign_all(data_family(p)[0].settings, "test");
    const std::string f = p.text("initial state", "formula");
    EXPECT_NE(f.find(std::string(boundary).find("periodic") != std::string::npos ? "0.666" : "0.333"),
              std::string::npos)
        << f;
  }
}

// The whole study: the certificate names the worst, and a bad datum among good ones makes the study's
// verdict.
TEST(DataFamily, ABadDatumAmongGoodOnesShows)
{
  const ScratchDirectory scratch("test");
  Parameters p = study("target/formula = exp(0.4*cos(pi*x))");
  add_datum(p, 1, "good", "initial state/formula = exp(0.5*cos(pi*x))");
  // the named limit is not that of this datum: its exponent is another
  add_datum(p, 2, "bad",
            "initial state/formula = exp(0.5*cos(pi*x)); limit/geometry = power-mobility Fisher-Rao; "
            "limit/settings = "
            "geometry/exponent = 2; limit/order = 1");
  add_datum(p, 3, "also good", "initial state/formula = exp(0.3*cos(2*pi*x))");
  const Json certificate = run_study(p, scratch.path(), {});
  ASSERT_EQ(certificate["data"].size(), 1u);
  const Json &entry = certificate["data"][0];
  EXPECT_EQ(entry["worst"], "bad") << entry;
  EXPECT_EQ(entry["data"][0]["verdict"], "confirmed") << certificate["cases"][0]["claims"][0]["sentence"];
  EXPECT_NE(entry["verdict"], "confirmed");
  EXPECT_FALSE(certificate["as_expected"].get<bool>());
}
