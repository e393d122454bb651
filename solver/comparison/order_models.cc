#include <gammaflow/comparison/order_models.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
using Eigen::ArrayXd;
using Eigen::Index;
using Data = SweepModel::Data;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The largest |a| e^r at the smallest parameter: larger ones make a power q + r of the model, whose leading
/// term nothing shows.
double largest_second_term(double r)
{
  return r == 1 ? 10.5 : 2;
}
/// d_inf is at most this multiple of C e^q at the smallest parameter.
constexpr double largest_limit_term = 10;

std::string power(const std::string &base, double exponent)
{
  return exponent == 1 ? base
                       : base + "^" +
                             (exponent == 0.5   ? "1/2"
                              : exponent == 1.5 ? "3/2"
                                                : short_number(exponent));
}
}  // namespace

double SweepModel::residual(const Strips &strips, double q) const
{
  ArrayXd first, second;
  if (!columns(q, first, second)) return infinity;
  const Strips shifted{shift.size() > 0 ? ArrayXd(strips.centre - q * shift) : strips.centre, strips.bar};
  const double t = smallest_residual(shifted, first, second, allowed);
  return t >= 0 ? t : infinity;
}

Strips strips_of(const ResolvedPoints &points, SweepModel::Data data)
{
  // Arithmetic in double precision leaves 1e-12 undecided.
  const ArrayXd bar = points.delta.array().max(1e-12 * points.value.array());
  const ArrayXd low = points.value.array() - bar, high = points.value.array() + bar;
  ArrayXd from, to;
  switch (data) {
    case Data::value:
      return {points.value.array(), bar};
    case Data::square:
      from = low.square(), to = high.square();
      break;
    case Data::inverse:
      from = high.inverse(), to = low.inverse();
      break;
    case Data::logarithm:
      from = low.log(), to = high.log();
      break;
  }
  return {(from + to) / 2, (to - from) / 2};
}

std::vector<SweepModel> order_models(const Eigen::VectorXd &parameters)
{
  const ArrayXd x = parameters.array() / parameters.minCoeff();
  const double largest = x.maxCoeff();
  std::vector<SweepModel> models;
  const auto ratio = [](double low, double high) { return Allowed{Allowed::Kind::ratio, low, high}; };
  models.push_back({"C e^q", Data::value,
                    [=](double q, ArrayXd &a, ArrayXd &b) {
                      a = x.pow(q), b = x.pow(q + 1);
                      return true;
                    },
                    ratio(0, 0)});
  for (const double r : {0.5, 1.0, 1.5, 2.0})
    models.push_back({"C e^q (1 + a " + power("e", r) + ")", Data::value,
                      [=](double q, ArrayXd &a, ArrayXd &b) {
                        a = x.pow(q), b = x.pow(q + r);
                        return true;
                      },
                      ratio(-0.9 * std::pow(largest, -r), largest_second_term(r))});
  for (const double r : {0.5, 1.0, 2.0})
    models.push_back({"C e^q / (1 + a " + power("e", r) + ")", Data::inverse,
                      [=](double q, ArrayXd &a, ArrayXd &b) {
                        if (q <= r) return false;
                        a = x.pow(-q), b = x.pow(r - q);
                        return true;
                      },
                      ratio(0, largest_second_term(r))});
  models.push_back({"C e^q / (1 + a e^q)", Data::inverse,
                    [=](double q, ArrayXd &a, ArrayXd &b) {
                      if (q <= 0) return false;
                      a = x.pow(-q), b = ArrayXd::Ones(x.size());
                      return true;
                    },
                    ratio(0, 10)});
  for (const double r : {0.5, 1.0, 2.0})
    models.push_back({"C e^q (1 + a " + power("e", 2 * r) + ")^1/2", Data::square,
                      [=](double q, ArrayXd &a, ArrayXd &b) {
                        a = x.pow(2 * q), b = x.pow(2 * (q + r));
                        return true;
                      },
                      ratio(0, std::pow(largest_second_term(r), 2))});
  models.push_back({"d_inf + C e^q", Data::value,
                    [=](double q, ArrayXd &a, ArrayXd &b) {
                      if (q <= 0) return false;
                      a = x.pow(q), b = ArrayXd::Ones(x.size());
                      return true;
                    },
                    ratio(0, largest_limit_term)});
  models.push_back({"(d_inf^2 + C^2 e^2q)^1/2", Data::square,
                    [=](double q, ArrayXd &a, ArrayXd &b) {
                      if (q <= 0) return false;
                      a = x.pow(2 * q), b = ArrayXd::Ones(x.size());
                      return true;
                    },
                    ratio(0, largest_limit_term * largest_limit_term)});
  const auto logarithm = [&](double unit, const std::string &name) {
    const ArrayXd loglog = (unit / parameters.array()).log().log();
    models.push_back({name,
                      Data::logarithm,
                      [=](double, ArrayXd &a, ArrayXd &b) {
                        a = ArrayXd::Ones(x.size()), b = loglog;
                        return true;
                      },
                      {Allowed::Kind::box, 0, 2},
                      x.log()});
  };
  if (parameters.maxCoeff() <= 0.5) logarithm(1, "C e^q |log e|^k");
  logarithm(10 * parameters.maxCoeff(), "C e^q |log(e / 10 e_max)|^k");
  return models;
}

