// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace gammaflow
{
/// The exit codes of the program.
enum ExitCode : int {
  exit_done = 0,              ///< done, and every claim is as expected
  exit_refuted = 1,           ///< what is expected is refuted: the verdict is the opposite, or a check failed
  exit_bad_input = 2,         ///< the input is refused before anything is computed
  exit_numerical_failure = 3  ///< what was asked for is not reached: a failed point, a claim not established
};

/// The input is refused: says where, what was given and what is allowed. Ends the program with exit code 2.
class InputError : public std::runtime_error
{
 public:
  explicit InputError(const std::string &what) : std::runtime_error(what) {}
  InputError(const std::string &where, const std::string &given, const std::string &why,
             const std::string &allowed)
      : std::runtime_error(where + (given.empty() ? "" : ": given '" + given + "'") + ": " + why +
                           (allowed.empty() ? "" : "\n  allowed: " + allowed))
  {
  }
};

/// The computation broke a promise (tolerance missed, non-finite value, positivity lost): says step, time and
/// quantity. Ends the program with exit code 3.
class NumericalFailure : public std::runtime_error
{
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace gammaflow
