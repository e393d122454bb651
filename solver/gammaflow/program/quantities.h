// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>
#include <gammaflow/flow/trajectory.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace gammaflow
{
/// A result that a reference stores and a check compares: a number, or a word (a verdict).
struct Quantity {
  std::string name;  ///< no commas: it stands in a CSV file
  std::string word;  ///< of a verdict; empty: it is a number
  double value = 0;
  double abs_tol = 0;  ///< the error bar of `value`: the largest permitted absolute difference
};

/// Of one flow, at each output time after the start: mass, minimum, energy, both dissipations up to then, and
/// the state at three points of the domain. Error bars are left zero.
std::vector<Quantity> quantities_of(const Trajectory &trajectory);
/// Of a study: per case and claim the verdict, and the observed order where it was fitted (its error bar is
/// the uncertainty of the fit); per point the distance that the case is judged by, with its error bar.
std::vector<Quantity> quantities_of(const nlohmann::json &study);

/// One line of an expected.csv: quantity, value, abs_tol, rel_tol, origin.
struct Expected {
  Quantity quantity;
  double rel_tol = 0;
  std::string origin;  ///< "closed form", "published", "refined here", "earlier run"
};

/// InputError with file and line for whatever is not of that form, for a name that stands there twice, and
/// for tolerances that test nothing: negative, not finite, rel_tol of 1 or more, or abs_tol that would let
/// zero pass for a value that is not zero.
std::vector<Expected> read_expected(const std::string &path);
std::string expected_csv(const std::vector<Expected> &all);

/// A found quantity compared with the expected one. It passes if |found - value| <= abs_tol + rel_tol
/// |value|: the absolute part is the error bar of the value, the relative part is for round-off alone.
struct Comparison {
  Expected expected;
  bool found = false, pass = false;
  Quantity quantity;  ///< if found
  double difference = 0, allowed = 0;
};
/// InputError where an expected quantity is found twice.
std::vector<Comparison> compare(const std::vector<Expected> &expected, const std::vector<Quantity> &found);

}  // namespace gammaflow
