// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/formula/jet.h>

#include <cstddef>
#include <string>

namespace gammaflow
{
/// A function of the formula language, with the rule for its derivatives.
struct FormulaFunction {
  const char *name;
  unsigned least, most;  ///< number of arguments
  Jet (*apply)(const Jet *arguments, unsigned count);
};

/// At most so many arguments are given to a function.
constexpr unsigned most_arguments = 16;

/// Operators that compare are functions of both operands, which a formula calls by their place only.
const FormulaFunction &formula_function(std::size_t number);
/// The number of the function of that name; n_formula_functions() where there is none.
std::size_t number_of_formula_function(const std::string &name);
std::size_t n_formula_functions();
/// Those with names, for messages: "exp log ln ...".
std::string formula_function_names();

}  // namespace gammaflow
