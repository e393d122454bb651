// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/base/errors.h>
#include <gammaflow/base/json_text.h>
#include <gammaflow/base/shortened.h>
#include <gammaflow/candidates/file_content.h>
#include <gammaflow/candidates/vtk_file.h>
#include <gammaflow/candidates/vtk_numbers.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

namespace gammaflow
{
namespace
{
namespace fs = std::filesystem;
constexpr std::size_t most_files = 100000;
const char *const why_unread = "they are not one number for each point";
constexpr double largest_list = 0x1p26;

std::string beside(const std::string &file, const std::string &other)
{
  if (other.empty()) throw InputError(file, "", "names no file in one of its entries", "a file for each");
  return (fs::path(file).parent_path() / other).string();
}

/// What has been read of a file, piece by piece.
class Points
{
 public:
  Points(const std::string &file, const ReadLimits &limits) : file_(file), left_(limits.bytes)
  {
    data_.file = file;
    data_.why_unread = why_unread;
  }

  void add(const VtkXml &xml, const std::string &file)
  {
    for (const VtkPiece &piece : xml.pieces)
      if (piece.points > 0) add(xml, piece, file);
    if (const auto time = time_of(xml, file); time) data_.time = time;
  }

  CandidateData result(unsigned dim)
  {
    if (n_ == 0) throw InputError(file_, "", "holds no points", "UnstructuredGrid or PolyData with points");
    NumberArray x{file_ + ", points", {n_, dim}, {}};
    require_flat(dim);
    x.values.reserve(n_ * dim);
    for (std::size_t i = 0; i < n_; ++i)
      for (unsigned d = 0; d < dim; ++d) x.values.push_back(coordinates_[3 * i + d]);
    for (const char *taken : {"x", "points", "time", "times", "t"})
      if (data_.arrays.erase(taken) != 0) data_.unread.insert(taken);
    for (auto array = data_.arrays.begin(); array != data_.arrays.end();)
      if (array->second.values.size() != n_) {
        data_.unread.insert(array->first);
        array = data_.arrays.erase(array);
      } else {
        array->second.shape = {n_};
        ++array;
      }
    if (data_.mesh && data_.arrays.empty())
      throw InputError(file_, "", "has cells, and no point data of one number for each point",
                       cell_data_ ? "point data (ParaView: Cell Data to Point Data)"
                                  : "the values of a density as point data; particles as vertices");
    data_.arrays.emplace("x", std::move(x));
    return std::move(data_);
  }

 private:
  void add(const VtkXml &xml, const VtkPiece &piece, const std::string &file)
  {
    if (piece.coordinates.size() != 1 || piece.coordinates[0].components != 3)
      throw InputError(file, "", "has a piece without points of three coordinates", "what VTK writes");
    const auto more = numbers(xml, piece.coordinates[0], 3 * piece.points, file + ", points");
    coordinates_.insert(coordinates_.end(), more.begin(), more.end());
    if (piece.coordinates[0].type == "Float32") data_.same_place = 1e-6;
    for (const VtkArray &array : piece.data) {
      const std::string name = file + ", point data '" + shortened(array.name) + "'";
      if (array.components != 1 || !holds_numbers(array) || (n_ > 0 && data_.arrays.count(array.name) == 0)) {
        data_.unread.insert(array.name);
        continue;
      }
      NumberArray &to = data_.arrays[array.name];
      if (to.values.size() != n_) throw InputError(name, "", "is there twice", "each name once");
      if (n_ == 0) to.name = name;
      const auto values = numbers(xml, array, piece.points, name);
      to.values.insert(to.values.end(), values.begin(), values.end());
    }
    data_.mesh = data_.mesh || piece.lines || has_cells(xml, piece, file);
    cell_data_ = cell_data_ || piece.cell_data;
    n_ += piece.points;
  }

  std::vector<double> numbers(const VtkXml &xml, const VtkArray &array, std::size_t count,
                              const std::string &name)
  {
    left_ -= 8 * double(count);
    if (left_ < 0)
      throw InputError(name, std::to_string(count) + " numbers", "is larger than what is read", "");
    return vtk_numbers(xml, array, count, name);
  }

  /// Cells that are more than vertices (types 1 and 2 of VTK).
  bool has_cells(const VtkXml &xml, const VtkPiece &piece, const std::string &file)
  {
    if (piece.types.empty() || piece.cells == 0) return false;
    const auto types = numbers(xml, piece.types[0], piece.cells, file + ", types of the cells");
    return std::any_of(types.begin(), types.end(), [](double type) { return type > 2; });
  }

  /// Of the field TimeValue (VTK) or TIME (VisIt, deal.II).
  static std::optional<double> time_of(const VtkXml &xml, const std::string &file)
  {
    for (const VtkArray &field : xml.fields)
      if ((field.name == "TimeValue" || field.name == "TIME") && holds_numbers(field))
        return vtk_numbers(xml, field, 1, file + ", field '" + field.name + "'")[0];
    return std::nullopt;
  }

