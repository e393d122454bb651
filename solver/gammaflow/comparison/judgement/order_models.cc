// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/order_models.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
using Eigen::ArrayXd;
using Data = SweepModel::Data;
using Columns = SweepModel::Columns;

std::string power(double exponent)
{
  if (exponent == 1) return "e";
  return "e^" + (exponent == 0.25  ? "1/4"
                 : exponent == 0.5 ? "1/2"
                 : exponent == 1.5 ? "3/2"
                                   : short_number(exponent));
}

Allowed ratio(double low, double high)
{
  return {Allowed::Kind::ratio, low, high};
}

/// How large the second term of C e^q (1 + a e^r) may be at the smallest parameter, over the first one.
/// Without a bound, a -> infinity makes every power q + r one of "order q", whose leading term nothing shows.
double largest_second_term(double r)
{
  return r == 1 || r == 2 ? 10.2 : r == 0.5 ? 1.5 : 2;
}

/// x^(s q) and x^(s q + r).
Columns two_powers(const ArrayXd &x, double s, double r)
{
  return [=](double q, ArrayXd &first, ArrayXd &second) {
    first = x.pow(s * q);
    second = x.pow(s * q + r);
    return true;
  };
}

/// x^(s q) and 1, of positive exponents.
Columns power_and_constant(const ArrayXd &x, double s)
{
  return [=](double q, ArrayXd &first, ArrayXd &second) {
    first = x.pow(s * q);
    second = ArrayXd::Ones(x.size());
    return q > 0;
  };
}

/// log d = log C + q log e + k log |log(e / unit)|, 0 <= k <= 2.
SweepModel logarithmic(const std::string &name, const ArrayXd &parameters, const ArrayXd &x, double unit)
{
  const ArrayXd loglog = (unit / parameters).log().log();
  return {name,
          Data::logarithm,
          [=](double, ArrayXd &first, ArrayXd &second) {
            first = ArrayXd::Ones(x.size());
            second = loglog;
            return true;
          },
          {Allowed::Kind::box, 0, 2},
          x.log()};
}
}  // namespace

double SweepModel::residual(const Strips &strips, double q) const
{
  ArrayXd first, second;
  if (!columns(q, first, second)) return std::numeric_limits<double>::infinity();
  const Strips shifted{shift.size() > 0 ? ArrayXd(strips.centre - q * shift) : strips.centre, strips.bar};
  const double t = smallest_residual(shifted, first, second, allowed);
  return t >= 0 ? t : std::numeric_limits<double>::infinity();
}

Strips strips_of(const ResolvedPoints &points, Data data)
{
  // Arithmetic in double precision leaves 1e-12 of the values and 1e-6 of the bars undecided.
  const ArrayXd bar = (1 + 1e-6) * points.delta.array().max(1e-12 * points.value.array());
  const ArrayXd low = points.value.array() - bar, high = points.value.array() + bar;
  switch (data) {
    case Data::square:
      return {(low.square() + high.square()) / 2, (high.square() - low.square()) / 2};
    case Data::inverse:
      return {(low.inverse() + high.inverse()) / 2, (low.inverse() - high.inverse()) / 2};
    case Data::logarithm:
      return {(low.log() + high.log()) / 2, (high.log() - low.log()) / 2};
    case Data::value:
      break;
  }
  return {points.value.array(), bar};
}

std::vector<SweepModel> order_models(const Eigen::VectorXd &parameters)
{
  const ArrayXd x = parameters.array() / parameters.minCoeff();
  const double largest = x.maxCoeff();
  std::vector<SweepModel> models;
  models.push_back({"C e^q", Data::value, two_powers(x, 1, 1), ratio(0, 0)});
  for (const double r : {0.5, 1.0, 1.5, 2.0})
    models.push_back({"C e^q (1 + a " + power(r) + ")", Data::value, two_powers(x, 1, r),
                      ratio(-0.9 * std::pow(largest, -r), largest_second_term(r))});
  for (const double r : {0.5, 1.0, 2.0}) {
    const Columns sum = two_powers(x, -1, r);
    models.push_back({"C e^q / (1 + a " + power(r) + ")", Data::inverse,
                      [=](double q, ArrayXd &a, ArrayXd &b) { return sum(q, a, b) && q > r; },
                      ratio(0, r == 0.5 ? 1.5 : 3)});
  }
  models.push_back({"C e^q / (1 + a e^q)", Data::inverse, power_and_constant(x, -1), ratio(0, 10)});
  for (const double r : {0.5, 1.0, 2.0})
    models.push_back(
        {"C e^q (1 + a " + power(2 * r) + ")^1/2", Data::square, two_powers(x, 2, 2 * r), ratio(0, 3)});
  models.push_back({"d_inf + C e^q", Data::value, power_and_constant(x, 1), ratio(0, 10)});
  models.push_back({"(d_inf^2 + C^2 e^2q)^1/2", Data::square, power_and_constant(x, 2), ratio(0, 100)});
  if (parameters.maxCoeff() <= 0.5) models.push_back(logarithmic("C e^q |log e|^k", parameters, x, 1));
  models.push_back(logarithmic("C e^q |log(e / 10 e_max)|^k", parameters, x, 10 * parameters.maxCoeff()));
  return models;
}

std::vector<MixedModel> mixed_models(const Eigen::VectorXd &parameters, double predicted_order)
{
  const ArrayXd x = parameters.array() / parameters.minCoeff();
  std::vector<MixedModel> models;
  for (const double r : {0.25, 0.5})
    for (const double low : {predicted_order - r, predicted_order}) {
      if (!(low > 0)) continue;
      const ArrayXd lower = x.pow(low), higher = x.pow(low + r);
      models.push_back({"a e^" + short_number(low) + " + b e^" + short_number(low + r),
                        low,
                        {"", Data::value,
                         [=](double, ArrayXd &first, ArrayXd &second) {
                           first = lower;
                           second = higher;
                           return true;
                         },
                         ratio(0, 10.2)}});
    }
  return models;
}

std::vector<SweepModel> models_above_scale(const Eigen::VectorXd &parameters, double predicted_order)
{
  const ArrayXd x = parameters.array() / parameters.minCoeff();
  std::vector<SweepModel> models;
  const auto add = [&](const std::string &name, const std::function<ArrayXd(const ArrayXd &)> &shape) {
    models.push_back({name, Data::value,
                      [=](double log_scale, ArrayXd &first, ArrayXd &second) {
                        first = shape(std::pow(10, log_scale) * x).pow(predicted_order);
                        second = ArrayXd::Zero(x.size());
                        return true;
                      },
                      ratio(0, 0)});
  };
  add("(y/(1 + y))^p", [](const ArrayXd &y) { return ArrayXd(y / (1 + y)); });
  add("(y/(1 + y^1/2))^p", [](const ArrayXd &y) { return ArrayXd(y / (1 + y.sqrt())); });
  add("((1 + y)^1/2 - 1)^p", [](const ArrayXd &y) { return ArrayXd(y / (1 + (1 + y).sqrt())); });
  add("log(1 + y)^p", [](const ArrayXd &y) { return ArrayXd(y.log1p()); });
  return models;
}

}  // namespace gammaflow
