// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/formula/enclosure.h>

#include <vector>

namespace gammaflow
{
namespace
{
/// sum_j a_j prod_d cos(k_jd x_d + p_jd)
IntervalTaylor of_field(const RandomField &field, const Interval *x, std::size_t in, unsigned order)
{
  IntervalTaylor sum(order);
  for (const RandomField::Wave &wave : field.waves()) {
    Interval factor(wave.amplitude);
    IntervalTaylor along(order, Interval(1.));
    for (unsigned d = 0; d < field.dim(); ++d) {
      IntervalTaylor phase(order, wave.frequency[d] * x[d] + wave.phase[d]);
      if (d == in && order > 0) phase[1] = Interval(wave.frequency[d]);
      if (d == in)
        along = cosine(phase);
      else
        factor *= boost::numeric::cos(phase[0]);
    }
    sum = sum + IntervalTaylor(order, factor) * along;
  }
  return sum;
}
}  // namespace

IntervalTaylor enclosure(const Expression &formula, const Interval *variables, const std::size_t in,
                         const unsigned order)
{
  using Step = Expression::Step;
  std::vector<IntervalTaylor> stack;
  stack.reserve(formula.most_on_stack());
  const auto binary = [&](auto operation) {
    const IntervalTaylor b = stack.back();
    stack.pop_back();
    stack.back() = operation(stack.back(), b);
  };
  for (const Step &step : formula.steps()) switch (step.kind) {
      case Step::number:
        stack.emplace_back(order, Interval(step.constant));
        break;
      case Step::variable:
        stack.emplace_back(order, variables[step.index]);
        if (step.index == in && order > 0) stack.back()[1] = Interval(1.);
        break;
      case Step::field:
        stack.push_back(of_field(formula.field(step), variables, in, order));
        break;
      case Step::negate:
        stack.back() = -stack.back();
        break;
      case Step::square:
        stack.back() = square(stack.back());
        break;
      case Step::add:
        binary([](const auto &a, const auto &b) { return a + b; });
        break;
      case Step::subtract:
        binary([](const auto &a, const auto &b) { return a - b; });
        break;
      case Step::multiply:
        binary([](const auto &a, const auto &b) { return a * b; });
        break;
      case Step::divide:
        binary([](const auto &a, const auto &b) { return a / b; });
        break;
      case Step::raise:
        binary([](const auto &a, const auto &b) { return power(a, b); });
        break;
      case Step::function: {
        const std::size_t first = stack.size() - step.arguments;
        const IntervalTaylor result = enclosure_of_function(step.index, stack.data() + first, step.arguments);
        stack.erase(stack.begin() + std::ptrdiff_t(first), stack.end());
        stack.push_back(result);
      }
    }
  return stack.back();
}

}  // namespace gammaflow