AcceptedExponents accepted_exponents(const SweepModel &model, const Strips &strips, double low, double high)
{
  const auto t = [&](double q) { return model.residual(strips, q); };
  const int steps = std::max(4, int(std::ceil((high - low) / 0.1)));
  std::vector<double> q(static_cast<std::size_t>(steps) + 1), value(q.size());
  for (std::size_t i = 0; i < q.size(); ++i) value[i] = t(q[i] = low + (high - low) * double(i) / steps);

  AcceptedExponents result;
  result.residual = infinity;
  const auto border = [&](double inside, double outside) {
    for (int k = 0; k < 50 && std::abs(inside - outside) > 1e-12; ++k) {
      const double middle = (inside + outside) / 2;
      (t(middle) <= 1 ? inside : outside) = middle;
    }
    return outside;
  };
  const auto accept = [&](double from, double to) {
    result.low = result.any ? std::min(result.low, from) : from;
    result.high = result.any ? std::max(result.high, to) : to;
    result.any = true;
  };
  for (std::size_t i = 0; i < q.size(); ++i) {
    const double before = i > 0 ? value[i - 1] : infinity, after = i + 1 < q.size() ? value[i + 1] : infinity;
    if (!std::isfinite(value[i]) || value[i] > before || value[i] >= after) continue;
    // A local minimum: golden section between its neighbours, until a member is accepted or none can be.
    double a = i > 0 ? q[i - 1] : q[i], b = i + 1 < q.size() ? q[i + 1] : q[i], best = q[i], least = value[i];
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double c = b - golden * (b - a), d = a + golden * (b - a), tc = t(c), td = t(d);
    for (int k = 0; k < 60 && b - a > 1e-13; ++k) {
      if (tc < td) {
        b = d, d = c, td = tc, c = b - golden * (b - a), tc = t(c);
      } else {
        a = c, c = d, tc = td, d = a + golden * (b - a), td = t(d);
      }
      if (std::min(tc, td) < least) least = std::min(tc, td), best = tc < td ? c : d;
      if (least < 0.5) break;
    }
    if (least < result.residual) result.residual = least, result.best = best;
    if (least > 1) continue;
    const auto walk = [&](int step) {
      double inside = best;
      for (auto k = std::ptrdiff_t(i) - step; k >= 0 && k < std::ptrdiff_t(q.size()); k += step) {
        const double next = q[std::size_t(k)];
        if ((next - best) * step <= 0) continue;
        if (value[std::size_t(k)] > 1) return border(inside, next);
        inside = next;
      }
      return inside;
    };
    accept(walk(-1), walk(1));
  }
  return result;
}

}  // namespace gammaflow
