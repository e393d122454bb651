// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/scratch_directory.h>
#include <gammaflow/study/claims/worst_datum.h>
#include <gammaflow/study/plan/case_plan.h>
#include <gammaflow/study/plan/data_family.h>
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

// The domain is that of the case, and each direction has its own boundary: a factor 2 where it is periodic.
TEST(DataFamily, RandomDataFitTheDomainOfTheCase)
{
  Parameters p = study("data/random = 1; case 1/name = a; case 2/name = b");
  p.set("case 1", "settings",
        "domain/dimension = 2; domain/lower = 0, 0; domain/upper = 1, 2; domain/boundary = periodic, no-flux",
        "test");
  p.set("case 2", "settings", "domain/upper = 4", "test");
  const auto plans = plan_cases(p);
  ASSERT_EQ(plans.size(), 2u);
  const std::string of_a = plans[0].flow.text("initial state", "formula"),
                    of_b = plans[1].flow.text("initial state", "formula");
  EXPECT_NE(of_a.find("cos(2*pi*(x"), std::string::npos) << of_a;
  EXPECT_NE(of_a.find("cos(0.5*pi*(y"), std::string::npos) << of_a;
  EXPECT_NE(of_b.find("cos(0.25*pi*(x"), std::string::npos) << of_b;
  EXPECT_THROW(plan_cases(study("data/random = 1; domain/dimension = 3; domain/lower = 0, 0")), InputError);
}

// Settings of a case choose its family; those of a datum cannot, and names that coincide when they are joined
// are refused.
TEST(DataFamily, SettingsAndNamesAreNotIgnored)
{
  Parameters p = study("data/random = 1; case 1/name = a; case 2/name = b");
  p.set("case 1", "settings", "data/random = 3", "test");
  EXPECT_EQ(plan_cases(p).size(), 4u);
  Parameters of_datum = study("");
  add_datum(of_datum, 1, "d", "data/random = 2");
  EXPECT_THROW(plan_cases(of_datum), InputError);
  Parameters joined = study("case 1/name = A; case 2/name = A, x");
  add_datum(joined, 1, "x, y", "initial state/formula = 1 + 0.1*x");
  EXPECT_EQ(plan_cases(joined).size(), 2u);
  EXPECT_EQ(plan_cases(joined)[1].of_case, "A, x");
  add_datum(joined, 2, "y", "initial state/formula = 1");
  EXPECT_THROW(plan_cases(joined), InputError);
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
