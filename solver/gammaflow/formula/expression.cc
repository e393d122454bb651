// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/expression.h>
#include <gammaflow/formula/expression_functions.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace gammaflow
{
/// Runs the steps on `count` <= block values side by side; `load(variable, i)` is the i-th value of a
/// variable. The result is at the start of `stack`, which has room for depth_ blocks.
template <std::size_t block, class Load>
void Expression::run(const Load &load, const std::size_t count, Jet *stack) const
{
  Jet *top = stack;  // one block beyond the topmost
  const auto binary = [&](auto operation) {
    top -= block;
    Jet *result = top - block;
    for (std::size_t i = 0; i < count; ++i) result[i] = operation(result[i], top[i]);
  };
  for (const Step &step : steps_) switch (step.kind) {
      case Step::number:
        for (std::size_t i = 0; i < count; ++i) top[i] = {step.constant, 0, 0};
        top += block;
        break;
      case Step::variable:
        for (std::size_t i = 0; i < count; ++i) top[i] = load(step.index, i);
        top += block;
        break;
      case Step::negate:
        for (Jet *a = top - block, *end = a + count; a != end; ++a) *a = -*a;
        break;
      case Step::add:
        binary([](const Jet &a, const Jet &b) { return a + b; });
        break;
      case Step::subtract:
        binary([](const Jet &a, const Jet &b) { return a - b; });
        break;
      case Step::multiply:
        binary([](const Jet &a, const Jet &b) { return a * b; });
        break;
      case Step::divide:
        binary([](const Jet &a, const Jet &b) { return a / b; });
        break;
      case Step::raise:
        binary([](const Jet &a, const Jet &b) { return power(a, b); });
        break;
      case Step::square:
        for (Jet *a = top - block, *end = a + count; a != end; ++a) *a = *a * *a;
        break;
      case Step::function: {
        const FormulaFunction &f = formula_function(step.index);
        std::array<Jet, most_arguments> arguments;
        top -= step.arguments * block;
        for (std::size_t i = 0; i < count; ++i) {
          for (unsigned k = 0; k < step.arguments; ++k) arguments[k] = top[k * block + i];
          top[i] = f.apply(arguments.data(), step.arguments);
        }
        top += block;
        break;
      }
      case Step::field: {
        const RandomField &field = *fields_[step.index];
        std::array<Jet, 3> x;
        for (std::size_t i = 0; i < count; ++i) {
          for (unsigned d = 0; d < field.dim(); ++d) x[d] = load(d, i);
          top[i] = field(x.data());
        }
        top += block;
      }
    }
}

std::size_t Expression::deepest() const
{
  std::size_t depth = 0, result = 0;
  for (const Step &step : steps_) {
    if (step.kind == Step::number || step.kind == Step::variable || step.kind == Step::field)
      ++depth;
    else if (step.kind == Step::function)
      depth -= step.arguments - 1;
    else if (step.kind != Step::negate && step.kind != Step::square)
      --depth;
    result = std::max(result, depth);
  }
  return result;
}

bool Expression::constant() const
{
  return std::none_of(steps_.begin(), steps_.end(), [](const Step &step) {
    return step.kind == Step::variable || step.kind == Step::field;
  });
}

bool Expression::depends_on(const std::size_t variable) const
{
  return std::any_of(steps_.begin(), steps_.end(), [&](const Step &step) {
    return (step.kind == Step::variable && step.index == variable) ||
           (step.kind == Step::field && variable < fields_[step.index]->dim());
  });
}

Jet Expression::evaluate(const double *variables, const std::size_t in) const
{
  static thread_local std::vector<Jet> stack;
  stack.resize(depth_);
  run<1>(
      [&](std::size_t variable, std::size_t) {
        return Jet{variables[variable], variable == in ? 1. : 0., 0};
      },
      1, stack.data());
  return stack.front();
}

void Expression::evaluate(const double *u, const std::size_t n, Jet *result) const
{
  constexpr std::size_t block = 64;
  static thread_local std::vector<Jet> stack;
  if (stack.size() < depth_ * block) stack.resize(depth_ * block);
  for (std::size_t first = 0; first < n; first += block) {
    const std::size_t count = std::min(block, n - first);
    run<block>([&](std::size_t, std::size_t i) { return Jet{u[first + i], 1, 0}; }, count, stack.data());
    std::copy(stack.data(), stack.data() + count, result + first);
  }
}

}  // namespace gammaflow
