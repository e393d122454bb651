// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_points.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace gammaflow
{
namespace
{
/// Exponents of a monomial, and how many entries of the symmetric tensor it is.
struct Monomial {
  std::array<unsigned, 3> power;
  double entries;
};

double factorial(unsigned n)
{
  return std::tgamma(double(n) + 1);
}

std::vector<Monomial> monomials(unsigned order, unsigned dim)
{
  std::vector<Monomial> result;
  for (unsigned a = 0; a <= order; ++a)
    for (unsigned b = 0; a + b <= order; ++b) {
      const unsigned c = order - a - b;
      if ((dim < 2 && b > 0) || (dim < 3 && c > 0)) continue;
      result.push_back({{{a, b, c}}, factorial(order) / (factorial(a) * factorial(b) * factorial(c))});
    }
  return result;
}

Point mean_of(const PointMeasure &measure)
{
  Point mean{};
  for (unsigned d = 0; d < measure.dim(); ++d)
    for (std::size_t i = 0; i < measure.size(); ++i)
      mean[d] += measure.weight(i) / measure.mass() * measure.coordinate(d)[i];
  return mean;
}

/// The entries of int (x - mean)^(order), each once.
std::vector<double> central(const PointMeasure &measure, const std::vector<Monomial> &wanted)
{
  const Point mean = mean_of(measure);
  std::vector<double> result(wanted.size(), 0.);
  for (std::size_t i = 0; i < measure.size(); ++i)
    for (std::size_t m = 0; m < wanted.size(); ++m) {
      double product = measure.weight(i) / measure.mass();
      for (unsigned d = 0; d < measure.dim(); ++d)
        for (unsigned k = 0; k < wanted[m].power[d]; ++k) product *= measure.coordinate(d)[i] - mean[d];
      result[m] += product;
    }
  return result;
}

/// int |x - mean|^order.
double absolute(const PointMeasure &measure, unsigned order)
{
  const Point mean = mean_of(measure);
  double result = 0;
  for (std::size_t i = 0; i < measure.size(); ++i) {
    double square = 0;
    for (unsigned d = 0; d < measure.dim(); ++d) square += std::pow(measure.coordinate(d)[i] - mean[d], 2);
    result += measure.weight(i) / measure.mass() * std::pow(square, order / 2.);
  }
  return result;
}

/// The difference of the tensors int (x - mean)^k, k = 3, 4, in Frobenius' norm.
class HigherMoments final : public ParticleDistance
{
 public:
  HigherMoments(const Context &context, unsigned order)
      : order_(order), monomials_(monomials(order, context.space->dim()))
  {
    const PointMeasure points = points_of_density(*context.space, context.density);
    density_ = central(points, monomials_);
    for (unsigned k = 2; k < order; ++k) absolute_[k] = absolute(points, k);
    const Point mean = mean_of(points);
    double square = 0;  // of the point of the bounding box that is farthest from the mean
    for (unsigned d = 0; d < context.space->dim(); ++d)
      square +=
          std::pow(std::max(context.space->upper()[d] - mean[d], mean[d] - context.space->lower()[d]), 2);
    farthest_ = std::sqrt(square);
    of_quadrature_ = from_density(central(points_between_nodes(*context.space, context.density), monomials_));
  }
  Value to(const PointMeasure &particles) const override
  {
    return {from_density(central(particles, monomials_)), of_quadrature_};
  }
  /// With the origin in the mean of the density, R the farthest point, e the bar in L1: |int x^k s| <= R^k e.
  /// The true mean m has |m| <= R e, and the central moments are
  ///   M3 = m3 - 3 m m2 + 2 m^3,   M4 = m4 - 4 m m3 + 6 m^2 m2 - 3 m^4.
  std::optional<double> of_bars(const Bars &bars) const override
  {
    const auto l1 = bars("L1");
    if (!l1) return std::nullopt;
    const double e = *l1, R = farthest_, m = R * e, second = absolute_[2] + R * R * e;
    if (order_ == 3) return R * R * R * e + 3 * m * second + 2 * m * m * m;
    const double third = absolute_[3] + R * R * R * e;
    return std::pow(R, 4) * e + 4 * m * third + 6 * m * m * second + 3 * std::pow(m, 4);
  }

 private:
  double from_density(const std::vector<double> &moments) const
  {
    double square = 0;
    for (std::size_t m = 0; m < moments.size(); ++m)
      square += monomials_[m].entries * std::pow(moments[m] - density_[m], 2);
    return std::sqrt(square);
  }

  unsigned order_;
  std::vector<Monomial> monomials_;
  std::vector<double> density_;
  std::array<double, 4> absolute_{};
  double farthest_ = 0, of_quadrature_ = 0;
};

Register<ParticleDistance> registered(const std::string &name, unsigned order)
{
  ParticleDistance::Traits t;
  t.summary = "difference of the central moments of order " + std::to_string(order) + " in Frobenius' norm";
  t.by_default = false;
  t.root_rate = true;
  return {name, t, [order](const auto &context) { return std::make_unique<HigherMoments>(context, order); }};
}

const auto third = registered("third moments", 3);
const auto fourth = registered("fourth moments", 4);
}  // namespace
}  // namespace gammaflow
