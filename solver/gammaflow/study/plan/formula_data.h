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
/// A formula whose nodal values a flow uses: initial state, target, potential, source, boundary values.
struct FormulaData {
  std::string section, key;
  SpatialFormula formula;
};

/// Whether the flow (or geodesic) uses section `target`.
bool has_target(const Parameters &parameters);

/// The formulas of the flow (or geodesic) that the parameters describe, with named densities that are
/// formulas, without data from files. Sources and boundary values (on the sides of a box; on other meshes in
/// the cells at the boundary) are examined at 17 times.
std::vector<FormulaData> formula_data(const Parameters &parameters, const Space &space);

/// The worst roughness() of the initial state, the target and the source. `missed` counts the target, to
/// which states tend, and an initial state that nothing smooths.
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
