// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>
#include <gammaflow/parameters/parameters.h>

#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// A distance of which a study of particles predicts the order in 1/N.
struct PredictedOrder {
  std::string distance;  ///< a registered ParticleDistance
  double order = 0.5;
  Verdict expected = Verdict::confirmed;
};

/// One case of a study of particles: its ensembles, its mean field, and the predictions.
struct EnsemblePlan {
  std::string name, settings;
  Parameters particles;   ///< of the ensembles; their number and seed are replaced
  Parameters mean_field;  ///< of the flow of densities with which they are compared
  std::vector<std::size_t> numbers;
  std::vector<long> seeds;  ///< one where nothing is random
  std::vector<PredictedOrder> orders;
  double tolerance = 1e-4;  ///< relative, of the mean field
  double budget = 0.2;

  std::string energy() const { return mean_field.text("energy", "name"); }
  std::string geometry() const { return mean_field.text("geometry", "name"); }
  std::string description() const;
};

/// The cases that section `particle study` and sections `case N` describe.
/// InputError for what has no meaning.
std::vector<EnsemblePlan> plan_ensembles(const Parameters &parameters);
/// Whether the file describes a study of particles.
bool describes_particle_study(const Parameters &parameters);

}  // namespace gammaflow
