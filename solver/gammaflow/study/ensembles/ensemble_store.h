// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>
#include <gammaflow/study/ensembles/ensemble_plan.h>
#include <gammaflow/study/references/certified_evolution.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The density with which ensembles are compared, at time/end.
struct MeanField {
  std::shared_ptr<const Space> space;
  Vector density;
  bool reached = false;  ///< the tolerance of the plan
  double error_of_space = 0, error_of_time = 0;
  std::size_t nodes = 0;
  std::map<std::string, double> bars;  ///< at time/end, by the name of the norm; may be infinite
};
MeanField mean_field_of(const CertifiedEvolution &run);

/// The distances of the ensembles of one size, as far as they are known.
struct EnsembleValues {
  /// Of one ensemble: value and error of each distance of the plan.
  struct Entry {
    std::vector<double> values, errors;
  };
  std::vector<std::optional<Entry>> of_seeds;
  std::optional<Entry> coarser;  ///< of the first seed with coarser steps
};

/// What a case of a study of particles has computed, in its folder, so that a study that was killed goes on:
///   mean-field.json with mean-field.h5, its states; ensembles-NN.json, the values of one size, seed by seed.
/// Each has its checksum and the key that says what it was computed from: what is damaged, or of other
/// parameters, data or another build of the program, is computed again.
class EnsembleStore
{
 public:
  EnsembleStore(std::string folder, const EnsemblePlan &plan);

  std::optional<MeanField> find_mean_field() const;
  void keep(const CertifiedEvolution &run) const;

  /// With as many seeds as the plan has, none of them known where nothing is stored.
  EnsembleValues find(std::size_t number) const;
  /// Written every output/checkpoint seconds, and where they are `complete`. For one thread at a time.
  void keep(std::size_t number, const EnsembleValues &values, bool complete);

 private:
  std::string file_of(std::size_t number) const;
  std::string key_of(const std::string &what) const;

  const std::string folder_;
  const EnsemblePlan &plan_;
  double interval_, last_;
};

}  // namespace gammaflow
