// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/geometries/lower_bound_proof.h>

#include <algorithm>
#include <deque>
#include <utility>

namespace gammaflow
{
namespace
{
std::deque<LowerBoundProof> &all()
{
  static std::deque<LowerBoundProof> proofs;
  return proofs;
}
}  // namespace

DeclareLowerBoundProof::DeclareLowerBoundProof(LowerBoundProof proof)
{
  all().push_back(std::move(proof));
}

const LowerBoundProof *lower_bound_proof(const std::string &geometry, const std::string &parameter,
                                         const std::string &limit, const std::string &energy)
{
  const auto among = [](const std::vector<std::string> &names, const std::string &name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const auto &proof : all())
    if (proof.geometry == geometry && proof.limit == limit && among(proof.parameters, parameter) &&
        among(proof.energies, energy))
      return &proof;
  return nullptr;
}

}  // namespace gammaflow
