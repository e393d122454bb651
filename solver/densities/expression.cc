#include <gammaflow/densities/expression.h>
#include <gammaflow/densities/formula.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <initializer_list>
#include <stdexcept>

namespace gammaflow
{
namespace
{
struct Function {
  const char *name;
  unsigned arguments;
  Jet (*apply)(const Jet *);
};

/// 1 or 0, which does not change where it does not jump.
Jet truth(bool condition)
{
  return {condition ? 1. : 0., 0, 0};
}

/// Operators that compare are called by their place between the operands only.
const std::array<Function, 25> functions = {{
    {"exp", 1, [](const Jet *a) { return exp(a[0]); }},
    {"log", 1, [](const Jet *a) { return log(a[0]); }},
    {"ln", 1, [](const Jet *a) { return log(a[0]); }},
    {"sqrt", 1, [](const Jet *a) { return power(a[0], 0.5); }},
    {"sin", 1,
     [](const Jet *a) {
       const double s = std::sin(a->value), c = std::cos(a->value);
       return chain(*a, s, c, -s);
     }},
    {"cos", 1,
     [](const Jet *a) {
       const double s = std::sin(a->value), c = std::cos(a->value);
       return chain(*a, c, -s, -c);
     }},
    {"tan", 1,
     [](const Jet *a) {
       const double t = std::tan(a->value);
       return chain(*a, t, 1 + t * t, 2 * t * (1 + t * t));
     }},
    {"sinh", 1,
     [](const Jet *a) {
       const double s = std::sinh(a->value), c = std::cosh(a->value);
       return chain(*a, s, c, s);
     }},
    {"cosh", 1,
     [](const Jet *a) {
       const double s = std::sinh(a->value), c = std::cosh(a->value);
       return chain(*a, c, s, c);
     }},
    {"tanh", 1,
     [](const Jet *a) {
       const double t = std::tanh(a->value);
       return chain(*a, t, 1 - t * t, -2 * t * (1 - t * t));
     }},
    {"atan", 1,
     [](const Jet *a) {
       const double d = 1 / (1 + a->value * a->value);
       return chain(*a, std::atan(a->value), d, -2 * a->value * d * d);
     }},
    {"erf", 1,
     [](const Jet *a) {
       const double d = 2 / std::sqrt(std::acos(-1.)) * std::exp(-a->value * a->value);
       return chain(*a, std::erf(a->value), d, -2 * a->value * d);
     }},
    {"abs", 1, [](const Jet *a) { return a->value < 0 ? -*a : *a; }},
    {"min", 2, [](const Jet *a) { return a[1].value < a[0].value ? a[1] : a[0]; }},
    {"max", 2, [](const Jet *a) { return a[1].value > a[0].value ? a[1] : a[0]; }},
    {"pow", 2, [](const Jet *a) { return power(a[0], a[1]); }},
    {"if", 3, [](const Jet *a) { return std::abs(a[0].value) >= 0.5 ? a[1] : a[2]; }},  // as muParser has it
    {"<=", 2, [](const Jet *a) { return truth(a[0].value <= a[1].value); }},
    {">=", 2, [](const Jet *a) { return truth(a[0].value >= a[1].value); }},
    {"==", 2, [](const Jet *a) { return truth(a[0].value == a[1].value); }},
    {"!=", 2, [](const Jet *a) { return truth(a[0].value != a[1].value); }},
    {"<", 2, [](const Jet *a) { return truth(a[0].value < a[1].value); }},
    {">", 2, [](const Jet *a) { return truth(a[0].value > a[1].value); }},
    {"&&", 2, [](const Jet *a) { return truth(a[0].value != 0 && a[1].value != 0); }},
    {"||", 2, [](const Jet *a) { return truth(a[0].value != 0 || a[1].value != 0); }},
}};
}  // namespace

/// any := all {|| all};  all := comparison {&& comparison};  comparison := sum [(<|>|<=|>=|==|!=) sum];
/// sum := product {(+|-) product};  product := signed {(*|/) signed};  signed := (-|+) signed | raised;
/// raised := atom [^ signed];  atom := number | name | name(any, ...) | (any)
class ExpressionParser
{
 public:
  ExpressionParser(Expression &target, const std::map<std::string, double> &constants)
      : target_(target), constants_(constants), text_(target.text_)
  {
    any();
    skip();
    if (at_ < text_.size()) fail("unexpected '" + text_.substr(at_) + "'");
  }

 private:
  using Step = Expression::Step;

