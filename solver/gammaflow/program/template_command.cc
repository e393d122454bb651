// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/program/command.h>

#include <boost/algorithm/string.hpp>

#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <vector>

namespace gammaflow
{
namespace
{
/// Of sections that are numbered: "case 1", "probe 1", ...
bool is_numbered(const std::string &section)
{
  return boost::starts_with(section, "case ") || boost::starts_with(section, "probe ");
}
bool is_first(const std::string &section)
{
  return boost::ends_with(section, " 1");
}

/// Sections that only a study reads.
bool of_study(const std::string &section)
{
  static const std::set<std::string> names = {"study",  "sweep",       "limit", "accuracy",
                                              "probes", "oscillation", "bump",  "curve formula"};
  return is_numbered(section) || names.count(section) != 0;
}

/// as_prm() without the sections that `keep` turns down.
std::string sections_of(const std::string &prm, const std::function<bool(const std::string &)> &keep)
{
  std::istringstream in(prm);
  std::string result, line, section, pending;
  bool inside = false;
  while (std::getline(in, line)) {
    const std::string trimmed = boost::trim_copy(line);
    if (!inside && boost::starts_with(trimmed, "subsection ")) {
      inside = true;
      section = trimmed.substr(11);
      pending.clear();
    }
    if (inside)
      pending += line + "\n";
    else if (!trimmed.empty() && trimmed[0] != '#')
      result += line + "\n";
    if (inside && trimmed == "end") {
      inside = false;
      if (keep(section)) result += pending + "\n";
    }
  }
  return result;
}

/// A line of the short template: "section/key", value, and what is to be said beside it.
struct Line {
  std::string key, value, comment;
};

/// SVGD that runs as it is.
std::vector<Line> example_of_particles()
{
  return {{"domain/dimension", "2", "1, 2 or 3"},
          {"domain/lower", "-4, -4", "the box where densities are looked at"},
          {"domain/upper", "4, 4", ""},
          {"domain/cells", "32, 32", ""},
          {"domain/degree", "2", ""},
          {"initial state/kind", "Gaussian", "where the particles start; others: gammaflow list densities"},
          {"initial state/mean", "0, -1", ""},
          {"initial state/deviation", "0.5", ""},
          {"target/kind", "Gaussian mixture", ""},
          {"target/means", "-1, 0; 1, 1", ""},
          {"target/deviations", "0.6", ""},
          {"kernel/name", "Gaussian", "gammaflow list kernels"},
          {"kernel/bandwidth", "0.5", ""},
          {"kernel/normalization", "as given", "k(0) = 1"},
          {"particles/dynamics", "SVGD", "gammaflow list dynamics"},
          {"particles/number", "300", ""},
          {"particles/seed", "1", ""},
          {"particles/step", "0.05", "or adaptive"},
          {"time/end", "10", ""},
          {"time/outputs", "10", ""}};
}

/// A small study or flow that runs as it is, so that there is something to change.
std::vector<Line> example(const std::string &kind)
{
  if (kind == "particles") return example_of_particles();
  const bool study = kind == "study";
  std::vector<Line> lines;
  if (study) lines = {{"study/name", "my study", ""}};
  lines.insert(lines.end(), {{"domain/dimension", "1", "1, 2 or 3"},
                             {"domain/lower", "0", ""},
                             {"domain/upper", "1", ""},
                             {"domain/cells", "16", "of the coarsest mesh"},
                             {"domain/degree", "4", "of the elements"},
                             {"initial state/kind", "formula", "others: gammaflow list densities"},
                             {"initial state/formula", "1 + 0.5*cos(pi*x)", ""},
                             {"target/kind", "formula", ""},
                             {"target/formula", "exp(0.5*cos(2*pi*x))", ""},
                             {"target/mass", "1", ""},
                             {"energy/name", "KL", "gammaflow list energies"},
                             {"geometry/name", "KRR Fisher-Rao", "gammaflow list geometries"},
                             {"kernel/name", "intrinsic Matern", "gammaflow list kernels"},
                             {"kernel/bandwidth", "0.1", ""}});
  if (study)
    lines.insert(lines.end(),
                 {{"sweep/parameter", "ridge", "what goes to zero: ridge, bandwidth, path"},
                  {"sweep/from", "0.03", ""},
                  {"sweep/to", "0.0003", ""},
                  {"sweep/points", "6", ""},
                  {"limit/geometry", "auto", "the limit that the geometry declares, and its order"},
                  {"limit/expected", "confirmed", "else exit code 1; where nothing is established, 3"}});
  else
    lines.push_back({"geometry/ridge", "0.01", ""});
  lines.insert(lines.end(),
               {{"time/end", "1", ""}, {"time/outputs", "10", ""}, {"time/tolerance", "1e-8", ""}});
  return lines;
}

Parameters parameters_of(const std::vector<Line> &lines)
{
  Parameters parameters;
  for (const Line &line : lines) parameters.assign(line.key + " = " + line.value, "template");
  return parameters;
}

/// The lines as a parameter file, one section after the other.
std::string as_file(const std::vector<Line> &lines)
{
  std::map<std::string, std::string> sections;
  std::vector<std::string> order;
  for (const Line &line : lines) {
    const std::string section = line.key.substr(0, line.key.find('/')),
                      key = line.key.substr(section.size() + 1);
    if (sections.count(section) == 0) order.push_back(section);
    std::string text =
        "  set " + key + std::string(key.size() < 9 ? 9 - key.size() : 0, ' ') + " = " + line.value;
    if (!line.comment.empty())
      text += std::string(text.size() < 40 ? 40 - text.size() : 1, ' ') + "# " + line.comment;
    sections[section] += text + "\n";
  }
  std::string result;
  for (const auto &section : order) result += "subsection " + section + "\n" + sections[section] + "end\n";
  return result;
}

int print_template(const Arguments &arguments)
{
  if (arguments.markdown) {
    std::cout << parameter_reference();
    return exit_done;
  }
  const std::string kind = arguments.operands.empty() ? "study" : arguments.operands[0];
  if (kind != "study" && kind != "flow" && kind != "particles")
    throw InputError("gammaflow template", shortened(kind),
                     "there is no such template" + did_you_mean(kind, {"study", "flow", "particles"}),
                     "study, flow, particles");
  const bool study = kind == "study";
  const auto lines = example(kind);
  const std::string what = kind == "particles" ? "Particles" : "A " + kind;
  if (!arguments.all) {
    std::cout << "# " << what << " of gammaflow, a file that runs as it is:  gammaflow "
              << (study ? "study" : "run") << " THIS_FILE\n"
              << "# All parameters, with what they mean: gammaflow template " << kind << " --all\n"
              << as_file(lines);
    return exit_done;
  }
  std::cout << "# " << what << " of gammaflow: every parameter with what it means, and a value that runs.\n"
            << "# Lines that keep their default may be left out; 'gammaflow list' shows the names that can "
               "stand here.\n"
            << "#   gammaflow " << (study ? "study" : "run") << " THIS_FILE\n\n"
            << sections_of(parameters_of(lines).as_prm(), [study](const std::string &section) {
                 return is_numbered(section) ? study && is_first(section) : study || !of_study(section);
               });
  return exit_done;
}

/// In a table of Markdown.
std::string cell(std::string text)
{
  boost::replace_all(text, "|", "\\|");
  boost::replace_all(text, "\n", " ");
  return text;
}
}  // namespace

std::string parameter_reference()
{
  std::string text =
      "# Parameters\n\n"
      "Written by `gammaflow template --markdown` from the declarations in the program; do not edit.\n\n"
      "A parameter file holds sections `subsection NAME ... end` with lines `set KEY = VALUE` (or is a JSON "
      "file of the\n"
      "same sections). What is left out keeps its default. `--set \"section/key = value\"` replaces a value "
      "from the\n"
      "command line. Numbers may be arithmetic: `2*pi`, `1/3`, `2^-6`. What is given and has no effect "
      "(another energy's\n"
      "parameter, say) is noted by `gammaflow validate` and by the commands that compute.\n";
  std::string section;
  for (const auto &parameter : Parameters::descriptions()) {
    if (is_numbered(parameter.section) && !is_first(parameter.section)) continue;
    if (parameter.section != section) {
      section = parameter.section;
      text += "\n## " +
              (section == "case 1"    ? "case 1 ... case 32"
               : section == "probe 1" ? "probe 1 ... probe 16"
                                      : section) +
              "\n\n| key | default | allowed | meaning |\n| --- | --- | --- | --- |\n";
    }
    text += "| `" + cell(parameter.key) + "` | " +
            (parameter.default_value.empty() ? "" : "`" + cell(parameter.default_value) + "`") + " | " +
            cell(parameter.allowed) + " | " + cell(parameter.documentation) + " |\n";
  }
  return text;
}

Command template_command()
{
  return {"template",
          "[study|flow|particles]",
          "an annotated parameter file to start from",
          "Prints a parameter file that runs as it is: a study (the default), one flow, or particles. With "
          "--all, every parameter\n"
          "with what it means; with --markdown, the reference of all parameters, doc/parameters.md.\n\n"
          "  gammaflow template study > mine.prm\n",
          Command::markdown + Command::all_keys,
          0,
          1,
          false,
          print_template};
}

}  // namespace gammaflow
