// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/markup.h>
#include <gammaflow/io/files.h>
#include <gammaflow/io/report.h>
#include <gammaflow/io/report/assets.h>
#include <gammaflow/io/report/compact.h>
#include <gammaflow/io/report/plotly_part.h>
#include <gammaflow/io/report/thin.h>
#include <gammaflow/io/share.h>

#include <deal.II/base/utilities.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>
#include <vector>

namespace gammaflow
{
namespace
{
using Json = nlohmann::json;

std::string replace_all(std::string text, const std::string &from, const std::string &to)
{
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}

/// A script that is inlined must not contain what ends a script element; inside its strings and regular
/// expressions the backslash changes nothing.
std::string escape_script(const std::string &script)
{
  return replace_all(replace_all(replace_all(script, "</script", "<\\/script"), "</SCRIPT", "<\\/SCRIPT"),
                     "<!--", "<\\!--");
}

std::string text_in(const Json &json, const char *key, const std::string &otherwise)
{
  const bool there = json.is_object() && json.contains(key) && json[key].is_string();
  // dump() replaces what is not UTF-8, parse() gives the string back
  return there
             ? Json::parse(json[key].dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>()
             : otherwise;
}

/// The template with every {{name}} replaced, in one pass: what is put in is not looked at again.
std::string fill(const std::string &page, const std::map<std::string, std::string> &values)
{
  std::string result;
  std::size_t from = 0;
  for (std::size_t at = page.find("{{"); at != std::string::npos; at = page.find("{{", from)) {
    const std::size_t end = page.find("}}", at);
    result.append(page, from, at - from);
    result += values.at(page.substr(at + 2, end - at - 2));
    from = end + 2;
  }
  return result.append(page, from, std::string::npos);
}

/// What stands on the page where scripts are switched off: the headline that a report of another kind than a
/// study brings, or the verdict.
std::string headline(const Json &study)
{
  const std::string given = text_in(study, "headline", "");
  if (!given.empty()) return given;
  const bool expected = study.is_object() && study.contains("as_expected") && study["as_expected"] == true;
  return "Verdict: " + text_in(study, "verdict", "not established") +
         (expected ? ", as expected" : ", not as expected");
}
}  // namespace

std::string report_html(const Json &study)
{
  const std::string path = plotly_bundle();
  std::ifstream in(path, std::ios::binary);
  const std::string plotly((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in || plotly.empty())
    throw InputError(path, "", "Plotly's bundle cannot be read", "an intact copy (Debian: python3-plotly)");
  const std::string packed = dealii::Utilities::compress(plotly_part(plotly, {"heatmap", "contour", "bar"}));

  const Json about = study.is_object() ? study.value("study", Json::object()) : Json::object();
  return fill(
      report_assets::page,
      {{"title", escaped_markup(text_in(about, "name", "Study"))},
       {"verdict", escaped_markup(headline(study))},
       {"style", report_assets::style},
       {"licence", escape_script(plotly_licence(plotly))},
       {"coding", packed.compare(0, 2, "\x1f\x8b") == 0 ? "gzip" : "none"},
       {"plotly", dealii::Utilities::encode_base64(std::vector<unsigned char>(packed.begin(), packed.end()))},
       {"study", script_json(with_thinned_densities(with_compact_densities(study), 5u << 20))},
       {"script", report_assets::script}});
}

void write_report(const Json &study, const std::string &path)
{
  write_file(path, report_html(study));
}

}  // namespace gammaflow
