// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/candidate_data.h>
#include <gammaflow/candidates/hdf5_file.h>
#include <gammaflow/candidates/vtk_file.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <numeric>

namespace gammaflow
{
namespace
{
std::string first_bytes(const std::string &file, std::size_t count)
{
  std::ifstream in(file, std::ios::binary);
  std::string bytes(count, '\0');
  in.read(&bytes[0], std::streamsize(count));
  bytes.resize(std::size_t(std::max<std::streamsize>(in.gcount(), 0)));
  return bytes;
}

/// `particles`: (n), (n, dim) or (times, n, dim); `weights`: none, (n) or (times, n); `times`: none or one
/// for each.
std::vector<Snapshot> snapshots_of(const NumberArray &particles, const NumberArray *weights,
                                   const NumberArray *times, const CandidateFormat &format)
{
  std::vector<std::size_t> shape = particles.shape;
  const std::string wanted = "(n, " + std::to_string(format.dim) + ") or (times, n, " +
                             std::to_string(format.dim) + ")" + (format.dim == 1 ? ", or (n)" : "");
  if (shape.size() == 1 && format.dim == 1) shape.push_back(1);
  if (shape.size() < 2 || shape.size() > 3 || shape.back() != format.dim)
    throw InputError(particles.name, particles.shape_text(),
                     "is no array of particles in " + std::to_string(format.dim) +
                         (format.dim == 1 ? " dimension" : " dimensions"),
                     wanted + "; values of a density on a grid: --as density --axes points (or cells)");
  const std::size_t count = shape.size() == 3 ? shape[0] : 1, n = shape[shape.size() - 2];
  if (count == 0 || n == 0)
    throw InputError(particles.name, particles.shape_text(), "holds no particles", wanted);
  const bool own_weights = weights != nullptr && weights->values.size() == count * n &&
                           weights->shape.size() == (count == 1 ? weights->shape.size() : 2);
  if (weights != nullptr && !own_weights && !(weights->shape == std::vector<std::size_t>{n}))
    throw InputError(weights->name, weights->shape_text(), "are not the weights of these particles",
                     "(" + std::to_string(n) + ",)");
  if (times != nullptr && times->values.size() != count)
    throw InputError(times->name, times->shape_text(), "are not the times of these particles",
                     std::to_string(count) + " of them, as " + particles.name + " has");
  std::vector<Snapshot> result;
  for (std::size_t k = 0; k < count; ++k) {
    std::vector<double> x, w;
    for (unsigned d = 0; d < format.dim; ++d)
      for (std::size_t i = 0; i < n; ++i)
        x.push_back(particles.values[(k * n + i) * format.dim + d] /
                    format.unit[format.unit.size() == 1 ? 0 : d]);
    for (std::size_t i = 0; weights != nullptr && i < n; ++i) {
      w.push_back(weights->values[own_weights ? k * n + i : i]);
      if (!(w.back() > 0))
        throw InputError(weights->name + ", entry " + std::to_string(i + 1), std::to_string(w.back()),
                         "is no weight above 0", "weights above 0; leave out particles that have none");
    }
    std::vector<std::size_t> rows(n);
    std::iota(rows.begin(), rows.end(), std::size_t(1));
    std::optional<double> time;
    if (times != nullptr) {
      time = times->values[k];
      require_later(k > 0 ? result.back().time : std::nullopt, *time,
                    times->name + ", entry " + std::to_string(k + 1));
    }
    result.push_back({time,
                      particles.name + (count > 1 ? ", number " + std::to_string(k + 1) : std::string()),
                      PointMeasure(format.dim, std::move(x), std::move(w), particles.name),
                      weights != nullptr, std::move(rows)});
  }
  return result;
}

/// These names in the groups of the particles or values that the format names, and then in none.
std::vector<std::string> in_groups(const CandidateFormat &format, const std::vector<std::string> &names)
{
  std::vector<std::string> result;
  for (const char *role : {"x", "value"})
    if (const auto given = format.columns.find(role); given != format.columns.end())
      if (const auto slash = given->second.rfind('/'); slash != std::string::npos)
        for (const auto &name : names) result.push_back(given->second.substr(0, slash + 1) + name);
  result.insert(result.end(), names.begin(), names.end());
  return result;
}

std::vector<Snapshot> from_archive(const CandidateData &data, const CandidateFormat &format)
{
  std::string names;
  for (const auto &[name, array] : data.arrays) names += (names.empty() ? "" : ", ") + name;
  const NumberArray *particles =
      member_of(data, format, "x", {"x", "X", "particles", "positions", "samples", "points"});
  if (particles == nullptr && data.arrays.size() == 1) particles = &data.arrays.begin()->second;
  if (particles == nullptr)
    throw InputError(data.file, shortened(names), "which of these are the particles is not clear",
                     "a member x, particles, positions or samples; or --columns x=NAME");
  return snapshots_of(*particles, member_of(data, format, "weight", {"weights", "weight", "w"}),
                      member_of(data, format, "time", time_members()), format);
}
}  // namespace

std::vector<Snapshot> read_candidate(const std::string &file, const CandidateFormat &format)
{
  return particles_in(read_candidate_data(file, format.limits, format.dim), format);
}

CandidateData read_candidate_data(const std::string &file, const ReadLimits &limits, unsigned dim)
{
  CandidateData data;
  data.file = file;
  const std::string start = first_bytes(file, 512);
  const auto begins = [&](const char *with) { return start.compare(0, std::strlen(with), with) == 0; };
  if (begins("\x93NUMPY"))
    data.arrays.emplace("", read_npy(file, limits));
  else if (begins("PK"))
    data.arrays = read_npz(file, limits);
  else if (begins("\x80"))
    throw InputError(file, "", "is a pickle of Python, which is never loaded",
                     "numpy.save or numpy.savetxt of an array of numbers");
  else if (begins("\x89HDF"))
    data.arrays = read_hdf5(file, limits, &data.unread);
  else if (begins("PAR1"))
    throw InputError(
        file, "", "is a Parquet file, which is not read: Debian 12 has no library for it",
        "text in columns, .npy or .npz (Python: pandas.read_parquet(file).to_csv(\"p.csv\", index=False))");
  else if (start.find("<VTKFile") != std::string::npos)
    return read_vtk(file, limits, dim);
  else if (begins("{"))
    return read_vtk_series(file, limits, dim);
  else if (begins("# vtk DataFile"))
    throw InputError(file, "", "is a legacy file of VTK, which is not read",
                     ".vtu (meshio convert a.vtk a.vtu; ParaView: Save Data)");
  else
    data.table = read_csv_numbers(file, limits);
  return data;
}

const NumberArray *member_of(const CandidateData &data, const CandidateFormat &format,
                             const std::string &role, const std::vector<std::string> &names)
{
  const auto given = format.columns.find(role);
  for (const auto &name :
       given == format.columns.end() ? in_groups(format, names) : std::vector<std::string>{given->second}) {
    if (const auto member = data.arrays.find(name); member != data.arrays.end()) return &member->second;
    if (data.unread.count(name) != 0)
      throw InputError(data.file, shortened(name), "holds no numbers that are read",
                       "a dataset of integers or floating-point numbers; or --columns " + role + "=NAME");
  }
  if (given != format.columns.end() && data.arrays.count("") == 0)
    throw InputError(data.file, shortened(given->second), "is no member of this archive", "");
  return nullptr;
}

void require_later(const std::optional<double> &before, double time, const std::string &where)
{
  if (before && !(time > *before))
    throw InputError(where, std::to_string(time), "is not after the time before it",
                     "times in ascending order, each once");
}

std::vector<Snapshot> particles_in(const CandidateData &data, const CandidateFormat &format)
{
  if (!data.series.empty()) {
    std::vector<Snapshot> result;
    for (const CandidateData &one : data.series)
      for (auto &snapshot : particles_in(one, format)) result.push_back(std::move(snapshot));
    return result;
  }
  if (data.table) return snapshots_of(*data.table, format);
  if (const auto array = data.arrays.find(""); array != data.arrays.end())
    return snapshots_of(array->second, nullptr, nullptr, format);
  auto result = from_archive(data, format);
  if (data.time) result.front().time = data.time;
  return result;
}

}  // namespace gammaflow
