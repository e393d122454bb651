// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/parameters/input_files.h>
#include <gammaflow/study/plan/path_limit.h>
#include <gammaflow/study/probes/proof_of_case.h>

#include <algorithm>

namespace gammaflow
{
namespace
{
bool differ_in_the_geometry_alone(const CasePlan &plan)
{
  const auto parts = parts_of_settings(plan.limit.settings);
  return std::all_of(parts.begin(), parts.end(), [](const SettingsPart &part) {
    return part.section.empty() || part.section == "geometry";
  });
}

bool unit_integral(const Parameters &p)
{
  return Registry<Kernel>::traits(p.text("kernel", "name")).intrinsic ||
         p.text("kernel", "normalization") == "unit integral";
}
}  // namespace

ProofOfCase proof_of_case(const CasePlan &plan)
{
  const LowerBoundProof *proof = lower_bound_proof(plan.flow.text("geometry", "name"), plan.sweep_parameter,
                                                   plan.limit.geometry, plan.flow.text("energy", "name"));
  if (proof == nullptr) return {};
  if (!differ_in_the_geometry_alone(plan))
    return {nullptr, "it speaks of two flows with the same energy and data"};
  if (plan.sweep_parameter != "path") return {proof, ""};
  const PathLimit path = path_limit(plan.flow, plan.steps.back().parameter);
  if (!path.vanishes()) return {nullptr, "it speaks of a ridge that goes to zero"};
  const bool faster = path.exponent && *path.exponent > double(plan.flow.integer("domain", "dimension"));
  if (!unit_integral(plan.flow) && !faster)
    return {nullptr, "it speaks of a ridge that falls faster than the integral of the kernel"};
  return {proof, ""};
}

}  // namespace gammaflow
