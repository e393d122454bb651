// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/formula/jet.h>
#include <gammaflow/formula/random_field.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
using Constants = std::map<std::string, double>;

/// A formula in named variables with exact derivatives: + - * / ^ (-u^2 is -(u^2), u^2^3 is u^(2^3)),
/// comparisons, && || !, the functions of expression_functions.h, random(seed, length), and
/// if(condition, then, otherwise) or `condition ? then : otherwise`, whose derivatives are those of the case
/// that holds. Steps on a stack: no recursion where it is evaluated.
class Expression
{
 public:
  /// The random field of a seed and a length.
  using Fields = std::function<std::shared_ptr<const RandomField>(std::uint64_t, double)>;
  /// One step of the evaluation on a stack: a number, a variable or a random field (`index`) is put on top;
  /// an operator, or a function (`index`) of so many arguments, takes its operands from there.
  struct Step {
    enum Kind {
      number,
      variable,
      field,
      negate,
      add,
      subtract,
      multiply,
      divide,
      raise,
      square,
      function
    } kind;
    double constant = 0;
    std::size_t index = 0;
    unsigned arguments = 0;
  };

  /// std::invalid_argument, which says what is wrong and where, if the text does not parse. Without `fields`
  /// it has no random(seed, length).
  Expression(const std::string &text, std::vector<std::string> variables, const Constants &constants,
             const Fields &fields = {});
  /// Value and first two derivatives in the variable number `in`, at one number per variable. A value that
  /// does not exist (log of a negative number) is NaN or infinite; nothing is thrown.
  Jet evaluate(const double *variables, std::size_t in) const;
  /// For formulas of one variable, at n values: several times faster than one by one.
  void evaluate(const double *u, std::size_t n, Jet *result) const;
  double value(const double *variables) const { return evaluate(variables, variables_.size()).value; }
  /// For formulas of one variable.
  Jet operator()(double u) const { return evaluate(&u, 0); }

  const std::string &text() const { return text_; }
  /// Whether no variable occurs.
  bool constant() const;
  /// Whether the variable of this number occurs.
  bool depends_on(std::size_t variable) const;
  /// The steps of evaluate(), for other arithmetics; the stack holds at most most_on_stack() values.
  const std::vector<Step> &steps() const { return steps_; }
  const RandomField &field(const Step &step) const { return *fields_[step.index]; }
  std::size_t most_on_stack() const { return depth_; }

 private:
  friend class ExpressionParser;
  template <std::size_t block, class Load>
  void run(const Load &load, std::size_t count, Jet *stack) const;
  std::size_t deepest() const;

  std::string text_;
  std::vector<std::string> variables_;
  std::vector<Step> steps_;
  std::vector<std::shared_ptr<const RandomField>> fields_;
  std::size_t depth_ = 0;  ///< of the stack, at most
};

}  // namespace gammaflow
