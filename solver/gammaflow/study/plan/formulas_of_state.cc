// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/study/plan/formulas_of_state.h>

#include <cctype>
#include <stdexcept>

namespace gammaflow
{
namespace
{
const std::vector<std::string> coordinates = {"x", "y", "z"};

bool digit(char c)
{
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}
bool part_of_name(char c)
{
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The end of the number that begins at i.
std::size_t end_of_number(const std::string &text, std::size_t i)
{
  while (i < text.size() && (digit(text[i]) || text[i] == '.')) ++i;
  if (i >= text.size() || (text[i] != 'e' && text[i] != 'E')) return i;
  std::size_t exponent = i + 1;
  if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) ++exponent;
  if (exponent >= text.size() || !digit(text[exponent])) return i;
  while (exponent < text.size() && digit(text[exponent])) ++exponent;
  return exponent;
}

/// Section and key of the formulas in u that this flow has; named ones (`quartic`) have no narrow parts.
std::vector<std::pair<std::string, std::string>> keys_in_u(const Parameters &p)
{
  std::vector<std::pair<std::string, std::string>> keys;
  if (!describes_flow(p)) return keys;
  const std::string energy = p.text("energy", "name");
  if (energy == "Ginzburg-Landau" || energy == "nonlocal Ginzburg-Landau") keys.push_back({"energy", "f"});
  if (p.text("geometry", "name") == "H-1") keys.push_back({"geometry", "mobility"});
  return keys;
}

/// The formulas in u with `state` in its place.
std::vector<FormulaData> with_state(const Parameters &p, const std::string &state)
{
  std::vector<FormulaData> all;
  for (const auto &[section, key] : keys_in_u(p)) try {
      if (parse_expression(p, p.text(section, key), {"u"}).constant()) continue;
      const std::string text = substituted(p.text(section, key), {{"u", state}});
      all.push_back({section, key, {parse_expression(p, text, {"x", "y", "z", "t"})}});
    } catch (const std::invalid_argument &) {  // the name of a potential
    }
  return all;
}
}  // namespace

std::string substituted(const std::string &formula, const std::map<std::string, std::string> &variables)
{
  std::string result;
  for (std::size_t i = 0; i < formula.size();) {
    std::size_t end = i + 1;
    if (digit(formula[i]) || formula[i] == '.')
      end = end_of_number(formula, i);
    else if (part_of_name(formula[i]))
      while (end < formula.size() && part_of_name(formula[end])) ++end;
    const std::string token = formula.substr(i, end - i);
    const auto variable = variables.find(token);
    result += variable == variables.end() ? token : "(" + variable->second + ")";
    i = end;
  }
  return result;
}

std::vector<FormulaData> interaction_from_points(const Parameters &p, const Space &space)
{
  std::vector<FormulaData> all;
  if (!describes_flow(p) || p.text("energy", "name") != "free-energy" || p.is_default("energy", "W"))
    return all;
  unsigned walls = 0;  // corners that differ by more than the sign of all differences
  for (unsigned d = 0; d < space.dim(); ++d) walls += space.periodic(d) ? 0 : 1;
  for (unsigned corner = 0; corner < 1u << (walls > 0 ? walls - 1 : 0); ++corner) {
    std::map<std::string, std::string> difference = {{"y", "0"}, {"z", "0"}};
    std::string squares;
    unsigned wall = 0;
    for (unsigned d = 0; d < space.dim(); ++d) {
      const double low = space.lower()[d], high = space.upper()[d];
      const bool upper = !space.periodic(d) && (corner >> wall++ & 1) != 0;
      const double from = space.periodic(d) ? (low + high) / 2 : upper ? high : low;
      difference[coordinates[d]] = coordinates[d] + " - (" + all_digits(from) + ")";
      squares += (d > 0 ? " + (" : "(") + difference[coordinates[d]] + ")^2";
    }
    difference["r"] = space.dim() == 1 ? "abs(" + difference["x"] + ")" : "sqrt(" + squares + ")";
    all.push_back(
        {"energy",
         "W",
         {parse_expression(p, substituted(p.text("energy", "W"), difference), {"x", "y", "z", "t"})}});
  }
  return all;
}

std::vector<FormulaData> formulas_along_range(const Parameters &p, const Space &space,
                                              std::pair<double, double> range)
{
  if (!(range.second > range.first)) return {};
  const double low = space.lower()[0], slope = (range.second - range.first) / (space.upper()[0] - low);
  return with_state(
      p, all_digits(range.first) + " + (" + all_digits(slope) + ")*(x - (" + all_digits(low) + "))");
}

std::vector<FormulaData> formulas_of_initial_state(const Parameters &p, const Space &space)
{
  if (keys_in_u(p).empty()) return {};
  const std::string state = density_formula(p, "initial state", space);
  return state.empty() ? std::vector<FormulaData>() : with_state(p, state);
}

}  // namespace gammaflow
