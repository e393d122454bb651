#include <gammaflow/comparison/judgement/limit_models.h>
#include <gammaflow/comparison/judgement/order_models.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

/// A model of d, or (a root of a sum of squares) of d^2, whose first column belongs to the limit.
struct Family {
  Strips strips;
  ArrayXd x;  ///< parameters, in units of the smallest
  double factor;

  Family(const ResolvedPoints &points, bool square)
      : strips(strips_of(points, square ? SweepModel::Data::square : SweepModel::Data::value)),
        x(points.parameter.array() / points.parameter.minCoeff()),
        factor(square ? 2 : 1)
  {
  }
  double limit(double coefficient) const
  {
    return factor == 2 ? std::sqrt(std::max(0.0, coefficient)) : std::max(0.0, coefficient);
  }
  /// Takes d_inf of the exponents in `columns` into the model, where some member passes through the strips.
  void take(LimitModel &model, const std::vector<double> &exponents) const
  {
    ArrayXXd design = ArrayXXd::Ones(x.size(), Index(exponents.size()) + 1);
    for (std::size_t k = 0; k < exponents.size(); ++k) design.col(Index(k) + 1) = x.pow(exponents[k]);
    const double t = smallest_residual(strips, design);
    model.residual = std::min(model.residual, t);
    if (!(t <= 1)) return;
    const Range range = range_of_first(strips, design);
    if (range.high < 0) return;
    model.low = model.accepted ? std::min(model.low, limit(range.low)) : limit(range.low);
    model.high = model.accepted ? std::max(model.high, limit(range.high)) : limit(range.high);
    model.accepted = true;
  }
};

LimitModel any_exponent(const ResolvedPoints &points, bool square)
{
  LimitModel model;
  model.name = square ? "(d_inf^2 + C^2 e^2q)^1/2" : "d_inf + C e^q";
  const Family family(points, square);
  const SweepModel exponents{"",
                             SweepModel::Data::value,
                             [&](double q, ArrayXd &first, ArrayXd &second) {
                               first = family.x.pow(family.factor * q);
                               second = ArrayXd::Ones(family.x.size());
                               return true;
                             },
                             {Allowed::Kind::ratio, 0, 1e8}};
  const AcceptedExponents q = accepted_exponents(exponents, family.strips, 0.05, 6);
  model.residual = q.residual;
  if (!q.any) return model;
  for (int i = 0; i <= 20; ++i) family.take(model, {family.factor * (q.low + (q.high - q.low) * i / 20)});
  family.take(model, {family.factor * q.best});
  return model;
}

LimitModel predicted_exponent(const ResolvedPoints &points, double p, double r, bool square)
{
  LimitModel model;
  const std::string power = "C e^" + short_number(p) + " (1 + a e^" + short_number(r) + ")";
  model.name = square ? "(d_inf^2 + (" + power + ")^2)^1/2" : "d_inf + " + power;
  const Family family(points, square);
  family.take(model, {family.factor * p, family.factor * p + r});
  return model;
}
}  // namespace

std::vector<LimitModel> limit_models(const ResolvedPoints &points, double predicted_order)
{
  std::vector<LimitModel> models;
  for (const bool square : {false, true}) {
    models.push_back(any_exponent(points, square));
    for (const double r : {0.5, 1.0, 2.0})
      models.push_back(predicted_exponent(points, predicted_order, r, square));
  }
  return models;
}

}  // namespace gammaflow
