// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/program/methods.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace gammaflow;

namespace
{
using Json = nlohmann::json;

Json study()
{
  return {{"gammaflow", {{"version", "9.8.7"}, {"revision", "abc_def"}, {"deal.II", "9.4"}}},
          {"parameters",
           {{"initial state", {{"kind", "formula"}, {"formula", "1 + x"}}},
            {"target", {{"kind", "formula"}, {"formula", "2"}}},
            {"time", {{"end", "3"}}},
            {"domain", {{"dimension", "1"}, {"shape", "box"}, {"lower", "0"}, {"upper", "1"}}}}}};
}

Json study_case()
{
  return {{"settings", "initial state/formula = cos(x); time/end = 7"},
          {"flow", {{"energy", "KL"}, {"geometry", "KRR Fisher-Rao"}, {"kernel", "Matern"}}},
          {"limit", {{"energy", "KL"}, {"geometry", "Fisher-Rao"}}},
          {"sweep", {{"parameter", "ridge"}, {"values", {0.1, 0.01, 0.001}}}},
          {"compared", {{"times", 41}}},
          {"distance", "Hellinger"},
          {"budget", 0.05},
          {"points", {{{"resolved", true}}, {{"resolved", false}}, {{"resolved", true}}}},
          {"thresholds", {{"order_tolerance", 0.15}, {"order_width", 0.25}, {"limit_part", 0.3}}},
          {"series", {{"target", {1, 2}}}},
          {"claims",
           {{{"name", "solutions"},
             {"verdict", "confirmed"},
             {"order_statement", {{"low", 0.97}, {"high", 1.02}}}}}}};
}

bool says(const std::string &words)
{
  return methods_text(study(), study_case()).find(words) != std::string::npos;
}
}  // namespace

// Would catch: the data of the study where the case has its own, another range, points that are passed over
// in silence, a verdict or a revision that is not there.
TEST(Methods, SayWhatWasDone)
{
  for (const char *words :
       {"KL in the geometry KRR Fisher-Rao (kernel: Matern)", "3 values of the ridge from 0.1 to 0.001",
        "initial state is cos(x)", "target 2", "up to time 7", "at 41 times", "Hellinger",
        "5 % of the distance", "not at 1 of 3 points", "solutions: confirmed (order in [0.97, 1.02])",
        "GammaFlow 9.8.7", "abc_def", "further than 0.25", "within 0.15", "at most 30 %"})
    EXPECT_TRUE(says(words)) << words << "\n" << methods_text(study(), study_case());
  for (const char *words : {"1 + x", "time 3", "all 3 points", "  ", ".."})
    EXPECT_FALSE(says(words)) << words;
  const std::string latex = methods_latex(study(), study_case());
  EXPECT_NE(latex.find("abc\\_def"), std::string::npos);
  EXPECT_NE(latex.find("5 \\% of"), std::string::npos);
}

// Curves that solve nothing are counted, a lower bound that is confirmed names its proof, and one that is not
// says what probes can do. Would catch a verdict of claim 4 that stands there as if it were computed.
TEST(Methods, SayWhatTheLowerBoundRestsOn)
{
  Json of = study_case();
  EXPECT_EQ(methods_text(study(), of).find("need not solve"), std::string::npos);
  of["claims"].push_back({{"name", "lower bound"},
                          {"verdict", "confirmed"},
                          {"probes", {{{"name", "geodesic"}}, {{"name", "bump (worst of 8)"}}}}});
  of["claims"].push_back(
      {{"name", "recovery"}, {"verdict", "confirmed"}, {"sequences", {{{"kind", "constant"}}}}});
  const std::string open = methods_text(study(), of);
  EXPECT_NE(open.find("Along 2 curves that need not solve a flow (1 of them found by a search)"),
            std::string::npos)
      << open;
  EXPECT_NE(open.find("with 1 sequence. Probes can refute"), std::string::npos) << open;
  of["claims"][1]["proof"] = "page 5.";
  const std::string proven = methods_text(study(), of);
  EXPECT_NE(proven.find("rests on a proof: page 5."), std::string::npos) << proven;
  EXPECT_EQ(proven.find("Probes can refute"), std::string::npos);
}

// Nothing is made up where an entry is missing.
TEST(Methods, OfAnEmptyStudyNameNothing)
{
  const std::string text = methods_text(nullptr, nullptr);
  EXPECT_NE(text.find("unknown version"), std::string::npos);
  EXPECT_EQ(text.find("confirmed ("), std::string::npos);
}
