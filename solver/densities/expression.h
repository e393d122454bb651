#pragma once

#include <gammaflow/core/parameters.h>
#include <gammaflow/densities/jet.h>

#include <map>
#include <string>
#include <vector>

namespace gammaflow
{
/// A formula in named variables with exact derivatives, in the syntax of muParser (and with its precedences,
/// -u^2 = -(u^2)): + - * / ^, exp log ln sqrt sin cos tan sinh cosh tanh atan erf abs min max pow;
/// comparisons, && and ||, and if(condition, then, otherwise), whose derivatives are those of the case that
/// holds.
class Expression
{
 public:
  /// std::invalid_argument, which says what is wrong and where, if the text does not parse.
  Expression(const std::string &text, std::vector<std::string> variables,
             const std::map<std::string, double> &constants);
  /// The formula under `key` of `section`; InputError if it does not parse.
  static Expression read(const Parameters &parameters, const std::string &section, const std::string &key,
                         const std::vector<std::string> &variables);

  /// Value and derivatives in the variable number `in`.
  Jet evaluate(const double *variables, std::size_t in) const;
  /// Of one variable, for many values at once: several times faster than one by one.
  void evaluate(const double *u, std::size_t n, Jet *result) const;
  double value(const double *variables) const { return evaluate(variables, variables_.size()).value; }
  /// Of one variable.
  Jet operator()(double u) const { return evaluate(&u, 0); }

  const std::string &text() const { return text_; }
  /// Whether no variable occurs.
  bool constant() const;
  /// Whether the variable of this number occurs.
  bool depends_on(std::size_t variable) const;

 private:
  friend class ExpressionParser;
  /// One step of the evaluation on a stack.
  struct Step {
    enum Kind { number, variable, negate, add, subtract, multiply, divide, raise, square, function } kind;
    double constant = 0;
    std::size_t index = 0;  ///< of the variable or the function
  };
  template <std::size_t block, class Load>
  void run(const Load &load, std::size_t count, Jet *stack) const;
  std::size_t deepest() const;

  std::string text_;
  std::vector<std::string> variables_;
  std::vector<Step> steps_;
  std::size_t depth_ = 0;  ///< numbers that are on the stack at the same time, at most
};

}  // namespace gammaflow
