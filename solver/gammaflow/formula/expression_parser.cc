// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/did_you_mean.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/formula/expression_functions.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <stdexcept>

namespace gammaflow
{
/// any := either [? any : any];  either := all {|| all};  all := comparison {&& comparison};  comparison :=
/// sum [(<|>|<=|>=|==|!=) sum]; sum := product {(+|-) product};  product := signed {(*|/) signed};  signed :=
/// (-|+|!) signed | raised; raised := atom [^ signed];  atom := number | name | name(any, ...) | (any) Each
/// rule that leads back to itself counts how deep it stands: no text makes the parser use up the stack.
class ExpressionParser
{
 public:
  ExpressionParser(Expression &target, const Constants &constants, const Expression::Fields &fields)
      : target_(target), constants_(constants), fields_(fields), text_(target.text_)
  {
    any();
    skip();
    if (at_ < text_.size()) fail("unexpected '" + shortened(text_.substr(at_)) + "'");
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
    const std::size_t from = at_ > 40 ? at_ - 40 : 0;
    const std::string shown =
        (from > 0 ? "..." : "") + text_.substr(from, 80) + (from + 80 < text_.size() ? "..." : "");
    throw std::invalid_argument(why + " at position " + std::to_string(at_) + " of '" + shown + "'");
  }
  void push(Step::Kind kind, double constant = 0, std::size_t index = 0, unsigned arguments = 0)
  {
    target_.steps_.push_back({kind, constant, index, arguments});
  }
  void push_function(std::size_t function, unsigned arguments)
  {
    push(Step::function, 0, function, arguments);
  }

  /// One level deeper, as long as it lives.
  struct Level {
    explicit Level(ExpressionParser &parser) : depth(parser.depth_)
    {
      if (++depth > deepest) parser.fail("more than " + std::to_string(deepest) + " levels of nesting");
    }
    ~Level() { --depth; }
    Level(const Level &) = delete;
    Level &operator=(const Level &) = delete;
    static constexpr unsigned deepest = 200;
    unsigned &depth;
  };

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
    const std::size_t number = number_of_formula_function(name);
    if (number < n_formula_functions()) return number;
    if (name == "rand" || name == "rand_seed")
      fail("'" + name +
           "' would be drawn anew at each point and each evaluation; random(seed, length) is a "
           "random field,");
    fail("unknown function '" + shortened(name) + "'" +
         did_you_mean(name, split_names(formula_function_names())));
  }

  /// operand {name operand}
  void joined_by(const char *name, void (ExpressionParser::*operand)())
  {
    std::size_t function = 0;
    (this->*operand)();
    while (take_one_of({name}, function)) {
      (this->*operand)();
      push_function(function, 2);
    }
  }
  void any()
  {
    const Level level(*this);
    either();
    if (!take('?')) return;
    any();
    if (!take(':')) fail("':' is missing after '?'");
    any();
    push_function(number_of("?"), 3);
  }
  void either() { joined_by("||", &ExpressionParser::all); }
  void all() { joined_by("&&", &ExpressionParser::comparison); }
  void comparison()
  {
    std::size_t function = 0;
    sum();
    if (!take_one_of({"<=", ">=", "==", "!=", "<", ">"}, function)) return;
    sum();
    push_function(function, 2);
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
    const Level level(*this);
    if (take('-')) {
      sign();
      push(Step::negate);
    } else if (take('!')) {
      sign();
      push_function(number_of("!"), 1);
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
      double value = 0;
      const char *begin = text_.data() + at_;
      const auto [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
      if (error == std::errc::result_out_of_range) fail("a number beyond the range of floating point");
      if (error != std::errc()) fail("not a number");
      push(Step::number, value);
      at_ += std::size_t(end - begin);
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
      fail("unknown name '" + shortened(name) + "'" + did_you_mean(name, names()));
  }
  std::vector<std::string> names() const
  {
    std::vector<std::string> result = target_.variables_;
    for (const auto &constant : constants_) result.push_back(constant.first);
    return result;
  }
  void call(const std::string &name)
  {
    if (name == "random") return random();
    const std::size_t number = number_of(name);
    const FormulaFunction &function = formula_function(number);
    unsigned count = 0;
    do any();
    while (++count < function.most && take(','));
    if (count < function.least) fail("'" + name + "' needs another argument");
    if (!take(')')) fail("')' is missing after the arguments of '" + name + "'");
    push_function(number, count);
  }
  /// random(seed, length), both without variables.
  void random()
  {
    if (target_.fields_.size() >= 16) fail("more than 16 random fields");
    const std::size_t first = target_.steps_.size();
    const double seed = argument(), length = take(',') ? argument() : std::nan("");
    if (!take(')') || target_.steps_.size() != first)
      fail("'random' needs two arguments, seed and length, that do not depend on the place");
    if (!(seed >= 0 && seed <= 0x1p53 && seed == std::floor(seed)))
      fail("the seed of 'random' is not a whole number from 0 on");
    std::shared_ptr<const RandomField> field;
    try {
      if (fields_) field = fields_(std::uint64_t(seed), length);
    } catch (const std::invalid_argument &error) {
      fail(error.what());
    }
    const std::size_t dim = field ? field->dim() : 0;
    for (std::size_t d = 0; d < dim; ++d)
      if (target_.variables_.size() <= d || target_.variables_[d] != std::string(1, "xyz"[d]))
        field = nullptr;
    if (!field) fail("'random' is a field on the domain, and this formula is not one in its coordinates:");
    push(Step::field, 0, target_.fields_.size());
    target_.fields_.push_back(field);
  }
  /// The value of an argument without variables, whose steps are taken away again; else they stay.
  double argument()
  {
    auto &steps = target_.steps_;
    const std::size_t first = steps.size();
    any();
    Expression part = target_;
    part.steps_.assign(steps.begin() + std::ptrdiff_t(first), steps.end());
    if (!part.constant()) return std::nan("");
    steps.resize(first);
    part.depth_ = part.deepest();
    return part.value(nullptr);
  }

  Expression &target_;
  const Constants &constants_;
  const Expression::Fields &fields_;
  const std::string &text_;
  unsigned depth_ = 0;
  std::size_t at_ = 0;
};

Expression::Expression(const std::string &text, std::vector<std::string> variables,
                       const Constants &constants, const Fields &fields)
    : text_(text), variables_(std::move(variables))
{
  ExpressionParser(*this, constants, fields);
  depth_ = deepest();
}

}  // namespace gammaflow
