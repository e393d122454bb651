// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/lower_bound_proof.h>
#include <gammaflow/study/plan/case_plan.h>

namespace gammaflow
{
/// The proof of claim 4 that the geometry declares, where it covers the case; else null.
struct ProofOfCase {
  const LowerBoundProof *proof = nullptr;
  std::string why_not;  ///< a clause, where a proof is declared and the case is another one
};

/// A proof speaks of two flows that differ in the geometry alone, and of sweeps along which lambda |f|_H^2 of
/// every smooth f vanishes. With kernels of unit integral |f|_H^2 = int |f^|^2/g does not grow when the
/// bandwidth falls, so that the ridge has to vanish; with kernels as given, g ~ c sigma^d, it grows like
/// sigma^-d, and the ridge has to fall faster.
ProofOfCase proof_of_case(const CasePlan &plan);

}  // namespace gammaflow
