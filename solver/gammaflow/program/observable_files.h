// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/evolutions/observable.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace gammaflow
{
/// Writes observables.csv and events.csv of a trajectory of the evolution into `directory`, where any are
/// asked for. Returns the same for the report:
///   {"observables": [{"name", "values" [time], "bars" [time]}],
///    "events": [{"name", "condition", "time", "bar", "happens"}]}
/// Without error bars there are no bars; null stands for numbers that do not exist.
nlohmann::json write_observables(const std::string &directory, const Evolution &evolution,
                                 const Trajectory &trajectory);
/// The same of a reference, each number with its error bar. Events are located between the steps in which
/// they were seen during the computation; once monitor.over() is true they are only interpolated between
/// these steps, with bars of that length.
nlohmann::json write_observables(const std::string &directory, const CertifiedEvolution &run,
                                 const CertificationMonitor &monitor = {});

}  // namespace gammaflow
