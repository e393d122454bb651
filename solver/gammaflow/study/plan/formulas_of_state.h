// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/formula_data.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
/// The formula with each named variable replaced by its text in brackets.
std::string substituted(const std::string &formula, const std::map<std::string, std::string> &variables);

/// W(x - y) of an interaction, as a function of x, for the y that see all differences in the domain up to
/// their sign: corners, in periodic directions the middle.
std::vector<FormulaData> interaction_from_points(const Parameters &parameters, const Space &space);

/// The formulas in u of the flow, f of the energy and the mobility m, as functions on the domain: along a
/// state that rises evenly from `range.first` to `range.second`: features that its nodes miss may be missed
/// by any state with these values on as many nodes.
std::vector<FormulaData> formulas_along_range(const Parameters &parameters, const Space &space,
                                              std::pair<double, double> range);

/// The same of the initial state, if it is a signed field that is given as a formula: f(u0(x)), m(u0(x)).
std::vector<FormulaData> formulas_of_initial_state(const Parameters &parameters, const Space &space);

}  // namespace gammaflow
