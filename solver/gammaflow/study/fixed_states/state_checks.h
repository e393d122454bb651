// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/case_plan.h>

#include <nlohmann/json.hpp>

#include <memory>

namespace gammaflow
{
/// What is looked at at the initial state of a case, entries of the certificate: null where there is nothing.
struct StateChecks {
  nlohmann::json mosco, rayleigh;
};

/// On these two meshes; the second one for error bars. Systems are solved to 1e-13; where that is below
/// round-off, to up to a hundred times as much, which is the error that potentials are given, with a note. A
/// NumericalFailure there, too, leaves a note, and no entry.
StateChecks check_states(const CasePlan &plan, const std::shared_ptr<const Space> &fine,
                         const std::shared_ptr<const Space> &coarse, std::vector<std::string> &notes);

}  // namespace gammaflow
