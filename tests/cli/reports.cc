// SPDX-License-Identifier: LGPL-2.1-or-later
// report.html of `run` and `reference`: the figures in the page are those that were computed.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "program.h"
#include <cmath>
#include <sstream>

namespace
{
using Json = nlohmann::json;

std::string page(const Program &program, const std::string &directory)
{
  return program.read(directory + "/report.html");
}

/// The data in a page.
Json data_of(const std::string &html)
{
  const std::string opening = "id=\"study\">";
  const auto begin = html.find(opening) + opening.size();
  return Json::parse(html.substr(begin, html.find("</script>", begin) - begin));
}

/// A column of a table in CSV; not a number where a cell is no number.
std::vector<double> column(const std::string &csv, const std::string &name)
{
  std::istringstream in(csv);
  std::string line, cell;
  std::getline(in, line);
  std::istringstream head(line);
  int at = -1;
  for (int k = 0; std::getline(head, cell, ','); ++k)
    if (cell == name) at = k;
  std::vector<double> values;
  while (at >= 0 && std::getline(in, line)) {
    std::istringstream row(line);
    for (int k = 0; k <= at; ++k) std::getline(row, cell, ',');
    values.push_back(std::strtod(cell.c_str(), nullptr));
  }
  return values;
}

/// Whether a column of the ledger is what the page draws, digit by digit.
bool draws(const Json &curve, const std::string &csv, const std::string &name)
{
  const auto values = column(csv, name);
  return !values.empty() && curve.get<std::vector<double>>() == values;
}

/// Draws the page and looks at it as a reader would; skipped where there is no browser.
void expect_drawn(const Program &program, const std::string &directory)
{
  const auto drawn = program.shell("sh '" GAMMAFLOW_SOURCE_DIR "/tests/io/report_in_browser.sh' " +
                                   directory + "/report.html");
  if (drawn.code != 77) EXPECT_EQ(drawn.code, 0) << drawn.out << drawn.err;
}

const std::string observed =
    "subsection observables\n set quantities = energy | centre: u(0.5)\n set events = early: energy = 0.05 | "
    "mass = 100\nend\n";
}  // namespace

// Would catch: curves of another evolution, of another time, or rounded ones; states at wrong places; events
// that are not those of events.csv; parameters that were not changed; a command that is not the one given.
TEST(EvolutionReport, OfARunHoldsWhatWasComputed)
{
  Program program;
  program.write("flow.prm", small_flow(observed));
  const auto outcome = program.run("run flow.prm --set 'time/outputs = 5' --output 'with blanks'");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"report:", "report.html"});
  const std::string html = page(program, "with blanks"), ledger = program.read("with blanks/ledger.csv");
  const Json report = data_of(html), &study = report["cases"][0], &series = study["series"],
             &curve = series["points"][0];
  EXPECT_EQ(report["kind"], "evolution");
  EXPECT_EQ(report["promise"]["kept"], true);
  EXPECT_TRUE(draws(series["times"], ledger, "time"));
  const std::vector<std::pair<const char *, const char *>> columns = {
      {"energy", "energy"},       {"mass", "mass"},
      {"minimum", "minimum"},     {"primal_rate", "primal rate"},
      {"dual_rate", "dual rate"}, {"edb_residual", "edb residual"},
      {"steps", "steps"}};
  for (const auto &[name, of_ledger] : columns) EXPECT_TRUE(draws(curve[name], ledger, of_ledger)) << name;
  EXPECT_FALSE(draws(curve["energy"], ledger, "mass"));  // must fail
  ASSERT_EQ(curve["density"].size(), 6u);
  const auto x = series["x"].get<std::vector<double>>();
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_NEAR(curve["density"][0][i].get<double>(), 1 + 0.5 * std::cos(M_PI * x[i]), 5e-5);
    EXPECT_NEAR(series["target"][i].get<double>(), 1 + 0.3 * std::cos(2 * M_PI * x[i]), 5e-5);
  }
  EXPECT_TRUE(
      draws(study["observables"][1]["values"], program.read("with blanks/observables.csv"), "centre"));
  EXPECT_EQ(study["observables"][1]["name"], "centre");
  EXPECT_EQ(study["events"][0]["time"].get<double>(),
            column(program.read("with blanks/events.csv"), "time").at(0));
  EXPECT_EQ(study["events"][1]["happens"], false);
  const Json &computed = report["computed"];
  EXPECT_EQ(computed["command"], "gammaflow run flow.prm --set 'time/outputs = 5' --output 'with blanks'");
  EXPECT_EQ(computed["text"], program.read("flow.prm"));
  EXPECT_EQ(computed["changed"]["time"]["outputs"], "5");
  EXPECT_FALSE(computed["changed"].contains("adaptivity"));
  EXPECT_TRUE(report["parameters"].contains("adaptivity"));
  expect_drawn(program, "'with blanks'");
}

