// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/dissipation.h>

#include <boost/math/constants/constants.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <gtest/gtest.h>

#include "../support/flows.h"

namespace gammaflow::testing
{
constexpr double pi = boost::math::constants::pi<double>(), a = 0.6, end_time = 0.7, length = 0.15;

template <class F>
double integral(const F &f, double from, double to)
{
  return boost::math::quadrature::gauss_kronrod<double, 61>::integrate(f, from, to, 8, 1e-13);
}
/// int_0^T int_0^1 f(t, x) dx dt
template <class F>
double double_integral(const F &f)
{
  return integral([&](double t) { return integral([&](double x) { return f(t, x); }, 0, 1); }, 0, end_time);
}

/// w = 1 + a (1 - t/T) cos(pi x), which goes to the target 1.
inline double w(double t, double x)
{
  return 1 + a * (1 - t / end_time) * std::cos(pi * x);
}
inline double rate(double, double x)
{
  return -a / end_time * std::cos(pi * x);
}

inline DissipationAlong along(const std::string &energy, const std::string &geometry,
                              const std::string &curve, const std::string &settings)
{
  Parameters p = box_parameters(1, 16, 6);
  p.assign_all(
      "energy/name = " + energy + "; geometry/name = " + geometry +
          "; initial state/kind = formula; initial state/formula = 1 + 0.6*cos(pi*x); target/kind = formula; "
          "target/formula = 1; time/tolerance = 1e-10; kernel/name = intrinsic Matern; kernel/smoothness = "
          "1; "
          "kernel/bandwidth = " +
          text(length) + "; " + settings,
      "test");
  const Flow flow = make_flow(p);
  const TimeRule rule = gauss_rule(end_time, 2, 20);
  const auto probe = Registry<Curve>::make(curve, {p, flow, end_time, 0, flow.conserves_mass(), rule.times});
  return dissipation_along(flow.energy(), flow.geometry(), *probe, end_time, rule, 1e-12);
}
/// The length l of the Matern kernel (1 + l^2 L)^-1 that the program makes of the bandwidth.
inline double matern_length()
{
  static const double known = [] {
    Parameters p = box_parameters(1, 4, 2);
    p.assign_all("kernel/name = intrinsic Matern; kernel/smoothness = 1; kernel/bandwidth = " + text(length),
                 "test");
    return make_kernel_operator(p, "kernel", make_space(p))->differential_inverse()->length;
  }();
  return known;
}

inline void expect_near(double found, double expected)
{
  EXPECT_NEAR(found, expected, 1e-8 * std::abs(expected));
}
}  // namespace gammaflow::testing
