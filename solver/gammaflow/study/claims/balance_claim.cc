// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/study/claims/balance_claim.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
/// A residual that is so much larger with ten times the tolerance is that of the time integration.
const double falls_with_tolerance = 3;

struct Balance {
  double parameter, residual, allowed, scale, looser;

  bool broken() const { return !std::isfinite(residual) || !std::isfinite(allowed); }
  bool holds() const { return residual <= allowed; }
  bool of_integration() const { return looser >= falls_with_tolerance * residual; }
  /// Which of two is worse: what is broken, then what is further beyond what is allowed.
  bool worse_than(const Balance &other) const
  {
    if (broken() || other.broken()) return broken() && !other.broken();
    return residual * other.allowed > other.residual * allowed;
  }
};

Verdict verdict_of(const std::vector<Balance> &all)
{
  Verdict verdict = Verdict::confirmed;
  for (const Balance &b : all) {
    if (b.broken() || (!b.holds() && !b.of_integration())) return Verdict::refuted;
    if (!b.holds()) verdict = Verdict::not_established;
  }
  return verdict;
}
}  // namespace

Claim balance_claim(const CasePlan &plan, const std::vector<PointRecord> &points)
{
  std::vector<Balance> all;
  double transfers = 0;
  for (const PointRecord &point : points) {
    const BalanceResidual residual = point.balance.value_or(BalanceResidual());
    all.push_back(
        {point.step.parameter, residual.value, residual.bound, residual.scale, residual.looser_value});
    transfers = std::max(transfers, point.transfer_energy.value_or(0));
  }
  const Balance worst = *std::max_element(all.begin(), all.end(),
                                          [](const Balance &a, const Balance &b) { return b.worse_than(a); });
  const std::string where =
      plan.sweep_parameter == "none" ? "" : " at " + plan.sweep_parameter + " " + few_digits(worst.parameter);
  std::string sentence;
  if (worst.broken())
    sentence = "The residual |F(u(t)) + D(u; 0, t) - F(u(0))| is not a number" + where + ".";
  else {
    sentence =
        "The residual |F(u(t)) + D(u; 0, t) - F(u(0))| is at most " + few_digits(worst.residual, 2) + where;
    if (std::isfinite(worst.scale)) sentence += ", where the energy falls by " + few_digits(worst.scale, 2);
    sentence += "; the time tolerance allows " + few_digits(worst.allowed, 2) + ".";
    if (!worst.holds() && worst.of_integration())
      sentence += " It falls with the time tolerance (" + few_digits(worst.looser, 2) +
                  " with ten times the tolerance): a smaller time/tolerance would decide.";
  }
  if (transfers > 0)
    sentence += " Transfers between meshes changed the energy by up to " + few_digits(transfers, 2) +
                " in all, which is no part of the residual.";
  return {6,
          "energy-dissipation balance",
          verdict_of(all),
          sentence,
          "largest |F(u(t)) + D(u; 0, t) - F(u(0))| over comparison times and points",
          plan.limit.geometry};
}

}  // namespace gammaflow
