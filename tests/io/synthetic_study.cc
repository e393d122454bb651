// SPDX-License-Identifier: LGPL-2.1-or-later
#include "tests/io/synthetic_study.h"

#include <cmath>
#include <string>
#include <vector>

using Json = nlohmann::json;

namespace
{
constexpr double pi = 3.14159265358979323846;

std::vector<double> interval(double a, double b, int n)
{
  std::vector<double> x(n);
  for (int i = 0; i < n; ++i) x[i] = a + (b - a) * i / (n - 1);
  return x;
}

double bump(double x, double mean, double deviation)
{
  return std::exp(-0.5 * std::pow((x - mean) / deviation, 2)) / (deviation * std::sqrt(2 * pi));
}

// Fisher-Rao flow of KL: rho = pi^(1-s) rho0^s, s = e^-t; a kernel flow is one that is slower by `late` and
// rougher by `wave`.
double density(double target, double initial, double t, double late, double wave)
{
  const double s = std::exp(-t / (1 + late));
  return std::pow(target, 1 - s) * std::pow(initial, s) * (1 + wave * s * (1 - s));
}

struct Shape {
  int dimension;
  double order;   // of the distances
  double offset;  // what the distances converge to
};

Json ledger(const std::vector<double> &times, double gap, const std::string &label)
{
  Json row = {{"label", label}};
  for (const double t : times) {
    const double s = std::exp(-t / (1 + gap));
    row["energy"].push_back(0.9 * s * s);
    row["primal_rate"].push_back(0.9 * s * s / (1 + gap));
    row["dual_rate"].push_back(0.9 * s * s / (1 + gap) * (1 - 0.02 * gap));
    row["mass"].push_back(1 + 1e-13 * std::sin(9 * t));
    row["minimum"].push_back(1e-3 * (1 + t));
    row["edb_residual"].push_back(1e-9 * (t + 0.05 * std::sin(7 * t)) * (1 + gap));
  }
  return row;
}

Json field(const Shape &shape, const std::vector<double> &x, double t, double late, bool target)
{
  const auto value = [&](double a, double b) {
    double goal = 0.25 + 0.4 * bump(a, 0.3, 0.1) + 0.25 * bump(a, 0.72, 0.06),
           start = 0.3 + 0.7 * bump(a, 0.55, 0.16);
    if (shape.dimension > 1) {
      goal = 0.2 + 0.35 * bump(a, 0.3, 0.12) * bump(b, 0.35, 0.1) +
             0.25 * bump(a, 0.7, 0.09) * bump(b, 0.68, 0.13);
      start = 0.3 + 0.4 * bump(a, 0.5, 0.2) * bump(b, 0.5, 0.2);
    }
    return target ? goal : density(goal, start, t, late, late * std::sin(8 * a + 3 * b));
  };
  Json rows = Json::array();
  if (shape.dimension == 1) {
    for (const double a : x) rows.push_back(value(a, 0));
    return rows;
  }
  for (const double b : x) {
    Json row = Json::array();
    for (const double a : x) row.push_back(value(a, b));
    rows.push_back(row);
  }
  return rows;
}

Json claim(int number, const std::string &name, const std::string &verdict, const Shape &shape,
           std::size_t points)
{
  Json c = {
      {"claim", number}, {"name", name}, {"verdict", verdict}, {"quantity", name}, {"limit", "Fisher-Rao"}};
  c["predicted_order"] = number == 6 ? Json() : Json(std::round(shape.order));
  c["observed_order"] = number == 6 ? Json() : Json(shape.offset > 0 ? 0.04 : shape.order - 0.02);
  c["uncertainty"] = number == 6 ? Json() : Json(0.034);
  c["limit_statement"] = c["order_statement"] = Json();
  if (number != 6) {
    const bool away = shape.offset > 0;
    c["limit_statement"] = {{"verdict", away ? "refuted" : "confirmed"},
                            {"sentence", "The limit is at most so much."},
                            {"bound", away ? 0.22 : 1e-5},
                            {"smallest", away ? 0.21 : 8e-4},
                            {"part", 0.2},
                            {"estimate", shape.offset},
                            {"uncertainty", 1e-5},
                            {"range", {0.001, 0.3}},
                            {"basis", "states"},
                            {"models", Json::array()},
                            {"extrapolation",
                             {{"estimate", shape.offset},
                              {"from_bars", 1e-6},
                              {"from_models", 9e-6},
                              {"chosen", {{"name", "two terms"}}}}}};
    c["order_statement"] = {
        {"verdict", away ? "not established" : "confirmed"},
        {"sentence", "The order is in an interval."},
        {"low", away ? Json() : Json(shape.order - 0.05)},
        {"high", away ? Json() : Json(shape.order + 0.01)},
        {"predicted", std::round(shape.order)},
        {"part_from_bars", 0.01},
        {"part_from_models", 0.02},
        {"range", {0.001, 0.3}},
        {"settled", !away},
        {"models",
         {{{"name", "C e^q"}, {"accepted", false}, {"low", nullptr}, {"high", nullptr}, {"residual", 3.1}},
          {{"name", "C e^q (1 + a e)"},
           {"accepted", true},
           {"low", shape.order - 0.05},
           {"high", shape.order + 0.01},
           {"residual", 0.4}}}}};
  }
  c["sentence"] =
      number == 6
          ? "Energy and dissipation balance in every run: the largest residual is 1.1e-9, its bound 1e-7."
      : shape.offset > 0
          ? "The " + name +
                " do not approach those of Fisher-Rao: what is left is 0.21, far beyond its error bar."
          : "The " + name + " converge to those of Fisher-Rao at the predicted order.";
  for (std::size_t i = 0; i < points; ++i) {
    c["points_used"].push_back(i > 0 && i + 1 < points);
    if (i + 1 < points) c["local_orders"].push_back(shape.order + 0.2 / (i + 1.) / (i + 1.));
  }
  return c;
}

Json sweep_case(const std::string &name, const std::string &parameter, const Shape &shape)
{
  const bool refuted = shape.offset > 0;
  const std::vector<double> values = {0.3, 0.1, 0.03, 0.01, 0.003, 0.001}, times = interval(0, 4, 21),
                            x = interval(0, 1, shape.dimension == 1 ? 129 : 41);
  Json c = {{"name", name},
            {"settings", "geometry/name = KRR Fisher-Rao; sweep/parameter = " + parameter},
            {"mode", "convergence"},
            {"distance", "Hellinger"},
            {"budget", 0.05}};
  c["flow"] = {{"energy", "KL"},
               {"geometry", refuted ? "Stein Fisher-Rao" : "KRR Fisher-Rao"},
               {"kernel", "intrinsic Matern"},
               {"operator", "calculus"}};
  c["limit"] = {{"energy", "KL"},
                {"geometry", "Fisher-Rao"},
                {"settings", ""},
                {"order", std::round(shape.order)},
                {"note", ""}};
  c["sweep"] = {{"parameter", parameter}, {"values", values}};
  c["expected"] = refuted ? "refuted" : "confirmed";
  c["verdict"] = c["expected"];
  c["as_expected"] = true;
  c["compared"] = {{"times", 21}, {"between_outputs", 1}};
  c["failed_points"] = Json::array();
  c["notes"] = Json::array();
  c["conditions"] = {{{"name", "density above ridge"},
                      {"holds", "yes"},
                      {"sentence", "The density stays above the ridge."}}};
  if (refuted) {
    c["elsewhere"] = {{"geometry", "power-mobility Fisher-Rao"},
                      {"settings", "geometry/exponent = 2"},
                      {"separation", {{"value", 0.21}, {"delta", 1e-6}}},
                      {"distance", 3e-4},
                      {"delta", 1e-6}};
    c["failed_points"] = {{{"parameter", 1e-4}, {"failure", "time integration stops at t = 0.3"}},
                          {{"parameter", 0.2},
                           {"bandwidth", 0.2},
                           {"ridge", 1e-7},
                           {"map", "Fisher-Rao"},
                           {"failure", "time integration stops at t = 0.1"}}};
  }
  Json &series = c["series"];
  series = {{"times", times}, {"dimension", shape.dimension}, {"target", field(shape, x, 0, 0, true)}};
  // The plotting grid by itself or as nodes; densities at all times or at some.
  if (shape.dimension == 1)
    series["nodes"] = x;
  else if (shape.dimension == 2)
    series["nodes"] = {{"x", x}, {"y", x}};
  else
    series.update({{"x", x}, {"y", x}, {"slice", "z = 0.5"}});
  const std::vector<double> frames = shape.dimension == 3 ? interval(0, 4, 11) : times;
  series["limit"] = ledger(times, 0, "Fisher-Rao");
  series["limit"]["density_times"] = frames;
  for (const double t : frames) series["limit"]["density"].push_back(field(shape, x, t, 0, false));

  for (std::size_t i = 0; i < values.size(); ++i) {
    const double e = values[i], gap = shape.offset + 0.8 * std::pow(e, shape.order) * (i == 0 ? 0.7 : 1);
    const bool resolved = i + 1 < values.size();
    Json point = {{"parameter", e},
                  {"bandwidth", parameter == "ridge" ? 0.1 : e},
                  {"ridge", parameter == "ridge" ? Json(e) : Json()},
                  {"level", i / 2},
                  {"nodes", 65 << (i / 2)},
                  {"tolerance", 1e-8},
                  {"resolved", resolved},
                  {"solver_iterations", 40 + 25 * i},
                  {"steps", 118},
                  {"note", resolved ? "" : "the error bar is 11 % of the distance after 3 refinements"}};
    const auto quantity = [&](double factor) {
      const double value = factor * gap, delta = value * (resolved ? 0.004 * (i + 1) : 0.11) + 1e-9;
      return Json{{"value", value},
                  {"delta", delta},
                  {"delta_space", 0.7 * delta},
                  {"delta_time", 0.3 * delta},
                  {"at_end", 0.2 * value}};
    };
    point["distances"] = {{"Hellinger", quantity(1)},
                          {"L1", quantity(1.6)},
                          {"L2", quantity(2.1)},
                          {"KL", quantity(0.3 * gap)}};
    point["energy"] = quantity(0.8);
    point["primal_dissipation"] = quantity(0.5);
    point["dual_dissipation"] = quantity(0.7);
    point["edb_residual"] = {{"value", 1.1e-9}, {"bound", 1e-7}, {"limit_flow_value", 9e-10}};
    c["points"].push_back(point);

    Json row = ledger(times, gap, parameter + " " + std::to_string(e));
    row["parameter"] = e;
    for (const double t : frames) row["density"].push_back(field(shape, x, t, gap, false));
    for (const double t : times) {
      const double d = gap * 2.7 * t * std::exp(-t);
      row["distance"]["Hellinger"].push_back(d);
      row["delta"]["Hellinger"].push_back(d * 0.02);
      row["distance"]["L1"].push_back(1.6 * d);
    }
    series["points"].push_back(row);
  }
  const std::string verdict = c["verdict"];
  c["claims"] = {claim(1, "solutions", verdict, shape, values.size()),
                 claim(2, "energies", verdict, shape, values.size()),
                 claim(3, "primal dissipation", verdict, shape, values.size()),
                 claim(3, "dual dissipation", verdict, shape, values.size()),
                 claim(6, "energy-dissipation balance", "confirmed", shape, values.size())};
  return c;
}

Json equality_case()
{
  Json c = sweep_case("two names of one flow", "none", {1, 1, 0});
  c["mode"] = "equality";
  c["tolerance"] = 1e-7;
  c["settings"] = "limit/mode = equality; limit/tolerance = 1e-7";
  c["flow"] = {{"energy", "inclusive-KL"},
               {"geometry", "Stein Fisher-Rao"},
               {"kernel", "Gaussian"},
               {"operator", "separable"}};
  c["limit"] = {{"energy", "MMD"}, {"geometry", "Fisher-Rao"}, {"note", "Both are u' = -u K(u - target)."}};
  c["points"].erase(c["points"].begin() + 1, c["points"].end());
  c["points"][0]["parameter"] = nullptr;
  c["points"][0]["distances"] = {{"Hellinger", {{"value", 3e-9}, {"delta", 4e-9}, {"at_end", 1e-9}}}};
  auto &curves = c["series"]["points"];
  curves.erase(curves.begin() + 1, curves.end());
  curves[0]["parameter"] = nullptr;
  curves[0]["label"] = "Stein Fisher-Rao";
  for (auto &d : curves[0]["distance"]["Hellinger"]) d = 1e-9 + 1e-8 * d.get<double>();
  curves[0]["delta"]["Hellinger"] = std::vector<double>(21, 4e-9);
  curves[0]["distance"].erase("L1");
  c["series"]["limit"]["label"] = "MMD in Fisher-Rao";
  c["claims"] = {{{"claim", 1},
                  {"name", "solutions"},
                  {"verdict", "confirmed"},
                  {"sentence", "The two flows agree to 3e-9, within the tolerance 1e-7."},
                  {"observed_order", nullptr},
                  {"predicted_order", nullptr}}};
  return c;
}

// What a careless or malicious study holds.
Json hostile_case()
{
  Json c = sweep_case("</script><script>window.broken = 1</script>", "ridge", {1, 1, 0});
  c["verdict"] = "not established";
  c["as_expected"] = false;
  c["settings"] = "energy/name = <img src=x onerror=\"window.broken = 2\">";
  c["flow"]["geometry"] = "<b onmouseover=alert(1)>bold</b> & \xe2\x80\xa8 \"quoted\" {{study}}";
  c["claims"][0]["sentence"] = "<!-- <script> \\u003c/script> ' \" ]]> \xff not UTF-8";
  c["claims"][0]["observed_order"] = nullptr;
  c["claims"][1].erase("points_used");
  c["claims"][2]["limit_statement"] = "<script>window.broken = 4</script>";
  c["claims"][3]["order_statement"]["models"] = {nullptr, {{"name", "<b>"}, {"accepted", "maybe"}}};
  c["conditions"] = {nullptr, {{"holds", "<i>"}, {"sentence", nullptr}}};
  c["failed_points"] = {{{"parameter", nullptr}, {"failure", "<script>window.broken = 5</script>"}}};
  c["notes"] = {"<img src=x onerror=\"window.broken = 6\">", nullptr};
  c["points"][1]["distances"]["Hellinger"]["value"] = nullptr;
  c["points"][2]["distances"]["Hellinger"] = nullptr;
  c["points"][3]["edb_residual"] = nullptr;
  c["points"][4]["distances"]["L1"]["value"] = 0;
  for (auto &point : c["points"]) point["edb_residual"] = nullptr;
  auto &curve = c["series"]["points"][0];
  curve["label"] = "<svg onload=\"window.broken = 3\">";
  curve["energy"][3] = nullptr;
  curve["edb_residual"] = std::vector<Json>(21, nullptr);
  curve["density"][2] = std::vector<Json>(129, nullptr);
  curve["density"][3][5] = std::nan("");
  c["series"]["points"][1].erase("density");
  c["series"]["points"][2].erase("distance");
  c["series"]["limit"]["energy"] = nullptr;
  return c;
}
}  // namespace