// Would catch: error bars that are not those of errors.csv, or of another norm or time.
TEST(EvolutionReport, OfAReferenceHoldsItsErrorBars)
{
  Program program;
  program.write("flow.prm", small_flow(observed));
  const auto outcome = program.run("reference flow.prm --tolerance 1e-5 --output kept");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  const Json report = data_of(page(program, "kept")), &reference = report["reference"];
  EXPECT_EQ(reference["reached"], true);
  EXPECT_EQ(reference["tolerance"], 1e-5);
  std::istringstream errors(program.read("kept/errors.csv"));
  const auto bars = column(errors.str(), "relative error"), times = column(errors.str(), "time");
  std::string line;
  std::getline(errors, line);
  std::map<std::string, std::size_t> seen;
  for (std::size_t row = 0; std::getline(errors, line); ++row) {
    const auto comma = line.find(',') + 1;
    const std::string norm = line.substr(comma, line.find(',', comma) - comma);
    const Json &drawn = reference["errors"].at(norm);
    EXPECT_NEAR(drawn["relative"].at(seen[norm]).get<double>(), bars[row], 1e-3 * bars[row]) << line;
    EXPECT_NEAR(drawn["times"].at(seen[norm]).get<double>(), times[row], 1e-10);
    EXPECT_LT(drawn["relative"].at(seen[norm]++).get<double>(), 1e-5);
  }
  EXPECT_EQ(seen.size(), reference["errors"].size());
  const Json &observables = report["cases"][0]["observables"];
  EXPECT_TRUE(draws(observables[1]["bars"], program.read("kept/observables.csv"), "error bar of centre"));
  expect_drawn(program, "kept");
}

// Maps in two dimensions, a slice of three, a field that is no density; a report that is not wanted.
TEST(EvolutionReport, DrawsMapsSlicesAndFields)
{
  Program program;
  program.write("flow.prm", small_flow("subsection domain\n set cells = 4\n set degree = 2\nend\n"));
  program.write(
      "field.prm",
      "subsection energy\n set name = Ginzburg-Landau\n set kappa = 1/64\nend\n"
      "subsection geometry\n set name = L2\nend\nsubsection initial state\n set formula = 0.1*cos(x)\nend\n"
      "subsection domain\n set upper = 2*pi\n set boundary = periodic\n set cells = 8\nend\n"
      "subsection time\n set end = 0.1\n set outputs = 2\nend\n");
  for (const std::string dimension : {"2", "3"}) {
    const auto outcome = program.run("run flow.prm --quiet --set 'domain/dimension = " + dimension +
                                     "' --output d" + dimension);
    ASSERT_EQ(outcome.code, 0) << outcome.err;
    const Json series = data_of(page(program, "d" + dimension))["cases"][0]["series"];
    const auto x = series["x"].get<std::vector<double>>();
    EXPECT_EQ(series["points"][0]["density"][0].size(), series["y"].size());
    EXPECT_NEAR(series["points"][0]["density"][0][3][5].get<double>(), 1 + 0.5 * std::cos(M_PI * x[5]), 2e-2);
    EXPECT_EQ(series.contains("slice"), dimension == "3");
    expect_drawn(program, "d" + dimension);
  }
  ASSERT_EQ(program.run("run field.prm --quiet --output field").code, 0);
  EXPECT_EQ(data_of(page(program, "field"))["cases"][0]["series"]["field"], true);
  expect_drawn(program, "field");
  ASSERT_EQ(program.run("run field.prm --quiet --output none --set 'output/report = false'").code, 0);
  EXPECT_FALSE(program.exists("none/report.html"));
}

// A page that was tampered with is not taken for what was computed: the checks above compare digits.
TEST(MustFail, AReportOfOtherFigures)
{
  Program program;
  program.write("flow.prm", small_flow());
  ASSERT_EQ(program.run("run flow.prm --quiet --output a").code, 0);
  ASSERT_EQ(program.run("run flow.prm --quiet --output b --set 'time/tolerance = 1e-4'").code, 0);
  const std::string ledger = program.read("a/ledger.csv");
  const auto energy = [&](const std::string &directory) {
    return data_of(page(program, directory))["cases"][0]["series"]["points"][0]["energy"];
  };
  EXPECT_TRUE(draws(energy("a"), ledger, "energy"));
  EXPECT_FALSE(draws(energy("b"), ledger, "energy"));
}

