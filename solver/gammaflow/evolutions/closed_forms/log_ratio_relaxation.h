// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/energies/entropy_functions.h>
#include <gammaflow/evolutions/closed_forms/closed_form.h>

#include <cmath>
#include <optional>

namespace gammaflow
{
/// L(t) for L = log s, where w = s^c relaxes, w' = -(w - 1) in the time `tau`:  w - 1 = (w_0 - 1) e^-tau, so
///   L = log(1 + e^-tau (e^(c L_0) - 1)) / c,   and L = e^-tau L_0 for c = 0.
inline double relaxed_log_ratio(double start, double c, double tau)
{
  if (c == 0) return std::exp(-tau) * start;
  const double x = c * start;
  if (x < 30) return std::log1p(std::exp(-tau) * std::expm1(x)) / c;
  // The same as x - tau + log(1 + e^(tau-x) (1 - e^-tau)), where e^x might overflow; either term may be the
  // larger.
  const double a = x - tau, b = std::log(-std::expm1(-tau));
  return (a > b ? a + std::log1p(std::exp(b - a)) : b + std::log1p(std::exp(a - b))) / c;
}

/// pi exp(L), where `log_ratio_at(i)` is L at node i.
template <class LogRatioAt>
Vector state_of_log_ratio(const Vector &target, const LogRatioAt &log_ratio_at)
{
  Vector u = target;
  for (std::size_t i = 0; i < size(u); ++i) data(u)[i] *= std::exp(log_ratio_at(i));
  return u;
}

/// phi_p'(s) = (s^(p-1) - 1)/(p-1) at log s.
inline double entropy_force(double p, double log_s)
{
  return p == 1 ? log_s : std::expm1((p - 1) * log_s) / (p - 1);
}

/// The p of the energies int phi_p(rho/pi) pi: inclusive-KL 0, KL 1, chi2 2, power as given; else empty.
inline std::optional<double> entropy_exponent(const Flow &flow)
{
  if (flow.energy_name() == "KL") return 1;
  if (flow.energy_name() == "inclusive-KL") return 0;
  if (flow.energy_name() == "chi2") return 2;
  if (flow.energy_name() == "power") return flow.parameters().number("energy", "exponent");
  return std::nullopt;
}

}  // namespace gammaflow
