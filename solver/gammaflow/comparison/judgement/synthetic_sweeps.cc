// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/synthetic_sweeps.h>

#include <cmath>

namespace gammaflow
{
double uniform(std::mt19937 &random, double low, double high)
{
  return low + (high - low) * std::generate_canonical<double, 53>(random);
}

double log_uniform(std::mt19937 &random, double low, double high)
{
  return low * std::pow(high / low, uniform(random, 0, 1));
}

double random_order(std::mt19937 &random)
{
  const double orders[] = {0.5, 1, 1.5, 2};
  return orders[int(uniform(random, 0, 4))];
}

Ladder::Ladder(std::mt19937 &random, bool clean, double largest)
{
  const int points = (clean ? 5 : 4) + int(uniform(random, 0, clean ? 4 : 5));
  const double ratio = uniform(random, 2, 4);
  for (int k = 0; k < points; ++k) parameter.push_back(largest * std::pow(ratio, -k));
  bar = log_uniform(random, 1e-4, 0.05);
  ends = uniform(random, 0, 1) < 0.3;
}

namespace
{
using Function = std::function<double(double)>;

SyntheticSweep scalar_sweep(std::mt19937 &random, const Ladder &ladder, const Function &d, double order)
{
  SyntheticSweep sweep;
  sweep.order = order;
  for (const double e : ladder.parameter) {
    const double u = uniform(random, -1, 1), exact = d(e);
    const double value = exact * (1 + ladder.bar * (ladder.ends ? std::copysign(1.0, u) : u));
    // The bar is that of the exact value, so that it covers.
    sweep.values.push_back({e, value, ladder.bar * exact});
  }
  return sweep;
}

/// A class from a function that draws d(e), given the ladder.
SyntheticClass scalar_class(const std::string &name, double largest,
                            const std::function<SyntheticSweep(std::mt19937 &, const Ladder &)> &draw,
                            bool clean = false, bool hidden = false)
{
  return {name, false, clean, hidden, [=](std::mt19937 &random) {
            return draw(random, Ladder(random, clean, log_uniform(random, largest / 10, largest)));
          }};
}

/// d(e) = shape(e / scale)^q with the smallest parameter between `low` and `high` scales.
SyntheticClass above_scale(const std::string &name, const Function &shape, double low, double high)
{
  return scalar_class(name, 1, [=](std::mt19937 &random, const Ladder &ladder) {
    const double scale = ladder.parameter.back() / log_uniform(random, low, high), q = random_order(random);
    return scalar_sweep(
        random, ladder, [=](double e) { return std::pow(shape(e / scale), q); }, q);
  });
}

/// a e^q + b e^p with a tenth of it of order q at the smallest parameter, of one of these (q, p): it looks as
/// if its order were p.
SyntheticClass lower_order(const std::string &name, const std::vector<std::pair<double, double>> &orders)
{
  return scalar_class(name, 1, [=](std::mt19937 &random, const Ladder &ladder) {
    const auto [q, p] = orders[std::size_t(uniform(random, 0, double(orders.size())))];
    const double low = q, high = p, b = 10 * std::pow(ladder.parameter.back(), low - high);
    SyntheticSweep sweep = scalar_sweep(
        random, ladder, [=](double e) { return std::pow(e, low) + b * std::pow(e, high); }, low);
    sweep.other_order = high;
    return sweep;
  });
}
/// What a ridge misses where the density is a Gaussian in 1 to 3 dimensions, cut off at a radius.
SyntheticClass gaussian_tails()
{
  return scalar_class("mean of e/(rho + e), or the root of rho times its square, rho a Gaussian in 1D to 3D",
                      10, [](std::mt19937 &random, const Ladder &ladder) {
                        const bool root = uniform(random, 0, 1) < 0.5;
                        const int dimension = 1 + int(uniform(random, 0, root ? 3 : 2));
                        const double radius = std::sqrt(-2 * std::log(log_uniform(random, 1e-3, 0.1)));
                        const auto d = [=](double e) {
                          double sum = 0;
                          for (int i = 0; i < 300; ++i) {
                            const double r = radius * (i + 0.5) / 300, rho = std::exp(-0.5 * r * r),
                                         missed = e / (rho + e);
                            sum += std::pow(r, dimension - 1) * (root ? missed * missed * rho : missed);
                          }
                          return root ? std::sqrt(sum) : sum;
                        };
                        return scalar_sweep(random, ladder, d, 1);
                      });
}
}  // namespace

std::vector<SyntheticClass> synthetic_scalar_classes()
{
  std::vector<SyntheticClass> classes;
  classes.push_back(scalar_class(
      "C e^q (1 + a e), five points or more, |a| <= 2", 0.2,
      [](std::mt19937 &random, const Ladder &ladder) {
        const double q = random_order(random), a = uniform(random, -2, 2);
        return scalar_sweep(
            random, ladder, [=](double e) { return std::pow(e, q) * (1 + a * e); }, q);
      },
      true));
  classes.push_back(scalar_class("C e^q", 1, [](std::mt19937 &random, const Ladder &ladder) {
    const double q = uniform(random, 0.4, 3);
    return scalar_sweep(
        random, ladder, [=](double e) { return std::pow(e, q); }, q);
  }));
  classes.push_back(lower_order("a e + b e^2, the first a tenth of the second at the smallest e", {{1, 2}}));
  classes.push_back(lower_order("a e^q + b e^(q+1/4), the same", {{0.5, 0.75}, {0.75, 1}, {1.75, 2}}));
  classes.push_back(lower_order("a e^q + b e^(q+1/2), the same", {{0.5, 1}, {1, 1.5}, {1.5, 2}}));
  classes.push_back(scalar_class(
      "e^q (1 + a e^r), r in [1/2, 2], a e^r <= 2 at the smallest e", 1,
      [](std::mt19937 &random, const Ladder &ladder) {
        const double q = random_order(random), r = uniform(random, 0.5, 2);
        const double a = log_uniform(random, 0.05, 2) / std::pow(ladder.parameter.back(), r);
        return scalar_sweep(
            random, ladder, [=](double e) { return std::pow(e, q) * (1 + a * std::pow(e, r)); }, q);
      }));
  classes.push_back(
      scalar_class("e^q |log e|^k, k in {1/2, 1, 2}", 0.3, [](std::mt19937 &random, const Ladder &ladder) {
        const double q = random_order(random),
                     k = std::vector<double>{0.5, 1, 2}[std::size_t(uniform(random, 0, 3))];
        return scalar_sweep(
            random, ladder, [=](double e) { return std::pow(e, q) * std::pow(std::abs(std::log(e)), k); }, q);
      }));
  for (const bool root : {true, false})
    classes.push_back(scalar_class(
        root ? "hypot(d_inf, C e^q), d_inf >= 0.3 d_min" : "d_inf + C e^q, d_inf >= 0.3 d_min", 1,
        [=](std::mt19937 &random, const Ladder &ladder) {
          const double q = random_order(random), part = uniform(random, 0.3, 0.95);
          const double smallest = std::pow(ladder.parameter.back(), q);
          const double limit = smallest * (root ? part / std::sqrt(1 - part * part) : part / (1 - part));
          return scalar_sweep(
              random, ladder,
              [=](double e) { return root ? std::hypot(limit, std::pow(e, q)) : limit + std::pow(e, q); }, q);
        },
        false, true));
  classes.push_back(above_scale(
      "(y/(1 + y))^q", [](double y) { return y / (1 + y); }, 0.03, 30));
  classes.push_back(above_scale(
      "tanh(y)^q", [](double y) { return std::tanh(y); }, 0.03, 5));
  classes.push_back(above_scale(
      "(1 - exp(-y))^q", [](double y) { return -std::expm1(-y); }, 0.03, 5));
  classes.push_back(above_scale(
      "(y/(1 + y^2)^1/2)^q", [](double y) { return y / std::hypot(1.0, y); }, 0.03, 30));
  classes.push_back(above_scale(
      "((1 + y)^1/2 - 1)^q", [](double y) { return y / (1 + std::sqrt(1 + y)); }, 0.03, 100));
  classes.push_back(above_scale(
      "log(1 + y)^q", [](double y) { return std::log1p(y); }, 0.03, 100));
  classes.push_back(scalar_class(
      "mean of e/(rho + e), rho uniform in [1e-3, 1]", 1, [](std::mt19937 &random, const Ladder &ladder) {
        return scalar_sweep(
            random, ladder, [](double e) { return e * std::log((1 + e) / (1e-3 + e)); }, 1);
      }));
  classes.push_back(scalar_class(
      "mean of e/(rho + e), rho log-uniform in [1e-3, 1]", 1, [](std::mt19937 &random, const Ladder &ladder) {
        return scalar_sweep(
            random, ladder, [](double e) { return std::log1p(e / 1e-3) - std::log1p(e); }, 1);
      }));
  classes.push_back(scalar_class("root of the mean of (e/(rho + e))^2 rho, rho a Gaussian to 1e-3", 10,
                                 [](std::mt19937 &random, const Ladder &ladder) {
                                   return scalar_sweep(
                                       random, ladder,
                                       [](double e) {
                                         double sum = 0;
                                         for (int i = 0; i < 300; ++i) {
                                           const double rho =
                                               std::exp(-0.5 * std::pow(3.7 * (i + 0.5) / 300, 2));
                                           sum += std::pow(e / (rho + e), 2) * rho / 300;
                                         }
                                         return std::sqrt(sum);
                                       },
                                       1);
                                 }));
  classes.push_back(
      scalar_class("e/(rho_1 + e) + c e/(rho_2 + e)", 1, [](std::mt19937 &random, const Ladder &ladder) {
        const double first = log_uniform(random, 1e-3, 1), second = log_uniform(random, 1e-3, 1),
                     c = log_uniform(random, 0.1, 10);
        return scalar_sweep(
            random, ladder, [=](double e) { return e / (first + e) + c * e / (second + e); }, 1);
      }));
  classes.push_back(gaussian_tails());
  return classes;
}

}  // namespace gammaflow
