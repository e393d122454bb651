// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/io/figures/report_figures.h>

namespace gammaflow
{
/// Adds the figures of a case that do not show solutions, against the parameter of the sweep: the functional
/// along probe curves (claim 4), recovery sequences (claim 5), potentials at the initial state; and maps over
/// bandwidth and ridge.
void add_claim_figures(FigureSet &set, const nlohmann::json &study_case, const std::string &parameter);

}  // namespace gammaflow