Json synthetic_study(bool hostile)
{
  Json study;
  study["gammaflow"] = {
      {"version", "0.1.0"}, {"revision", "synthetic"}, {"deal.II", "9.4.1"}, {"compiler", "g++ 12.2"}};
  study["study"] = {
      {"name", "Ridge to Fisher-Rao"},
      {"description",
       "Kernel ridge regression of the growth rate, with an intrinsic Matern kernel. As the ridge falls, the "
       "regularized flow becomes the Fisher-Rao flow, one order in the ridge at a time; Stein's does not."}};
  study["parameters"] = {
      {"domain", {{"dimension", "1"}, {"shape", "box"}, {"cells", "64"}, {"degree", "4"}}},
      {"kernel", {{"name", "intrinsic Matern"}, {"bandwidth", "0.1"}, {"smoothness", "1"}}},
      {"limit", {{"tolerance", "1e-6"}}}};
  study["computed"] = {{"command", "gammaflow study synthetic.prm --set 'limit/tolerance = 1e-6'"},
                       {"date", "2026-01-02 03:04:05 UTC"},
                       {"seconds", 42.3},
                       {"file", "synthetic.prm"},
                       {"text", "subsection domain\n  set cells = 64\nend\n"},
                       {"changed", {{"domain", {{"cells", "64"}}}, {"limit", {{"tolerance", "1e-6"}}}}}};
  study["verdict"] = "confirmed";
  study["as_expected"] = true;
  study["cases"] = {sweep_case("ridge, one dimension", "ridge", {1, 1, 0}),
                    sweep_case("Stein is not Fisher-Rao", "bandwidth", {1, 1, 0.21}),
                    sweep_case("bandwidth, two dimensions", "bandwidth", {2, 2, 0}),
                    sweep_case("path, a slice of three dimensions", "path", {3, 1, 0}), equality_case()};
  if (hostile) {
    study["study"]["name"] = "</title></script><script>window.broken = 0</script> & co";
    study["study"]["description"] = "A description with </script>, <!-- and {{plotly}}.";
    study["as_expected"] = false;
    study["cases"] = {hostile_case(), {{"name", nullptr}}, sweep_case("sound", "ridge", {1, 1, 0})};
    study["cases"][2]["series"] = nullptr;
  }
  return study;
}
