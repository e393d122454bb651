// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

// What every geometry promises, as checks that succeed or fail: the sweep over all geometries expects
// success, tests/must_fail expects failure of deliberately wrong ones.
namespace gammaflow::testing::geometries
{
using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

inline Vector onsager(const Geometry &geometry, const Vector &u, const Vector &xi)
{
  Vector v = geometry.space().zero();
  geometry.onsager_apply(u, xi, v);
  return v;
}

/// |a - b| <= tolerance max(|a|, |b|, floor)
inline AssertionResult close(double a, double b, double tolerance, const std::string &what, double floor = 0)
{
  const double size = std::max({std::abs(a), std::abs(b), floor});
  if (std::isfinite(a) && std::isfinite(b) && std::abs(a - b) <= tolerance * size) return AssertionSuccess();
  return AssertionFailure() << what << ": " << a << " against " << b << ", relative difference "
                            << std::abs(a - b) / size << ", allowed " << tolerance;
}

inline AssertionResult close(const Space &space, const Vector &a, const Vector &b, double tolerance,
                             const std::string &what)
{
  Vector difference = a;
  difference -= b;
  const double size = std::max(space.norm(a), space.norm(b)), error = space.norm(difference);
  if (std::isfinite(size) && error <= tolerance * size) return AssertionSuccess();
  return AssertionFailure() << what << ": relative difference " << error / size << ", allowed " << tolerance;
}

/// <a, K b> = <b, K a> for all pairs of forces, against the Cauchy-Schwarz bound.
inline AssertionResult symmetric(const Geometry &geometry, const Vector &u, const std::vector<Vector> &forces,
                                 double tolerance)
{
  const Space &space = geometry.space();
  std::vector<Vector> images;
  for (const Vector &xi : forces) images.push_back(onsager(geometry, u, xi));
  for (std::size_t i = 0; i < forces.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const double scale =
          std::sqrt(std::abs(space.inner(forces[i], images[i]) * space.inner(forces[j], images[j])));
      if (const auto result = close(space.inner(forces[i], images[j]), space.inner(forces[j], images[i]),
                                    tolerance, "symmetry of K", scale);
          !result)
        return result;
    }
  return AssertionSuccess();
}

/// <xi, K xi> >= 0
inline AssertionResult positive(const Geometry &geometry, const Vector &u, const std::vector<Vector> &forces)
{
  const Space &space = geometry.space();
  for (const Vector &xi : forces) {
    const Vector v = onsager(geometry, u, xi);
    if (const double form = space.inner(xi, v); !(form >= -1e-12 * space.norm(xi) * space.norm(v)))
      return AssertionFailure() << "<xi, K xi> = " << form << " is negative";
  }
  return AssertionSuccess();
}

/// int K xi = 0, to round-off of the integral of |K xi|.
inline AssertionResult mass_conserved(const Geometry &geometry, const Vector &u,
                                      const std::vector<Vector> &forces)
{
  for (const Vector &xi : forces) {
    const Vector v = onsager(geometry, u, xi);
    double mass = 0, total = 0;
    for (std::size_t i = 0; i < size(v); ++i) {
      mass += data(geometry.space().weights())[i] * data(v)[i];
      total += data(geometry.space().weights())[i] * std::abs(data(v)[i]);
    }
    if (!(std::abs(mass) <= 1e-13 * total))
      return AssertionFailure() << "int K xi = " << mass << " where int |K xi| = " << total;
  }
  return AssertionSuccess();
}

/// u (K xi / u) = K xi
inline AssertionResult relative_rate(const Geometry &geometry, const Vector &u, const Vector &xi,
                                     double tolerance)
{
  Vector f = geometry.space().zero();
  geometry.relative_onsager_apply(u, xi, f);
  f.scale(u);
  return close(geometry.space(), f, onsager(geometry, u, xi), tolerance, "u (K xi/u) against K xi");
}

/// R(u, v) + R*(u, xi) = <xi, v> at v = K xi, with R evaluated along the flow, and by its definition where
/// `invert`.
inline AssertionResult fenchel_equality(const Geometry &geometry, const Vector &u, const Vector &xi,
                                        double tolerance, bool invert)
{
  const Vector v = onsager(geometry, u, xi);
  const double product = geometry.space().inner(xi, v), dual = geometry.dual_dissipation(u, xi);
  const double along = geometry.primal_dissipation_along(u, xi, v);
  if (const auto result = close(along + dual, product, tolerance, "R(K xi) + R*(xi) against <xi, K xi>");
      !result)
    return result;
  return invert ? close(geometry.primal_dissipation(u, v), along, tolerance,
                        "R by its definition against R along the flow")
                : AssertionSuccess();
}

/// R(u, v) + R*(u, xi) >= <xi, v>
inline AssertionResult fenchel_inequality(const Geometry &geometry, const Vector &u, const Vector &v,
                                          const std::vector<Vector> &forces)
{
  const double primal = geometry.primal_dissipation(u, v);
  for (const Vector &xi : forces) {
    const double dual = geometry.dual_dissipation(u, xi), product = geometry.space().inner(xi, v);
    if (!(primal + dual - product >= -1e-9 * (std::abs(primal) + std::abs(dual) + std::abs(product))))
      return AssertionFailure() << "R + R* = " << primal << " + " << dual << " < <xi, v> = " << product;
  }
  return AssertionSuccess();
}

/// G K xi = xi (up to a constant, on rates of zero mass).
inline AssertionResult metric_inverts(const Geometry &geometry, const Vector &u, const Vector &xi,
                                      double tolerance)
{
  const Space &space = geometry.space();
  Vector back = space.zero(), wanted = xi;
  geometry.metric_apply(onsager(geometry, u, xi), back);
  if (geometry.zero_mass_rates()) {
    back.add(-space.integrate(back) / space.volume());
    wanted.add(-space.integrate(wanted) / space.volume());
  }
  return close(space, back, wanted, tolerance, "G K xi against xi");
}

/// The order at which errors decrease with a parameter, from the last two values.
inline AssertionResult has_order(const std::vector<double> &parameters, const std::vector<double> &errors,
                                 double order, double tolerance, const std::string &what)
{
  const std::size_t n = errors.size();
  const double observed =
      std::log(errors[n - 2] / errors[n - 1]) / std::log(parameters[n - 2] / parameters[n - 1]);
  if (std::abs(observed - order) <= tolerance) return AssertionSuccess();
  auto failure = AssertionFailure() << what << ": order " << observed << " instead of " << order
                                    << "; errors";
  for (std::size_t i = 0; i < n; ++i) failure << "  " << parameters[i] << ": " << errors[i];
  return failure;
}

}  // namespace gammaflow::testing::geometries
