// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/markup.h>
#include <gammaflow/base/spread_indices.h>
#include <gammaflow/densities/pointwise_density.h>
#include <gammaflow/particles/particle_file.h>
#include <gammaflow/particles/particle_page.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
extern const char *const particle_page_script, *const particle_page_style;

namespace
{
using Json = nlohmann::json;
constexpr std::size_t most_shown = 2000, most_frames = 61;

double four_digits(double value)
{
  if (value == 0 || !std::isfinite(value)) return value;
  const double scale = std::pow(10., 3 - std::floor(std::log10(std::abs(value))));
  return std::round(value * scale) / scale;
}

Json frame_of(const PointMeasure &x)
{
  Json coordinates = Json::array(), weights = Json::array();
  const auto shown = spread_indices(x.size(), most_shown);
  for (unsigned d = 0; d < std::min(x.dim(), 2u); ++d) {
    Json column = Json::array();
    for (const std::size_t i : shown) column.push_back(four_digits(x.coordinate(d)[i]));
    coordinates.push_back(column);
  }
  if (!x.uniform())
    for (const std::size_t i : shown)
      weights.push_back(four_digits(x.weight(i) * double(x.size()) / x.mass()));
  return {{"x", coordinates}, {"w", weights}};
}

/// The target on 201 points, or on 61 x 61, up to a factor; nothing in 3D.
Json target_of(const ParticleSystem &system)
{
  const Space &space = system.space();
  Json values = Json::array();
  if (space.dim() > 2) return values;
  const PointwiseDensity target(system.parameters(), "target", space);
  const unsigned n = space.dim() == 1 ? 201 : 61;
  const auto at = [&](unsigned d, unsigned i) {
    return space.lower()[d] + (space.upper()[d] - space.lower()[d]) * i / (n - 1);
  };
  for (unsigned j = 0; j < (space.dim() == 1 ? 1 : n); ++j)
    for (unsigned i = 0; i < n; ++i) {
      const double value = target.value({{at(0, i), space.dim() == 1 ? 0 : at(1, j), 0}});
      values.push_back(std::isfinite(value) ? Json(four_digits(value)) : Json(nullptr));
    }
  return values;
}

std::string ledger_rows(const ParticleTrajectory &trajectory)
{
  const unsigned dim = trajectory.states.front().dim();
  std::string rows = "<tr>";
  for (const auto &name : particle_ledger_columns(dim)) rows += "<th>" + escaped_markup(name) + "</th>";
  rows += "</tr>\n";
  for (const auto &row : trajectory.ledger) {
    rows += "<tr>";
    for (const double value : particle_ledger_values(row, dim))
      rows += "<td>" + (std::isnan(value) ? "-" : few_digits(value, 6)) + "</td>";
    rows += "</tr>\n";
  }
  return rows;
}
}  // namespace

std::string particle_page(const ParticleSystem &system, const ParticleTrajectory &trajectory,
                          const std::string &title)
{
  const Space &space = system.space();
  const unsigned dim = space.dim();
  Json times = Json::array(), frames = Json::array(), ledger = Json::array();
  for (const std::size_t k : spread_indices(trajectory.times.size(), most_frames)) {
    times.push_back(trajectory.times[k]);
    frames.push_back(frame_of(trajectory.states[k]));
  }
  for (const auto &row : trajectory.ledger) ledger.push_back(json_numbers(particle_ledger_values(row, dim)));
  const Json page{{"dim", dim},
                  {"lower", space.lower()},
                  {"upper", space.upper()},
                  {"times", times},
                  {"frames", frames},
                  {"target", target_of(system)},
                  {"columns", particle_ledger_columns(dim)},
                  {"ledger", ledger}};
  std::string about;
  for (const auto &line : system.description()) about += escaped_markup(line) + "\n";
  const std::size_t n = system.start().size();
  const std::string shown =
      n > most_shown ? std::to_string(most_shown) + " of " + std::to_string(n) + " particles are shown. "
                     : "";
  return std::string("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n") +
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         escaped_markup(title) + "</title>\n<style>" + particle_page_style +
         "</style></head>\n<body><main>\n<h1>" + escaped_markup(title) + "</h1>\n<pre>" + about +
         "</pre>\n<section id=\"movie\" hidden><h2>Particles and target</h2>\n" +
         "<canvas id=\"view\" width=\"720\" height=\"" + (dim == 1 ? "360" : "720") +
         "\" role=\"img\" aria-label=\"the particles at the chosen time\"></canvas>\n" +
         "<p><button id=\"play\" type=\"button\">Play</button> <input id=\"time\" type=\"range\" min=\"0\" "
         "value=\"0\" step=\"1\" aria-label=\"time\"> <output id=\"now\"></output></p>\n<p>" +
         shown + (dim == 3 ? "The first two coordinates of three." : "The target is the grey ") +
         (dim == 1   ? "curve; particles are a histogram and ticks."
          : dim == 2 ? "shade."
                     : "") +
         "</p></section>\n<section id=\"curves\" hidden><h2>Over time</h2><div "
         "id=\"plots\"></div></section>\n" +
         "<section><h2>Ledger</h2><div class=\"wide\"><table>\n" + ledger_rows(trajectory) +
         "</table></div></section>\n<script type=\"application/json\" id=\"data\">" + script_json(page) +
         "</script>\n<script>" + particle_page_script + "</script>\n</main></body></html>\n";
}

}  // namespace gammaflow
