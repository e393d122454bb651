// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/study/identification/mobility_fit.h>

#include <Eigen/Cholesky>
#include <boost/math/tools/minima.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
Vector MobilityFit::riesz(const Space &space, const Vector &v) const
{
  if (!transport_) return v;
  Vector image = space.zero();
  space.laplacian()
      .prepare(SpectralFunction::general([](double lambda) { return lambda > 0 ? 1 / lambda : 0; },
                                         "the inverse of the Laplacian"))
      ->apply(v, image);
  return image;
}

Vector MobilityFit::rate(const Sample &sample, const Vector &theta) const
{
  Vector v = theta;
  if (transport_)
    sample.space->gradients().apply(theta, sample.xi, v);
  else
    v.scale(sample.xi);
  return v;
}

void MobilityFit::add(const std::shared_ptr<const Space> &space, const Vector &u, const Vector &xi,
                      const Vector &v)
{
  Sample sample{space, u, xi, v, riesz(*space, v), 0};
  sample.square = space->inner(v, sample.dual);
  if (sample.square > 0) samples_.push_back(std::move(sample));
}

PowerMobility MobilityFit::power() const
{
  PowerMobility best;
  const auto residual = [&](double exponent) {
    double with_rate = 0, of_rate = 0;
    for (const Sample &sample : samples_) {
      Vector theta = sample.u;
      for (double &rho : theta) rho = std::pow(rho, exponent);
      const Vector r = rate(sample, theta);
      with_rate += sample.space->inner(r, sample.dual) / sample.square;
      of_rate += sample.space->inner(r, riesz(*sample.space, r)) / sample.square;
    }
    best.factor = with_rate / of_rate;
    return 1 - with_rate * with_rate / (of_rate * double(samples_.size()));
  };
  const auto [exponent, square] = boost::math::tools::brent_find_minima(residual, -1., 4., 30);
  residual(exponent);
  best.exponent = exponent;
  best.residual = std::sqrt(std::max(0., square));
  return best;
}

namespace
{
/// The cubic B-spline number k of n on [0, 1] with equally spaced knots.
double spline(unsigned k, unsigned n, double x)
{
  const double t = std::abs(x * (n - 3) - (double(k) - 1));
  if (t >= 2) return 0;
  return t < 1 ? 2. / 3 - t * t * (1 - t / 2) : std::pow(2 - t, 3) / 6;
}
}  // namespace

SplineMobility MobilityFit::splines(const unsigned functions) const
{
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const Sample &sample : samples_) {
    low = std::min(low, sample.space->minimum(sample.u));
    high = std::max(high, sample.space->maximum(sample.u));
  }
  const auto n = Eigen::Index(functions);
  Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(n, n);
  Eigen::VectorXd right = Eigen::VectorXd::Zero(n);
  for (const Sample &sample : samples_) {
    std::vector<Vector> rates, duals;
    for (unsigned k = 0; k < functions; ++k) {
      Vector theta = sample.u;
      for (double &rho : theta) rho = spline(k, functions, (rho - low) / (high - low));
      rates.push_back(rate(sample, theta));
      duals.push_back(riesz(*sample.space, rates.back()));
    }
    for (Eigen::Index k = 0; k < n; ++k) {
      right[k] += sample.space->inner(rates[std::size_t(k)], sample.dual) / sample.square;
      for (Eigen::Index l = 0; l <= k; ++l) {
        const double product =
            sample.space->inner(rates[std::size_t(k)], duals[std::size_t(l)]) / sample.square;
        gram(k, l) += product;
        if (l != k) gram(l, k) += product;
      }
    }
  }
  // densities that hardly occur determine nothing
  gram.diagonal().array() += 1e-13 * gram.trace();
  const Eigen::VectorXd c = gram.ldlt().solve(right);
  SplineMobility result;
  const double square = double(samples_.size()) - 2 * right.dot(c) + c.dot(gram * c);
  result.residual = std::sqrt(std::max(0., square) / double(samples_.size()));
  constexpr unsigned points = 21;
  for (unsigned i = 0; i < points; ++i) {
    const double x = double(i) / (points - 1);
    double theta = 0;
    for (unsigned k = 0; k < functions; ++k) theta += c[Eigen::Index(k)] * spline(k, functions, x);
    result.density.push_back(low + x * (high - low));
    result.theta.push_back(theta);
  }
  return result;
}

}  // namespace gammaflow
