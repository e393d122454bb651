// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/sums.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/measures/near_pairs.h>
#include <gammaflow/measures/radial_sums.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr std::size_t block = 1024;  ///< points whose sums are added up in one part
}

NearPairs::NearPairs(const Charges &charges, double radius) : dim_(charges.dim), radius_(radius)
{
  const std::size_t n = charges.size();
  Point upper{};
  double longest = 0;
  for (unsigned d = 0; d < dim_; ++d) {
    const auto range = std::minmax_element(charges.coordinate(d), charges.coordinate(d) + n);
    lower_[d] = *range.first;
    upper[d] = *range.second;
    longest = std::max(longest, upper[d] - lower_[d]);
  }
  // no more boxes than a few per point, however small the radius
  const double least = longest / std::max(1., std::floor(std::pow(4. * double(n), 1. / dim_)));
  edge_ = std::max(radius / 2, least);
  if (!(edge_ > 0)) edge_ = 1;
  around_ = long(std::ceil(radius / edge_));
  std::size_t total = 1;
  for (unsigned d = 0; d < dim_; ++d) {
    boxes_[d] = long(std::floor((upper[d] - lower_[d]) / edge_)) + 1;
    total *= std::size_t(boxes_[d]);
  }
  std::vector<std::size_t> box(n);
  start_.assign(total + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    Point x{};
    for (unsigned d = 0; d < dim_; ++d) x[d] = charges.coordinate(d)[i];
    const auto b = box_of(x);
    box[i] = std::size_t(b[0] + boxes_[0] * (b[1] + boxes_[1] * b[2]));
    ++start_[box[i] + 1];
  }
  for (std::size_t b = 0; b < total; ++b) start_[b + 1] += start_[b];
  std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
  q_.resize(n);
  for (unsigned d = 0; d < 3; ++d) x_[d].assign(n, 0.);
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t at = next[box[i]]++;
    q_[at] = charges.charge[i];
    for (unsigned d = 0; d < dim_; ++d) x_[d][at] = charges.coordinate(d)[i];
  }
}

Point NearPairs::point(std::size_t i) const
{
  return {{x_[0][i], x_[1][i], x_[2][i]}};
}

std::array<long, 3> NearPairs::box_of(const Point &x) const
{
  std::array<long, 3> box{};
  for (unsigned d = 0; d < dim_; ++d)
    box[d] = long(std::clamp(std::floor((x[d] - lower_[d]) / edge_), 0., double(boxes_[d] - 1)));
  return box;
}

template <class Visit>
void NearPairs::runs(const std::array<long, 3> &box, bool after, const Visit &visit) const
{
  const long k0 = std::max(0L, box[2] - around_), k1 = std::min(boxes_[2] - 1, box[2] + around_);
  const long j0 = std::max(0L, box[1] - around_), j1 = std::min(boxes_[1] - 1, box[1] + around_);
  const long i0 = std::max(0L, box[0] - around_), i1 = std::min(boxes_[0] - 1, box[0] + around_);
  for (long k = after ? box[2] : k0; k <= k1; ++k)
    for (long j = after && k == box[2] ? box[1] : j0; j <= j1; ++j) {
      const bool own = k == box[2] && j == box[1];
      const std::size_t row = std::size_t(boxes_[0] * (j + boxes_[1] * k));
      const std::size_t first = row + std::size_t(after && own ? box[0] : i0), last = row + std::size_t(i1);
      visit(start_[first], start_[last + 1]);
    }
}

double NearPairs::over_run(const RadialProfile &f, const Point &x, std::size_t first, std::size_t last) const
{
  const double square = radius_ * radius_;
  const double *x0 = x_[0].data(), *x1 = x_[1].data(), *x2 = x_[2].data(), *q = q_.data();
  double sum = 0;
  for (std::size_t j = first; j < last; ++j) {
    const double a = x[0] - x0[j], b = x[1] - x1[j], c = x[2] - x2[j], r2 = a * a + b * b + c * c;
    if (r2 < square) sum += q[j] * f(std::sqrt(r2));
  }
  return sum;
}

double NearPairs::candidates() const
{
  double count = 0;
  for (long k = 0; k < boxes_[2]; ++k)
    for (long j = 0; j < boxes_[1]; ++j)
      for (long i = 0; i < boxes_[0]; ++i) {
        const std::size_t b = std::size_t(i + boxes_[0] * (j + boxes_[1] * k));
        const double here = double(start_[b + 1] - start_[b]);
        if (here > 0)
          runs({{i, j, k}}, true,
               [&](std::size_t from, std::size_t to) { count += here * double(to - from); });
      }
  return count;
}

template <class Over>
double NearPairs::sum_over(double at_zero, const Over &over) const
{
  const std::size_t n = q_.size(), blocks = (n + block - 1) / block;
  std::vector<double> parts(blocks, 0.);
  parallel_ranges(blocks, 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t b = begin; b < end; ++b)
      for (std::size_t i = b * block; i < std::min(n, (b + 1) * block); ++i) {
        const Point x = point(i);
        double others = 0;
        runs(box_of(x), true, [&](std::size_t from, std::size_t to) {
          others += over(x, from <= i && i < to ? i + 1 : from, to);
        });
        parts[b] += q_[i] * (2 * others + q_[i] * at_zero);
      }
  });
  return sum_of(blocks, [&](std::size_t b) { return parts[b]; });
}

double NearPairs::sum(const RadialProfile &f) const
{
  return sum_over(f.at_zero(), [&](const Point &x, std::size_t first, std::size_t last) {
    return over_run(f, x, first, last);
  });
}

double NearPairs::sum(const NearPolynomial &f) const
{
  const NearPolynomial::Points points{{x_[0].data(), x_[1].data(), x_[2].data()}, q_.data()};
  return sum_over(f(0), [&](const Point &x, std::size_t first, std::size_t last) {
    return f.sum(points, dim_, x, first, last);
  });
}

double NearPairs::potential(const RadialProfile &f, const Point &x) const
{
  double sum = 0;
  runs(box_of(x), false, [&](std::size_t from, std::size_t to) { sum += over_run(f, x, from, to); });
  return sum;
}

}  // namespace gammaflow
