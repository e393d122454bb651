// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/decay/decay_theory.h>

#include <algorithm>

namespace gammaflow
{
std::vector<DecayConstant> decay_constants(const Flow &flow)
{
  std::vector<DecayConstant> result;
  for (const auto &[name, entry] : Registry<DecayTheory>::entries()) {
    const auto found = entry.make({flow})->constant();
    if (!found || !(found->value > 0)) continue;
    result.push_back(*found);
    result.back().theory = name;
    result.back().source = entry.traits.source;
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const DecayConstant &a, const DecayConstant &b) { return a.value > b.value; });
  return result;
}

}  // namespace gammaflow
