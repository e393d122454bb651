// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/plan/case_plan.h>

#include <nlohmann/json.hpp>

#include <memory>

namespace gammaflow
{
/// The checks at the initial state of a case, as entries of the certificate; null where a check does not
/// apply.
struct StateChecks {
  nlohmann::json mosco, rayleigh;
};

/// On these two meshes; the second one for error bars. Systems are solved to 1e-13; where round-off prevents
/// that, to at most a hundred times as much, which then is the error of the potentials, with a note. Where
/// that is a NumericalFailure too, there is a note, and no entry.
StateChecks check_states(const CasePlan &plan, const std::shared_ptr<const Space> &fine,
                         const std::shared_ptr<const Space> &coarse, std::vector<std::string> &notes);

}  // namespace gammaflow