namespace
{
/// What is wrong with a table on a page of the standard class, by LaTeX itself: it does not compile, or is
/// wider or higher than the text. Empty if it fits.
std::string fault_of_table(const Program &program, const std::string &table)
{
  program.write("page.tex",
                "\\documentclass[a4paper,10pt]{article}\\begin{document}\n\\setbox0=\\hbox{\\input{" + table +
                    "}}\n\\typeout{wide:\\ifdim\\wd0>\\textwidth yes\\else no\\fi}\n"
                    "\\typeout{high:\\ifdim\\dimexpr\\ht0+\\dp0\\relax>\\textheight yes\\else "
                    "no\\fi}\n\\noindent\\box0\n\\end{document}\n");
  const auto outcome = program.shell("pdflatex -interaction=nonstopmode -halt-on-error page.tex");
  if (outcome.code != 0) return "does not compile: " + outcome.out;
  if (outcome.out.find("wide:no") == std::string::npos) return "is wider than the text";
  return outcome.out.find("high:no") == std::string::npos ? "is higher than the text" : "";
}
}  // namespace

// Tables for papers: LaTeX takes each of them, and it fits a page (A4, 10 pt). Must fail: a table with a
// character that LaTeX reads as its own, and one with too many columns.
TEST(FiguresOfCommands, TablesFitAPage)
{
  Program program;
  if (program.shell("pdflatex --version").code != 0) GTEST_SKIP() << "pdflatex is not there";
  program.write("flow.prm", small_flow(observed));
  program.write("study.prm", small_study("subsection output\n set report = false\nend\n"));
  ASSERT_EQ(program.run("reference flow.prm --quiet --figures --tolerance 1e-4 --output b").code, 0);
  ASSERT_EQ(program.run("study study.prm --quiet --figures --output c").code, 0);
  const std::string name = "p of a run with many words in its name " + std::string(90, 'w');
  program.write(name + ".csv", "x\n0.2\n0.5\n0.7\n");
  ASSERT_EQ(program.run("compare b '" + name + ".csv' --quiet --figures --output d").code, 0);
  unsigned tables = 0;
  for (const std::string &file : program.tree()) {
    if (file.find("/figures/") == std::string::npos || file.find(".tex") == std::string::npos) continue;
    if (program.read(file.substr(program.path("").size())).find("\\begin{tabular}") == std::string::npos)
      continue;  // methods.tex is a paragraph
    ++tables;
    EXPECT_EQ(fault_of_table(program, file), "") << file;
  }
  EXPECT_EQ(tables, 5u);  // ledger, error bars, points, claims, distances
  program.write("bad.tex", "\\begin{tabular}{r}a & b_c \\\\\\end{tabular}\n");
  EXPECT_NE(fault_of_table(program, "bad.tex"), "");
  program.write("wide.tex", "\\begin{tabular}{r}" + std::string(400, 'w') + "\\end{tabular}\n");
  EXPECT_EQ(fault_of_table(program, "wide.tex"), "is wider than the text");
}

// --figures: each plot in both formats, tables beside them, none left of another computation; and refused
// where there are none.
TEST(FiguresOfCommands, AreWritten)
{
  Program program;
  program.write("flow.prm", small_flow(observed));
  const auto outcome = program.run("run flow.prm --figures --output a");
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  expect_words(outcome.out, {"figures:", "a/figures"});
  for (const char *name :
       {"states", "energy", "dissipations", "balance", "mass", "minimum", "steps", "observable-centre"})
    for (const char *ending : {".svg", ".pdf"})
      EXPECT_TRUE(program.exists("a/figures/" + std::string(name) + ending)) << name << ending;
  expect_words(program.read("a/figures/states.svg"), {">x</text>", ">density</text>", ">t = 0.5</text>"});
  expect_words(program.read("a/figures/ledger.tex"), {"\\begin{tabular}", "$F(u)$", "\\end{tabular}"});
  EXPECT_FALSE(program.exists("a/figures/error-bars.svg"));  // of references alone
  program.write("a/figures/old.svg", "of another computation");
  ASSERT_EQ(program.run("run flow.prm --quiet --figures --output a").code, 0);
  EXPECT_FALSE(program.exists("a/figures/old.svg"));

  ASSERT_EQ(program.run("reference flow.prm --quiet --figures --tolerance 1e-4 --output b").code, 0);
  for (const char *name : {"error-bars.svg", "error-bars.pdf", "error-bars.tex", "states.svg"})
    EXPECT_TRUE(program.exists("b/figures/" + std::string(name))) << name;

  program.write("study.prm", small_study("subsection output\n set report = false\nend\n"));
  ASSERT_EQ(program.run("study study.prm --quiet --figures --output c").code, 0);
  for (const char *name : {"convergence-Hellinger.svg", "convergence-Hellinger.pdf", "states.svg",
                           "points.tex", "claims.tex", "energy.pdf"})
    EXPECT_TRUE(program.exists("c/cases/small/figures/" + std::string(name))) << name;
  expect_words(
      program.read("c/cases/small/figures/methods.tex"),
      {"KRR Fisher-Rao", "5 values of the ridge from 0.03 to 0.0003", "1 + 0.5*cos(pi*x)", "confirmed"});
  EXPECT_FALSE(program.exists("c/report.html"));
  program.expect_refused("reference study.prm --figures --output d", {"--figures"});
}
