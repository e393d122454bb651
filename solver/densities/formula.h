#pragma once

#include <gammaflow/core/parameters.h>
#include <gammaflow/core/types.h>

#include <functional>
#include <map>
#include <string>

namespace gammaflow
{
using Constants = std::map<std::string, double>;

/// The constants of `domain/constants`, "a = 1, b = 2*a", and `pi`. Each may use those before it.
Constants formula_constants(const Parameters &parameters);

/// The expression under `key` of `section` as a function of one variable with a name of its own.
std::function<double(double)> formula_in(const std::string &variable, const Parameters &parameters,
                                         const std::string &section, const std::string &key);

/// A muParser expression in x[, y[, z]], t and the constants, compiled. InputError, which names section and
/// key, where it does not parse.
class Formula
{
 public:
  /// The expression under `key` of `section`.
  Formula(const Parameters &parameters, const std::string &section, const std::string &key, unsigned dim);
  double value(const Point &x) const { return function_(x); }  ///< at t = 0

 private:
  std::function<double(const Point &)> function_;
};

}  // namespace gammaflow
