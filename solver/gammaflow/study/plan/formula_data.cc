// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/roughness.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/plan/grid_data.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
const std::vector<std::string> variables = {"x", "y", "z", "t"};

SpatialFormula in_space_and_time(Expression formula, double end)
{
  SpatialFormula result{std::move(formula)};
  if (!result.formula.depends_on(3)) return result;
  constexpr unsigned times = 16;
  for (unsigned i = 1; i <= times; ++i) result.times.push_back(end * i / times);
  return result;
}

bool has_target(const Parameters &p)
{
  return !describes_flow(p) || Registry<Energy>::traits(p.text("energy", "name")).has_target;
}

void add_sides(const Parameters &p, const Space &space, std::vector<FormulaData> &all)
{
  const char *sides[] = {"left", "right", "bottom", "top", "back", "front"};
  for (unsigned s = 0; s < 2 * space.dim(); ++s) {
    if (space.dim() == 1 || space.tensor_grid() == nullptr || space.periodic(s / 2)) continue;
    const std::string own = sides[s], key = p.text("boundary", own).empty() ? "elsewhere" : own;
    if (p.text("boundary", key).empty()) continue;
    FormulaData side{
        "boundary", key,
        in_space_and_time(read_expression(p, "boundary", key, variables), p.number("time", "end"))};
    side.formula.across = int(s / 2);
    side.formula.at = (s % 2 ? space.upper() : space.lower())[s / 2];
    all.push_back(std::move(side));
  }
}

[[noreturn]] void refuse(const Parameters &p, const FormulaData &data, const UnseenPart &part,
                         const Space &space)
{
  const std::string cells = "cells of length " + few_digits(part.length, 2) + " there";
  const std::string where = to_string(part.where, space.dim());
  p.reject(data.section, data.key,
           part.decided ? "differs by " + few_digits(part.found) + " at " + where +
                              " from what its values at the nodes of the mesh tell (" + space.description() +
                              "); no level that is allowed shows it"
                        : "may differ by " + few_digits(part.found) + " near " + where +
                              " from what its values at the nodes of the mesh tell (" + space.description() +
                              "), for all that its bounds say",
           cells +
               " (domain/cells, domain/grading, domain/mesh refinements, more levels or memory), or a "
               "formula without this part");
}

[[noreturn]] void refuse(const Parameters &p, const std::string &section, const UnseenValue &unseen,
                         const Space &space)
{
  p.reject(section, "file",
           "differs by " + few_digits(unseen.found) + " at " + to_string(unseen.where, space.dim()) +
               " from what its values at the nodes of the mesh tell (" + space.description() +
               "); no level that is allowed shows it",
           "shorter cells (domain/cells, domain/grading, more levels or memory), or data without this value");
}
}  // namespace

std::vector<FormulaData> formula_data(const Parameters &p, const Space &space)
{
  std::vector<FormulaData> all;
  const double end = p.number("time", "end");
  for (const std::string section : {"initial state", "target"}) {
    if (section == "target" && !has_target(p)) continue;
    const std::string text = density_formula(p, section, space);
    if (text.empty()) continue;
    all.push_back({section,
                   p.text(section, "kind") == "formula" ? "formula" : "kind",
                   {parse_expression(p, text, variables)}});
  }
  if (describes_flow(p)) {
    if (p.text("energy", "name") == "free-energy" && !p.is_default("energy", "V"))
      all.push_back({"energy", "V", {read_expression(p, "energy", "V", variables)}});
    if (!p.text("source", "formula").empty())
      all.push_back(
          {"source", "formula", in_space_and_time(read_expression(p, "source", "formula", variables), end)});
    add_sides(p, space, all);
  }
  return all;
}

double roughness_of_formulas(const Parameters &parameters, const Space &space)
{
  double result = 0;
  for (const FormulaData &data : formula_data(parameters, space))
    if (data.section != "boundary" && data.section != "energy")
      result = std::max(result, contraction_by_roughness(data.formula, space));
  return result;
}

unsigned first_seeing_level(const Parameters &parameters, unsigned first, double accuracy,
                            const std::function<std::shared_ptr<const Space>(unsigned level)> &space_of,
                            const std::function<bool(unsigned level)> &possible)
{
  unsigned level = first;
  auto space = space_of(level), coarser = space_of(level - 1);
  for (const FormulaData &data : formula_data(parameters, *space))
    while (true) {
      const UnseenPart part = unseen_part(data.formula, *space, *coarser, accuracy);
      if (!part.matters(accuracy)) break;
      // one level at a time near the end: the length is that of a box, not of a cell
      const double missing = std::log2(space->spacing() / std::max(part.length, 1e-300));
      unsigned next = level + std::max(1, std::min(6, int(missing) - 2));
      while (next > level + 1 && !possible(next)) --next;
      if (!possible(next)) refuse(parameters, data, part, *space);
      level = next;
      space = space_of(level);
      coarser = space_of(level - 1);
    }
  for (const std::string section : {"initial state", "target"})
    while (section == "initial state" || has_target(parameters)) {
      const auto unseen = unseen_value(parameters, section, *space, *coarser, accuracy);
      if (!unseen) break;
      if (!possible(level + 1)) refuse(parameters, section, *unseen, *space);
      space = space_of(++level);
      coarser = space_of(level - 1);
    }
  return level;
}

}  // namespace gammaflow
