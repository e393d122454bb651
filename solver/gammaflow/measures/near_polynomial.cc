// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/many_targets.h>
#include <gammaflow/measures/near_polynomial.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace gammaflow
{
namespace
{
constexpr std::size_t width = 8;
typedef double Pack __attribute__((vector_size(width * sizeof(double))));
constexpr unsigned degree = NearPolynomial::degree;

/// What a sum over a run of points needs.
struct Run {
  const NearPolynomial::Points &points;
  const Point &x;
  std::size_t first, last;
  const double *coefficient;
  double square, to_unit;
};

GAMMAFLOW_INLINE void load(Pack &to, const double *from)
{
  std::memcpy(&to, from, sizeof to);
}

template <unsigned dim>
GAMMAFLOW_INLINE void sum_of(const Run &run, double &result)
{
  Pack sum = {};
  std::size_t j = run.first;
  for (; j + width <= run.last; j += width) {
    Pack square = {}, entry, r, value = Pack{} + run.coefficient[degree];
    for (unsigned d = 0; d < dim; ++d) {
      load(entry, run.points.x[d] + j);
      entry = run.x[d] - entry;
      square += entry * entry;
    }
    for (std::size_t k = 0; k < width; ++k) r[k] = __builtin_sqrt(square[k]);
    const Pack t = r * run.to_unit - 1.;
    for (unsigned m = degree; m-- > 0;) value = value * t + run.coefficient[m];
    load(entry, run.points.q + j);
    const Pack zero = {};
    sum += square < run.square ? entry * value : zero;
  }
  result = ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
  for (; j < run.last; ++j) {
    double square = 0;
    for (unsigned d = 0; d < dim; ++d)
      square += (run.x[d] - run.points.x[d][j]) * (run.x[d] - run.points.x[d][j]);
    if (!(square < run.square)) continue;
    const double t = std::sqrt(square) * run.to_unit - 1;
    double value = run.coefficient[degree];
    for (unsigned m = degree; m-- > 0;) value = value * t + run.coefficient[m];
    result += run.points.q[j] * value;
  }
}

GAMMAFLOW_INLINE void sum_of(unsigned dim, const Run &run, double &result)
{
  dim == 1 ? sum_of<1>(run, result) : dim == 2 ? sum_of<2>(run, result) : sum_of<3>(run, result);
}

using Sum = void (*)(unsigned dim, const Run &run, double &result);

void sum_anywhere(unsigned dim, const Run &run, double &result)
{
  sum_of(dim, run, result);
}

#ifdef GAMMAFLOW_MANY_TARGETS
GAMMAFLOW_AVX2 void sum_avx2(unsigned dim, const Run &run, double &result)
{
  sum_of(dim, run, result);
}
GAMMAFLOW_AVX512 void sum_avx512(unsigned dim, const Run &run, double &result)
{
  sum_of(dim, run, result);
}
#endif

Sum best_sum()
{
#ifdef GAMMAFLOW_MANY_TARGETS
  return best_target(sum_anywhere, sum_avx2, sum_avx512);
#else
  return sum_anywhere;
#endif
}
}  // namespace

NearPolynomial::NearPolynomial(const std::function<double(double)> &f, double radius) : radius_(radius)
{
  constexpr unsigned nodes = degree + 1;
  std::array<double, nodes> values{}, before{}, power{}, next{};
  for (unsigned i = 0; i < nodes; ++i) values[i] = f(radius / 2 * (1 + std::cos(M_PI * (i + 0.5) / nodes)));
  before[0] = power[1] = 1;
  for (unsigned k = 0; k < nodes; ++k) {
    double chebyshev = 0;
    for (unsigned i = 0; i < nodes; ++i)
      chebyshev += (k == 0 ? 1. : 2.) / nodes * values[i] * std::cos(M_PI * k * (i + 0.5) / nodes);
    // T_k as powers: T_(k+1) = 2 t T_k - T_(k-1)
    const auto &polynomial = k == 0 ? before : power;
    for (unsigned m = 0; m < nodes; ++m) coefficient_[m] += chebyshev * polynomial[m];
    if (k == 0) continue;
    for (unsigned m = 0; m < nodes; ++m) next[m] = (m > 0 ? 2 * power[m - 1] : 0.) - before[m];
    before = power;
    power = next;
  }
  double largest = 0, worst = 0;
  for (unsigned i = 0; i <= 400; ++i) {
    const double r = radius * i / 400, exact = f(r);
    largest = std::max(largest, std::abs(exact));
    worst = std::max(worst, std::abs(exact - (*this)(r)));
  }
  good_ = worst <= 1e-13 * largest;
}

double NearPolynomial::operator()(double r) const
{
  const double t = 2 * r / radius_ - 1;
  double value = coefficient_[degree];
  for (unsigned m = degree; m-- > 0;) value = value * t + coefficient_[m];
  return value;
}

double NearPolynomial::sum(const Points &points, unsigned dim, const Point &x, std::size_t first,
                           std::size_t last) const
{
  static const Sum best = best_sum();
  double result = 0;
  best(dim, {points, x, first, last, coefficient_.data(), radius_ * radius_, 2 / radius_}, result);
  return result;
}

}  // namespace gammaflow
