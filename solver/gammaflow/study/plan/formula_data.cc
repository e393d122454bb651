// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/study/plan/formula_data.h>
#include <gammaflow/study/plan/formulas_of_state.h>
#include <gammaflow/study/plan/grid_data.h>
#include <gammaflow/study/plan/pointwise_flow.h>

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

FormulaData boundary_data(const Parameters &p, const std::string &key)
{
  return {"boundary", key,
          in_space_and_time(read_expression(p, "boundary", key, variables), p.number("time", "end"))};
}

void add_boundary(const Parameters &p, const Space &space, std::vector<FormulaData> &all)
{
  if (space.dim() == 1) return;  // points, which are nodes
  const std::vector<std::string> sides = {"left", "right", "bottom", "top", "back", "front"};
  if (space.tensor_grid() == nullptr) {
    for (const std::string &key :
         {sides[0], sides[1], sides[2], sides[3], sides[4], sides[5], std::string("elsewhere")}) {
      if (p.text("boundary", key).empty()) continue;
      FormulaData data = boundary_data(p, key);
      data.formula.on_boundary = true;
      all.push_back(std::move(data));
    }
    return;
  }
  for (unsigned s = 0; s < 2 * space.dim(); ++s) {
    if (space.periodic(s / 2)) continue;
    const std::string key = p.text("boundary", sides[s]).empty() ? "elsewhere" : sides[s];
    if (p.text("boundary", key).empty()) continue;
    FormulaData side = boundary_data(p, key);
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
  const std::string kind = p.text(section, "kind");
  p.reject(section,
           kind == "two moons"                   ? "deviation"
           : kind == "grid" || kind == "samples" ? "file"
                                                 : "kind",
           "differs by " + few_digits(unseen.found) + " at " + to_string(unseen.where, space.dim()) +
               " from what its values at the nodes of the mesh tell (" + space.description() +
               "); no level that is allowed shows it",
           "shorter cells (domain/cells, domain/grading, more levels or memory), or data without this value");
}
}  // namespace

bool has_target(const Parameters &p)
{
  return !describes_flow(p) || Registry<Energy>::traits(p.text("energy", "name")).has_target;
}

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
    add_boundary(p, space, all);
  }
  return all;
}

Roughness roughness_of_formulas(const Parameters &parameters, const std::shared_ptr<const Space> &space)
{
  Roughness result;
  for (const FormulaData &data : formula_data(parameters, *space)) {
    if (data.section == "boundary" || data.section == "energy") continue;
    Roughness of_data = roughness(data.formula, *space);
    const bool stays =
        data.section == "target" || (data.section == "initial state" && of_data.missed > 0 &&
                                     describes_flow(parameters) && is_pointwise(parameters, space));
    if (!stays) of_data.missed = 0;
    result = worse(result, of_data);
  }
  return result;
}

namespace
{
/// Levels from a first one on, until the nodes show what there is.
class SeeingLevel
{
 public:
  using SpaceOf = std::function<std::shared_ptr<const Space>(unsigned level)>;
  SeeingLevel(const Parameters &parameters, unsigned first, double accuracy, const SpaceOf &space_of,
              const std::function<bool(unsigned level)> &possible)
      : parameters_(parameters), accuracy_(accuracy), space_of_(space_of), possible_(possible)
  {
    go_to(first);
  }

  void see(const FormulaData &data)
  {
    while (true) {
      const UnseenPart part = unseen_part(data.formula, *space_, *coarser_, accuracy_);
      if (!part.matters(accuracy_)) return;
      // one level at a time near the end: the length is that of a box, not of a cell
      const double missing = std::log2(space_->spacing() / std::max(part.length, 1e-300));
      unsigned next = level_ + unsigned(std::max(1, std::min(6, int(missing) - 2)));
      while (next > level_ + 1 && !possible_(next)) --next;
      if (!possible_(next)) refuse(parameters_, data, part, *space_);
      go_to(next);
    }
  }
  void see_grid(const std::string &section)
  {
    while (const auto unseen = unseen_value(parameters_, section, *space_, *coarser_, accuracy_)) {
      if (!possible_(level_ + 1)) refuse(parameters_, section, *unseen, *space_);
      go_to(level_ + 1);
    }
  }

  unsigned level() const { return level_; }
  const Space &space() const { return *space_; }

 private:
  void go_to(unsigned level)
  {
    level_ = level;
    space_ = space_of_(level);
    coarser_ = space_of_(level - 1);
  }

  const Parameters &parameters_;
  const double accuracy_;
  const SpaceOf &space_of_;
  const std::function<bool(unsigned level)> &possible_;
  unsigned level_ = 0;
  std::shared_ptr<const Space> space_, coarser_;
};
}  // namespace

unsigned first_seeing_level(const Parameters &parameters, unsigned first, double accuracy,
                            const std::function<std::shared_ptr<const Space>(unsigned level)> &space_of,
                            const std::function<bool(unsigned level)> &possible)
{
  SeeingLevel search(parameters, first, accuracy, space_of, possible);
  std::vector<FormulaData> all = formula_data(parameters, search.space());
  for (const auto &list : {interaction_from_points(parameters, search.space()),
                           formulas_of_initial_state(parameters, search.space())})
    all.insert(all.end(), list.begin(), list.end());
  for (const FormulaData &data : all) search.see(data);
  search.see_grid("initial state");
  if (has_target(parameters)) search.see_grid("target");
  return search.level();
}

unsigned first_level_seeing_range(const Parameters &parameters, unsigned first, double accuracy,
                                  const std::pair<double, double> &range,
                                  const std::function<std::shared_ptr<const Space>(unsigned level)> &space_of,
                                  const std::function<bool(unsigned level)> &possible)
{
  const auto space = space_of(first);
  const std::vector<FormulaData> all = formulas_along_range(parameters, *space, range);
  if (all.empty()) return first;
  SeeingLevel search(parameters, first, accuracy, space_of, possible);
  for (const FormulaData &data : all) search.see(data);
  return search.level();
}

std::pair<double, double> range_of(const Trajectory &trajectory)
{
  std::pair<double, double> range(1, 0);
  for (std::size_t n = 0; n < trajectory.states.size(); ++n) {
    const Space &space = *trajectory.space_of(n);
    const double low = space.minimum(trajectory.states[n]), high = space.maximum(trajectory.states[n]);
    range = n == 0 ? std::make_pair(low, high)
                   : std::make_pair(std::min(range.first, low), std::max(range.second, high));
  }
  return range;
}

}  // namespace gammaflow
