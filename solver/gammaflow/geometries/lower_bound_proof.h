// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace gammaflow
{
/// A proof of the lower bound liminf D_e(w_e) >= D(w) for a geometry, its limit and an energy: declared
/// in the geometry's .cc, and cited by studies where probes alone would leave the bound open.
struct LowerBoundProof {
  std::string geometry;                 ///< the kernel geometry
  std::vector<std::string> parameters;  ///< of the sweep: "ridge", "path"
  std::string limit;                    ///< the limit geometry
  std::vector<std::string> energies;    ///< for which it is proven
  bool weak = false;     ///< for weakly convergent curves, too; else for strongly convergent ones
  std::string citation;  ///< in a sentence: what is assumed, where the proof stands
};

/// One object at namespace scope in the geometry's .cc.
struct DeclareLowerBoundProof {
  explicit DeclareLowerBoundProof(LowerBoundProof proof);
};

/// The proof for a sweep; null where none is declared.
const LowerBoundProof *lower_bound_proof(const std::string &geometry, const std::string &parameter,
                                         const std::string &limit, const std::string &energy);

}  // namespace gammaflow