  /// Points of VTK have three coordinates: those that the domain does not have are the same for all.
  void require_flat(unsigned dim) const
  {
    double longest = 0, low[3], high[3];
    for (unsigned d = 0; d < 3; ++d) {
      low[d] = high[d] = coordinates_[d];
      for (std::size_t i = 1; i < n_; ++i) {
        low[d] = std::min(low[d], coordinates_[3 * i + d]);
        high[d] = std::max(high[d], coordinates_[3 * i + d]);
      }
      longest = std::max(longest, high[d] - low[d]);
    }
    for (unsigned d = dim; d < 3; ++d)
      if (high[d] - low[d] > 1e-9 * longest)
        throw InputError(
            file_, std::string(1, "xyz"[d]) + " from " + few_digits(low[d]) + " to " + few_digits(high[d]),
            "has points in more directions than the domain, which has " + std::to_string(dim) +
                (dim == 1 ? " dimension" : " dimensions"),
            "points that have the same coordinate there");
  }

  std::string file_;
  double left_;
  std::vector<double> coordinates_;
  std::size_t n_ = 0;
  bool cell_data_ = false;
  CandidateData data_;
};

bool is_grid(const std::string &kind)
{
  return kind == "UnstructuredGrid" || kind == "PolyData";
}

/// Of a file that is no series.
CandidateData grid_of(const VtkXml &xml, const std::string &file, const ReadLimits &limits, unsigned dim)
{
  Points points(file, limits);
  if (is_grid(xml.kind)) {
    points.add(xml, file);
    return points.result(dim);
  }
  if (xml.kind != "PUnstructuredGrid" && xml.kind != "PPolyData")
    throw InputError(file, shortened(xml.kind), "is a kind of file of VTK that is not read",
                     "UnstructuredGrid (.vtu, .pvtu), PolyData (.vtp, .pvtp), Collection (.pvd)");
  for (const std::string &source : xml.sources) {
    const std::string part = beside(file, source), content = content_of(part, limits.bytes);
    const VtkXml piece = parse_vtk_xml(content, part);
    if (!is_grid(piece.kind))
      throw InputError(part, shortened(piece.kind), "is no piece of " + file, "UnstructuredGrid or PolyData");
    points.add(piece, part);
  }
  return points.result(dim);
}

CandidateData grid_in(const std::string &file, const ReadLimits &limits, unsigned dim)
{
  const std::string content = content_of(file, limits.bytes);
  return grid_of(parse_vtk_xml(content, file), file, limits, dim);
}

CandidateData series_of(const std::vector<std::pair<double, std::string>> &files, const std::string &file,
                        ReadLimits limits, unsigned dim)
{
  if (files.empty() || files.size() > most_files)
    throw InputError(file, std::to_string(files.size()) + " files", "is no series",
                     "1 to " + std::to_string(most_files));
  CandidateData data;
  data.file = file;
  data.why_unread = why_unread;
  for (const auto &[time, name] : files) {
    require_later(data.series.empty() ? std::nullopt : data.series.back().time, time, file);
    CandidateData one = grid_in(beside(file, name), limits, dim);
    one.time = time;
    for (const auto &[member, array] : one.arrays) limits.bytes -= 8 * double(array.values.size());
    data.unread.insert(one.unread.begin(), one.unread.end());
    data.series.push_back(std::move(one));
  }
  return data;
}
}  // namespace

CandidateData read_vtk(const std::string &file, const ReadLimits &limits, unsigned dim)
{
  const std::string content = content_of(file, limits.bytes);
  const VtkXml xml = parse_vtk_xml(content, file);
  if (xml.kind != "Collection") return grid_of(xml, file, limits, dim);
  std::vector<std::pair<double, std::string>> files;
  for (const auto &[step, name] : xml.files) {
    double time = 0;
    const auto read = std::from_chars(step.data(), step.data() + step.size(), time);
    if (read.ec != std::errc() || read.ptr != step.data() + step.size() || !std::isfinite(time))
      throw InputError(file + ", DataSet " + std::to_string(files.size() + 1), shortened(step),
                       "is no timestep", "a number");
    files.emplace_back(time, name);
  }
  return series_of(files, file, limits, dim);
}

CandidateData read_vtk_series(const std::string &file, const ReadLimits &limits, unsigned dim)
{
  const auto refuse = [&] {
    throw InputError(file, "", "is JSON, but no series of files of VTK",
                     R"({"files": [{"name": "a.vtu", "time": 0}, ...]})");
  };
  const nlohmann::json read = parse_json(content_of(file, largest_list), file);
  if (!read.is_object() || !read.contains("files") || !read["files"].is_array()) refuse();
  std::vector<std::pair<double, std::string>> files;
  for (const auto &one : read["files"]) {
    if (!one.is_object() || !one.contains("name") || !one["name"].is_string() || !one.contains("time") ||
        !one["time"].is_number())
      refuse();
    files.emplace_back(one["time"].get<double>(), one["name"].get<std::string>());
  }
  return series_of(files, file, limits, dim);
}

}  // namespace gammaflow
