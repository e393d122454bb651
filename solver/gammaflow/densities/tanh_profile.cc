// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/parameters/number.h>

#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("low", "-1", Number(), "Tanh profile: value far behind the front.");
  prm.declare_entry("high", "1", Number(), "Tanh profile: value far ahead of the front.");
  prm.declare_entry("position", "", Patterns::Anything(),
                    "Tanh profile: a point of the front; empty: the middle of the domain.");
  prm.declare_entry(
      "direction", "1, 0, 0", Patterns::Anything(),
      "Tanh profile: normal of the front (the first entries, as many as dimensions; any length).");
  prm.declare_entry("width", "0.1", Number::above(0), "Tanh profile: w of tanh(distance/w).");
});

/// (low + high)/2 + (high - low)/2 tanh(n.(x - position)/width), |n| = 1: a flat front. A field, of no set
/// mass.
class TanhProfile final : public Density
{
 public:
  explicit TanhProfile(const Context &context)
  {
    const DensityReader reader(context);
    position_ = reader.centre("position");
    width_ = reader.positive("width");
    low_ = reader.number("low");
    high_ = reader.number("high");
    const auto direction = context.parameters.numbers(context.section, "direction");
    const std::string allowed = std::to_string(context.dim) + " numbers that are not all zero";
    if (direction.size() < context.dim) reader.reject("direction", "has too few entries", allowed);
    double square = 0;
    for (unsigned d = 0; d < context.dim; ++d) square += direction[d] * direction[d];
    if (!(square > 0 && std::isfinite(square))) reader.reject("direction", "is not a direction", allowed);
    for (unsigned d = 0; d < context.dim; ++d) normal_[d] = direction[d] / std::sqrt(square);
  }
  double value(const Point &x) const override
  {
    double distance = 0;
    for (unsigned d = 0; d < 3; ++d) distance += normal_[d] * (x[d] - position_[d]);
    return (low_ + high_) / 2 + (high_ - low_) / 2 * std::tanh(distance / width_);
  }
  std::string formula() const override
  {
    std::string distance;
    for (unsigned d = 0; d < 3; ++d)
      if (normal_[d] != 0)
        distance += (distance.empty() ? "(" : " + (") + all_digits(normal_[d]) + ")*(" + "xyz"[d] + " - (" +
                    all_digits(position_[d]) + "))";
    return all_digits((low_ + high_) / 2) + " + (" + all_digits((high_ - low_) / 2) + ")*tanh((" + distance +
           ")/" + all_digits(width_) + ")";
  }

 private:
  Point position_, normal_{};
  double width_, low_, high_;
};

const Register<Density> registered("tanh profile", {"a flat front between two values (a field of any sign)"},
                                   [](const Density::Context &c) {
                                     return std::make_unique<TanhProfile>(c);
                                   });
}  // namespace
}  // namespace gammaflow
