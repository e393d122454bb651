#include <gammaflow/core/did_you_mean.h>
#include <gammaflow/program/command.h>

#include <boost/algorithm/string.hpp>

#include <iostream>
#include <set>
#include <sstream>
#include <utility>

namespace gammaflow
{
namespace
{
bool is_case(const std::string &section)
{
  return boost::starts_with(section, "case ");
}

/// Sections that only a study reads.
bool of_study(const std::string &section)
{
  static const std::set<std::string> names = {"study", "sweep", "limit", "accuracy"};
  return is_case(section) || names.count(section) != 0;
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

/// A small study or flow that runs as it is, so that there is something to change.
Parameters example(bool study)
{
  Parameters parameters;
  const std::vector<std::pair<std::string, std::string>> flow = {
      {"domain/cells", "32"},
      {"domain/degree", "4"},
      {"initial state/kind", "formula"},
      {"initial state/formula", "1 + 0.5*cos(pi*x)"},
      {"target/kind", "formula"},
      {"target/formula", "exp(-2*(x-0.3)^2)"},
      {"energy/name", "KL"},
      {"geometry/name", "KRR Fisher-Rao"},
      {"geometry/ridge", "0.01"},
      {"kernel/name", "intrinsic Matern"},
      {"kernel/bandwidth", "0.1"},
      {"time/end", "1"}};
  for (const auto &[key, value] : flow) parameters.assign(key + " = " + value, "template");
  if (study)
    for (const std::string assignment :
         {"study/name = my study", "case 1/name = in the ridge", "sweep/parameter = ridge",
          "sweep/values = 0.1, 0.03, 0.01, 0.003, 0.001"})
      parameters.assign(assignment, "template");
  return parameters;
}

int print_template(const Arguments &arguments)
{
  if (arguments.markdown) {
    std::cout << parameter_reference();
    return exit_done;
  }
  const std::string kind = arguments.operands.empty() ? "study" : arguments.operands[0];
  if (kind != "study" && kind != "flow")
    throw InputError("gammaflow template", kind,
                     "there is no such template" + did_you_mean(kind, {"study", "flow"}), "study, flow");
  const bool study = kind == "study";
  std::cout << "# A " << kind << " of gammaflow: every parameter with what it means, and a value that runs.\n"
            << "# Lines that keep their default may be left out; 'gammaflow list' shows the names that can "
               "stand here.\n"
            << "#   gammaflow " << (study ? "study" : "run") << " THIS_FILE\n\n"
            << sections_of(example(study).as_prm(), [study](const std::string &section) {
                 return is_case(section) ? study && section == "case 1" : study || !of_study(section);
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
    if (is_case(parameter.section) && parameter.section != "case 1") continue;
    if (parameter.section != section) {
      section = parameter.section;
      text += "\n## " + (is_case(section) ? "case 1 ... case 32" : section) +
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
          "[study|flow]",
          "an annotated parameter file to start from",
          "Prints an annotated parameter file that runs as it is: a study (the default) or one flow. With "
          "--markdown, the\n"
          "reference of all parameters, doc/parameters.md.\n\n"
          "  gammaflow template study > mine.prm\n",
          Command::markdown,
          0,
          1,
          false,
          print_template};
}

}  // namespace gammaflow
