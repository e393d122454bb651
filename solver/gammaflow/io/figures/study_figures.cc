// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/io/figures/claim_figures.h>
#include <gammaflow/io/figures/from_json.h>
#include <gammaflow/io/figures/report_figures.h>
#include <gammaflow/io/figures/study_case.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <tuple>

namespace gammaflow
{
namespace
{
using namespace figure_data;
using Json = nlohmann::json;

const Colour black{0.08, 0.09, 0.11}, grey{0.45, 0.48, 0.54}, blue{0.17, 0.36, 0.56};

Curve curve_of(std::string name, std::vector<double> x, std::vector<double> y, const Colour &colour)
{
  Curve curve;
  curve.name = std::move(name);
  curve.x = std::move(x);
  curve.y = std::move(y);
  curve.colour = colour;
  return curve;
}

bool anything(const Figure &figure)
{
  return std::any_of(figure.curves.begin(), figure.curves.end(), [](const Curve &curve) {
    return std::any_of(curve.y.begin(), curve.y.end(), [](double y) { return std::isfinite(y); });
  });
}

/// A distance, or a difference, against the parameter, with its error bars; points that are not resolved are
/// open. The dashed line has the predicted slope through the middle of the resolved points.
void add_convergence(FigureSet &set, const StudyCase &c, const std::string &name, const std::string &label,
                     const Json &claim, const std::function<const Json &(const Json &)> &value_of)
{
  if (c.swept == "none" || c.points.empty()) return;
  Curve measured;
  measured.line = false;
  measured.marks = true;
  measured.colour = blue;
  measured.name = "computed";
  double log_x = 0, log_y = 0, low = std::numeric_limits<double>::infinity(), high = 0;
  unsigned used = 0;
  for (const auto &point : c.points) {
    const double x = number_of(at(point, "parameter")), y = number_of(at(value_of(point), "value"));
    const bool resolved = at(point, "resolved") != false;
    measured.x.push_back(x);
    measured.y.push_back(y);
    measured.bars.push_back(number_of(at(value_of(point), "delta")));
    measured.open.push_back(!resolved);
    if (!(x > 0 && y > 0)) continue;
    low = std::min(low, x);
    high = std::max(high, x);
    if (!resolved) continue;
    log_x += std::log(x);
    log_y += std::log(y);
    ++used;
  }
  Figure figure;
  figure.name = "convergence-" + file_name(name);
  figure.caption = label + " against the " + c.parameter() + ", with error bars and the predicted slope";
  figure.x = {c.parameter(), true, 0, 0};
  figure.y = {label, true, 0, 0};
  const double order = number_of(at(claim, "predicted_order"));
  if (std::isfinite(order) && used > 0 && high > low) {
    const double middle_x = log_x / used, middle_y = log_y / used;
    const auto line = [&](double x) { return std::exp(middle_y + order * (std::log(x) - middle_x)); };
    Curve slope =
        curve_of("predicted slope " + short_number(order), {low, high}, {line(low), line(high)}, grey);
    slope.dashes = {5, 3};
    figure.curves.push_back(slope);
  }
  figure.curves.push_back(measured);
  if (anything(figure)) set.figures.push_back(figure);
}

void add_over_time(FigureSet &set, const StudyCase &c, const std::string &name, const std::string &label,
                   const std::function<std::vector<double>(const Json &)> &values, bool with_limit = true)
{
  Figure figure;
  figure.name = name;
  figure.caption = label + " over time";
  const auto times = numbers(at(c.series, "times"));
  for (std::size_t i = 0; i < c.flows.size(); ++i)
    figure.curves.push_back(
        curve_of(c.name_of(i), times, values(c.flows[i]), sweep_colour(i, c.flows.size())));
  if (with_limit && c.limit.is_object()) {
    Curve limit = curve_of("limit", times, values(c.limit), black);
    limit.dashes = {5, 4};
    figure.curves.push_back(limit);
  }
  figure.x.label = "time t";
  figure.y = {label, wants_logarithm(figure.curves), 0, 0};
  if (anything(figure)) set.figures.push_back(figure);
}

std::vector<double> absolute(std::vector<double> values)
{
  for (double &v : values) v = std::abs(v);
  if (!values.empty()) values.front() = std::nan("");  // nothing is missed at the start
  return values;
}

std::size_t nearest(const std::vector<double> &times, double t)
{
  std::size_t best = 0;
  for (std::size_t k = 0; k < times.size(); ++k)
    if (std::abs(times[k] - t) < std::abs(times[best] - t)) best = k;
  return best;
}

void add_map(FigureSet &set, const StudyCase &c, const std::string &name, const std::string &caption,
             std::vector<std::vector<double>> values, bool diverging)
{
  Figure figure;
  figure.name = name;
  figure.caption = caption;
  figure.x.label = "x";
  figure.y.label = "y";
  figure.map = {numbers(at(c.series, "x")), numbers(at(c.series, "y")), std::move(values), 0, 0, diverging};
  if (!figure.map.values.empty()) set.figures.push_back(figure);
}

std::vector<std::vector<double>> difference(std::vector<std::vector<double>> a,
                                            const std::vector<std::vector<double>> &b)
{
  if (a.size() != b.size()) return {};
  for (std::size_t j = 0; j < a.size(); ++j)
    for (std::size_t i = 0; i < std::min(a[j].size(), b[j].size()); ++i) a[j][i] -= b[j][i];
  return a;
}

/// States at the time of the largest distance.
void add_states(FigureSet &set, const StudyCase &c)
{
  const Json &density = at(c.limit, "density");
  const auto times = numbers(at(c.limit, "density_times"));
  if (!density.is_array() || density.size() != times.size() || times.empty() || c.flows.empty()) return;
  const std::size_t k = nearest(times, c.time_of_largest_distance());
  const std::string when = " at t = " + short_number(times[k]);
  const auto frame = [&](const Json &flow) -> const Json & {
    static const Json none;
    const Json &all = at(flow, "density");
    return all.is_array() && k < all.size() ? all[k] : none;
  };
  if (at(c.series, "y").is_array()) {
    const Json &last = c.flows.back();
    const std::string slice = text(at(c.series, "slice")), where = when + (slice.empty() ? "" : ", " + slice);
    add_map(set, c, "state-limit", "The limit flow" + where, rows(frame(c.limit)), false);
    add_map(set, c, "state-flow", "The flow, " + c.name_of(c.flows.size() - 1) + "," + where,
            rows(frame(last)), false);
    add_map(set, c, "state-difference", "Flow minus limit" + where,
            difference(rows(frame(last)), rows(frame(c.limit))), true);
    return;
  }
  const auto x = numbers(at(c.series, "x"));
  Figure states, apart;
  if (const auto target = numbers(at(c.series, "target")); !target.empty()) {
    states.curves.push_back(curve_of("target", x, target, grey));
    states.curves.back().filled = true;
    states.curves.back().width = 0.8;
  }
  for (std::size_t i = 0; i < c.flows.size(); ++i) {
    const auto u = numbers(frame(c.flows[i]));
    states.curves.push_back(curve_of(c.name_of(i), x, u, sweep_colour(i, c.flows.size())));
    const auto gap = difference({u}, {numbers(frame(c.limit))});
    if (!gap.empty())
      apart.curves.push_back(curve_of(c.name_of(i), x, gap.front(), sweep_colour(i, c.flows.size())));
  }
  states.curves.push_back(curve_of("limit", x, numbers(frame(c.limit)), black));
  states.curves.back().dashes = {5, 4};
  states.name = "states";
  states.caption = "The states" + when + ", the time of the largest distance";
  states.y.label = at(c.series, "field") == true ? "u" : "density";
  apart.name = "states-difference";
  apart.caption = "Flow minus limit" + when;
  apart.y.label = "flow \u2212 limit";
  for (Figure *figure : {&states, &apart}) {
    figure->x.label = "x";
    if (!x.empty()) std::tie(figure->x.low, figure->x.high) = std::pair(x.front(), x.back());
    if (anything(*figure)) set.figures.push_back(*figure);
  }
}

}  // namespace

FigureSet figures_of_case(const Json &study_case)
{
  const StudyCase c(study_case);
  FigureSet set;
  static const Json none;
  for (const auto &name : c.distances())
    add_convergence(
        set, c, name, name + " to the limit", name == c.judged ? c.claim(1) : none,
        [&](const Json &point) -> const Json & { return at(at(point, "distances"), name.c_str()); });
  add_convergence(set, c, "energy", "difference of energies", c.claim(2),
                  [](const Json &point) -> const Json & { return at(point, "energy"); });
  add_convergence(set, c, "primal-dissipation", "difference of primal dissipation",
                  c.claim(3, "primal dissipation"),
                  [](const Json &point) -> const Json & { return at(point, "primal_dissipation"); });
  add_convergence(set, c, "dual-dissipation", "difference of dual dissipation",
                  c.claim(3, "dual dissipation"),
                  [](const Json &point) -> const Json & { return at(point, "dual_dissipation"); });
  for (const auto &name : c.distances())
    add_over_time(
        set, c, "distance-" + file_name(name), name + " to the limit",
        [&](const Json &flow) { return numbers(at(at(flow, "distance"), name.c_str())); }, false);
  add_states(set, c);
  const auto member = [](const char *key) {
    return [key](const Json &flow) { return numbers(at(flow, key)); };
  };
  add_over_time(set, c, "energy", "F(u(t))", member("energy"));
  add_over_time(set, c, "primal-dissipation", "R(u, u\u2032)", member("primal_rate"));
  add_over_time(set, c, "dual-dissipation", "R*(u, \u2212DF(u))", member("dual_rate"));
  add_over_time(set, c, "balance", "|residual of the balance|",
                [](const Json &flow) { return absolute(numbers(at(flow, "edb_residual"))); });
  add_over_time(set, c, "mass", "mass \u2212 mass at 0", [](const Json &flow) {
    auto values = numbers(at(flow, "mass"));
    const double start = values.empty() ? 0 : values.front();
    for (double &v : values) v -= start;
    return values;
  });
  add_over_time(set, c, "minimum", "smallest value", member("minimum"));
  add_over_time(set, c, "decay", "2 R* / (F \u2212 inf F)", member("quotient"));
  if (c.swept != "none") add_claim_figures(set, study_case, c.parameter());
  if (!c.points.empty()) set.tables.emplace_back("points", c.table_of_points());
  set.tables.emplace_back("claims", c.table_of_claims());
  return set;
}

}  // namespace gammaflow
