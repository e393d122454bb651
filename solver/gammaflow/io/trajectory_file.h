// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>
#include <gammaflow/flow/trajectory.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
class Flow;
class Parameters;

/// The content of a trajectory file, apart from any space: an HDF5 file (with an index, see data_index.h)
/// with
///   /points (nodes x 3), /weights (nodes), /times, /states (times x nodes), /ledger (times x columns),
/// the texts `format`, `ledger columns`, `gradient structure` of group `about`, and the texts that the writer
/// gave.
struct StoredTrajectory {
  std::vector<Point> points;
  std::vector<double> weights, times;
  std::vector<std::vector<double>> states;
  std::vector<LedgerRow> ledger;
  bool gradient_structure = true;
  std::map<std::string, std::string> attributes;  ///< "version", "parameters", ...
  /// Where the mesh was adapted in time, of each state the cells that were halved; points and weights are
  /// then those of one mesh after the other. Else empty.
  std::vector<std::string> refinements;
};

/// Written under a temporary name, then renamed. InputError if the file cannot be written.
void write_trajectory(const std::string &path, const Trajectory &trajectory,
                      const std::map<std::string, std::string> &attributes);
/// The same of an evolution with these parameters, or of a flow: on its space, or, where the mesh was adapted
/// in time, each state on its own mesh, which is made again from the parameters. The file then has another
/// format: /points (all nodes x 3), /weights and /states one mesh and one state after the other, and the
/// cells that were halved (refinement_text()) in the texts.
Trajectory read_trajectory(const std::string &path, const Parameters &parameters,
                           const std::shared_ptr<const Space> &space);
Trajectory read_trajectory(const std::string &path, const Flow &flow);
/// The same from what was read already; `path` is for messages.
Trajectory trajectory_of(const StoredTrajectory &stored, const std::string &path,
                         const Parameters &parameters, const std::shared_ptr<const Space> &space);
/// InputError that names the file if it is missing, truncated, not HDF5 or not a trajectory.
StoredTrajectory read_trajectory(const std::string &path);
/// The same on a space; InputError if the points are not the nodes of the space.
Trajectory read_trajectory(const std::string &path, std::shared_ptr<const Space> space);

/// The ledger's columns, in the order of ledger_values().
const std::vector<std::string> &ledger_columns();
std::vector<double> ledger_values(const LedgerRow &row);
/// A row from ledger_values(). std::range_error where a count is negative, NaN or too
/// large, std::out_of_range where values are missing.
LedgerRow ledger_row(const std::vector<double> &values);
/// The ledger as CSV with a header line; numbers with 17 digits, "nan" where there is no gradient structure.
std::string ledger_csv(const std::vector<LedgerRow> &ledger);

}  // namespace gammaflow
