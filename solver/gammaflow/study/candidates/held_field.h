// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/candidate_data.h>
#include <gammaflow/study/candidates/held_candidate.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// A density, or any field, of a candidate at one time.
struct CandidateField {
  using Values = std::function<std::vector<double>(const std::vector<Point> &)>;
  std::optional<double> time;
  std::string where;
  Values values;
  std::vector<Values> coarser;  ///< from fewer of its numbers; none where the function is given as a whole
  double spacing = 0;           ///< the smallest distance of its numbers
  std::size_t size = 0;
  bool not_negative = true;
};

std::vector<CandidateField> candidate_fields(const std::vector<FieldSnapshot> &snapshots);
/// Of another stored evolution, at its output times that the reference has. InputError where its domain is
/// another one. It must outlive the result.
std::vector<CandidateField> candidate_fields(const StoredEvolution &candidate,
                                             const StoredEvolution &reference, const std::string &name);

/// Of fields: distances between states that need no kernel, `mass` and `energy difference`.
bool is_field_distance(const std::string &name);
std::vector<std::string> field_distances();

/// Each field at its time; one without a time at the end. The distance is taken on the mesh of the reference,
/// refined until it has the candidate's distances (where its nodes would be too many the bar is not known,
/// and the log says so); its quadrature is compared with that of nodes of another degree, and the candidate's
/// interpolation with those from each half of its numbers. Distances that need equal masses are those of the
/// candidate scaled to the reference's. InputError for what cannot be meant.
std::vector<HeldSnapshot> held_against(const StoredEvolution &reference,
                                       const std::vector<CandidateField> &candidate,
                                       const ComparisonPlan &plan);

}  // namespace gammaflow
