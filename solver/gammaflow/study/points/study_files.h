// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/points/point_record.h>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The name of a case as that of a folder: letters, digits and '-' as they are, blanks as '_'. Where there is
/// anything else, or too much, that is '_', too, and ".<part of the SHA-256 of the name>" follows: two cases
/// never share a folder.
std::string folder_name(const std::string &case_name);
/// DIRECTORY/cases/<folder_name(case_name)>, created.
std::string case_directory(const std::string &directory, const std::string &case_name);

/// The folder `map-<limit>` in that of the case, created: the points of its map.
std::string map_directory(const std::string &directory, const std::string &case_name, std::size_t limit);

/// The record of the finished point `index` if it is there, whole, with its states, and was computed from the
/// same key; nothing otherwise, and where it is not resolved, or failed, and more memory is allowed now.
std::optional<PointOutcome> find_point(const std::string &folder, std::size_t index, const CasePlan &plan,
                                       const SweepStep &step);

/// The file of the states of the point `index`, and that of the limit flow of the point that was computed
/// last.
std::string trajectory_file(const std::string &folder, std::size_t index);
std::string limit_trajectory_file(const std::string &folder);

/// Ledger (CSV), trajectories (HDF5), fields for ParaView of the last point if output/vtu asks for them, and,
/// last, the record: a point whose record is there is finished. The record comes back as a resumed study
/// reads it.
PointOutcome write_point(const std::string &folder, std::size_t index, const SweepPoint &point,
                         const CasePlan &plan);

/// The record of a point that could not be solved, in the place of its record.
void write_failure(const std::string &folder, std::size_t index, const PointFailure &failure);

/// distances.csv, rates.csv, rates.txt, rates.tex of a finished case with a point at least.
void write_tables(const std::string &folder, const CasePlan &plan, const std::vector<PointRecord> &points);

/// certificate.json: the result without what is there for the pictures only.
void write_certificate(const std::string &directory, nlohmann::json result);

}  // namespace gammaflow
