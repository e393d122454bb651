// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/limit_models.h>
#include <gammaflow/comparison/judgement/order_models.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace gammaflow
{
namespace
{
using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

/// Of the room between the best root of a sum of squares and the ends of the bars, the part in which roots
/// count, see doc/distances-and-rates.md.
constexpr double counted_room = 0.5;

/// A model of d, or (a root of a sum of squares) of d^2, with a limit; `part` of the bars is used.
struct Family {
  Strips strips;
  ArrayXd x;  ///< parameters, in units of the smallest
  double factor, part;

  Family(const ResolvedPoints &points, bool square, double used)
      : strips(strips_of(points, square ? SweepModel::Data::square : SweepModel::Data::value)),
        x(points.parameter.array() / points.parameter.minCoeff()),
        factor(square ? 2 : 1),
        part(used)
  {
    strips.bar *= used;
  }
  double limit(double coefficient) const
  {
    return factor == 2 ? std::sqrt(std::max(0.0, coefficient)) : std::max(0.0, coefficient);
  }
  void take(LimitModel &model, const Range &range) const
  {
    model.low = model.accepted ? std::min(model.low, limit(range.low)) : limit(range.low);
    model.high = model.accepted ? std::max(model.high, limit(range.high)) : limit(range.high);
    model.accepted = true;
  }
  /// Takes d_inf of the powers with this exponent into the model, where some member passes through the
  /// strips.
  void take(LimitModel &model, double exponent) const
  {
    ArrayXXd design = ArrayXXd::Ones(x.size(), 2);
    design.col(1) = x.pow(exponent);
    const double t = smallest_residual(strips, design);
    model.residual = std::min(model.residual, t * part);
    if (!(t <= 1)) return;
    const Range range = range_of_first(strips, design);
    if (range.high >= 0) take(model, range);
  }
};

LimitModel any_exponent(const Family &family)
{
  LimitModel model;
  model.name = family.factor == 2 ? "(d_inf^2 + C^2 e^2q)^1/2" : "d_inf + C e^q";
  const SweepModel exponents{"",
                             SweepModel::Data::value,
                             [&](double q, ArrayXd &first, ArrayXd &second) {
                               first = family.x.pow(family.factor * q);
                               second = ArrayXd::Ones(family.x.size());
                               return true;
                             },
                             {Allowed::Kind::ratio, 0, 1e8}};
  const AcceptedExponents q = accepted_exponents(exponents, family.strips, 0.05, 6);
  model.residual = q.residual * family.part;
  if (!q.any) return model;
  for (int i = 0; i <= 20; ++i) family.take(model, family.factor * (q.low + (q.high - q.low) * i / 20));
  family.take(model, family.factor * q.best);
  return model;
}

/// The end of {x : f(x) <= 1}, f convex, between a point inside and one outside.
double border(const std::function<double(double)> &f, double inside, double outside)
{
  if (f(outside) <= 1) return outside;
  for (int halved = 0; halved < 50; ++halved) {
    const double middle = (inside + outside) / 2;
    (f(middle) <= 1 ? inside : outside) = middle;
  }
  return inside;
}

/// d_inf with C e^p (1 + a e^r), 1 + a e^r >= 0.1 on the range, C > 0: what it is convex in is the
/// coefficient d_inf or d_inf^2.
LimitModel predicted_exponent(const Family &family, double p, double r)
{
  LimitModel model;
  const std::string power = "C e^" + short_number(p) + " (1 + a e^" + short_number(r) + ")";
  model.name = family.factor == 2 ? "(d_inf^2 + (" + power + ")^2)^1/2" : "d_inf + " + power;
  const ArrayXd first = family.x.pow(family.factor * p), second = family.x.pow(family.factor * p + r);
  const Allowed allowed{Allowed::Kind::ratio, -0.9 * std::pow(family.x.maxCoeff(), -r), 10};
  const auto residual = [&](double limit) {
    return smallest_residual({family.strips.centre - limit, family.strips.bar}, first, second, allowed);
  };
  const double most = (family.strips.centre + family.strips.bar).minCoeff();
  const double golden = (std::sqrt(5.0) - 1) / 2;
  double a = 0, b = most, best = 0, t = residual(0);
  for (int k = 0; k < 60 && t > 1; ++k) {
    const double c = b - golden * (b - a), d = a + golden * (b - a), at_c = residual(c), at_d = residual(d);
    if (at_c < t) t = at_c, best = c;
    if (at_d < t) t = at_d, best = d;
    (at_c < at_d ? b : a) = at_c < at_d ? d : c;
  }
  model.residual = t * family.part;
  if (t <= 1) family.take(model, {border(residual, best, 0), border(residual, best, most)});
  return model;
}

std::vector<LimitModel> models_of(const Family &family, double predicted_order)
{
  std::vector<LimitModel> models = {any_exponent(family)};
  for (const double r : {0.5, 1.0, 2.0}) models.push_back(predicted_exponent(family, predicted_order, r));
  return models;
}
}  // namespace

std::vector<LimitModel> limit_models(const ResolvedPoints &points, double predicted_order)
{
  std::vector<LimitModel> models = models_of(Family(points, false, 1), predicted_order);
  std::vector<LimitModel> roots = models_of(Family(points, true, 1), predicted_order);
  double best = 1;
  for (const LimitModel &root : roots) best = std::min(best, root.residual);
  if (best < 1) roots = models_of(Family(points, true, best + counted_room * (1 - best)), predicted_order);
  models.insert(models.end(), roots.begin(), roots.end());
  return models;
}

}  // namespace gammaflow
