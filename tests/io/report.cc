// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/io/report.h>
#include <gammaflow/io/report/compact.h>
#include <gammaflow/io/report/thin.h>

#include <gtest/gtest.h>

#include "tests/io/synthetic_study.h"
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace gammaflow;
namespace fs = std::filesystem;

namespace
{
std::string directory()
{
  const fs::path path = fs::path(GAMMAFLOW_BINARY_DIR) / "test_output" / "report";
  fs::create_directories(path);
  return path.string();
}

std::size_t count(const std::string &text, const std::string &word)
{
  std::size_t n = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + word.size())) ++n;
  return n;
}

std::string between(const std::string &text, const std::string &from, const std::string &to)
{
  const std::size_t begin = text.find(from) + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

/// What report_in_browser.sh says in a window of this width: 0, 1, or 77 without a browser.
int read_in_browser(const std::string &path, int width)
{
  const std::string script = GAMMAFLOW_SOURCE_DIR "/tests/io/report_in_browser.sh";
  return WEXITSTATUS(std::system(("sh '" + script + "' '" + path + "' " + std::to_string(width)).c_str()));
}

nlohmann::json without_series(nlohmann::json study)
{
  for (auto &entry : study["cases"]) entry.erase("series");
  return study;
}
}  // namespace

// Would catch: a placeholder left in the page, a page that loads something, a bundle that is not inlined, a
// study that is not the one given, a size beyond what a mail takes.
TEST(Report, IsOneSelfContainedPage)
{
  const nlohmann::json study = synthetic_study(false);
  const std::string html = report_html(study);
  EXPECT_EQ(html.compare(0, 15, "<!DOCTYPE html>"), 0);
  EXPECT_LT(html.size(), 7u << 20);
  EXPECT_LT(between(html, "id=\"plotly\"", "</script>").size(), 1u << 20);
  const auto read = nlohmann::json::parse(between(html, "id=\"study\">", "</script>"));
  EXPECT_EQ(without_series(read), without_series(study));
  const std::string head = html.substr(0, html.find("id=\"study\""));
  EXPECT_EQ(count(head, "{{"), 0u);
  EXPECT_EQ(count(head, "http://") + count(head, "https://") + count(head, "@import") + count(head, "url("),
            0u);
  EXPECT_NE(head.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(html.find("plotly.js v"), std::string::npos);
  EXPECT_NE(html.find("<title>Ridge to Fisher-Rao</title>"), std::string::npos);
  EXPECT_NE(head.find("Verdict: confirmed, as expected"), std::string::npos);
}

// Would catch: densities that are rounded until their difference is noise, or curves that are rounded too.
TEST(Report, DensitiesKeepTheDigitsOfTheirDifference)
{
  for (const double gap : {1e-2, 1e-6, 1e-11}) {
    nlohmann::json study, series;
    std::vector<double> limit, flow;
    for (int i = 0; i < 50; ++i) {
      limit.push_back(1 + 0.5 * std::sin(0.37 * i));
      flow.push_back(limit.back() + gap * std::cos(1.3 * i));
    }
    series["limit"] = {{"density", {limit, limit}}, {"energy", limit}};
    series["points"] = {{{"density", {flow, nullptr}}, {"energy", flow}}, {{"density", nullptr}}};
    series["target"] = limit;
    study["cases"] = {{{"series", series}}, {{"series", nullptr}}, nullptr};
    const nlohmann::json compact = with_compact_densities(study)["cases"][0]["series"];
    EXPECT_EQ(compact["limit"]["energy"], series["limit"]["energy"]);
    EXPECT_EQ(compact["points"][0]["energy"], series["points"][0]["energy"]);
    double error = 0, target_error = 0;
    for (int i = 0; i < 50; ++i) {
      const double a = compact["points"][0]["density"][0][i], b = compact["limit"]["density"][0][i];
      error = std::max(error, std::abs(a - b - gap * std::cos(1.3 * i)));
      target_error = std::max(target_error, std::abs(compact["target"][i].get<double>() - limit[i]));
    }
    EXPECT_LT(error, 2e-4 * gap);
    EXPECT_GT(target_error, 1e-8);  // it is rounded,
    EXPECT_LT(target_error, 2e-5);  // but not visibly
    EXPECT_LT(compact["target"].dump().size(), 0.6 * series["target"].dump().size());
  }
}

// Would catch: a flow that starts where the limit does, and is rounded otherwise than the limit because
// another flow is a hair away from it.
TEST(Report, EqualDensitiesStayEqual)
{
  nlohmann::json study, series;
  const std::vector<double> limit{1. / 3, 2. / 3, 1.}, near{1. / 3, 2. / 3 + 1e-9, 1.};
  series["limit"] = {{"density", {limit}}};
  series["points"] = {{{"density", {limit}}}, {{"density", {near}}}};
  study["cases"] = {{{"series", series}}};
  const nlohmann::json compact = with_compact_densities(study)["cases"][0]["series"];
  EXPECT_EQ(compact["points"][0]["density"], compact["limit"]["density"]);
  EXPECT_NE(compact["points"][1]["density"], compact["limit"]["density"]);
}

// Would catch: moments, grid lines or times that no longer belong to each other once a large study is
// thinned, a small study that is changed, an endless search for a size that cannot be reached.
TEST(Report, LargeStudiesAreThinned)
{
  const nlohmann::json study = synthetic_study(false);
  EXPECT_EQ(with_thinned_densities(study, std::size_t(1) << 30), study);
  // What is least: 6 moments, 16 lines of a grid, so that a picture stays one. Below it no size is reached.
  const std::size_t least = with_thinned_densities(study, 1).dump().size();
  EXPECT_LT(least, study.dump().size() / 4);
  for (const std::size_t bytes :
       {std::size_t(6000000), std::size_t(2000000), least, least / 2, std::size_t(1)}) {
    const nlohmann::json thin = with_thinned_densities(study, bytes);
    EXPECT_LE(thin.dump().size(), std::max(bytes, least)) << bytes;
    EXPECT_EQ(without_series(thin), without_series(study));
    for (std::size_t i = 0; i < thin["cases"].size(); ++i) {
      const auto &series = thin["cases"][i]["series"], &limit = series["limit"];
      EXPECT_EQ(limit["energy"], study["cases"][i]["series"]["limit"]["energy"]);
      EXPECT_EQ(limit["density"].size(), limit["density_times"].size());
      EXPECT_GE(limit["density"].size(), 6u);
      EXPECT_EQ(limit["density_times"].front(), 0);
      EXPECT_EQ(limit["density_times"].back(), 4);
      EXPECT_EQ(series["points"].back()["density"].size(), limit["density"].size());
      const auto &grid = series.contains("nodes") && series["nodes"].is_object() ? series["nodes"] : series;
      if (!grid.contains("y")) continue;
      EXPECT_GE(grid["y"].size(), 16u);
      EXPECT_EQ(limit["density"][1].size(), grid["y"].size());
      EXPECT_EQ(limit["density"][1][1].size(), grid["x"].size());
      EXPECT_EQ(series["target"].size(), grid["y"].size());
      EXPECT_EQ(grid["x"].back(), 1);
    }
  }
  const nlohmann::json hostile = synthetic_study(true);
  EXPECT_EQ(without_series(with_thinned_densities(hostile, 1))
                .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
            without_series(hostile).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

// Would catch: a string of the study that ends the script or the title, or is taken for a placeholder.
TEST(Report, HostileStringsStayData)
{
  const nlohmann::json study = synthetic_study(true);
  const std::string html = report_html(study);
  EXPECT_EQ(count(html, "</script>"), count(report_html(synthetic_study(false)), "</script>"));
  EXPECT_EQ(count(html, "<script>window.broken"), 0u);
  EXPECT_EQ(count(html, "onerror=\"window"), 0u);
  EXPECT_NE(html.find("<title>&lt;/title&gt;&lt;/script&gt;"), std::string::npos);
  const auto read = nlohmann::json::parse(between(html, "id=\"study\">", "</script>"));
  EXPECT_EQ(read["study"]["name"], study["study"]["name"]);
  EXPECT_EQ(read["study"]["description"], "A description with </script>, <!-- and {{plotly}}.");
  EXPECT_TRUE(read["cases"][0]["series"]["points"][0]["density"][3][5].is_null());  // NaN
}

// Would catch: pictures that do not appear, console errors, a slider that changes nothing, verdicts that are
// not on the page, text of the study that becomes markup.
TEST(Report, DrawsInABrowser)
{
  for (const bool hostile : {false, true}) {
    const std::string path = directory() + (hostile ? "/hostile.html" : "/report.html");
    write_report(synthetic_study(hostile), path);
    const int status = read_in_browser(path, hostile ? 400 : 1200);
    if (status == 77)
      GTEST_SKIP() << "no browser: install Debian's chromium to have the report drawn and checked";
    EXPECT_EQ(status, 0) << "see the messages above for " << path;
  }
}

// A page whose first picture waits until it is near, like the others, must not pass.
TEST(Report, TheFirstPictureIsDrawnAtOnce)
{
  std::string html = report_html(synthetic_study(false));
  const std::string at_once = "plots[0].draw();";
  ASSERT_NE(html.find(at_once), std::string::npos);
  html.erase(html.find(at_once), at_once.size());
  const std::string path = directory() + "/late.html";
  std::ofstream(path) << html;
  const int status = read_in_browser(path, 1200);
  if (status == 77) GTEST_SKIP() << "no browser: install Debian's chromium";
  EXPECT_EQ(status, 1);
}

// Pages that do not say how they were computed must not pass: without the date, without the parameter file,
// with all parameters in the way, or with others as those that were changed.
TEST(Report, SaysHowItWasComputed)
{
  const std::string html = report_html(synthetic_study(false));
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"['Date', text(computed.date)],", ""},
      {"element('pre', {}, computed.text)", "''"},
      {"fold('All parameters (' + countOf(study.parameters) + ')', [", "fold('All parameters', ["},
      {"[tablesOf(computed.changed), whatTheCasesAdd(study)],\n          true,",
       "[tablesOf(study.parameters)],\n          false,"}};
  for (std::size_t k = 0; k < faults.size(); ++k) {
    std::string page = html;
    const auto at = page.find(faults[k].first);
    ASSERT_NE(at, std::string::npos) << faults[k].first;
    page.replace(at, faults[k].first.size(), faults[k].second);
    if (k == 2) page.replace(page.find("tablesOf(study.parameters),"), 27, "'',");
    const std::string path = directory() + "/fault_" + std::to_string(k) + ".html";
    std::ofstream(path) << page;
    const int status = read_in_browser(path, 1200);
    if (status == 77) GTEST_SKIP() << "no browser: install Debian's chromium";
    EXPECT_EQ(status, 1) << faults[k].first;
  }
}

// Would catch: a page that is half-written, or an error that does not say where.
TEST(Report, UnwritablePathIsRefused)
{
  EXPECT_THROW(write_report(synthetic_study(false), "/proc/no/such/report.html"), InputError);
}