  void skip()
  {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool take(char c)
  {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  [[noreturn]] void fail(const std::string &why) const
  {
    throw std::invalid_argument(why + " at position " + std::to_string(at_) + " of '" + text_ + "'");
  }
  void push(Step::Kind kind, double constant = 0, std::size_t index = 0)
  {
    target_.steps_.push_back({kind, constant, index});
  }

  /// One of these operators, as a function of both operands.
  bool take_one_of(std::initializer_list<const char *> operators, std::size_t &function)
  {
    skip();
    for (const std::string name : operators)
      if (text_.compare(at_, name.size(), name) == 0) {
        at_ += name.size();
        function = number_of(name);
        return true;
      }
    return false;
  }
  std::size_t number_of(const std::string &name) const
  {
    const auto found =
        std::find_if(functions.begin(), functions.end(), [&](const Function &f) { return f.name == name; });
    if (found == functions.end()) fail("unknown function '" + name + "'");
    return std::size_t(found - functions.begin());
  }

  /// operand {name operand}
  void joined_by(const char *name, void (ExpressionParser::*operand)())
  {
    std::size_t function = 0;
    (this->*operand)();
    while (take_one_of({name}, function)) {
      (this->*operand)();
      push(Step::function, 0, function);
    }
  }
  void any() { joined_by("||", &ExpressionParser::all); }
  void all() { joined_by("&&", &ExpressionParser::comparison); }
  void comparison()
  {
    std::size_t function = 0;
    sum();
    if (!take_one_of({"<=", ">=", "==", "!=", "<", ">"}, function)) return;
    sum();
    push(Step::function, 0, function);
  }
  void sum()
  {
    product();
    for (;;)
      if (take('+')) {
        product();
        push(Step::add);
      } else if (take('-')) {
        product();
        push(Step::subtract);
      } else
        return;
  }
  void product()
  {
    sign();
    for (;;)
      if (take('*')) {
        sign();
        push(Step::multiply);
      } else if (take('/')) {
        sign();
        push(Step::divide);
      } else
        return;
  }
  void sign()
  {
    if (take('-')) {
      sign();
      push(Step::negate);
    } else if (take('+'))
      sign();
    else
      raised();
  }
  void raised()
  {
    atom();
    if (!take('^')) return;
    sign();
    if (const Step &exponent = target_.steps_.back();
        exponent.kind == Step::number && exponent.constant == 2) {
      target_.steps_.pop_back();
      push(Step::square);
    } else
      push(Step::raise);
  }
  void atom()
  {
    if (take('(')) {
      any();
      if (!take(')')) fail("')' is missing");
      return;
    }
    skip();
    if (at_ >= text_.size()) fail("the formula ends too early");
    const char first = text_[at_];
    if (std::isdigit(static_cast<unsigned char>(first)) || first == '.') {
      std::size_t used = 0;
      try {
        push(Step::number, std::stod(text_.substr(at_), &used));
      } catch (const std::exception &) {
        fail("not a number");
      }
      at_ += used;
      return;
    }
    std::size_t end = at_;
    while (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) || text_[end] == '_'))
      ++end;
    const std::string name = text_.substr(at_, end - at_);
    if (name.empty()) fail("unexpected character");
    at_ = end;
    if (take('(')) return call(name);
    const auto variable = std::find(target_.variables_.begin(), target_.variables_.end(), name);
    if (variable != target_.variables_.end())
      push(Step::variable, 0, std::size_t(variable - target_.variables_.begin()));
    else if (const auto constant = constants_.find(name); constant != constants_.end())
      push(Step::number, constant->second);
    else
      fail("unknown name '" + name + "'");
  }
  void call(const std::string &name)
  {
    const std::size_t function = number_of(name);
    for (unsigned i = 0; i < functions[function].arguments; ++i) {
      if (i > 0 && !take(',')) fail("'" + name + "' needs another argument");
      any();
    }
    if (!take(')')) fail("')' is missing after the arguments of '" + name + "'");
    push(Step::function, 0, function);
  }

  Expression &target_;
  const std::map<std::string, double> &constants_;
  const std::string &text_;
  std::size_t at_ = 0;
};

Expression::Expression(const std::string &text, std::vector<std::string> variables,
                       const std::map<std::string, double> &constants)
    : text_(text), variables_(std::move(variables))
{
  ExpressionParser(*this, constants);
  depth_ = deepest();
}

Expression Expression::read(const Parameters &parameters, const std::string &section, const std::string &key,
                            const std::vector<std::string> &variables)
{
  try {
    return Expression(parameters.text(section, key), variables, formula_constants(parameters));
  } catch (const std::invalid_argument &error) {
    std::string names;
    for (const auto &variable : variables) names += (names.empty() ? "" : ", ") + variable;
    parameters.reject(section, key, std::string("does not parse: ") + error.what(),
                      "a formula in " + names +
                          " and domain/constants with + - * / ^ exp log sqrt sin cos tan sinh cosh tanh "
                          "atan erf abs min max pow if(x < 1, ..., ...)");
  }
}

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
        const Function &f = functions[step.index];
        std::array<Jet, 3> arguments;
        top -= f.arguments * block;
        for (std::size_t i = 0; i < count; ++i) {
          for (unsigned k = 0; k < f.arguments; ++k) arguments[k] = top[k * block + i];
          top[i] = f.apply(arguments.data());
        }
        top += block;
      }
    }
}

std::size_t Expression::deepest() const
{
  std::size_t depth = 0, result = 0;
  for (const Step &step : steps_) {
    if (step.kind == Step::number || step.kind == Step::variable)
      ++depth;
    else if (step.kind == Step::function)
      depth -= functions[step.index].arguments - 1;
    else if (step.kind != Step::negate && step.kind != Step::square)
      --depth;
    result = std::max(result, depth);
  }
  return result;
}

bool Expression::constant() const
{
  return std::none_of(steps_.begin(), steps_.end(),
                      [](const Step &step) { return step.kind == Step::variable; });
}

bool Expression::depends_on(const std::size_t variable) const
{
  return std::any_of(steps_.begin(), steps_.end(),
                     [=](const Step &step) { return step.kind == Step::variable && step.index == variable; });
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
