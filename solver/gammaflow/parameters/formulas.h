// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/parameters.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The constants of `domain/constants`, "a = 1, b = 2*a", and `pi`. Each may use those before it. InputError
/// for what is no such list.
Constants formula_constants(const Parameters &parameters);

/// The fields random(seed, length) on the domain of the parameters, which must outlive the result.
Expression::Fields random_fields(const Parameters &parameters);

/// The formula `text` with the constants and the domain of the parameters; std::invalid_argument if it does
/// not parse.
Expression parse_expression(const Parameters &parameters, const std::string &text,
                            const std::vector<std::string> &variables);
/// The formula under `key` of `section`; InputError if it does not parse.
Expression read_expression(const Parameters &parameters, const std::string &section, const std::string &key,
                           const std::vector<std::string> &variables);

/// The expression under `key` of `section` as a function of one variable with a name of its own.
std::function<double(double)> formula_in(const std::string &variable, const Parameters &parameters,
                                         const std::string &section, const std::string &key);

/// A formula in x[, y[, z]], t and the constants. InputError, which names section and key, where it does not
/// parse.
class Formula
{
 public:
  /// The expression under `key` of `section`.
  Formula(const Parameters &parameters, const std::string &section, const std::string &key, unsigned dim);
  double value(const Point &x) const;  ///< at t = 0
  /// In x[, y[, z]], t.
  const Expression &expression() const { return expression_; }

 private:
  Expression expression_;
  unsigned dim_;
};

}  // namespace gammaflow
