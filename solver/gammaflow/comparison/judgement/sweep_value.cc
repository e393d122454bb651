// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/resolved_points.h>
#include <gammaflow/comparison/judgement/sweep_value.h>

#include <cmath>

namespace gammaflow
{
std::string to_string(Verdict verdict)
{
  switch (verdict) {
    case Verdict::confirmed:
      return "confirmed";
    case Verdict::refuted:
      return "refuted";
    case Verdict::not_applicable:
      return "not applicable";
    case Verdict::not_established:
      break;
  }
  return "not established";
}

Verdict verdict_from(const std::string &name)
{
  for (const Verdict v : {Verdict::confirmed, Verdict::refuted, Verdict::not_established})
    if (to_string(v) == name) return v;
  return Verdict::not_applicable;
}

std::string failed_entry(const std::vector<SweepValue> &values, const std::string &parameter)
{
  for (const SweepValue &v : values)
    if (!(v.parameter > 0) || !std::isfinite(v.parameter) || !(v.value >= 0) || !std::isfinite(v.value) ||
        !(v.delta >= 0))
      return parameter + " = " + short_number(v.parameter);
  return "";
}

}  // namespace gammaflow
