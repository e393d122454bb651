// SPDX-License-Identifier: LGPL-2.1-or-later
// Figures for papers: what is drawn where, and what stands beside it.
#include <gammaflow/io/figures/formats.h>
#include <gammaflow/io/figures/latex_table.h>
#include <gammaflow/io/figures/report_figures.h>
#include <gammaflow/io/figures/ticks.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <gtest/gtest.h>

#include "tests/io/synthetic_study.h"
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <sstream>

using namespace gammaflow;

namespace
{
/// Remembers what is drawn.
class Recorder : public Canvas
{
 public:
  struct Word {
    double left, right, top, bottom;
    std::string text;
  };
  void line(const std::vector<PlanePoint> &points, const Stroke &) override { lines.push_back(points); }
  void fill(const std::vector<PlanePoint> &, const Colour &, double) override {}
  void circle(const PlanePoint &centre, double, const Colour &, bool) override { circles.push_back(centre); }
  void text(const PlanePoint &at, const std::string &words, double size, Anchor anchor, const Colour &,
            bool upright) override
  {
    const auto n =
        std::count_if(words.begin(), words.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; });
    const double width = 0.6 * size * double(n), start = anchor == Anchor::start    ? 0
                                                         : anchor == Anchor::middle ? -width / 2
                                                                                    : -width;
    if (upright)
      texts.push_back({at.x - size, at.x, at.y - start - width, at.y - start, words});
    else
      texts.push_back({at.x + start, at.x + start + width, at.y - 0.75 * size, at.y, words});
  }
  void image(const PlanePoint &, double, double, const std::vector<std::vector<Colour>> &rows) override
  {
    images.push_back(rows);
  }
  void clip(const PlanePoint &, double, double) override {}
  void release() override {}
  std::string finish() override { return ""; }

  std::vector<std::vector<PlanePoint>> lines;
  std::vector<PlanePoint> circles;
  std::vector<Word> texts;
  std::vector<std::vector<std::vector<Colour>>> images;
};

constexpr double width = 300;

/// What a reader would call a fault: words on each other, words beyond the sheet, an axis without a label or
/// without marks.
std::string fault(const Recorder &sheet, const Figure &figure)
{
  const double height = height_for(figure, width);
  const auto label = [&](const std::string &name) {
    return std::any_of(sheet.texts.begin(), sheet.texts.end(), [&](const auto &word) {
      return !name.empty() && word.text.compare(0, name.size(), name) == 0;
    });
  };
  if (!label(figure.x.label) || !label(figure.y.label)) return "no label at an axis";
  for (std::size_t i = 0; i < sheet.texts.size(); ++i) {
    const auto &a = sheet.texts[i];
    if (a.left < 0 || a.right > width || a.top < 0 || a.bottom > height) return "beyond the sheet: " + a.text;
    for (std::size_t j = 0; j < i; ++j) {
      const auto &b = sheet.texts[j];
      if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        return "'" + a.text + "' lies on '" + b.text + "'";
    }
  }
  return sheet.texts.size() < 6 ? "too few marks" : "";
}

std::string fault_of(const Figure &figure)
{
  Recorder sheet;
  draw(figure, sheet, width, height_for(figure, width));
  return fault(sheet, figure);
}

Figure straight_line(bool logarithmic)
{
  Figure figure;
  figure.name = "line";
  figure.caption = "A line & <nothing> else";
  figure.x = {"bandwidth \u03c3", logarithmic, 0, 0};
  figure.y = {"distance", logarithmic, 0, 0};
  Curve curve;
  for (const double x : {0.01, 0.02, 0.05, 0.1, 0.5}) {
    curve.x.push_back(x);
    curve.y.push_back(3 * x * x);
    curve.bars.push_back(0.1 * x * x);
  }
  curve.marks = true;
  curve.line = false;
  curve.name = "a < b & c";
  figure.curves = {curve};
  return figure;
}
}  // namespace

