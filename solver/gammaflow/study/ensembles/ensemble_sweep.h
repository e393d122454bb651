// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/particles/particle_system.h>
#include <gammaflow/study/ensembles/ensemble_plan.h>
#include <gammaflow/study/ensembles/ensemble_store.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// One distance of the ensembles of one size from the flow of densities, at
/// time/end.
struct EnsembleDistance {
  std::size_t number = 0;
  std::vector<double> values;  ///< of each seed
  double mean = 0;
  double spread = 0;         ///< standard deviation over seeds; 0 of one
  double of_seeds = 0;       ///< half the 95 % interval of the mean (Student); 0 of one
  double of_mean_field = 0;  ///< from the error bar of the density
  double of_time = 0;        ///< of the particles' steps, by a coarser run
  double of_distance = 0;    ///< of quadratures of the distance itself
  double delta() const { return of_seeds + of_mean_field + of_time + of_distance; }
};

/// The mean over seeds with its spread, and half the 95 % interval of it.
void set_statistics(EnsembleDistance &distance);

/// The ensembles of a case.
struct EnsembleSweep {
  MeanField mean_field;
  std::vector<std::vector<EnsembleDistance>> distances;  ///< [distance of the plan][number]
};

/// Callbacks of a study of particles.
struct EnsembleMonitor {
  std::function<void(const std::string &line)> log;
  std::function<void(double fraction, const std::string &what)> progress;
};

/// Computes the flow of densities and all ensembles, as far as they are not in `folder`, and keeps them
/// there. NumericalFailure where one cannot be computed.
EnsembleSweep measure_ensembles(const EnsemblePlan &plan, const std::string &folder,
                                const EnsembleMonitor &monitor);

/// The distances of the plan from the last state of the mean field. InputError
/// for one that cannot be taken.
std::vector<std::shared_ptr<const ParticleDistance>> distances_from(const EnsemblePlan &plan,
                                                                    std::shared_ptr<const Space> space,
                                                                    const Vector &density);

}  // namespace gammaflow
