#include <gammaflow/core/errors.h>
#include <gammaflow/io/hdf5_text.h>
#include <gammaflow/io/trajectory_file.h>

#include <deal.II/base/hdf5.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <sstream>

namespace gammaflow
{
namespace
{
using dealii::HDF5::File;
const std::string format = "GammaFlow trajectory 2";
const std::string group = "about", prefix = "user: ";  // of the texts, and of those that are the writer's own

/// HDF5 prints a stack of messages for what is an ordinary answer here ("not one of ours").
struct QuietHdf5 {
  QuietHdf5()
  {
    H5Eget_auto2(H5E_DEFAULT, &function, &client);
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  }
  ~QuietHdf5() { H5Eset_auto2(H5E_DEFAULT, function, client); }
  H5E_auto2_t function;
  void *client;
};

void write_table(File &file, const std::string &name, const std::vector<std::vector<double>> &rows)
{
  const hsize_t width = rows.empty() ? 0 : rows.front().size();
  auto dataset = file.create_dataset<double>(name, {rows.size(), width});
  for (hsize_t i = 0; i < rows.size(); ++i)
    dataset.write_hyperslab(rows[i], std::vector<hsize_t>{i, 0}, std::vector<hsize_t>{1, width});
}

struct Dataset {
  std::vector<hsize_t> shape;
  std::vector<double> values;  ///< row by row
};

/// Through HDF5's own interface: deal.II's checks nothing in a release build, and its objects end the program
/// when an exception passes them.
Dataset read_dataset(hid_t file, const std::string &name, unsigned rank, const std::string &path)
{
  const auto refuse = [&](const std::string &why) {
    throw InputError(path, "", "the dataset '" + name + "' " + why, "a file written by GammaFlow");
  };
  if (H5Lexists(file, name.c_str(), H5P_DEFAULT) <= 0) refuse("is missing");
  const Hdf5Handle dataset{H5Dopen2(file, name.c_str(), H5P_DEFAULT), &H5Dclose};
  const Hdf5Handle space{dataset.id < 0 ? -1 : H5Dget_space(dataset.id), &H5Sclose};
  const Hdf5Handle type{dataset.id < 0 ? -1 : H5Dget_type(dataset.id), &H5Tclose};
  if (space.id < 0 || type.id < 0) refuse("cannot be opened");
  if (H5Tget_class(type.id) != H5T_FLOAT) refuse("does not hold numbers");
  if (H5Sget_simple_extent_ndims(space.id) != int(rank)) refuse("has another rank");
  Dataset result{std::vector<hsize_t>(rank), {}};
  H5Sget_simple_extent_dims(space.id, result.shape.data(), nullptr);
  const hssize_t numbers = H5Sget_simple_extent_npoints(space.id);
  std::error_code error;  // a damaged file may claim any size
  if (numbers < 0 || std::uintmax_t(numbers) > std::filesystem::file_size(path, error) / sizeof(double) ||
      error)
    refuse("has a shape that the file is too small for");
  result.values.resize(std::size_t(numbers));
  if (H5Dread(dataset.id, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, result.values.data()) < 0)
    refuse("cannot be read: the file is damaged");
  return result;
}

std::vector<std::vector<double>> rows_of(const Dataset &table)
{
  std::vector<std::vector<double>> rows;
  for (hsize_t i = 0; i < table.shape[0]; ++i)
    rows.emplace_back(table.values.begin() + std::ptrdiff_t(i * table.shape[1]),
                      table.values.begin() + std::ptrdiff_t((i + 1) * table.shape[1]));
  return rows;
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
  const std::string temporary = path + ".tmp";
  {
    // deal.II's interface does not report that a file cannot be created.
    std::FILE *probe = std::fopen(temporary.c_str(), "wb");
    if (!probe) throw InputError(path, "", "cannot be written", "a file in a writable directory");
    std::fclose(probe);
  }
  {
    File file(temporary, File::FileAccessMode::create);
    const auto row = [](const Vector &v) { return std::vector<double>(data(v), data(v) + size(v)); };
    std::vector<std::vector<double>> points, states, ledger;
    for (const Point &x : trajectory.space->nodes()) points.push_back({x[0], x[1], x[2]});
    for (const Vector &u : trajectory.states) states.push_back(row(u));
    for (const LedgerRow &entry : trajectory.ledger) ledger.push_back(ledger_values(entry));
    write_table(file, "points", points);
    write_table(file, "states", states);
    write_table(file, "ledger", ledger);
    file.write_dataset("weights", row(trajectory.space->weights()));
    file.write_dataset("times", trajectory.times);
  }
  std::map<std::string, std::string> about{
      {"format", format},
      {"ledger columns", joined(ledger_columns())},
      {"gradient structure", trajectory.gradient_structure ? "true" : "false"}};
  for (const auto &[name, value] : attributes) about[prefix + name] = value;
  write_texts(temporary, group, about);
  std::filesystem::rename(temporary, path);
}

StoredTrajectory read_trajectory(const std::string &path)
{
  const auto refuse = [&](const std::string &why) {
    throw InputError(path, "", why, "a trajectory file written by GammaFlow");
  };
  if (!std::filesystem::is_regular_file(path)) refuse("cannot be read");
  const QuietHdf5 quiet;
  const Hdf5Handle handle{H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), &H5Fclose};
  if (handle.id < 0) refuse("is not an HDF5 file, or it is truncated");