// Would catch: marks beside round numbers, labels of other numbers than those where they stand, marks outside
// of the axis, an axis with one mark only.
TEST(Ticks, StandAtTheNumbersThatTheyName)
{
  for (const auto &[low, high] : {std::pair(0., 1.), std::pair(-3.2, 17.), std::pair(-2e-9, 5e-9),
                                  std::pair(0.99, 1.01), std::pair(1e6, 3e6), std::pair(-0.5, 0.)}) {
    const Ticks ticks = linear_ticks(low, high);
    EXPECT_GE(ticks.values.size(), 3u) << low;
    EXPECT_LE(ticks.values.size(), 9u) << low;
    for (std::size_t i = 0; i < ticks.values.size(); ++i) {
      std::string label = ticks.labels[i];
      if (label.compare(0, 3, "\u2212") == 0) label = "-" + label.substr(3);
      EXPECT_NEAR(std::stod(label) * std::pow(10., ticks.exponent), ticks.values[i], 1e-9 * (high - low));
      EXPECT_GE(ticks.values[i], low - 1e-9 * (high - low));
      EXPECT_LE(ticks.values[i], high + 1e-9 * (high - low));
    }
  }
  for (const auto &[low, high] : {std::pair(1e-9, 1e3), std::pair(0.02, 0.9), std::pair(1.05, 1.4),
                                  std::pair(3e-7, 4e-6), std::pair(1e-30, 1.)}) {
    const Ticks ticks = logarithmic_ticks(low, high);
    EXPECT_GE(ticks.values.size(), 2u) << low;
    EXPECT_LE(ticks.values.size(), 10u) << low;
    EXPECT_GE(ticks.values.front(), low * (1 - 1e-9));
    EXPECT_LE(ticks.values.back(), high * (1 + 1e-9));
  }
  EXPECT_EQ(power_of_ten(-12), "10\u207b\u00b9\u00b2");
  EXPECT_TRUE(linear_ticks(1, 1).values.empty());  // must fail: an axis without extent
  EXPECT_TRUE(logarithmic_ticks(-1, 1).values.empty());
}

// On logarithmic axes a power law is a straight line: would catch a scale that is linear in one direction, or
// upside down. Must fail: the same points on linear axes.
TEST(Figures, PowerLawsAreStraightOnLogarithmicAxes)
{
  const auto bend = [](const Figure &figure) {
    Recorder sheet;
    draw(figure, sheet, width, height_for(figure, width));
    const auto &p = sheet.circles;  // the one of the legend first
    const std::size_t n = p.size();
    const double slope = (p[n - 1].y - p[n - 5].y) / (p[n - 1].x - p[n - 5].x);
    double worst = 0;
    for (std::size_t i = n - 5; i < n; ++i)
      worst = std::max(worst, std::abs(p[i].y - p[n - 5].y - slope * (p[i].x - p[n - 5].x)));
    EXPECT_LT(slope, 0);  // y grows upwards
    return worst;
  };
  EXPECT_LT(bend(straight_line(true)), 1e-9);
  EXPECT_GT(bend(straight_line(false)), 10);
}

// The same words and numbers in both formats, as well-formed files that name what they show. Must fail: an
// SVG whose words are not escaped.
TEST(Figures, AreWellFormed)
{
  const Figure figure = straight_line(true);
  const auto sheet = make_svg(width, height_for(figure, width), figure.caption);
  draw(figure, *sheet, width, height_for(figure, width));
  const std::string svg = sheet->finish();
  boost::property_tree::ptree tree;
  std::istringstream in(svg);
  ASSERT_NO_THROW(boost::property_tree::read_xml(in, tree));
  EXPECT_EQ(tree.get<std::string>("svg.title"), "A line & <nothing> else");
  std::set<std::string> words;
  for (const auto &child : tree.get_child("svg"))
    if (child.first == "text") words.insert(child.second.data());
  for (const char *word : {"bandwidth \u03c3", "distance", "a < b & c", "0.1"})
    EXPECT_EQ(words.count(word), 1u) << word;
  std::string broken = svg;
  broken.replace(broken.find("&lt;"), 4, "<");
  std::istringstream bad(broken);
  EXPECT_THROW(boost::property_tree::read_xml(bad, tree), boost::property_tree::xml_parser_error);
  const auto pdf = [&] {
    const auto page = make_pdf(width, height_for(figure, width), figure.caption);
    draw(figure, *page, width, height_for(figure, width));
    return page->finish();
  };
  const std::string file = pdf();
  EXPECT_EQ(file.compare(0, 5, "%PDF-"), 0);
  EXPECT_NE(file.find("%%EOF", file.size() - 16), std::string::npos);
  EXPECT_NE(file.find("/FontFile"), std::string::npos);
  EXPECT_EQ(pdf(), file);  // the same bits
}

