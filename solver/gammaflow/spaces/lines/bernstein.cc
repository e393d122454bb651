// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/spaces/lines/bernstein.h>
#include <gammaflow/spaces/lines/gauss_lobatto.h>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>

namespace gammaflow
{
namespace
{
double binomial(unsigned n, unsigned k)
{
  double result = 1;
  for (unsigned i = 1; i <= k; ++i) result = result * (n - k + i) / i;
  return result;
}
}  // namespace

const Bernstein &Bernstein::shared(const unsigned degree)
{
  static std::map<unsigned, const Bernstein> known;
  static std::mutex mutex;
  const std::lock_guard<std::mutex> lock(mutex);
  return known.try_emplace(degree, degree).first->second;
}

Bernstein::Bernstein(const unsigned degree) : degree_(degree)
{
  const unsigned n = degree + 1;
  const std::vector<double> &x = GaussLobatto::shared(degree).points();
  Eigen::MatrixXd values(n, n);
  for (unsigned i = 0; i < n; ++i)
    for (unsigned k = 0; k < n; ++k)
      values(i, k) = binomial(degree, k) * std::pow(x[i], k) * std::pow(1 - x[i], degree - k);
  const Eigen::MatrixXd inverse = values.fullPivLu().inverse();
  for (unsigned i = 0; i < n; ++i)
    for (unsigned k = 0; k < n; ++k) from_nodal_.push_back(inverse(i, k));
}

void Bernstein::from_nodal(const unsigned dim, std::vector<double> &values) const
{
  const std::size_t n = degree_ + 1;
  std::vector<double> line(n);
  std::size_t stride = 1;
  for (unsigned d = 0; d < dim; ++d, stride *= n)
    for (std::size_t first = 0; first < values.size(); ++first) {
      if (first / stride % n != 0) continue;
      for (std::size_t i = 0; i < n; ++i) line[i] = values[first + i * stride];
      for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t k = 0; k < n; ++k) sum += from_nodal_[i * n + k] * line[k];
        values[first + i * stride] = sum;
      }
    }
}

std::vector<double> Bernstein::split(const unsigned direction, std::vector<double> &c) const
{
  const std::size_t n = degree_ + 1;
  std::size_t stride = 1;
  for (unsigned d = 0; d < direction; ++d) stride *= n;
  std::vector<double> upper(c.size());
  for (std::size_t first = 0; first < c.size(); ++first) {
    if (first / stride % n != 0) continue;
    // de Casteljau: the means of neighbours, again and again; their first ones are the lower half.
    for (std::size_t round = 0; round < n; ++round) {
      upper[first + (n - 1 - round) * stride] = c[first + (n - 1) * stride];
      for (std::size_t i = n - 1; i > round; --i)
        c[first + i * stride] = (c[first + i * stride] + c[first + (i - 1) * stride]) / 2;
    }
  }
  return upper;
}

double Bernstein::value(const double *c, const double x) const
{
  // Horner's scheme in x / (1 - x), from the nearer end.
  const bool mirrored = x > 0.5;
  const double t = mirrored ? 1 - x : x, ratio = t / (1 - t);
  double sum = 0;
  for (unsigned k = degree_ + 1; k-- > 0;)
    sum = sum * ratio + binomial(degree_, k) * c[mirrored ? degree_ - k : k];
  return sum * std::pow(1 - t, degree_);
}

int proven_sign(const std::vector<double> &coefficients)
{
  const auto [least, largest] = std::minmax_element(coefficients.begin(), coefficients.end());
  const double round_off = 1e-14 * std::max(std::abs(*least), std::abs(*largest));
  return *least >= -round_off ? 1 : *largest <= round_off ? -1 : 0;
}

}  // namespace gammaflow