  StoredTrajectory result;
  auto about = read_texts(handle.id, group);
  if (about["format"] != format) refuse("is not a trajectory of this version (" + format + ")");
  if (about["ledger columns"] != joined(ledger_columns())) refuse("has a ledger with other columns");
  result.gradient_structure = about["gradient structure"] == "true";
  for (const auto &[name, value] : about)
    if (name.compare(0, prefix.size(), prefix) == 0) result.attributes[name.substr(prefix.size())] = value;

  const Dataset points = read_dataset(handle.id, "points", 2, path),
                states = read_dataset(handle.id, "states", 2, path),
                ledger = read_dataset(handle.id, "ledger", 2, path),
                weights = read_dataset(handle.id, "weights", 1, path),
                times = read_dataset(handle.id, "times", 1, path);
  if (points.shape[1] != 3 || states.shape[0] != times.shape[0] || ledger.shape[0] != times.shape[0] ||
      states.shape[1] != points.shape[0] || weights.shape[0] != points.shape[0] ||
      ledger.shape[1] != ledger_columns().size())
    refuse("has datasets whose shapes do not fit together");

  for (const auto &x : rows_of(points)) result.points.push_back({x[0], x[1], x[2]});
  result.states = rows_of(states);
  for (const auto &values : rows_of(ledger)) result.ledger.push_back(ledger_row(values));
  result.weights = weights.values;
  result.times = times.values;
  return result;
}

Trajectory read_trajectory(const std::string &path, std::shared_ptr<const Space> space)
{
  const StoredTrajectory stored = read_trajectory(path);
  if (stored.points.size() != space->n_nodes())
    throw InputError(path, std::to_string(stored.points.size()) + " points", "belongs to another mesh",
                     std::to_string(space->n_nodes()) + " points, the nodes of this one");
  const double margin = 1e-12 * (1 + std::abs(space->volume()));
  for (std::size_t i = 0; i < stored.points.size(); ++i)
    for (unsigned d = 0; d < space->dim(); ++d)
      if (!(std::abs(stored.points[i][d] - space->nodes()[i][d]) <= margin))
        throw InputError(path, "", "point " + std::to_string(i) + " is not where this mesh has a node",
                         "a trajectory on the same mesh");
  Trajectory result;
  result.space = space;
  result.times = stored.times;
  result.ledger = stored.ledger;
  result.gradient_structure = stored.gradient_structure;
  for (const auto &values : stored.states) {
    result.states.push_back(space->zero());
    std::copy(values.begin(), values.end(), result.states.back().begin());
  }
  return result;
}

}  // namespace gammaflow
