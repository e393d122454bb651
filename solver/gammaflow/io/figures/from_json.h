// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/figure.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// Readers of the entries of a report. Any entry may be missing: null, or NaN, stands for it.
namespace figure_data
{
/// The entry of an object; null where there is none.
const nlohmann::json &at(const nlohmann::json &object, const char *key);
std::string text(const nlohmann::json &value, const std::string &otherwise = "");
std::vector<double> numbers(const nlohmann::json &array);
std::vector<std::vector<double>> rows(const nlohmann::json &array);

/// Letters, digits and - of a name, for the name of a file.
std::string file_name(const std::string &name);
/// Three digits, "10⁻⁵" where that is shorter.
std::string short_number(double value);
/// Whether a logarithmic axis shows more: all values are positive, and span more than a factor of 20.
bool wants_logarithm(const std::vector<Curve> &curves);
}  // namespace figure_data
}  // namespace gammaflow
