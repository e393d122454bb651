// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/candidate_file.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/study/references/stored_evolution.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// One distance of particles from a reference at one time.
struct HeldDistance {
  std::string name;
  double value = 0;           ///< between the particles and the computed reference
  double own_error = 0;       ///< of quadratures and quantization
  double interpolation = 0;   ///< of the candidate between the numbers that it gives
  std::optional<double> bar;  ///< what the error bar of the reference allows; nothing where it is not known
  /// The same distance of independent samples of the reference, as many as there are particles (of particles
  /// with weights: their effective number): mean, deviation and the smallest over the draws.
  double sampling_mean = 0, sampling_deviation = 0, sampling_least = 0;
  unsigned draws = 0;  ///< 0: the candidate is no sample
  /// The samples had this part of the particles, and their distances were multiplied by its root.
  double part_drawn = 1;
  ParticleDistance::Meaning meaning = ParticleDistance::Meaning::of_particles;
  std::string why_no_bar;   ///< where none is known for a reason that is not the reference's
  std::string no_bar_word;  ///< the same in a few words
  /// Where the distance is |a - b|: a of the candidate, b of the reference.
  std::optional<double> of_candidate, of_reference;

  bool sampled() const { return draws > 0; }

  /// Between the particles and the true reference it is value -+ error; infinite where no bar is known.
  double error() const;
  /// What a sample of a right method may well have: mean and three deviations.
  double sampling() const { return sampling_mean + 3 * sampling_deviation; }
  /// The distance of the law behind independent particles from the reference is at least, at most this: the
  /// triangle inequality. NaN of what is no distance from the reference.
  double method_low() const;
  double method_high() const;
};

/// A candidate at one time, held against the reference.
struct HeldSnapshot {
  double time = 0;
  std::string where;
  bool field = false;  ///< a density or field; then what is said of particles is of its numbers
  std::size_t particles = 0;
  double effective = 0;  ///< number of particles
  double mass = 1;       ///< of the weights or the field, before they were scaled
  std::vector<HeldDistance> distances;
};

/// What is compared, and how.
struct ComparisonPlan {
  std::vector<std::string> distances;          ///< empty: all that apply
  std::shared_ptr<const RadialKernel> kernel;  ///< of MMD
  unsigned draws = 20;
  unsigned long seed = 1;
  bool accept_outside = false, normalize = false;
  std::function<void(const std::string &)> log;  ///< notes on what was compared
  std::function<void(double fraction, const std::string &what)> progress;
};

/// Each snapshot at its time; one without a time at the end. InputError for what cannot be meant: times out
/// of the interval, particles out of the domain, weights of another mass, distances that do not apply.
std::vector<HeldSnapshot> held_against(const StoredEvolution &reference,
                                       const std::vector<Snapshot> &candidate, const ComparisonPlan &plan);

/// A kernel with k(0) = 1: its name and bandwidth; without, the root of the mean variance of the reference at
/// its end over the directions.
std::shared_ptr<const RadialKernel> comparison_kernel(const StoredEvolution &reference,
                                                      const std::string &name,
                                                      std::optional<double> bandwidth);

}  // namespace gammaflow
