// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/processes.h>
#include <gammaflow/flow/flow.h>
#include <gammaflow/io/data_file.h>
#include <gammaflow/io/data_index.h>
#include <gammaflow/io/trajectory_file.h>
#include <gammaflow/spaces/mesh_adaptation.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

namespace gammaflow
{
namespace
{
const std::string format = "GammaFlow trajectory 3", adapted_format = "GammaFlow adapted trajectory 2";
const std::string group = "about", prefix = "user: ";  // of the texts, and of those that are the writer's own

std::vector<std::vector<double>> rows_of(const IndexedFile::Table &table)
{
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < table.shape[0]; ++i)
    rows.emplace_back(table.values.begin() + std::ptrdiff_t(i * table.shape[1]),
                      table.values.begin() + std::ptrdiff_t((i + 1) * table.shape[1]));
  return rows;
}

/// All entries of v, in the numbering of all processes, on the root; the others get none.
std::vector<double> on_one_process(const Vector &v)
{
  const std::vector<double> own(data(v), data(v) + size(v));
  if (v.get_partitioner()->n_mpi_processes() == 1) return own;
  std::vector<double> all;
  for (const auto &part : dealii::Utilities::MPI::gather(v.get_mpi_communicator(), own))
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

constexpr std::size_t nowhere = std::size_t(-1);

/// For each node of this process the stored point that it is, `nowhere` if there is none. Usually they have
/// the same order; another number of processes has another one.
std::vector<std::size_t> places(const std::vector<Point> &points, const Space &space)
{
  // The nodes of curved cells are found by an iteration, whose round-off depends on the processes.
  const double margin = 1e-7 * space.spacing();
  const auto same = [&](const Point &a, const Point &b) {
    for (unsigned d = 0; d < space.dim(); ++d)
      if (!(std::abs(a[d] - b[d]) <= margin)) return false;
    return true;
  };
  std::vector<std::size_t> result(space.n_nodes(), nowhere);
  using Cell = std::array<long, 3>;  // much larger than the margin, much smaller than any mesh
  const auto cell_of = [&](const Point &x) {
    Cell cell{};
    for (unsigned d = 0; d < space.dim(); ++d) cell[d] = std::lround(x[d] / (1e4 * margin));
    return cell;
  };
  std::map<Cell, std::vector<std::size_t>> index;
  for (std::size_t i = 0; i < result.size(); ++i) {
    const Point &x = space.nodes()[i];
    if (i < points.size() && same(points[i], x)) {
      result[i] = i;
      continue;
    }
    if (index.empty())
      for (std::size_t k = 0; k < points.size(); ++k) index[cell_of(points[k])].push_back(k);
    for (unsigned corner = 0; corner < 8 && result[i] == nowhere;
         ++corner) {  // a point near the edge of a cell
      Point moved = x;
      for (unsigned d = 0; d < 3; ++d) moved[d] += (corner >> d & 1 ? 2 : -2) * margin;
      const auto found = index.find(cell_of(moved));
      if (found == index.end()) continue;
      for (const std::size_t k : found->second)
        if (same(points[k], x)) result[i] = k;
    }
  }
  return result;
}

/// The name of the text with the cells that were halved for a state.
std::string cells_of(std::size_t state)
{
  char number[16];
  std::snprintf(number, sizeof number, "%06zu", state);
  return std::string("cells of state ") + number;
}

std::string joined(const std::vector<std::string> &names)
{
  std::string line;
  for (const auto &name : names) line += (line.empty() ? "" : ",") + name;
  return line;
}
}  // namespace

void write_trajectory(const std::string &path, const Trajectory &trajectory,
                      const std::map<std::string, std::string> &attributes)
{
  std::vector<std::vector<double>> points, states, ledger;
  std::vector<double> weights, values;
  std::map<std::string, std::string> about;
  for (std::size_t k = 0; k < (trajectory.adapted() ? trajectory.states.size() : 1); ++k) {
    const auto space = trajectory.space_of(k);
    if (trajectory.adapted()) about[cells_of(k)] = refinement_text(refinement_of(*space));
    if (k > 0 && space == trajectory.space_of(k - 1)) continue;
    const std::size_t before = points.size();
    for (unsigned d = 0; d < 3; ++d) {
      const auto coordinate = on_one_process(space->sample([d](const Point &x) { return x[d]; }));
      points.resize(before + coordinate.size(), std::vector<double>(3));
      for (std::size_t i = 0; i < coordinate.size(); ++i) points[before + i][d] = coordinate[i];
    }
    const auto own = on_one_process(space->weights());
    weights.insert(weights.end(), own.begin(), own.end());
  }
  for (const Vector &u : trajectory.states) {
    states.push_back(on_one_process(u));
    if (trajectory.adapted()) values.insert(values.end(), states.back().begin(), states.back().end());
  }
  for (const LedgerRow &entry : trajectory.ledger) ledger.push_back(ledger_values(entry));
  on_root([&] {
    DataFile file(path);
    file.table("points", points);
    if (trajectory.adapted())
      file.dataset("states", values, {values.size()});
    else
      file.table("states", states);
    file.table("ledger", ledger);
    file.dataset("weights", weights, {weights.size()});
    file.dataset("times", trajectory.times, {trajectory.times.size()});
    about["format"] = trajectory.adapted() ? adapted_format : format;
    about["ledger columns"] = joined(ledger_columns());
    about["gradient structure"] = trajectory.gradient_structure ? "true" : "false";
    for (const auto &[name, value] : attributes) about[prefix + name] = value;
    file.texts(group, about);
    file.complete_with_index();
    return 0;
  });
}

StoredTrajectory read_trajectory(const std::string &path)
{
  IndexedFile file(path);
  const auto refuse = [&](const std::string &why) { file.refuse(why); };
  StoredTrajectory result;
  auto about = file.texts();
  const bool adapted = about["format"] == adapted_format;
  if (about["format"] != format && !adapted) refuse("is not a trajectory of this version (" + format + ")");
  if (about["ledger columns"] != joined(ledger_columns())) refuse("has a ledger with other columns");
  result.gradient_structure = about["gradient structure"] == "true";
  for (const auto &[name, value] : about)
    if (name.compare(0, prefix.size(), prefix) == 0) result.attributes[name.substr(prefix.size())] = value;

  const auto points = file.table("points", 2), states = file.table("states", adapted ? 1 : 2),
             ledger = file.table("ledger", 2), weights = file.table("weights", 1),
             times = file.table("times", 1);
  if (points.shape[1] != 3 || ledger.shape[0] != times.shape[0] ||
      (!adapted && (states.shape[0] != times.shape[0] || states.shape[1] != points.shape[0])) ||
      weights.shape[0] != points.shape[0] || ledger.shape[1] != ledger_columns().size())
    refuse("has datasets whose shapes do not fit together");

  if (times.shape[0] == 0) refuse("has no output times");
  for (std::size_t k = 0; k < times.shape[0]; ++k)
    if (!std::isfinite(times.values[k]) || (k > 0 && times.values[k] <= times.values[k - 1]))
      refuse("has times that do not ascend");
  for (const auto &x : rows_of(points)) result.points.push_back({x[0], x[1], x[2]});
  if (adapted) {
    result.states = {states.values};
    for (std::size_t k = 0; k < times.shape[0]; ++k) result.refinements.push_back(about[cells_of(k)]);
  } else
    result.states = rows_of(states);
  try {
    for (const auto &values : rows_of(ledger)) result.ledger.push_back(ledger_row(values));
  } catch (const std::range_error &error) {
    refuse(std::string("has a ledger with what is ") + error.what());
  }
  result.weights = weights.values;
  result.times = times.values;
  return result;
}

namespace
{
Trajectory on_space(const StoredTrajectory &stored, const std::string &path,
                    std::shared_ptr<const Space> space)
{
  if (!stored.refinements.empty())
    throw InputError(path, "", "was computed on a mesh that followed the state", "a trajectory on one mesh");
  if (stored.points.size() != space->n_global_nodes())
    throw InputError(path, std::to_string(stored.points.size()) + " points", "belongs to another mesh",
                     std::to_string(space->n_global_nodes()) + " points, the nodes of this one");
  const std::vector<std::size_t> place = places(stored.points, *space);
  const auto lost = std::find(place.begin(), place.end(), nowhere);
  const std::string message = first_message(
      lost == place.end() ? "" : "the node " + std::to_string(lost - place.begin()), space->weights());
  if (!message.empty())
    throw InputError(path, "", message + " of this mesh is not among its points",
                     "a trajectory on the same mesh");
  Trajectory result;
  result.space = space;
  result.times = stored.times;
  result.ledger = stored.ledger;
  result.gradient_structure = stored.gradient_structure;
  for (const auto &values : stored.states) {
    result.states.push_back(space->zero());
    for (std::size_t i = 0; i < place.size(); ++i) data(result.states.back())[i] = values[place[i]];
  }
  return result;
}

}  // namespace

Trajectory trajectory_of(const StoredTrajectory &stored, const std::string &path,
                         const Parameters &parameters, const std::shared_ptr<const Space> &space_of_all)
{
  const bool adapted = !stored.refinements.empty();
  const auto refuse = [&](const std::string &why) {
    throw InputError(path, "", why, "the trajectory of an evolution with these parameters");
  };
  if (adapted != parameters.flag("adaptivity", "enabled"))
    refuse(adapted ? "was computed on a mesh that followed the state" : "was computed on one mesh");
  if (!adapted) return on_space(stored, path, space_of_all);
  Trajectory result;
  result.times = stored.times;
  result.ledger = stored.ledger;
  result.gradient_structure = stored.gradient_structure;
  const std::vector<double> &values = stored.states.front();
  std::size_t next_point = 0, next_value = 0;
  std::vector<std::size_t> place;
  for (std::size_t k = 0; k < stored.times.size(); ++k) {
    if (k == 0 || stored.refinements[k] != stored.refinements[k - 1]) {
      try {
        result.spaces.push_back(make_refined_space(parameters, refinement_from(stored.refinements[k]),
                                                   processes_of(*space_of_all)));
      } catch (const std::invalid_argument &error) {
        refuse(std::string("has a mesh that is ") + error.what());
      }
      const Space &space = *result.spaces.back();
      const std::size_t end = next_point + space.n_global_nodes();
      if (stored.points.size() < end) refuse("belongs to another mesh");
      place = places(
          {stored.points.begin() + std::ptrdiff_t(next_point), stored.points.begin() + std::ptrdiff_t(end)},
          space);
      if (!space.everywhere(std::find(place.begin(), place.end(), nowhere) == place.end()))
        refuse("belongs to another mesh");
      next_point = end;
    } else
      result.spaces.push_back(result.spaces.back());
    Vector u = result.spaces.back()->zero();
    const std::size_t end = next_value + u.size();
    if (values.size() < end) refuse("has too few values");
    for (std::size_t i = 0; i < place.size(); ++i) data(u)[i] = values[next_value + place[i]];
    next_value = end;
    result.states.push_back(u);
  }
  if (!result.spaces.empty()) result.space = result.spaces.front();
  return result;
}

Trajectory read_trajectory(const std::string &path, std::shared_ptr<const Space> space)
{
  return on_space(read_trajectory(path), path, std::move(space));
}

Trajectory read_trajectory(const std::string &path, const Parameters &parameters,
                           const std::shared_ptr<const Space> &space)
{
  return trajectory_of(read_trajectory(path), path, parameters, space);
}

Trajectory read_trajectory(const std::string &path, const Flow &flow)
{
  return read_trajectory(path, flow.parameters(), flow.shared_space());
}

}  // namespace gammaflow
