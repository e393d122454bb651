// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/json_numbers.h>
#include <gammaflow/base/markup.h>
#include <gammaflow/io/figures/comparison_figures.h>
#include <gammaflow/io/figures/formats.h>
#include <gammaflow/io/figures/from_json.h>

#include <boost/algorithm/string/replace.hpp>

#include <filesystem>

namespace gammaflow
{
namespace
{
using namespace figure_data;
using Json = nlohmann::json;

const char *const style = R"css(
:root { --paper: #faf8f4; --ink: #1d2129; --muted: #5b6270; --line: #e4e0d7; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #13161b; --ink: #e9e7e2; --muted: #a2a9b6; --line: #303640; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1rem; }
p { color: var(--muted); }
.figures, .frame { display: flex; flex-wrap: wrap; gap: 1rem; }
.frame[hidden] { display: none; }
figure { margin: 0; max-width: 100%; }
figcaption { color: var(--muted); font-size: 0.85rem; max-width: 30rem; }
svg { max-width: 100%; height: auto; border: 1px solid var(--line); }
input[type=range] { width: min(28rem, 60vw); vertical-align: middle; }
.wide { overflow-x: auto; margin-top: 1.2rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.85rem; }
th, td { padding: 0.1rem 0.6rem; text-align: right; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; color: var(--muted); }
)css";

/// Of each group of frames the chosen one; the slider is made here, as it does nothing without scripts.
const char *const script = R"js('use strict';
document.querySelectorAll('.frames').forEach((group) => {
  const frames = [...group.querySelectorAll('.frame')];
  if (frames.length < 2) return;
  const line = document.createElement('p'), slider = document.createElement('input');
  const now = document.createElement('output');
  slider.type = 'range';
  slider.min = 0;
  slider.max = frames.length - 1;
  slider.value = slider.max;
  slider.setAttribute('aria-label', 'time');
  const show = () => {
    frames.forEach((frame, k) => { frame.hidden = k !== Number(slider.value); });
    now.textContent = ' t = ' + frames[Number(slider.value)].dataset.time;
  };
  slider.addEventListener('input', show);
  line.append(slider, now);
  group.prepend(line);
  show();
});
)js";

/// A picture in the page; its clip paths have names of their own there.
std::string drawn(const Figure &figure, const std::string &id)
{
  constexpr double width = 360;
  const double height = height_for(figure, width);
  const auto sheet = make_svg(width, height, figure.caption);
  draw(figure, *sheet, width, height);
  std::string svg = sheet->finish();
  boost::replace_all(svg, "id=\"clip", "id=\"" + id + "-clip");
  boost::replace_all(svg, "url(#clip", "url(#" + id + "-clip");
  return "<figure>" + svg + "<figcaption>" + escaped_markup(figure.caption) + "</figcaption></figure>\n";
}

std::string cell(const std::string &text)
{
  return "<td>" + escaped_markup(text) + "</td>";
}

std::string measured(double value, double error, int digits)
{
  return few_digits(value, digits) + (value == value ? " \u00b1 " + few_digits(error, 2) : "");
}

std::string distance_rows(const Json &candidates)
{
  std::string rows =
      "<tr><th>candidate</th><th>time</th><th>distance</th><th>value \u00b1 error</th><th>of samples</th>"
      "<th></th><th>method error</th></tr>\n";
  for (const auto &candidate : candidates)
    for (const auto &snapshot : at(candidate, "snapshots"))
      for (const auto &d : at(snapshot, "distances")) {
        const Json &sampling = at(d, "sampling"), &method = at(d, "method_error");
        const double low = number_in(method, "low"), high = number_in(method, "high");
        rows += "<tr>" + cell(std::filesystem::path(text(at(candidate, "name"))).filename().string()) +
                cell(few_digits(number_in(snapshot, "time"), 6)) + cell(text(at(d, "distance"))) +
                cell(measured(number_in(d, "value"), number_in(d, "error"), 4)) +
                cell(measured(number_in(sampling, "mean"), number_in(sampling, "deviation"), 3)) +
                cell(text(at(d, "standing"))) +
                cell(high == high ? few_digits(low, 2) + " to " + few_digits(high, 2) : "-") + "</tr>\n";
      }
  return "<div class=\"wide\"><table>\n" + rows + "</table></div>\n";
}

std::string rate_section(const Json &rates)
{
  if (!rates.is_array() || rates.empty()) return "";
  std::string rows =
      "<tr><th>distance</th><th>order from</th><th>to</th><th>expected</th><th>verdict</th></tr>\n";
  std::string sentences;
  for (const auto &rate : rates) {
    rows += "<tr>" + cell(text(at(rate, "distance"))) + cell(few_digits(number_in(rate, "low"))) +
            cell(few_digits(number_in(rate, "high"))) + cell(few_digits(number_in(rate, "expected"))) +
            cell(text(at(rate, "verdict"), "-")) + "</tr>\n";
    if (const std::string sentence = text(at(rate, "sentence")); !sentence.empty())
      sentences += "<p>" + escaped_markup(text(at(rate, "distance")) + ": " + sentence) + "</p>\n";
  }
  return "<h2>Order in the parameter</h2>\n<div class=\"wide\"><table>\n" + rows + "</table></div>\n" +
         sentences;
}

std::string frame_section(const Json &report, std::size_t &id)
{
  std::string section;
  for (const auto &candidate : comparison_frames(report)) {
    section += "<h3>" + escaped_markup(candidate.name) + "</h3>\n<div class=\"frames\">\n";
    for (const auto &frame : candidate.frames) {
      section += "<div class=\"frame\" data-time=\"" + few_digits(frame.time, 6) + "\">\n";
      for (const auto &figure : frame.figures) section += drawn(figure, "f" + std::to_string(++id));
      section += (frame.note.empty() ? "" : "<p>" + escaped_markup(frame.note) + "</p>\n") + "</div>\n";
    }
    section += "</div>\n";
  }
  return section.empty() ? "" : "<h2>Against the reference</h2>\n" + section;
}

std::string computed_section(const Json &report)
{
  const Json &computed = at(report, "computed");
  std::string lines;
  for (const char *key : {"command", "date"})
    if (const std::string value = text(at(computed, key)); !value.empty())
      lines += std::string(key) + ": " + value + "\n";
  lines += "reference: " + text(at(report, "reference")) + "\noptions: " + at(report, "options").dump(1) +
           "\nversions: " + at(report, "versions").dump(1) + "\n";
  return "<h2>How it was computed</h2>\n<pre>" + escaped_markup(lines) + "</pre>\n";
}

/// What value -+ error says, of each meaning that the distances of the report have.
std::string meanings(const Json &candidates)
{
  bool candidate = false, law = false, target = false;
  for (const auto &entry : candidates)
    for (const auto &snapshot : at(entry, "snapshots"))
      for (const auto &d : at(snapshot, "distances")) {
        const std::string meaning = text(at(d, "meaning"), "candidate");
        law = law || meaning == "law";
        target = target || meaning == "to target";
        candidate = candidate || (meaning != "law" && meaning != "to target");
      }
  const std::string within = " is within value \u00b1 error, where an error is known. ";
  std::string words;
  if (candidate) words += "The distance of a candidate from the true density" + within;
  if (law)
    words += "Density distances: that of the law behind independent particles from the true density" +
             within + "That error is an estimate. ";
  if (target)
    words += "KSD is a discrepancy from the target, not from the reference; its error is an estimate. ";
  return words;
}
}  // namespace

std::string comparison_page(const Json &report)
{
  const std::string title = "Comparison with " + text(at(report, "reference"), "a reference");
  std::size_t id = 0;
  std::string figures;
  for (const auto &figure : figures_of_comparison(report).figures)
    if (figure.name.compare(0, 6, "state-") != 0) figures += drawn(figure, "f" + std::to_string(++id));
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\">\n<title>" +
         escaped_markup(title) + "</title>\n<style>" + style + "</style></head>\n<body><main>\n<h1>" +
         escaped_markup(title) + "</h1>\n<p>" + meanings(at(report, "candidates")) +
         "Beside it: the mean and the deviation that independent samples have.</p>\n" +
         rate_section(at(report, "rates")) +
         "<h2>Distances</h2>\n<p>Bars are errors; of samples (open marks) three deviations. No bar: the "
         "error is "
         "not known.</p>\n<div class=\"figures\">\n" +
         figures + "</div>\n" + distance_rows(at(report, "candidates")) + frame_section(report, id) +
         computed_section(report) + "<script>" + script + "</script>\n</main></body></html>\n";
}

}  // namespace gammaflow
