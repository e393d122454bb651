// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/candidates/number_table.h>
#include <gammaflow/measures/point_measure.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// Particles that somebody's file holds at one time.
struct Snapshot {
  std::optional<double> time;  ///< where the file says so
  std::string where;           ///< file, and part of it
  PointMeasure particles;
  bool weighted = false;  ///< the file gives weights
  /// The line or row of each particle, for messages; from 1.
  std::vector<std::size_t> rows;
};

/// The meaning of the columns or members of a file.
struct CandidateFormat {
  unsigned dim = 1;
  /// Which columns (or members of an archive) hold what, by names or numbers from 1: the keys are x, y, z,
  /// weight, value, time. What is not said goes by the names of the header: x, y, z (or x1, x2, x3; x0, x1,
  /// x2); weight, weights, w; time, t.
  std::map<std::string, std::string> columns;
  std::vector<double> unit = {1};  ///< by which coordinates are divided: one, or one for each direction
  ReadLimits limits;
};

/// "x=lon, y=lat, weight=w": InputError for what is not of that form.
std::map<std::string, std::string> column_roles(const std::string &text);

/// The particles of a file in ascending order of time. Its kind is recognized by its content: an .npy
/// array (n), (n, dim) or (times, n, dim), an .npz archive of `x` (or particles, positions, samples) with
/// `weights` and `times`, else text in columns. InputError that names the file and the place in it.
std::vector<Snapshot> read_candidate(const std::string &file, const CandidateFormat &format);

/// The snapshots of a table: one for each time in its column of times, or one without.
std::vector<Snapshot> snapshots_of(const NumberTable &table, const CandidateFormat &format);

}  // namespace gammaflow
