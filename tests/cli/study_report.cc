// SPDX-License-Identifier: LGPL-2.1-or-later
// report.html of a study says how it was computed.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "program.h"
#include <chrono>
#include <ctime>

namespace
{
using Json = nlohmann::json;

Json data_of(const std::string &html)
{
  const std::string opening = "id=\"study\">";
  const auto begin = html.find(opening) + opening.size();
  return Json::parse(html.substr(begin, html.find("</script>", begin) - begin));
}

/// Seconds from a date in UTC to now.
double age_of(const std::string &date)
{
  std::tm utc{};
  if (strptime(date.c_str(), "%Y-%m-%d %H:%M:%S UTC", &utc) == nullptr) return -1;
  return std::difftime(std::time(nullptr), timegm(&utc));
}
}  // namespace

// Would catch: a command, a date, a duration or a file of another computation; parameters that were not
// changed among those that were, or one that was that is missing. Must fail: the same of a study with other
// settings.
TEST(StudyReport, SaysHowItWasComputed)
{
  Program program;
  program.write("study.prm", small_study());
  const auto begin = std::chrono::steady_clock::now();
  const auto outcome = program.run("study study.prm --quiet --set 'time/outputs = 3' --output 'with blanks'");
  const double waited = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json report = data_of(program.read("with blanks/report.html")), &computed = report["computed"];
  EXPECT_EQ(computed["command"],
            "gammaflow study study.prm --quiet --set 'time/outputs = 3' --output 'with blanks'");
  EXPECT_EQ(computed["file"], "study.prm");
  EXPECT_EQ(computed["text"], program.read("study.prm"));
  EXPECT_GE(age_of(computed["date"]), 0);
  EXPECT_LT(age_of(computed["date"]), 600);
  EXPECT_GT(computed["seconds"].get<double>(), 0.05 * waited);
  EXPECT_LE(computed["seconds"].get<double>(), waited);

  // what was changed was assigned, in the file or by --set; all parameters are there as well
  const std::string text = program.read("study.prm");
  unsigned changed = 0, all = 0;
  for (const auto &[section, keys] : report["parameters"].items()) all += keys.size();
  for (const auto &[section, keys] : computed["changed"].items())
    for (const auto &[key, value] : keys.items()) {
      ++changed;
      EXPECT_NE(text.find("set " + key), std::string::npos) << section << "/" << key;
      EXPECT_EQ(value, report["parameters"][section][key]) << section << "/" << key;
    }
  EXPECT_GT(changed, 8u);
  EXPECT_LE(changed, 17u);
  EXPECT_GT(all, 10 * changed);
  EXPECT_EQ(computed["changed"]["sweep"]["values"], "0.03, 0.01, 0.003, 0.001, 0.0003");
  EXPECT_EQ(computed["changed"]["time"]["outputs"], "3");
  EXPECT_EQ(computed["changed"]["geometry"]["name"], "KRR Fisher-Rao");
  EXPECT_FALSE(computed["changed"].contains("adaptivity"));

  ASSERT_EQ(program.run("study study.prm --quiet --output other").code, 0);
  const Json other = data_of(program.read("other/report.html"))["computed"];
  EXPECT_NE(other["command"], computed["command"]);
  EXPECT_NE(other["changed"], computed["changed"]);
  const auto drawn =
      program.shell("sh '" GAMMAFLOW_SOURCE_DIR "/tests/io/report_in_browser.sh' 'with blanks/report.html'");
  if (drawn.code != 77) EXPECT_EQ(drawn.code, 0) << drawn.out << drawn.err;
}