// Every figure of every case, in one to three dimensions: labels at both axes, no word on another or beyond
// the sheet, small files. Must fail: the check itself, with a label too many.
TEST(Figures, OfAStudyCanBeRead)
{
  const auto study = synthetic_study(false);
  const std::string directory = std::string(GAMMAFLOW_BINARY_DIR) + "/test_output/figures";
  std::filesystem::remove_all(directory);
  std::set<std::string> kinds;
  for (const auto &entry : study["cases"]) {
    const FigureSet set = figures_of_case(entry);
    EXPECT_GE(set.figures.size(), 4u) << entry["name"];
    for (const auto &figure : set.figures) {
      EXPECT_EQ(fault_of(figure), "") << figure.name << " of " << entry["name"];
      EXPECT_GT(figure.caption.size(), 8u);
      kinds.insert(figure.name.substr(0, figure.name.find('-')));
    }
    for (const auto &[name, table] : set.tables)
      for (const auto &row : table.rows) EXPECT_EQ(row.size(), table.header.size()) << name;
    const std::string folder = directory + "/" + entry["name"].get<std::string>().substr(0, 5);
    for (const auto &name : write_figures(set, folder)) {
      EXPECT_GT(std::filesystem::file_size(folder + "/" + name), 60u) << name;
      EXPECT_LT(std::filesystem::file_size(folder + "/" + name), 60000u) << name;
    }
  }
  for (const char *kind : {"convergence", "distance", "states", "state", "energy", "balance", "mass"})
    EXPECT_EQ(kinds.count(kind), 1u) << kind;
  Figure crowded = straight_line(true);
  crowded.x.label = "a label that is far too long for the sheet, of which a part would not be seen on it";
  EXPECT_NE(fault_of(crowded), "");
  crowded = straight_line(true);
  crowded.y.label.clear();
  EXPECT_EQ(fault_of(crowded), "no label at an axis");
}

// Nulls, missing members and hostile names make fewer figures, never an error or a name that leaves the
// folder.
TEST(Figures, OfABrokenStudyAreFewer)
{
  for (const auto &entry : synthetic_study(true)["cases"])
    for (const auto &figure : figures_of_case(entry).figures)
      EXPECT_TRUE(std::all_of(figure.name.begin(), figure.name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-';
      })) << figure.name;
  EXPECT_TRUE(figures_of_case(nullptr).figures.empty());
  EXPECT_TRUE(figures_of_evolution(nullptr).figures.empty());
}

// Colours of a map follow its values, the largest at the upper right where the function is largest there.
TEST(Figures, MapsAreNotTurned)
{
  Figure figure;
  figure.name = "map";
  figure.x.label = "x";
  figure.y.label = "y";
  figure.map.x = figure.map.y = {0, 0.5, 1};
  for (const double y : figure.map.y) {
    figure.map.values.emplace_back();
    for (const double x : figure.map.x) figure.map.values.back().push_back(10 * y + x);
  }
  Recorder sheet;
  draw(figure, sheet, width, height_for(figure, width));
  ASSERT_EQ(sheet.images.size(), 2u);
  const auto &pixels = sheet.images[0];
  const auto bright = [](const Colour &c) { return c.r + c.g + c.b; };
  EXPECT_GT(bright(pixels.front().back()), bright(pixels.back().front()) + 0.8);  // rows from above to below
  EXPECT_GT(bright(pixels.front().front()), bright(pixels.back().back()) + 0.5);
}

TEST(LatexTables, NumbersAndWords)
{
  EXPECT_EQ(latex_measured(1.2345e-5, 1.2e-7), "$(1.234 \\pm 0.012) \\cdot 10^{-5}$");
  EXPECT_EQ(latex_measured(0.5, 0.01), "$0.500 \\pm 0.010$");
  EXPECT_EQ(latex_number(std::nan("")), "--");
  EXPECT_EQ(latex_number(-2.5e-9, 2), "$-2.5 \\cdot 10^{-9}$");
  EXPECT_EQ(latex_text("50 % of a_b & $c"), "50 \\% of a\\_b \\& \\$c");
  LatexTable table{"many rows", {"a", "b"}, {}};
  for (int i = 0; i < 1000; ++i) table.rows.push_back({std::to_string(i), "x"});
  const std::string text = latex_of(table);
  EXPECT_EQ(std::count(text.begin(), text.end(), '&'), 41);  // a page holds no more
  EXPECT_NE(text.find("\n999 & x"), std::string::npos);
  EXPECT_NE(text.find("\n0 & x"), std::string::npos);
}
