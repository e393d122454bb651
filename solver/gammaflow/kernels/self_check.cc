// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/finite_rank.h>
#include <gammaflow/kernels/radial_integrals.h>
#include <gammaflow/kernels/self_check.h>

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
constexpr double round_off = 1e-9;

double relative(double found, double declared, double scale)
{
  return std::abs(found - declared) / scale;
}

/// Everything that matters is inside.
double far(const RadialKernel &kernel)
{
  return kernel.compact() ? kernel.radius(0) : std::min(kernel.radius(1e-18), 3e3 * kernel.bandwidth());
}

double moment(const RadialKernel &kernel, double power)
{
  return radial_integral([&](double r) { return kernel.profile(r); }, kernel.dim(), power,
                         kernel.compact() ? kernel.radius(0) : std::numeric_limits<double>::infinity());
}

SelfCheck decrease_of(const RadialKernel &kernel)
{
  double before = kernel.profile(0), worst = 0;
  for (double r = 0.01 * kernel.bandwidth(); r < far(kernel); r *= 1.05) {
    const double value = kernel.profile(r);
    worst = std::max({worst, value - before, -value});
    before = value;
  }
  return {"profile >= 0, decreasing", 0,     -worst,
          worst / kernel.profile(0),  1e-14, "cell lists and cut-offs take what is left out for small"};
}

SelfCheck radius_of(const RadialKernel &kernel)
{
  double worst = 0, found = 0;
  for (const double epsilon : {1e-2, 1e-5, 1e-9}) {
    const double value = kernel.profile(kernel.radius(epsilon)) / kernel.profile(0);
    if (value / epsilon >= worst) worst = value / epsilon, found = value;
  }
  return {"profile beyond its radius",
          found / std::max(worst, 1e-300),
          found,
          std::max(0., worst - 1),
          1e-6,
          "tails would be cut off where they matter"};
}

std::vector<SelfCheck> symbol_of(const RadialKernel &kernel, double integral)
{
  double worst = 0, declared = integral, found = integral, least = std::numeric_limits<double>::infinity();
  for (const double w : {0.1, 0.3, 1., 2.5, 7., 20.}) {
    const double frequency = w / kernel.bandwidth(), closed = kernel.fourier(frequency),
                 numerical = radial_fourier([&](double r) { return kernel.profile(r); }, kernel.dim(),
                                            frequency, far(kernel), 0.25 * kernel.bandwidth()),
                 error = relative(numerical, closed, integral);
    if (!(error <= worst)) worst = error, declared = closed, found = numerical;
    if (std::isnan(error)) break;
  }
  for (double w = 0.05; w < 60; w *= 1.1) least = std::min(least, kernel.fourier(w / kernel.bandwidth()));
  return {{"Fourier symbol", declared, found, worst, round_off, "FFT operators and predicted orders use it"},
          {"symbol >= 0", 0, least, std::max(0., -least) / integral, 1e-13,
           "the kernel is not positive definite: no metric, no Onsager operator"}};
}

std::vector<SelfCheck> check_radial(const RadialKernel &kernel)
{
  std::vector<SelfCheck> checks = {decrease_of(kernel), radius_of(kernel)};
  if (!std::isfinite(kernel.integral())) return checks;
  const double integral = moment(kernel, 0);
  checks.push_back({"integral", kernel.integral(), integral,
                    relative(integral, kernel.integral(), std::abs(kernel.integral())), round_off,
                    "the operator would not tend to the identity"});
  if (std::isfinite(kernel.second_moment())) {
    const double second = moment(kernel, 2) / (kernel.dim() * integral);
    checks.push_back({"second moment", kernel.second_moment(), second,
                      relative(second, kernel.second_moment(), std::abs(kernel.second_moment())), 1e-7,
                      "constants of predicted limits and nonlocal energies use it"});
  }
  const auto symbol = symbol_of(kernel, integral);
  checks.insert(checks.end(), symbol.begin(), symbol.end());
  return checks;
}

/// Of its matrix for rank + 2 points: of its rank and not negative.
std::vector<SelfCheck> check_finite_rank(const FiniteRankKernel &kernel)
{
  const int n = int(kernel.rank()) + 2;
  Eigen::MatrixXd gram(n, n);
  const auto point = [&](int i) { return Point{{std::cos(i + 1.), std::sin(2. * i), std::cos(3. * i)}}; };
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) gram(i, j) = kernel(point(i), point(j));
  const Eigen::VectorXd spectrum = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(gram).eigenvalues();
  const double largest = spectrum.maxCoeff(), least = std::max(0., -spectrum.minCoeff()),
               rank = double((spectrum.array() > 1e-12 * largest).count()), declared = kernel.rank();
  return {
      {"positive semi-definite", 0, -least, least / largest, 1e-13, "no Onsager operator"},
      {"rank", declared, rank, std::abs(rank - declared), 0, "it would see other moments than its features"}};
}

std::vector<SelfCheck> check_intrinsic(const IntrinsicKernel &kernel)
{
  const auto g = kernel.symbol().g, inverse = kernel.inverse_symbol().g;
  const double scale = 1 / kernel.second_moment(), h = 1e-4 * scale;
  double least = 1, most = 1, worst_product = 0;
  for (double value = 1e-3 * scale; value < 1e4 * scale; value *= 1.5) {
    least = std::min(least, g(value));
    most = std::max(most, g(value));
    if (g(value) > 1e-12) worst_product = std::max(worst_product, std::abs(g(value) * inverse(value) - 1));
  }
  // g(0) - g(h) and its like at 2 h, to second order
  const double slope = (4 * (g(0) - g(h)) - (g(0) - g(2 * h))) / (2 * h), second = 2 * slope;
  return {
      {"g(0)", 1, g(0), std::abs(g(0) - 1), 1e-14, "the kernel would not keep the mass"},
      {"0 <= g <= 1", 0, least, std::max({0., -least, most - 1}), 1e-14,
       "not positive definite, or it amplifies: no metric, no limit"},
      {"second moment", kernel.second_moment(), second,
       relative(second, kernel.second_moment(), kernel.second_moment()), 1e-6,
       "constants of predicted limits and nonlocal energies use it"},
      {"inverse symbol", 1, 1 + worst_product, worst_product, round_off, "metrics invert the kernel by it"}};
}
}  // namespace

std::vector<SelfCheck> self_check(const Kernel &kernel)
{
  if (const auto *intrinsic = dynamic_cast<const IntrinsicKernel *>(&kernel))
    return check_intrinsic(*intrinsic);
  if (const auto *finite_rank = dynamic_cast<const FiniteRankKernel *>(&kernel))
    return check_finite_rank(*finite_rank);
  return check_radial(dynamic_cast<const RadialKernel &>(kernel));
}

}  // namespace gammaflow
