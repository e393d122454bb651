// SPDX-License-Identifier: LGPL-2.1-or-later
// The report of a comparison: what is drawn is what was computed, and the page needs nothing else.
#include <gammaflow/io/figures/comparison_figures.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace gammaflow;

namespace
{
using Json = nlohmann::json;

Json distance(double value, Json error)
{
  return {{"distance", "W1"},
          {"value", value},
          {"error", std::move(error)},
          {"standing", "as samples"},
          {"method_error", {{"low", 0}, {"high", 1}}},
          {"sampling", {{"mean", 0.4}, {"deviation", 0.02}}}};
}

/// Two candidates of a family at two times; the second is a <script>.
Json comparison()
{
  Json report{{"format", "GammaFlow comparison 1"}, {"reference", "ref"}, {"rates", Json::array()}};
  for (const double parameter : {0.1, 0.05}) {
    Json snapshots = Json::array(), pictures = Json::array();
    for (const double t : {0.5, 1.}) {
      snapshots.push_back({{"time", t}, {"distances", {distance(parameter * (1 + t), 0.01 * t)}}});
      pictures.push_back({{"time", t},
                          {"x", {0, 0.5, 1}},
                          {"reference", {1, 2, 1}},
                          {"histogram", {{"edges", {0, 0.5, 1}}, {"heights", {0.8, 1.2}}}}});
    }
    report["candidates"].push_back({{"name", parameter > 0.07 ? "a/first.npy" : "b/<script>.npy"},
                                    {"parameter", parameter},
                                    {"snapshots", snapshots},
                                    {"pictures", pictures}});
  }
  report["rates"].push_back({{"distance", "W1"}, {"known", true}, {"low", 0.9}, {"high", 1.1}});
  return report;
}

const Figure &figure(const FigureSet &set, const std::string &name)
{
  for (const auto &f : set.figures)
    if (f.name == name) return f;
  throw std::runtime_error("there is no figure " + name);
}

/// Values with their errors, and samples with three deviations beside them.
bool shows_errors(const FigureSet &set)
{
  const auto &curves = figure(set, "distance-W1").curves;
  const std::vector<double> errors = {0.005, 0.01};
  return curves.size() == 4 && curves[0].bars == errors && curves[1].bars == errors &&
         std::abs(curves[2].bars.at(0) - 0.06) < 1e-15 && curves[2].y.at(1) == 0.4;
}
}  // namespace

// Would catch: bars of another point, deviations of samples that are not three, samples that are left out.
TEST(ComparisonFigures, DistancesOverTimeWithErrorsAndSamples)
{
  const auto set = figures_of_comparison(comparison());
  EXPECT_TRUE(shows_errors(set));
  const auto &curves = figure(set, "distance-W1").curves;
  EXPECT_EQ(curves[0].x, (std::vector<double>{0.5, 1}));
  EXPECT_EQ(curves[1].y, (std::vector<double>{0.05 * 1.5, 0.1}));
  Json wrong = comparison();  // must fail
  wrong["candidates"][1]["snapshots"][0]["distances"][0]["error"] = 0.02;
  EXPECT_FALSE(shows_errors(figures_of_comparison(wrong)));
}

// Would catch: another time than that of the largest value, the interval of the judge upside down.
TEST(ComparisonFigures, OrdersWithTheIntervalOfTheJudge)
{
  const auto set = figures_of_comparison(comparison());
  const auto &curves = figure(set, "family-W1").curves;
  ASSERT_EQ(curves.size(), 4u);
  EXPECT_EQ(curves[0].x, (std::vector<double>{0.05, 0.1}));
  EXPECT_EQ(curves[0].y, (std::vector<double>{0.1, 0.2}));
  EXPECT_EQ(curves[2].name, "order from 0.9");
  EXPECT_NEAR(std::log(curves[2].y[1] / curves[2].y[0]) / std::log(2.), 0.9, 1e-12);
  EXPECT_NEAR(std::log(curves[3].y[1] / curves[3].y[0]) / std::log(2.), 1.1, 1e-12);
}

// An error that is not known has no bar; a field has no samples; one candidate at one time is drawn, too.
TEST(ComparisonFigures, WhatIsNotKnownIsNotDrawn)
{
  Json report = comparison();
  report["candidates"].erase(1);
  report["candidates"][0]["snapshots"].erase(1);
  Json &only = report["candidates"][0]["snapshots"][0]["distances"][0];
  only["error"] = nullptr;
  only["sampling"] = nullptr;
  const auto set = figures_of_comparison(report);
  const auto &curves = figure(set, "distance-W1").curves;
  ASSERT_EQ(curves.size(), 1u);
  EXPECT_TRUE(std::isnan(curves[0].bars.at(0)));
  EXPECT_EQ(comparison_page(report).find("nan"), std::string::npos);
}

// Would catch: markup from names, files or networks that the page asks for, pictures that share a clip path.
TEST(ComparisonPage, NeedsNothingElse)
{
  const std::string page = comparison_page(comparison());
  for (const char *other : {"src=", "<link", "@import", "url(http", "<script>.npy"})
    EXPECT_EQ(page.find(other), std::string::npos) << other;
  std::size_t frames = 0;
  for (std::size_t at = page.find("class=\"frame\""); at != std::string::npos;
       at = page.find("class=\"frame\"", at + 1))
    ++frames;
  EXPECT_EQ(frames, 4u);
  const std::string clip = "id=\"f1-clip1\"";
  ASSERT_NE(page.find(clip), std::string::npos);
  EXPECT_EQ(page.find(clip, page.find(clip) + 1), std::string::npos);
  for (const char *word : {"order from", "independent samples", "How it was computed"})
    EXPECT_NE(page.find(word), std::string::npos) << word;
}
