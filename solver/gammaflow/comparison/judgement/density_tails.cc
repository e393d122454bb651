// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/density_tails.h>

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/minima.hpp>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double least_log = -20, step = 0.02;  ///< of the tables, in log y
constexpr int entries = 1800;
/// Of log y at the smallest parameter.
constexpr double lowest_scale = -8, highest_scale = 1, scale_step = 0.25;

double missed(DensityTails::Kind kind, int dimension, double radius, double y)
{
  // Analytic in a strip whose width is that of the tail: 30 points leave less than 1e-7.
  const double sum = boost::math::quadrature::gauss<double, 30>::integrate(
      [&](double r) {
        const double rho = std::exp(-r * r / 2), part = y / (rho + y);
        return std::pow(r, dimension - 1) * (kind == DensityTails::Kind::root ? part * part * rho : part);
      },
      0., radius);
  return kind == DensityTails::Kind::root ? std::log(sum) / 2 : std::log(sum);
}

const std::vector<DensityTails> &all_tails()
{
  static const std::vector<DensityTails> tails = [] {
    using Kind = DensityTails::Kind;
    std::vector<DensityTails> result;
    for (const double floor : {1e-2, 3e-3, 1e-3, 3e-4, 1e-4}) {
      for (const int dimension : {1, 2, 3}) result.emplace_back(Kind::root, dimension, floor);
      result.emplace_back(Kind::mean, 1, floor);
    }
    return result;
  }();
  return tails;
}
}  // namespace

DensityTails::DensityTails(Kind kind, int dimension, double floor)
{
  const double radius = std::sqrt(-2 * std::log(floor));
  for (int i = 0; i < entries; ++i)
    table_.push_back(missed(kind, dimension, radius, std::exp(least_log + i * step)));
}

double DensityTails::log_missed(double log_y) const
{
  // Linear between the entries: they bend by less than 1e-4 of the step.
  const double at = std::clamp((log_y - least_log) / step, 0., entries - 1.001);
  const auto i = std::size_t(at);
  return table_[i] + (at - double(i)) * (table_[i + 1] - table_[i]);
}

double residual_of_tails(const ResolvedPoints &points, double power, double tolerance)
{
  const Eigen::Index n = points.size();
  const Eigen::ArrayXd x = points.log_parameter.array() - points.log_parameter.minCoeff();
  const Eigen::ArrayXd bar = points.log_delta.array().max(tolerance);
  Eigen::ArrayXd left(n);
  const auto residual = [&](const DensityTails &tails, double log_scale) {
    for (Eigen::Index i = 0; i < n; ++i)
      left[i] = points.log_value[i] - power * tails.log_missed(x[i] + log_scale);
    double t = 0;
    for (Eigen::Index i = 0; i < n; ++i)
      for (Eigen::Index j = 0; j < i; ++j) t = std::max(t, std::abs(left[i] - left[j]) / (bar[i] + bar[j]));
    return t;
  };
  double smallest = std::numeric_limits<double>::infinity();
  for (const DensityTails &tails : all_tails()) {
    double best = lowest_scale, least = residual(tails, best);
    for (double s = lowest_scale + scale_step; s <= highest_scale; s += scale_step)
      if (const double t = residual(tails, s); t < least) least = t, best = s;
    const auto refined = boost::math::tools::brent_find_minima([&](double s) { return residual(tails, s); },
                                                               best - scale_step, best + scale_step, 16);
    smallest = std::min({smallest, least, refined.second});
    if (smallest <= 1) break;
  }
  return smallest;
}

}  // namespace gammaflow
