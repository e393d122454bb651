// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/between_nodes.h>
#include <gammaflow/densities/roughness.h>
#include <gammaflow/flow/trajectory.h>
#include <gammaflow/parameters/parameters.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
/// A formula that a flow takes nodal values of: initial state, target, potential, source, boundary values.
struct FormulaData {
  std::string section, key;
  SpatialFormula formula;
};

/// Whether section `target` means something to the flow (or geodesic).
bool has_target(const Parameters &parameters);

/// Those of the flow (or geodesic) that the parameters describe; named densities that are formulas are among
/// them, data from files are not. Sources and boundary values (of the sides of a box; of other meshes: in the
/// cells at the boundary) are looked at at 17 times.
std::vector<FormulaData> formula_data(const Parameters &parameters, const Space &space);

/// roughness() of the initial state, the target and the source: the worst. What the mesh misses (`missed`) is
/// that of the target, which states tend to, and of an initial state that nothing smooths.
Roughness roughness_of_formulas(const Parameters &parameters, const std::shared_ptr<const Space> &space);

/// The lowest level, from `first` (1 or more) on, on which no formula of the flow, and no data of it on
/// a grid, has a part that the nodes of the mesh miss and that matters to a result of this relative accuracy:
/// formula_data(), the interaction W, formulas in u of the initial state (formulas_of_state.h).
/// InputError, with where that part is and the length of the cells that show it, if the last level that
/// `possible` allows is not enough.
unsigned first_seeing_level(const Parameters &parameters, unsigned first, double accuracy,
                            const std::function<std::shared_ptr<const Space>(unsigned level)> &space,
                            const std::function<bool(unsigned level)> &possible);

/// The same of the formulas in u (f of the energy, the mobility) between the values that the states have.
unsigned first_level_seeing_range(const Parameters &parameters, unsigned first, double accuracy,
                                  const std::pair<double, double> &range,
                                  const std::function<std::shared_ptr<const Space>(unsigned level)> &space,
                                  const std::function<bool(unsigned level)> &possible);

/// The smallest and the largest value of the states at the nodes.
std::pair<double, double> range_of(const Trajectory &trajectory);

}  // namespace gammaflow
