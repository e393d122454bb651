// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/extrapolants.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// Smaller exponents are not extrapolated with: the weights grow like their inverse.
constexpr double smallest_exponent = 0.1;
/// Observed exponents that differ by less, from each other and from the predicted one, have settled.
constexpr double settled = 0.1;

double exponent_of(double e0, double e1, double e2, double ratio)
{
  if (std::isnan(ratio)) return ratio;
  const auto at = [&](double q) { return (std::pow(e0 / e1, q) - 1) / (1 - std::pow(e2 / e1, q)); };
  double low = 0, high = 20;
  for (int k = 0; k < 60; ++k) {
    const double middle = (low + high) / 2;
    (at(middle) < ratio ? low : high) = middle;
  }
  return low;
}

std::vector<double> difference(std::vector<double> a, const std::vector<double> &b)
{
  for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
  return a;
}
}  // namespace

Extrapolants::Extrapolants(const StateSweep &sweep, double predicted_exponent)
    : sweep_(sweep), points_(sweep.parameter.size()), predicted_(predicted_exponent)
{
  std::vector<double> step;
  for (std::size_t i = 0; i + 1 < points_; ++i) {
    std::vector<double> a(points_, 0.0), b(points_, 0.0);
    a[i] = b[i + 1] = 1;
    step.push_back(sweep.between(a, b));
  }
  for (std::size_t i = 0; i + 2 < points_; ++i)
    observed_.push_back(exponent_of(sweep.parameter[i], sweep.parameter[i + 1], sweep.parameter[i + 2],
                                    step[i] / step[i + 1]));
  const double p = predicted_exponent, q = std::max(smallest_exponent, observed_.back());
  for (const std::size_t stride : {1, 2, 3})
    consider(candidate("one term", {p}, stride, 0),
             {candidate("one term, without the smallest parameter", {p}, stride, 1),
              candidate("one term, observed exponent", {q}, stride, 0)});
  // Where the exponent is not the predicted one, a second term does not make up for it.
  const Extrapolant observed = candidate("one term, observed exponent", {q}, 1, 0);
  for (const std::size_t stride : {1, 2})
    for (const double r : {1.0, 0.5}) {
      std::vector<Extrapolant> alternatives = {
          candidate("two terms, without the smallest parameter", {p, p + r}, stride, 1),
          candidate("two terms, the second one higher", {p, p + r + 0.5}, stride, 0),
          candidate("two terms, observed exponent", {q, q + r}, stride, 0)};
      if (std::abs(q - p) > settled) alternatives.push_back(observed);
      consider(candidate("two terms", {p, p + r}, stride, 0), alternatives);
    }
}

double Extrapolants::carried(const std::vector<double> &weights) const
{
  double sum = 0;
  for (std::size_t i = 0; i < points_; ++i) sum += std::abs(weights[i]) * sweep_.bar[i];
  return sum;
}

Extrapolant Extrapolants::candidate(const std::string &name, const std::vector<double> &exponents,
                                    std::size_t stride, std::size_t skip) const
{
  Extrapolant e;
  e.name = name;
  e.exponents = exponents;
  const std::size_t span = stride * exponents.size() + skip + 1;
  if (span > points_ || exponents.front() < smallest_exponent) return e;
  std::vector<double> few;
  for (std::size_t k = 0; k <= exponents.size(); ++k)
    few.push_back(sweep_.parameter[points_ - span + k * stride]);
  const auto weights = extrapolation_weights(few, exponents);
  e.weights.assign(points_, 0.0);
  for (std::size_t k = 0; k <= exponents.size(); ++k) e.weights[points_ - span + k * stride] = weights[k];
  e.from_bars = carried(e.weights);
  return e;
}

void Extrapolants::consider(Extrapolant e, const std::vector<Extrapolant> &alternatives)
{
  for (const Extrapolant &other : alternatives) {
    if (other.weights.empty()) return;  // too few points to say anything about its error
    const double apart = sweep_.between(e.weights, other.weights);
    e.from_models =
        std::isnan(apart) ? std::numeric_limits<double>::infinity() : std::max(e.from_models, apart);
  }
  all_.push_back(e);
}

const Extrapolant &Extrapolants::best() const
{
  return *std::min_element(all_.begin(), all_.end(), [](const Extrapolant &a, const Extrapolant &b) {
    return a.from_bars + a.from_models < b.from_bars + b.from_models;
  });
}

bool Extrapolants::contract() const
{
  if (points_ < 4) return false;
  const double last = observed_[points_ - 3], before = observed_[points_ - 4];
  if (!(std::abs(last - predicted_) <= settled) || !(std::abs(last - before) <= settled)) return false;
  const Extrapolant a = candidate("", {predicted_}, 1, 2), b = candidate("", {predicted_}, 1, 1),
                    c = candidate("", {predicted_}, 1, 0);
  if (a.weights.empty()) return false;
  return sweep_.between(b.weights, c.weights) <=
         std::max(0.7 * sweep_.between(a.weights, b.weights), carried(difference(b.weights, c.weights)));
}

}  // namespace gammaflow
