// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/strip_fit.h>

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
using Eigen::Index;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Calls visit(indices) for each choice of k of the indices 0, ..., n - 1, in ascending order.
template <class Visit>
void for_each_choice(Index n, Index k, const Visit &visit)
{
  if (n < k) return;
  Eigen::Array<Index, Eigen::Dynamic, 1, 0, 4, 1> choice =
      Eigen::Array<Index, Eigen::Dynamic, 1, 0, 4, 1>::LinSpaced(k, 0, k - 1);
  while (true) {
    visit(choice);
    Index last = k - 1;
    while (last >= 0 && choice[last] == n - k + last) --last;
    if (last < 0) return;
    ++choice[last];
    for (Index j = last + 1; j < k; ++j) choice[j] = choice[j - 1] + 1;
  }
}

/// |f - x phi| <= t bar with one coefficient x > 0.
double one_coefficient(const Eigen::ArrayXd &f, const Eigen::ArrayXd &bar, const Eigen::ArrayXd &phi,
                       bool positive)
{
  double t = 0, x = 0;
  for (Index i = 0; i < f.size(); ++i)
    for (Index j = 0; j < i; ++j) {
      const double scale = bar[i] * std::abs(phi[j]) + bar[j] * std::abs(phi[i]);
      const double here = std::abs(f[i] * phi[j] - f[j] * phi[i]) / scale;
      if (!(here <= t)) {
        t = here;
        x = (f[i] * bar[j] + f[j] * bar[i]) / (phi[i] * bar[j] + phi[j] * bar[i]);
      }
    }
  if (f.size() == 1) x = f[0] / phi[0];
  return positive && x < 0 ? infinity : t;
}
}  // namespace

double smallest_residual(const Strips &data, const Eigen::ArrayXd &first, const Eigen::ArrayXd &second,
                         const Allowed &allowed)
{
  // The best fit is that of the three points that can be fitted least (Helly; de la Vallee-Poussin): there
  // the errors are leveled, t = |det(f, first, second)| / sum |minor_i| bar_i, with the signs of the minors.
  const Index n = data.centre.size();
  const Eigen::ArrayXd &f = data.centre, &bar = data.bar;
  if (allowed.low == 0 && allowed.high == 0)
    return one_coefficient(f, bar, first, allowed.kind == Allowed::Kind::ratio);
  double t = 0;
  Index worst[3] = {0, 1, 2};
  double minors[3] = {0, 0, 0}, leveled = 0;
  for (Index i = 0; i < n; ++i)
    for (Index j = i + 1; j < n; ++j)
      for (Index k = j + 1; k < n; ++k) {
        const double mi = first[j] * second[k] - first[k] * second[j];
        const double mj = first[k] * second[i] - first[i] * second[k];
        const double mk = first[i] * second[j] - first[j] * second[i];
        const double scale = std::abs(mi) * bar[i] + std::abs(mj) * bar[j] + std::abs(mk) * bar[k];
        const double signed_t = (mi * f[i] + mj * f[j] + mk * f[k]) / scale;
        if (!(std::abs(signed_t) <= t)) {
          t = std::abs(signed_t);
          leveled = signed_t;
          worst[0] = i, worst[1] = j, worst[2] = k;
          minors[0] = mi, minors[1] = mj, minors[2] = mk;
        }
      }
  double x = 0, y = 0;
  {
    // The member with f - t sign bar on the worst three, from the two of them with the largest minor left
    // out.
    Index left = 0;
    for (Index m = 1; m < 3; ++m)
      if (std::abs(minors[m]) > std::abs(minors[left])) left = m;
    const Index i = worst[(left + 1) % 3], j = worst[(left + 2) % 3];
    const auto target = [&](Index m) {
      return f[worst[m]] - leveled * std::copysign(bar[worst[m]], minors[m]);
    };
    const double fi = target((left + 1) % 3), fj = target((left + 2) % 3);
    const double det = first[i] * second[j] - first[j] * second[i];
    x = (fi * second[j] - fj * second[i]) / det;
    y = (first[i] * fj - first[j] * fi) / det;
  }
  const bool ratio = allowed.kind == Allowed::Kind::ratio;
  const bool inside =
      ratio ? x > 0 && allowed.low * x <= y && y <= allowed.high * x : allowed.low <= y && y <= allowed.high;
  if (inside) return t;
  // The problem is convex: the best allowed member lies on the border.
  if (ratio)
    return std::min(one_coefficient(f, bar, first + allowed.low * second, true),
                    one_coefficient(f, bar, first + allowed.high * second, true));
  return std::min(one_coefficient(f - allowed.low * second, bar, first, false),
                  one_coefficient(f - allowed.high * second, bar, first, false));
}

namespace
{
/// The same strips in units of their bars, |f_i - sum_j design_ij x_j| <= 1, and of columns of size 1.
struct Scaled {
  Eigen::ArrayXXd design;
  Eigen::ArrayXd centre;
  double first_column = 1;

  Scaled(const Strips &data, const Eigen::ArrayXXd &columns)
      : design(columns.colwise() / data.bar), centre(data.centre / data.bar)
  {
    for (Index j = 0; j < design.cols(); ++j) {
      const double size = design.col(j).abs().maxCoeff();
      design.col(j) /= size;
      if (j == 0) first_column = size;
    }
  }
};
}  // namespace

double smallest_residual(const Strips &data, const Eigen::ArrayXXd &columns)
{
  const Index unknowns = columns.cols();
  const Scaled scaled(data, columns);
  double t = 0;
  for_each_choice(data.centre.size(), unknowns + 1, [&](const auto &choice) {
    Eigen::MatrixXd rows(unknowns, unknowns + 1);
    for (Index m = 0; m <= unknowns; ++m) rows.col(m) = scaled.design.row(choice[m]).transpose().matrix();
    double value = 0, scale = 0;
    for (Index m = 0; m <= unknowns; ++m) {
      Eigen::MatrixXd without(unknowns, unknowns);
      for (Index c = 0, at = 0; c <= unknowns; ++c)
        if (c != m) without.col(at++) = rows.col(c);
      const double minor = (m % 2 == 0 ? 1 : -1) * without.determinant();
      value += minor * scaled.centre[choice[m]];
      scale += std::abs(minor);
    }
    if (std::abs(value) > t * scale) t = std::abs(value) / scale;
  });
  return t;
}

Range range_of_first(const Strips &data, const Eigen::ArrayXXd &columns)
{
  // Linear programming duality: sum_i l_i (row i of the design) = (1, 0, ...) bounds the coefficient by sum_i
  // l_i f_i +- |l_i| bar_i, and the best of these bounds, over as many points as unknowns, is attained.
  const Index unknowns = columns.cols();
  const Scaled scaled(data, columns);
  Range range{-infinity, infinity};
  for_each_choice(data.centre.size(), unknowns, [&](const auto &choice) {
    Eigen::MatrixXd rows(unknowns, unknowns);
    for (Index m = 0; m < unknowns; ++m) rows.col(m) = scaled.design.row(choice[m]).transpose().matrix();
    const Eigen::VectorXd l = rows.partialPivLu().solve(Eigen::VectorXd::Unit(unknowns, 0));
    if (!l.allFinite()) return;
    double value = 0;
    for (Index m = 0; m < unknowns; ++m) value += l[m] * scaled.centre[choice[m]];
    range.low = std::max(range.low, value - l.lpNorm<1>());
    range.high = std::min(range.high, value + l.lpNorm<1>());
  });
  return {range.low / scaled.first_column, range.high / scaled.first_column};
}

}  // namespace gammaflow
