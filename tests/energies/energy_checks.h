// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/energy.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace gammaflow::testing
{
inline Vector plus(const Vector &u, double h, const Vector &v)
{
  Vector result = u;
  result.add(h, v);
  return result;
}

/// The order of remainders r(h) at h, h/2, ...: from the last two, or `expected` where they are round-off of
/// `scale` (quadratic energies).
inline double order_of(const std::vector<double> &r, double scale, double expected)
{
  if (*std::max_element(r.begin(), r.end()) < 1e-13 * scale) return expected;
  return std::log2(r[r.size() - 2] / r.back());
}

/// What is wrong with the calculus of an energy at the state u in the directions v, w (|v|, |w| <= u); empty
/// if nothing:
///   |F(u+hv) - F(u) - h <DF,v>|                      of order 2
///   |F(u+hv) - F(u) - h <DF,v> - h^2/2 <D2F v, v>|   of order 3
///   |DF(u+hv) - DF(u) - h D2F v|                     of order 2
///   <D2F v, w> = <v, D2F w>, and the diagonal is that of the matrix (of nonlocal energies that are not
///   quadratic an estimate from above, at most twice as large).
inline std::string check_calculus(const Energy &energy, const Space &space, const Vector &u, const Vector &v,
                                  const Vector &w)
{
  std::ostringstream wrong;
  Vector DF = space.zero(), Hv = space.zero(), Hw = space.zero(), moved = space.zero();
  energy.first_variation(u, DF);
  energy.second_variation_apply(u, v, Hv);
  energy.second_variation_apply(u, w, Hw);
  const double F = energy.value(u), slope = space.inner(DF, v), curvature = space.inner(Hv, v);

  std::vector<double> first, second, variation;
  for (double h = 1. / 16; h > 1. / 200; h /= 2) {
    const double increment = energy.value(plus(u, h, v)) - F;
    first.push_back(std::abs(increment - h * slope));
    second.push_back(std::abs(increment - h * slope - h * h / 2 * curvature));
    energy.first_variation(plus(u, h, v), moved);
    moved -= DF;
    moved.add(-h, Hv);
    variation.push_back(space.norm(moved));
  }
  const double scale = std::abs(F) + std::abs(slope) + std::abs(curvature);
  const auto expect = [&](const std::string &what, double order, double expected) {
    if (!(std::abs(order - expected) < 0.1))
      wrong << what << " of order " << order << ", not " << expected << "; ";
  };
  expect("remainder of the value with DF", order_of(first, scale, 2), 2);
  expect("remainder of the value with DF and D2F", order_of(second, scale, 3), 3);
  expect("remainder of the first variation", order_of(variation, space.norm(DF) + space.norm(Hv), 2), 2);

  const double vw = space.inner(Hv, w), wv = space.inner(v, Hw);
  if (!(std::abs(vw - wv) <= 1e-13 * space.norm(Hv) * space.norm(w)))
    wrong << "second variation not symmetric: " << vw << " against " << wv << "; ";
  if (energy.convex() && !(curvature >= 0)) wrong << "second variation of a convex energy not positive; ";

  Vector diagonal = space.zero(), unit = space.zero();
  energy.second_variation_diagonal(u, diagonal);
  for (std::size_t i = 0; i < size(u); i += 1 + size(u) / 7) {
    unit = 0.;
    data(unit)[i] = 1;
    energy.second_variation_apply(u, unit, moved);
    const double exact = data(moved)[i], given = data(diagonal)[i], round_off = 1e-12 * std::abs(exact);
    const bool estimate = energy.structure().nonlocal && energy.smooth_variation();
    if (estimate ? !(given >= exact - round_off && given <= 2 * exact + round_off)
                 : !(std::abs(exact - given) <= round_off))
      wrong << "diagonal at node " << i << ": " << data(diagonal)[i] << ", not " << data(moved)[i] << "; ";
  }
  return wrong.str();
}

/// N(mean, deviation^2) in 1D.
inline double normal(double x, double mean, double deviation)
{
  const double z = (x - mean) / deviation;
  return std::exp(-z * z / 2) / (deviation * std::sqrt(2 * std::acos(-1.)));
}

/// int rho^p pi^(1-p) of rho = N(0, s^2) and pi = N(m, r^2), where A > 0:
///   s^-p r^(p-1) A^-1/2 exp(-p(1-p) m^2 / (2 (p r^2 + (1-p) s^2))),  A = p/s^2 + (1-p)/r^2.
inline double gaussian_power_integral(double p, double s, double m, double r)
{
  const double A = p / (s * s) + (1 - p) / (r * r);
  return std::pow(s, -p) * std::pow(r, p - 1) / std::sqrt(A) *
         std::exp(-p * (1 - p) * m * m / (2 * (p * r * r + (1 - p) * s * s)));
}

/// KL(N(0, s^2) | N(m, r^2)) = log(r/s) + (s^2 + m^2)/(2 r^2) - 1/2.
inline double gaussian_kl(double s, double m, double r)
{
  return std::log(r / s) + (s * s + m * m) / (2 * r * r) - 0.5;
}

/// What is wrong with the value of an energy of rho = N(0, s^2) against its closed form; empty if nothing.
inline std::string check_closed_form(const Energy &energy, const Space &space, double s, double expected)
{
  const double value = energy.value(space.sample([&](const Point &x) { return normal(x[0], 0, s); }));
  std::ostringstream wrong;
  wrong.precision(16);
  if (!(std::abs(value - expected) <= 1e-11 * std::abs(expected))) wrong << value << ", not " << expected;
  return wrong.str();
}

}  // namespace gammaflow::testing
