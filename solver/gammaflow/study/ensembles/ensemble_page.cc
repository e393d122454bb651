// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/markup.h>
#include <gammaflow/study/ensembles/ensemble_page.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

const char *const style =
    "body{margin:0 auto;max-width:60rem;padding:1rem;font:16px/1.5 "
    "system-ui,sans-serif;background:#faf8f4;"
    "color:#1d2129}svg{background:#fff;border:1px solid "
    "#e4e0d7;max-width:100%}svg text{font-size:13px;fill:"
    "#5b6270}table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    "th,td{padding:.1rem .7rem;"
    "text-align:right;border-bottom:1px solid "
    "#e4e0d7}.wide{overflow-x:auto}.confirmed{color:#17663f}"
    ".refuted{color:#a8231c}";

std::string text_in(const Json &entry, const char *key)
{
  return escaped_markup(entry.at(key).get<std::string>());
}
struct Point {
  double n, mean, delta;
};

/// Both axes logarithmic; bars of more than the value end at the lower edge.
class Plot
{
 public:
  explicit Plot(const std::vector<Point> &points) : points_(points)
  {
    for (const Point &p : points) {
      low_ = std::min(low_, p.mean > 2 * p.delta ? p.mean - p.delta : p.mean / 2);
      high_ = std::max(high_, p.mean + p.delta);
    }
  }
  std::string svg(double order, const std::string &distance) const
  {
    std::string s =
        "<svg viewBox=\"0 0 640 360\" width=\"640\" height=\"360\" "
        "role=\"img\" aria-label=\"mean " +
        distance + " over N\">";
    for (double decade = std::ceil(std::log10(low_)); decade <= std::log10(high_); ++decade)
      s += line(60, y(std::pow(10, decade)), 620, y(std::pow(10, decade)), "#ece9e2") +
           label(4, y(std::pow(10, decade)) + 4, "1e" + few_digits(decade));
    for (const Point &p : points_) s += label(x(p.n) - 10, 345, few_digits(p.n, 7));
    const Point &first = points_.front(), &last = points_.back();
    const double end = first.mean * std::pow(last.n / first.n, -order);
    s += line(x(first.n), y(first.mean), x(last.n), y(end), "#8d94a1") +
         label(x(last.n) - 110, y(end) - 8, "N^-" + few_digits(order));
    for (const Point &p : points_) {
      s += line(x(p.n), y(std::max(low_, p.mean - p.delta)), x(p.n), y(p.mean + p.delta), "#2b5c8f");
      s += "<circle cx=\"" + few_digits(x(p.n), 5) + "\" cy=\"" + few_digits(y(p.mean), 5) +
           "\" r=\"4\" fill=\"#2b5c8f\"/>";
    }
    return s + label(560, 358, "N") + label(64, 14, "mean " + distance) + "</svg>";
  }

 private:
  double x(double n) const
  {
    const double from = std::log(points_.front().n), to = std::log(points_.back().n);
    return 80 + 500 * (to > from ? (std::log(n) - from) / (to - from) : 0.5);
  }
  double y(double value) const
  {
    const double from = std::log(low_), to = std::log(high_);
    return 320 - 290 * (to > from ? (std::log(value) - from) / (to - from) : 0.5);
  }
  static std::string line(double x0, double y0, double x1, double y1, const std::string &colour)
  {
    return "<line x1=\"" + few_digits(x0, 5) + "\" y1=\"" + few_digits(y0, 5) + "\" x2=\"" +
           few_digits(x1, 5) + "\" y2=\"" + few_digits(y1, 5) + "\" stroke=\"" + colour +
           "\" stroke-width=\"2\"/>";
  }
  static std::string label(double at_x, double at_y, const std::string &text)
  {
    return "<text x=\"" + few_digits(at_x, 5) + "\" y=\"" + few_digits(at_y, 5) + "\">" + text + "</text>";
  }

  const std::vector<Point> points_;
  double low_ = INFINITY, high_ = 0;
};

std::string table_of(const Json &points)
{
  std::string rows =
      "<tr><th>N</th><th>mean</th><th>spread</th><th>error "
      "bar</th><th>of it: seeds</th><th>density</th>"
      "<th>steps</th></tr>";
  for (const Json &p : points) {
    rows += "<tr><td>" + std::to_string(p.at("number").get<std::size_t>()) + "</td>";
    for (const char *key : {"mean", "spread", "delta", "delta_seeds", "delta_mean_field", "delta_time"})
      rows += "<td>" + few_digits(number_in(p, key)) + "</td>";
    rows += "</tr>";
  }
  return "<div class=\"wide\"><table>" + rows + "</table></div>";
}

std::string section_of(const Json &distance)
{
  std::vector<Point> points;
  for (const Json &p : distance.at("points"))
    if (const double mean = number_in(p, "mean"), delta = number_in(p, "delta"); mean > 0 && delta >= 0)
      points.push_back({p.at("number").get<double>(), mean, delta});
  const std::string name = text_in(distance, "name"), verdict = text_in(distance, "verdict");
  return "<h3>" + name + ": order " + few_digits(number_in(distance, "predicted_order")) +
         " in 1/N <span class=\"" + verdict + "\">" + verdict + "</span>, " +
         (distance.at("as_expected").get<bool>() ? "as expected" : "not as expected") + "</h3>\n<p>" +
         text_in(distance.at("order_statement"), "sentence") + "</p>\n" +
         (points.empty() ? "" : Plot(points).svg(number_in(distance, "predicted_order"), name)) +
         table_of(distance.at("points"));
}
}  // namespace

std::string ensemble_page(const Json &certificate)
{
  const Json &study = certificate.at("study");
  std::string body =
      "<h1>" + text_in(study, "name") + "</h1>\n<p>" + text_in(study, "description") + "</p>\n";
  for (const Json &entry : certificate.at("cases")) {
    const Json &field = entry.at("mean_field");
    body += "<h2>" + text_in(entry, "name") + "</h2>\n<p>" + text_in(entry, "dynamics") + ", start " +
            text_in(entry, "start") + ", " + std::to_string(entry.at("seeds").size()) +
            " ensembles of each size against " + text_in(field, "energy") + " in " +
            text_in(field, "geometry") + ".</p>\n";
    for (const Json &failure : entry.at("failed_points"))
      body += "<p class=\"refuted\">" + text_in(failure, "failure") + "</p>\n";
    for (const Json &distance : entry.at("distances")) body += section_of(distance);
  }
  return "<!doctype html>\n<html lang=\"en\"><head><meta "
         "charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\"><title>" +
         text_in(study, "name") + "</title><style>" + style + "</style></head>\n<body>" + body +
         "</body></html>\n";
}

}  // namespace gammaflow
