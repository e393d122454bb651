// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <nlohmann/json.hpp>

namespace gammaflow
{
struct Arguments;

/// How something was computed, for the last part of a report: the command line, the date, how long it took,
/// the parameter file as it stands, what differs from the defaults, all parameters, versions.
nlohmann::json how_it_was_computed(const Parameters &parameters, const Arguments &arguments, double seconds);

/// The report of one evolution (io/report.h: kind "evolution"): its states and ledger over time, its
/// invariants and whether they were kept, observables and events (write_observables()). All processes must
/// call it.
nlohmann::json report_of(const Evolution &evolution, const Trajectory &trajectory,
                         const nlohmann::json &observed);
/// The same of a reference, with its error bars over time against `tolerance`.
nlohmann::json report_of(const CertifiedEvolution &run, double tolerance, const nlohmann::json &observed);

}  // namespace gammaflow
